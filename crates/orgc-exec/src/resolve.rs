//! Texts with holes become texts.

use orgc_ir::{Address, Attribute, Reference, Text};
use orgc_plan::plan::Binding;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// What AWS assigned, by address.
pub type Bindings = BTreeMap<Address, Binding>;

/// The text with every reference replaced by what AWS assigned.
///
/// # Errors
/// The first reference whose value is not known.
pub fn resolve(text: &Text, bindings: &Bindings) -> Result<String, Reference> {
    text.resolve(|reference| {
        let binding = bindings.get(&reference.address)?;
        match reference.attribute {
            Attribute::Id => Some(binding.id.as_str()),
            Attribute::Arn => Some(binding.arn.as_str()),
            Attribute::RootId => binding.root_id.as_deref(),
            Attribute::Status => binding.status.as_deref(),
        }
    })
}

/// The bindings of a run, which grow while it goes on.
#[derive(Debug, Default)]
pub(crate) struct Growing(Mutex<Bindings>);

impl Growing {
    pub fn new(known: Bindings) -> Self {
        Self(Mutex::new(known))
    }

    pub fn resolve(&self, text: &Text) -> Result<String, Reference> {
        resolve(text, &self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub fn add(&self, address: &Address, binding: Binding) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(address.clone(), binding);
    }

    pub fn finish(self) -> Bindings {
        self.0.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}
