//! What can be wrong with a policy text, and where.

use crate::action::ActionFault;
use crate::catalog::KeyKind;
use crate::grammar::Grammar;
use crate::management::ManagementFault;
use crate::place::{At, JsonPath, Place, Step};

/// Problems of one text that are reported: nobody mends more at once, and each costs a search for
/// its place.
pub(crate) const MOST: usize = 50;

/// Something wrong with a policy.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{fault}, at {}{}", At(.path), Place::suffix(.place.as_ref()))]
pub struct Problem {
    /// What is wrong.
    pub fault: Fault,
    /// Which element. Lists of one element are left out of the path, as they are when printed.
    pub path: JsonPath,
    /// Where it stands in the text; none if the document was not read from a text.
    pub place: Option<Place>,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The text is not JSON.
    #[error("expected {expected}, found {found}")]
    Syntax {
        /// What could stand here.
        expected: &'static str,
        /// What stands here, in back-ticks, or `the end of the text`.
        found: String,
    },
    /// One key twice in an object. JSON readers disagree on which one counts.
    #[error("key `{key}` stands twice in one object")]
    DuplicateKey {
        /// The key.
        key: String,
    },
    /// A value of another kind than expected.
    #[error("expected {expected}, found {found}")]
    Shape {
        /// What is expected, with its article.
        expected: &'static str,
        /// What there is, with its article.
        found: &'static str,
    },
    /// An element that there is not.
    #[error("`{element}` is not an element here; there are `{}`", .allowed.join("`, `"))]
    UnknownElement {
        /// The element as written.
        element: String,
        /// The elements that there are.
        allowed: &'static [&'static str],
    },
    /// An element that must be there.
    #[error("`{element}` is missing")]
    Missing {
        /// The element.
        element: String,
    },
    /// Two elements of which one must be there.
    #[error("`{one}` or `{other}` is missing")]
    MissingEither {
        /// The positive element.
        one: &'static str,
        /// The negated element.
        other: &'static str,
    },
    /// Two elements that exclude each other.
    #[error("`{one}` and `{other}` exclude each other")]
    Both {
        /// The positive element.
        one: &'static str,
        /// The negated element.
        other: &'static str,
    },
    /// A list that needs an element.
    #[error("the list is empty")]
    EmptyList,
    /// Neither `Allow` nor `Deny`.
    #[error("`{found}` is not an effect; write `Allow` or `Deny`")]
    UnknownEffect {
        /// The effect as written.
        found: String,
    },
    /// A version whose language Organizations does not accept.
    #[error("version `{found}` is not accepted; write `2012-10-17`")]
    Version {
        /// The version as written.
        found: String,
    },
    /// An element that IAM knows and this grammar refuses.
    #[error("`{element}` is not allowed in a {grammar}")]
    NotAllowed {
        /// The element.
        element: &'static str,
        /// The grammar.
        grammar: Grammar,
    },
    /// An `Allow` where only `Deny` may stand.
    #[error("`Allow` is not allowed in a {grammar}; only `Deny` is")]
    AllowNotAllowed {
        /// The grammar.
        grammar: Grammar,
    },
    /// A principal other than everyone.
    #[error("the principal of a {grammar} can only be `\"*\"`; restrict it with a condition")]
    PrincipalNotEveryone {
        /// The grammar.
        grammar: Grammar,
    },
    /// Everyone where accounts must be named.
    #[error("a {grammar} names its principals; `\"*\"` is not one")]
    EveryoneNotAllowed {
        /// The grammar.
        grammar: Grammar,
    },
    /// An action of AWS Organizations that a delegation policy cannot grant.
    #[error("`{action}` cannot be delegated; only reading, policies, policy types and tags can")]
    NotDelegable {
        /// The action as written.
        action: String,
    },
    /// Text that is not an action.
    #[error("`{action}` is not an action: {fault}")]
    Action {
        /// The action as written.
        action: String,
        /// Why it is none.
        fault: ActionFault,
    },
    /// An action without a service where one must be named.
    #[error("`{action}` does not name a service, which a {grammar} needs")]
    ServiceNotNamed {
        /// The action as written.
        action: String,
        /// The grammar.
        grammar: Grammar,
    },
    /// A service that the policy type does not cover.
    #[error("service `{service}` is not supported in a {grammar}")]
    ServiceNotSupported {
        /// The service as written.
        service: String,
        /// The grammar.
        grammar: Grammar,
    },
    /// A condition operator that there is not.
    #[error("`{operator}` is not a condition operator")]
    UnknownOperator {
        /// The operator as written.
        operator: String,
    },
    /// A service that the catalogue does not have.
    #[error("there is no service `{service}` in the table of {as_of}")]
    UnknownService {
        /// The service as written.
        service: String,
        /// The action as written.
        action: String,
        /// The day of the catalogue.
        as_of: String,
        /// The same action of other services.
        near: Vec<String>,
    },
    /// An action that its service does not have.
    #[error("`{action}` is not an action of its service")]
    UnknownAction {
        /// The action as written.
        action: String,
        /// The actions of the service.
        near: Vec<String>,
    },
    /// A pattern that matches nothing.
    #[error("`{action}` matches no action of its service")]
    NoMatch {
        /// The pattern as written.
        action: String,
    },
    /// A condition key that its service does not have.
    #[error("`{key}` is not a condition key")]
    UnknownKey {
        /// The key as written.
        key: String,
        /// The keys that there are.
        near: Vec<String>,
    },
    /// A condition key of a service that the catalogue does not have.
    #[error("condition key `{key}` is of no service in the table of {as_of}")]
    UnknownKeyService {
        /// The key as written.
        key: String,
        /// The day of the catalogue.
        as_of: String,
    },
    /// A condition key that no request for the actions has.
    #[error(
        "condition key `{key}` is never set for these actions, so that the condition says nothing about them"
    )]
    KeyNotAvailable {
        /// The key as written.
        key: String,
    },
    /// Resources that no request for the actions is about.
    #[error("no request for these actions is about such a resource, in the table of {as_of}")]
    ResourceNotAvailable {
        /// The day of the catalogue.
        as_of: String,
    },
    /// An operator for values of another kind.
    #[error("`{operator}` cannot compare `{key}`, which is {kind}")]
    OperatorMismatch {
        /// The operator as written.
        operator: String,
        /// The key.
        key: String,
        /// What its values are.
        kind: KeyKind,
    },
    /// A key with several values compared as if it had one.
    #[error(
        "`{key}` can have several values, for which `{operator}` is not defined; write `ForAnyValue:{operator}` or `ForAllValues:{operator}`"
    )]
    QuantifierMissing {
        /// The operator as written.
        operator: String,
        /// The key.
        key: String,
    },
    /// A key with one value compared as if it had several.
    #[error("`{key}` has one value, so that `{operator}` needs neither `ForAnyValue` nor `ForAllValues`")]
    QuantifierNeedless {
        /// The operator as written.
        operator: String,
        /// The key.
        key: String,
    },
    /// A value that the key cannot have.
    #[error("`{value}` is not {kind}, which `{key}` is")]
    BadValue {
        /// The value as written.
        value: String,
        /// The key.
        key: String,
        /// What its values are.
        kind: KeyKind,
    },
    /// A management policy under a key that is not that of its type.
    #[error("`{found}` is not the outermost key of this policy type, `{expected}` is")]
    WrongRoot {
        /// The key as written.
        found: String,
        /// The key of the type.
        expected: String,
    },
    /// Something in the content of a management policy.
    #[error(transparent)]
    Management(ManagementFault),
}

impl Problem {
    pub(crate) fn new(fault: Fault, path: JsonPath) -> Self {
        Self { fault, path, place: None }
    }

    /// The number of the statement it is in; the first one where there is only one.
    pub fn statement(&self) -> usize {
        match self.path.steps().get(1) {
            Some(Step::Index(index)) => *index,
            _ => 0,
        }
    }

    /// What was written and what could stand there instead, where a misspelling is likely.
    pub fn candidates(&self) -> Option<(&str, Vec<&str>)> {
        let all = |near: &'static [&'static str]| near.to_vec();
        match &self.fault {
            Fault::UnknownElement { element, allowed } => Some((element, all(allowed))),
            Fault::UnknownEffect { found } => Some((found, vec!["Allow", "Deny"])),
            Fault::UnknownOperator { operator } => Some((operator, crate::condition::names().collect())),
            Fault::ServiceNotSupported { service, grammar } => Some((service, grammar.services().collect())),
            Fault::Management(fault) => fault.candidates(),
            Fault::UnknownService { action: written, near, .. }
            | Fault::UnknownAction { action: written, near }
            | Fault::UnknownKey { key: written, near } => {
                Some((written, near.iter().map(String::as_str).collect()))
            }
            _ => None,
        }
    }
}

impl Fault {
    /// Whether the table may just be too old, or AWS accepts it although it seldom does what is
    /// meant: a warning.
    pub fn is_doubt(&self) -> bool {
        matches!(
            self,
            Self::UnknownService { .. }
                | Self::UnknownKeyService { .. }
                | Self::ResourceNotAvailable { .. }
                | Self::QuantifierMissing { .. }
                | Self::QuantifierNeedless { .. }
        )
    }
}
