//! The dated tables in `data/`: quotas, policy types, service principals.
//!
//! They are data because AWS changes them without changing anything else. Each row says when it
//! was known to hold and where it stands, so that a message can say it too.

mod bundled;
mod policy_types;
mod quota_key;
mod quotas;
mod services;

pub(crate) use bundled::bundled;
pub use policy_types::{DefaultPolicy, Family, PolicyType, TargetKind};
pub use quota_key::QuotaKey;
pub use quotas::{Quota, Quotas, UnknownQuotas};
pub use services::{Administration, administration, service_name, service_names, service_principal};
