//! A double of AWS Organizations, Account Management, CloudFormation StackSets and the caller identity of STS.
//!
//! It speaks the real wire protocols, so the real SDK, the AWS CLI or any other client talks to it unchanged,
//! and it keeps the rules of the services: quotas with their reasons, work that takes time, states that can be
//! observed on the way, conflicts, automatic deployment. Templates are not executed and signatures not checked.
//!
//! * [`Emulator`] is a cheap handle: in process [`Emulator::handle`] answers a request, over HTTP [`serve`] does.
//! * Time is virtual ([`Clock`]): nothing here sleeps. Whoever waits moves the clock.
//! * Trouble can be ordered ([`Fault`]), and every call is recorded ([`Emulator::calls`]).
//! * With [`Emulator::open`] the state survives in a directory, whenever the process dies.
//! * The same calls at the same moments give the same ids and the same bytes.
//!
//! The crate imports nothing of this workspace, so it cannot share its misreadings of AWS.

mod account;
mod admin;
mod calls;
mod change;
mod clock;
mod cloudformation;
mod copy;
mod emulator;
mod faults;
mod model;
mod organizations;
mod paging;
mod protocol;
mod rates;
mod refusal;
mod serve;
mod settings;
mod settle;
mod state;
mod store;
mod sts;
mod tagging;
#[cfg(test)]
mod tests;
mod view;

pub use calls::{CallRecord, Outcome};
pub use clock::{Clock, Moment};
pub use copy::CopyError;
pub use emulator::{Emulator, Exchange, Lost};
pub use faults::{Fault, Faults, Trouble};
pub use protocol::Service;
pub use serve::{BindError, bind, serve};
pub use settings::Settings;
pub use state::drift::{Difference, ResourceDrift};
pub use store::{StoreError, reset};
pub use view::{
    AccountView, CodeView, OrganizationView, PolicyView, StackInstanceView, StackSetView, UnitView, View,
};
