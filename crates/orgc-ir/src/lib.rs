//! The vocabulary that the phases after the language share.
//!
//! Types only, no decisions: [`Address`]es name things, [`Text`] holds values with holes for what
//! AWS assigns later, [`Desired`] is the complete set of resources after lowering, [`Observed`] is
//! a snapshot of the live organization, and [`kinds`] is the door through which resource kinds
//! from plugins enter. [`World`] is the only way files come in.
//!
//! Promises: everything is ordered, owned and immutable; the set of resources in [`Desired`] is
//! complete; what is known only at apply time stands inside attributes, as typed [`Reference`]s.

mod address;
pub mod desired;
pub mod kinds;
pub mod observed;
mod text;
mod value;
mod world;

pub use address::{Address, InvalidAddress};
pub use desired::Desired;
pub use observed::Observed;
pub use text::{Attribute, LaterType, Part, Reference, Text};
pub use value::Value;
pub use world::{MemoryWorld, ReadError, World, is_source};
