//! How an operation spreads, as requests and replies say it.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::fields::{list, number};
use crate::refusal::Refusal;
use crate::state::stack_set::{Preferences, Share};

/// The OperationPreferences member of a request.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct OperationPreferences {
    region_concurrency_type: Option<String>,
    #[serde(default, deserialize_with = "list")]
    region_order: Option<Vec<String>>,
    #[serde(default, deserialize_with = "number")]
    failure_tolerance_count: Option<usize>,
    #[serde(default, deserialize_with = "number")]
    failure_tolerance_percentage: Option<usize>,
    #[serde(default, deserialize_with = "number")]
    max_concurrent_count: Option<usize>,
    #[serde(default, deserialize_with = "number")]
    max_concurrent_percentage: Option<usize>,
    concurrency_mode: Option<String>,
}

impl OperationPreferences {
    pub fn checked(&self) -> Result<Preferences, Refusal> {
        let region_concurrency = self.region_concurrency_type.as_deref().unwrap_or("SEQUENTIAL");
        let mode = self.concurrency_mode.as_deref().unwrap_or("STRICT_FAILURE_TOLERANCE");
        let tolerance =
            share("FailureTolerance", self.failure_tolerance_count, self.failure_tolerance_percentage)?;
        let concurrent = share("MaxConcurrent", self.max_concurrent_count, self.max_concurrent_percentage)?;
        Ok(Preferences {
            parallel_regions: region_concurrency == "PARALLEL",
            region_order: self.region_order.clone().unwrap_or_default(),
            failure_tolerance: tolerance.unwrap_or_default(),
            maximum_concurrent: concurrent,
            soft_tolerance: mode == "SOFT_FAILURE_TOLERANCE",
        })
    }
}

fn share(field: &str, count: Option<usize>, percentage: Option<usize>) -> Result<Option<Share>, Refusal> {
    match (count, percentage) {
        (Some(_), Some(_)) => {
            Err(Refusal::validation(format!("{field} is either a count or a percentage, not both")))
        }
        (Some(count), None) => Ok(Some(Share::Count(count))),
        (None, Some(percentage)) => Ok(Some(Share::Percentage(percentage))),
        (None, None) => Ok(None),
    }
}

/// The OperationPreferences member of a reply.
pub(super) fn shape(preferences: &Preferences) -> Value {
    let mut shape = Map::new();
    let mut insert = |name: &str, value: Value| shape.insert(name.to_owned(), value);
    insert(
        "RegionConcurrencyType",
        if preferences.parallel_regions { "PARALLEL" } else { "SEQUENTIAL" }.into(),
    );
    insert("RegionOrder", preferences.region_order.clone().into());
    match preferences.failure_tolerance {
        Share::Count(count) => insert("FailureToleranceCount", count.into()),
        Share::Percentage(percentage) => insert("FailureTolerancePercentage", percentage.into()),
    };
    match preferences.maximum_concurrent.unwrap_or(Share::Count(1)) {
        Share::Count(count) => insert("MaxConcurrentCount", count.into()),
        Share::Percentage(percentage) => insert("MaxConcurrentPercentage", percentage.into()),
    };
    let mode = if preferences.soft_tolerance { "SOFT_FAILURE_TOLERANCE" } else { "STRICT_FAILURE_TOLERANCE" };
    insert("ConcurrencyMode", mode.into());
    Value::Object(shape)
}
