//! Runs a plan against a backend.
//!
//! The plan holds every decision; this crate makes none. It calls what the plan says, in the order
//! that the plan's edges allow, and adds what only time can decide: which calls may run at once
//! (`task`), which refusal is worth another try and when ([`retry`]), and whether a lost reply
//! hides our own success (`operations`). AWS itself stands behind the trait [`Backend`].
//!
//! What only a person knows is asked of a [`Person`], when everything else has come to rest.
//!
//! Promises: an operation starts after all it waits for are done; what depends on a failed one is
//! skipped and the rest goes on; writes to Organizations never overlap; an account is never asked
//! for twice; every write has a line in the [`Journal`] before and after it; time is a [`Clock`],
//! so nothing here waits in a test.

mod apply;
mod backend;
pub mod call;
mod clock;
mod fault;
mod interrupt;
pub mod journal;
mod operations;
mod person;
mod progress;
mod resolve;
pub mod retry;
mod schedule;
mod task;
#[cfg(test)]
mod tests;

pub use apply::{Applied, Outcome, apply};
pub use backend::{
    AccountInterest, Backend, Creation, CreationState, Details, InstanceFailure, Instances, Interest,
    KnownAccount, KnownOrganization, LiveRoot, NewAccount, NewPolicy, Observe, PolicyChange, SetOperation,
    SetState, StackSetDefinition, StackSets,
};
pub use clock::{Clock, Pause, TokioClock};
pub use fault::{Fault, FaultKind};
pub use interrupt::Interrupt;
pub use journal::{FileJournal, Journal, JournalError, MemoryJournal};
pub use person::{Answering, Mail, Nobody, Person, Question, Reply};
pub use progress::{Event, Step};
pub use resolve::{Bindings, resolve};
