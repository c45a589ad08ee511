//! The host against good, broken and hostile components.

mod broken;
mod contract;
mod guest;
mod hostile;
mod recalled;
mod standard;
