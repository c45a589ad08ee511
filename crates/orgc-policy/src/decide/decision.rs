//! The decision, and what decided.

use super::chain::{Chain, Level};
use super::request::Request;
use crate::document::Effect;
use crate::pattern::Pattern;

/// Whether a request passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Policies of the organization let it pass.
    Allowed,
    /// On some level no statement allows it.
    ImplicitlyDenied,
    /// A statement denies it.
    ExplicitlyDenied,
}

/// A decision about a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Whether it passes.
    pub verdict: Verdict,
    /// The statements that decide: those that deny it, or, where nothing denies it, those that allow it.
    pub statements: Vec<Cited>,
    /// The levels of service control policies on which nothing allows it, the root being 0.
    pub silent: Vec<usize>,
    /// Why no service control policy is asked, if none is.
    pub exempt: Option<Exemption>,
}

/// A statement of a policy on a level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cited {
    /// Of which kind the policy is.
    pub control: Control,
    /// The level, the root being 0.
    pub level: usize,
    /// The policy among those of the level.
    pub policy: usize,
    /// The statement among those of the policy.
    pub statement: usize,
}

/// A kind of policy that filters requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Control {
    /// Service control policies: what principals of an account do.
    Service,
    /// Resource control policies: what is done to resources of an account.
    Resource,
}

/// Why service control policies do not filter a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exemption {
    /// A service-linked role makes it. Resource control policies do not filter it either.
    ServiceLinkedRole,
    /// An AWS service makes it in its own name.
    Service,
    /// A principal of the management account makes it.
    ManagementAccount,
    /// A principal outside of the organization makes it, or nobody that AWS knows.
    Outside,
}

/// Whether an organization lets a request pass.
///
/// `principal` is the chain of the account whose principal makes the request, none for principals from
/// outside; `owner` is the chain of the account that owns the resource, none for resources outside.
pub fn decide(request: &Request, principal: Option<&Chain>, owner: Option<&Chain>) -> Decision {
    if request.is_service_linked() {
        return Decision::passes(Some(Exemption::ServiceLinkedRole));
    }
    let (service, exempt) = match principal {
        _ if request.is_of_service() => (&[][..], Some(Exemption::Service)),
        None => (&[][..], Some(Exemption::Outside)),
        Some(chain) if chain.is_management => (&[][..], Some(Exemption::ManagementAccount)),
        Some(chain) => (chain.service.as_slice(), None),
    };
    let resource = match owner {
        Some(chain) if !chain.is_management && !request.action.eq_ignore_ascii_case(NEVER_CONTROLLED) => {
            &chain.resource
        }
        _ => &[][..],
    };
    let denying: Vec<Cited> = matching(request, Control::Service, service, Effect::Deny)
        .chain(matching(request, Control::Resource, resource, Effect::Deny))
        .collect();
    if !denying.is_empty() {
        let verdict = Verdict::ExplicitlyDenied;
        return Decision { verdict, statements: denying, silent: Vec::new(), exempt };
    }
    let allowing: Vec<Cited> = matching(request, Control::Service, service, Effect::Allow).collect();
    let silent: Vec<usize> =
        (0..service.len()).filter(|level| !allowing.iter().any(|cited| cited.level == *level)).collect();
    let verdict = if silent.is_empty() { Verdict::Allowed } else { Verdict::ImplicitlyDenied };
    Decision { verdict, statements: allowing, silent, exempt }
}

impl Decision {
    fn passes(exempt: Option<Exemption>) -> Self {
        Self { verdict: Verdict::Allowed, statements: Vec::new(), silent: Vec::new(), exempt }
    }
}

/// Actions on which resource control policies have no effect (AWS Organizations User Guide, Resource
/// control policies). The policies of keys that AWS manages are another such thing; those keys belong to
/// no account, so that there is no owner to ask.
const NEVER_CONTROLLED: &str = "kms:RetireGrant";

/// The actions on which resource control policies have no effect.
pub(crate) fn never_controlled() -> Pattern {
    Pattern::action(NEVER_CONTROLLED)
}

fn matching<'a>(
    request: &'a Request,
    control: Control,
    levels: &'a [Level],
    effect: Effect,
) -> impl Iterator<Item = Cited> + 'a {
    let policies = levels.iter().enumerate().flat_map(|(level, one)| {
        one.policies.iter().enumerate().map(move |(policy, one)| (level, policy, one))
    });
    let rules = policies.flat_map(move |(level, policy, one)| {
        one.rules
            .iter()
            .enumerate()
            .map(move |(statement, rule)| (Cited { control, level, policy, statement }, rule))
    });
    rules.filter(move |(_, rule)| rule.effect == effect && rule.matches(request)).map(|(cited, _)| cited)
}
