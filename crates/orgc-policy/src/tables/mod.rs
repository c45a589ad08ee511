//! The dated tables in `data/`: quotas, policy types, service principals.
//!
//! They are data because AWS changes them without changing anything else. Each row says when it
//! was known to hold and where it stands, so that a message can say it too.

mod policy_types;
mod quota_key;
mod quotas;
mod services;

pub use policy_types::{DefaultPolicy, Family, PolicyType};
pub use quota_key::QuotaKey;
pub use quotas::{Quota, Quotas, UnknownQuotas};
pub use services::{service_name, service_names, service_principal};

use serde::de::DeserializeOwned;

/// A table that is part of the crate.
#[expect(clippy::expect_used, reason = "the text is part of this crate and the tests read all of it")]
fn bundled<T: DeserializeOwned>(text: &str) -> T {
    toml::from_str(text).expect("the bundled tables are well formed")
}
