//! What a plugin offers: kinds.

use crate::bindings::exports::orgc::plugin::kinds::Answer;
use crate::bindings::orgc::plugin::schema;
use crate::{At, Block, CoreResource, Diagnostic, Expansion, FromValue, Severity, Value};

/// A kind of block: what it is made of, and what becomes of it. The keyword is [`Block::NAME`], the
/// attributes are the fields.
///
/// Every call runs in a fresh instance: nothing is remembered, and the same block has the same
/// answer.
pub trait Kind: Block {
    /// The core kinds that [`Kind::expand`] may produce, for example `stack-set`; orgc refuses
    /// anything else.
    const EMITS: &'static [&'static str];

    /// What `expand` asks about the organization.
    fn queries() -> Vec<Query> {
        Vec::new()
    }

    /// Everything that is wrong with the block and that its schema cannot say. Runs in editors on
    /// every change.
    fn check(&self) -> Vec<Diagnostic> {
        Vec::new()
    }

    /// Turns the block into core resources. Only asked of blocks in which [`Kind::check`] finds no
    /// error.
    ///
    /// # Errors
    /// When the block is wrong; at least one of the findings is an error.
    fn expand(&self, facts: &Facts) -> Result<Expansion, Vec<Diagnostic>>;
}

/// A question about the organization, declared so that whoever installs the plugin sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    id: String,
    table: String,
    scope: Option<String>,
    columns: Vec<String>,
}

/// What is known of a block besides its attributes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    pub(crate) name: String,
    pub(crate) answers: Vec<(String, Value)>,
}

impl Query {
    /// Asks for the rows of a table (`accounts`, `organizational-units` or `policies`); its columns
    /// are the attributes of `Row`.
    pub fn rows<Row: Block>(id: &str, table: &str) -> Self {
        let columns = Row::attributes().into_iter().map(|one| one.name().to_owned()).collect();
        Self { id: id.to_owned(), table: table.to_owned(), scope: None, columns }
    }

    /// Asks only for what is in an attribute of type `target-set`.
    #[must_use]
    pub fn within(mut self, attribute: &str) -> Self {
        self.scope = Some(attribute.to_owned());
        self
    }
}

impl Facts {
    /// The label of the block.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The rows that answer a query, sorted by address.
    ///
    /// # Errors
    /// When the kind declares no such query, or a column is of another type.
    pub fn rows<Row: Block>(&self, query: &str) -> Result<Vec<Row>, Diagnostic> {
        let answer = self.answers.iter().find(|(id, _)| id == query).ok_or_else(|| {
            Diagnostic::error("unanswered", format!("the query `{query}` is not answered"), Vec::new())
        })?;
        Vec::read(&At::root(&answer.1))
    }
}

impl Expansion {
    /// These resources, with nothing to say about them.
    pub fn of(resources: impl IntoIterator<Item = CoreResource>) -> Self {
        Self { resources: resources.into_iter().collect(), diagnostics: Vec::new() }
    }
}

impl Diagnostic {
    /// Whether the finding is an error.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

impl From<Query> for schema::Query {
    fn from(query: Query) -> Self {
        Self { id: query.id, table: query.table, scope: query.scope, columns: query.columns }
    }
}

impl From<Answer> for (String, Value) {
    fn from(answer: Answer) -> Self {
        (answer.query, answer.rows.into())
    }
}
