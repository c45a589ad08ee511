//! CloudFormation templates, as far as they can be checked without AWS.
//!
//! Reading is structural: parameters, and the type and names of resources. Functions such as `!Sub`
//! stay what they are. A template that cannot be read is a finding; a part of one that is unusual is
//! left to CloudFormation.

mod check;
mod diagnostics;
mod read;
mod shape;

pub(crate) use check::check;
