//! A plugin whose every call is made three times: twice in fresh instances, and once by an interpreter.
//! Answers and fuel must be the same.

use super::load_in;
use crate::failure::Failure;
use orgc_ir::kinds::{Expansion, Finding, KindFault, KindSchema, Kinds, Request};
use orgc_plugin::{Host, Plugin, Used};
use std::cell::RefCell;
use std::fmt::Debug;

/// A plugin under test.
pub struct Rehearsal {
    plugin: Plugin,
    /// The same, by an interpreter.
    interpreted: Plugin,
    calls: RefCell<Vec<Call>>,
}

/// A call that was made.
#[derive(Clone, Debug)]
pub struct Call {
    /// `validate` or `expand`.
    pub function: &'static str,
    /// What was asked.
    pub request: Request,
    /// What was answered, for people.
    pub answer: String,
    /// What it took.
    pub used: Used,
}

impl Rehearsal {
    /// Loads a component for rehearsal.
    ///
    /// # Errors
    /// When it does not load.
    pub fn new(name: &str, component: &[u8]) -> Result<Self, Failure> {
        Ok(Self {
            plugin: load_in(Host::new(), name, component.to_vec())?,
            interpreted: load_in(Host::interpreting(), name, component.to_vec())?,
            calls: RefCell::default(),
        })
    }

    /// The calls so far; none are left afterwards.
    pub fn take_calls(&self) -> Vec<Call> {
        self.calls.take()
    }

    /// The plugin itself.
    pub fn plugin(&self) -> &Plugin {
        &self.plugin
    }

    fn call<T: Debug + PartialEq>(
        &self,
        function: &'static str,
        request: &Request,
        call: impl Fn(&Plugin) -> Result<(T, Used), KindFault>,
    ) -> Result<T, KindFault> {
        let (answer, used) = call(&self.plugin)?;
        for other in [&self.plugin, &self.interpreted] {
            let (again, took) = call(other)?;
            if again != answer || took.fuel != used.fuel {
                return Err(self.differs(function, used.fuel, took.fuel));
            }
        }
        let shown = format!("{answer:#?}");
        self.calls.borrow_mut().push(Call { function, request: request.clone(), answer: shown, used });
        Ok(answer)
    }

    fn differs(&self, function: &str, first: u64, again: u64) -> KindFault {
        KindFault {
            plugin: self.plugin.name().to_owned(),
            message: format!("`{function}` answers the same question differently"),
            notes: vec![
                format!("fuel of the first call: {first}, of another: {again}"),
                "the causes are memory that was never written, addresses, and floats that are no numbers"
                    .to_owned(),
            ],
        }
    }
}

impl Kinds for Rehearsal {
    fn schemas(&self) -> &[KindSchema] {
        self.plugin.schemas()
    }

    fn validate(&self, request: &Request) -> Result<Vec<Finding>, KindFault> {
        self.call("validate", request, |plugin| plugin.validate(request))
    }

    fn expand(&self, request: &Request) -> Result<Expansion, KindFault> {
        let schema = self.plugin.schemas().iter().find(|schema| schema.name == request.kind);
        let Some(schema) = schema else { return Ok(Expansion::default()) };
        self.call("expand", request, |plugin| plugin.expand(request, schema))
    }
}
