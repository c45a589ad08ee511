//! Verbs: sentences that relate the enclosing thing, or an address, to something else.
//!
//! Where a verb names something, the name is an [`Expression`] that is a path: a name followed by
//! members and indexes only ([`Expression::is_path`]).

use orgc_diag::Span;

use super::expression::{Argument, Expression, Map};
use super::literal::Text;
use super::name::{Address, QualifiedName};

/// A verb.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verb {
    /// `protect`
    Protect(Protect),
    /// `attach`
    Attach(Attach),
    /// `detach`
    Detach(Detach),
    /// `deploy`
    Deploy(Deploy),
    /// `delegate`
    Delegate(Delegate),
    /// `trust`
    Trust(Trust),
    /// `adopt`
    Adopt(Adopt),
    /// `use`
    Use(Use),
    /// `moved`
    Moved(Moved),
    /// `close`, `release`, `forget`, `delete`
    Removal(Removal),
}

/// `protect "reason"`: the enclosing thing cannot be removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Protect {
    /// Why, for the audit report.
    pub reason: Option<Text>,
    /// The whole sentence.
    pub span: Span,
}

/// `attach only A, B`: policies that hold for the enclosing target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attach {
    /// Whether these are all policies that may be attached here.
    pub only: bool,
    /// The policies: paths.
    pub policies: Vec<Expression>,
    /// The whole sentence.
    pub span: Span,
}

/// `detach FullAWSAccess`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Detach {
    /// The policies: paths.
    pub policies: Vec<Expression>,
    /// The whole sentence.
    pub span: Span,
}

/// `deploy Audit in eu-west-1 with { Level = "high" }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deploy {
    /// The baseline: a path.
    pub baseline: Expression,
    /// What stands after `in`: Regions or lists of Regions. Empty when `in` is left out.
    pub regions: Vec<Expression>,
    /// What stands after `with`.
    pub parameters: Option<Map>,
    /// The whole sentence.
    pub span: Span,
}

/// `delegate only guardduty, macie to security`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delegate {
    /// Whether these accounts are all that may administer the services.
    pub only: bool,
    /// The services: paths, or texts that name principals.
    pub services: Vec<Expression>,
    /// The account: a path.
    pub account: Expression,
    /// The whole sentence.
    pub span: Span,
}

/// `trust only sso, config`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trust {
    /// Whether these are all services that may be trusted.
    pub only: bool,
    /// The services: paths, or texts that name principals.
    pub services: Vec<Expression>,
    /// The whole sentence.
    pub span: Span,
}

/// `adopt "222233334444"`: the enclosing thing exists already, with this id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adopt {
    /// The id; any expression, so that it can come from data.
    pub id: Expression,
    /// The whole sentence.
    pub span: Span,
}

/// `use Template(arguments)`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    /// The template: a path.
    pub template: Expression,
    /// The arguments.
    pub arguments: Vec<Argument>,
    /// The whole sentence.
    pub span: Span,
}

/// `moved account frontend -> web-prod`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// The kind of both addresses.
    pub kind: QualifiedName,
    /// The old address.
    pub from: Address,
    /// The new address.
    pub to: Address,
    /// The whole sentence.
    pub span: Span,
}

/// `close account old-sandbox "reason"`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removal {
    /// What becomes of the thing.
    pub verb: RemovalVerb,
    /// Where the verb stands.
    pub verb_span: Span,
    /// The kind of the thing.
    pub kind: QualifiedName,
    /// Which thing.
    pub address: Address,
    /// Why, for the plan and the audit report.
    pub reason: Option<Text>,
    /// The whole sentence.
    pub span: Span,
}

/// What becomes of something that is no longer wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RemovalVerb {
    /// Close the AWS account.
    Close,
    /// Let the account leave the organization.
    Release,
    /// Delete the OU, policy or baseline.
    Delete,
    /// Stop managing it and touch nothing.
    Forget,
}

impl RemovalVerb {
    /// How the verb is written.
    #[must_use]
    pub fn written(self) -> &'static str {
        match self {
            Self::Close => "close",
            Self::Release => "release",
            Self::Delete => "delete",
            Self::Forget => "forget",
        }
    }
}

impl Verb {
    /// The whole sentence.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            Self::Protect(verb) => verb.span,
            Self::Attach(verb) => verb.span,
            Self::Detach(verb) => verb.span,
            Self::Deploy(verb) => verb.span,
            Self::Delegate(verb) => verb.span,
            Self::Trust(verb) => verb.span,
            Self::Adopt(verb) => verb.span,
            Self::Use(verb) => verb.span,
            Self::Moved(verb) => verb.span,
            Self::Removal(verb) => verb.span,
        }
    }

    /// The word that starts the sentence.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Protect(_) => "protect",
            Self::Attach(_) => "attach",
            Self::Detach(_) => "detach",
            Self::Deploy(_) => "deploy",
            Self::Delegate(_) => "delegate",
            Self::Trust(_) => "trust",
            Self::Adopt(_) => "adopt",
            Self::Use(_) => "use",
            Self::Moved(_) => "moved",
            Self::Removal(removal) => removal.verb.written(),
        }
    }
}
