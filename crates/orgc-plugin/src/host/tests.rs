//! The host against good, broken and hostile components.

mod contract;
mod guest;
mod hostile;
mod recalled;
pub(super) mod standard;
