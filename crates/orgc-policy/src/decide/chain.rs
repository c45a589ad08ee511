//! The policies between the root of an organization and an account.

use super::rule::Rule;
use crate::document::Document;
use crate::grammar::Grammar;
use crate::place::JsonPath;
use crate::problem::{Fault, Problem};
use std::sync::Arc;

/// A policy that has been read once and can be asked often.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// What it is called.
    pub name: String,
    pub(crate) rules: Vec<Rule>,
}

/// What is attached to the root, a unit or an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Level {
    /// What it is attached to: `organization/Acme`, `ou/Workloads`.
    pub target: String,
    /// The policies.
    pub policies: Vec<Arc<Policy>>,
}

/// What is attached on the way from the root to an account.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chain {
    /// Whether it is the management account, which no policy touches.
    pub is_management: bool,
    /// The service control policies of each level, the root first. None if the type is not enabled.
    pub service: Vec<Level>,
    /// The resource control policies of each level, the root first. None if the type is not enabled.
    pub resource: Vec<Level>,
}

impl Policy {
    /// Reads a document.
    ///
    /// # Errors
    /// What the grammar does not allow in it.
    pub fn new(name: impl Into<String>, document: &Document, grammar: Grammar) -> Result<Self, Vec<Problem>> {
        let problems = document.check(grammar);
        if !problems.is_empty() {
            return Err(problems);
        }
        let rules = document.statements.iter().map(Rule::of).collect::<Option<_>>();
        match rules {
            Some(rules) => Ok(Self { name: name.into(), rules }),
            // The check has refused unknown operators; this is for those who change it.
            None => {
                let fault = Fault::UnknownOperator { operator: String::new() };
                Err(vec![Problem::new(fault, JsonPath::default().key("Statement"))])
            }
        }
    }

    /// `FullAWSAccess`, and its twin for resources: AWS writes them.
    pub fn full_access(name: impl Into<String>) -> Self {
        let statement = crate::document::Statement::allow(crate::document::Scope::all());
        Self { name: name.into(), rules: Rule::of(&statement).into_iter().collect() }
    }

    /// The id of a statement, if it has one.
    pub fn sid(&self, statement: usize) -> Option<&str> {
        self.rules.get(statement)?.sid.as_deref()
    }
}
