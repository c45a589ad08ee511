//! What can be wrong with a policy text, and where.

use crate::action::ActionFault;
use crate::grammar::Grammar;
use crate::management::ManagementFault;
use crate::place::{At, JsonPath, Place};

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

    /// What was written and what could stand there instead, where a misspelling is likely.
    pub fn candidates(&self) -> Option<(&str, Vec<&'static str>)> {
        match &self.fault {
            Fault::UnknownElement { element, allowed } => Some((element, allowed.to_vec())),
            Fault::UnknownEffect { found } => Some((found, vec!["Allow", "Deny"])),
            Fault::UnknownOperator { operator } => Some((operator, crate::operator::BASE.to_vec())),
            Fault::ServiceNotSupported { service, grammar } => Some((service, grammar.services().collect())),
            Fault::Management(fault) => fault.candidates(),
            _ => None,
        }
    }
}
