//! A policy document, as a value.

use crate::place::JsonPath;

/// The version of the policy language that Organizations accepts.
pub(super) const VERSION: &str = "2012-10-17";

/// A policy document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// The version of the language; without one, IAM reads the document as of 2008.
    pub version: Option<String>,
    /// `Id`; no policy type of Organizations allows it.
    pub id: Option<String>,
    /// The statements, in order.
    pub statements: Vec<Statement>,
}

/// A statement: one rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The id of the statement.
    pub sid: Option<String>,
    /// Whether it takes or gives.
    pub effect: Effect,
    /// Who; only some policy types allow it.
    pub principals: Option<Principals>,
    /// `Action` or `NotAction`.
    pub actions: Scope,
    /// `Resource` or `NotResource`.
    pub resources: Option<Scope>,
    /// `Condition`; all must hold.
    pub conditions: Conditions,
}

/// Whether a statement takes or gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// `Allow`
    Allow,
    /// `Deny`
    Deny,
}

/// Which actions or resources: patterns, or everything but patterns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// `Action`, `Resource`
    These(Vec<String>),
    /// `NotAction`, `NotResource`
    AllExcept(Vec<String>),
}

/// `Principal` or `NotPrincipal`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Principals {
    /// `Principal`
    These(Principal),
    /// `NotPrincipal`
    AllExcept(Principal),
}

/// Who.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Principal {
    /// `"*"`
    Everyone,
    /// By kind (`AWS`, `Service`, `Federated`), in the order written.
    Kinds(Vec<(String, Vec<String>)>),
}

/// The conditions of a statement.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
// INVARIANT: no two have one operator and one key, as JSON cannot say that; conditions of one
// operator stand together, so that printing and reading back give the same value.
pub struct Conditions(pub(super) Vec<Condition>);

/// One condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// The operator: `ForAnyValue:StringLike`.
    pub operator: String,
    /// The key: `aws:RequestedRegion`.
    pub key: String,
    /// The values, of which one must match, or none for a negated operator.
    pub values: Vec<String>,
}

impl Document {
    /// A document of these statements in the current version of the language.
    pub fn new(statements: Vec<Statement>) -> Self {
        Self { version: Some(VERSION.to_owned()), id: None, statements }
    }

    /// The path to a statement, counted from 0, in the text that was read.
    pub fn path_of(&self, statement: usize) -> JsonPath {
        JsonPath::default().key("Statement").one_of(statement, self.statements.len())
    }
}

impl Statement {
    /// A statement that denies these actions on every resource.
    pub fn deny(actions: Scope) -> Self {
        Self::new(Effect::Deny, actions)
    }

    /// A statement that allows these actions on every resource.
    pub fn allow(actions: Scope) -> Self {
        Self::new(Effect::Allow, actions)
    }

    fn new(effect: Effect, actions: Scope) -> Self {
        let resources = Some(Scope::all());
        Self { sid: None, effect, principals: None, actions, resources, conditions: Conditions::default() }
    }

    /// With this id.
    #[must_use]
    pub fn named(mut self, sid: impl Into<String>) -> Self {
        self.sid = Some(sid.into());
        self
    }

    /// On these resources only.
    #[must_use]
    pub fn on(mut self, resources: Scope) -> Self {
        self.resources = Some(resources);
        self
    }

    /// For these principals.
    #[must_use]
    pub fn by(mut self, principals: Principals) -> Self {
        self.principals = Some(principals);
        self
    }

    /// Under these conditions.
    #[must_use]
    pub fn when(mut self, conditions: Conditions) -> Self {
        self.conditions = conditions;
        self
    }
}

impl Scope {
    /// Everything.
    pub fn all() -> Self {
        Self::These(vec!["*".to_owned()])
    }

    /// These patterns.
    pub fn these<T: Into<String>>(patterns: impl IntoIterator<Item = T>) -> Self {
        Self::These(patterns.into_iter().map(Into::into).collect())
    }

    /// Everything but these patterns.
    pub fn all_except<T: Into<String>>(patterns: impl IntoIterator<Item = T>) -> Self {
        Self::AllExcept(patterns.into_iter().map(Into::into).collect())
    }

    /// The patterns, whichever way they count.
    pub fn patterns(&self) -> &[String] {
        match self {
            Self::These(patterns) | Self::AllExcept(patterns) => patterns,
        }
    }
}

impl Conditions {
    /// Adds a condition.
    ///
    /// # Errors
    /// The condition itself, unchanged, if there is one with this operator and key already. Their
    /// values cannot just be joined: that would turn "and" into "or" for most operators.
    pub fn add(&mut self, condition: Condition) -> Result<(), Condition> {
        if self.0.iter().any(|one| one.operator == condition.operator && one.key == condition.key) {
            return Err(condition);
        }
        let group = self.0.iter().rposition(|one| one.operator == condition.operator);
        self.0.insert(group.map_or(self.0.len(), |last| last + 1), condition);
        Ok(())
    }

    /// The conditions; those of one operator stand together.
    pub fn iter(&self) -> impl Iterator<Item = &Condition> {
        self.0.iter()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Condition {
    /// A condition.
    pub fn new<T: Into<String>>(
        operator: impl Into<String>,
        key: impl Into<String>,
        values: impl IntoIterator<Item = T>,
    ) -> Self {
        let values = values.into_iter().map(Into::into).collect();
        Self { operator: operator.into(), key: key.into(), values }
    }
}
