//! CloudFormation StackSets of the home Region.

pub(crate) mod read;
pub(crate) mod write;
