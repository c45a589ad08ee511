//! Opt-in Regions of an account, which take their time.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value, json};

use super::invalid;
use crate::paging;
use crate::refusal::{Answer, Refusal};
use crate::state::schedule::Event;
use crate::state::{RegionState, State};

/// Regions that every account has and cannot disable.
const BY_DEFAULT: [&str; 17] = [
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-northeast-3",
    "ap-south-1",
    "ap-southeast-1",
    "ap-southeast-2",
    "ca-central-1",
    "eu-central-1",
    "eu-north-1",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "sa-east-1",
    "us-east-1",
    "us-east-2",
    "us-west-1",
    "us-west-2",
];
/// Regions that an account has to ask for (Enable or disable Regions, 2026).
const OPT_IN: [&str; 17] = [
    "af-south-1",
    "ap-east-1",
    "ap-east-2",
    "ap-south-2",
    "ap-southeast-3",
    "ap-southeast-4",
    "ap-southeast-5",
    "ap-southeast-6",
    "ap-southeast-7",
    "ca-west-1",
    "eu-central-2",
    "eu-south-1",
    "eu-south-2",
    "il-central-1",
    "me-central-1",
    "me-south-1",
    "mx-central-1",
];
/// Changes that may be in progress in one account, and in the whole organization.
const CHANGES_OF_ACCOUNT: usize = 6;
const CHANGES_AT_ONCE: usize = 50;
const LARGEST_PAGE: usize = 50;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Region {
    region_name: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct ListRegions {
    #[serde(default)]
    region_opt_status_contains: Vec<String>,
    max_results: Option<usize>,
    next_token: Option<String>,
}

pub(super) fn enable(state: &mut State, account: &str, input: &Region) -> Answer {
    change(state, account, &input.region_name, [RegionState::Enabling, RegionState::Enabled])
}

pub(super) fn disable(state: &mut State, account: &str, input: &Region) -> Answer {
    change(state, account, &input.region_name, [RegionState::Disabling, RegionState::Disabled])
}

/// Starts a change through a state on the way to the one in which it ends.
fn change(state: &mut State, account: &str, region: &str, [way, end]: [RegionState; 2]) -> Answer {
    if !OPT_IN.contains(&region) {
        let message = format!("{region} is no Region that can be enabled or disabled");
        return Err(Refusal::new("ValidationException", message).with_reason("invalidRegionOptTarget"));
    }
    let present = present(state, account, region);
    if present == end {
        return Ok(Value::Null);
    }
    if present.is_changing() {
        return Err(Refusal::new("ConflictException", format!("{region} is being changed")).with_status(409));
    }
    check_limits(state, account)?;
    state.regions.entry(account.to_owned()).or_default().insert(region.to_owned(), way);
    let due = state.now.after(state.settings.region_change);
    state.schedule.add(due, Event::RegionSettles { account: account.to_owned(), region: region.to_owned() });
    Ok(Value::Null)
}

fn check_limits(state: &State, account: &str) -> Result<(), Refusal> {
    let changing = |regions: &BTreeMap<String, RegionState>| {
        regions.values().filter(|region| region.is_changing()).count()
    };
    let own = state.regions.get(account).map_or(0, changing);
    let all: usize = state.regions.values().map(changing).sum();
    if own < CHANGES_OF_ACCOUNT && all < CHANGES_AT_ONCE {
        return Ok(());
    }
    let message = "too many Regions are being changed; wait until some are done";
    Err(Refusal::new("TooManyRequestsException", message).with_status(429))
}

/// A change in progress is done.
pub(crate) fn settle(state: &mut State, account: &str, region: &str) {
    let found = state.regions.get_mut(account).and_then(|regions| regions.get_mut(region));
    if let Some(found) = found {
        *found = match found {
            RegionState::Enabling | RegionState::Enabled => RegionState::Enabled,
            RegionState::Disabling | RegionState::Disabled => RegionState::Disabled,
        };
    }
}

fn present(state: &State, account: &str, region: &str) -> RegionState {
    let found = state.regions.get(account).and_then(|regions| regions.get(region));
    found.copied().unwrap_or(RegionState::Disabled)
}

pub(super) fn get(state: &State, account: &str, input: &Region) -> Answer {
    let name = input.region_name.as_str();
    let status = status(state, account, name)
        .ok_or_else(|| invalid(&format!("there is no Region of this name: {name}")))?;
    Ok(json!({ "RegionName": name, "RegionOptStatus": status }))
}

fn status(state: &State, account: &str, region: &str) -> Option<&'static str> {
    if BY_DEFAULT.contains(&region) {
        return Some("ENABLED_BY_DEFAULT");
    }
    OPT_IN.contains(&region).then(|| present(state, account, region).text())
}

pub(super) fn list(state: &State, account: &str, input: &ListRegions) -> Answer {
    let mut names: Vec<&str> = BY_DEFAULT.iter().chain(&OPT_IN).copied().collect();
    names.sort_unstable();
    let all = names.into_iter().filter_map(|name| Some((name, status(state, account, name)?)));
    let asked = |status: &str| {
        input.region_opt_status_contains.is_empty()
            || input.region_opt_status_contains.iter().any(|one| one == status)
    };
    let size = input.max_results.unwrap_or(LARGEST_PAGE);
    let wanted = all.filter(|(_, status)| asked(status));
    let page = paging::cut(wanted, "Regions", input.next_token.as_deref(), size)
        .ok_or_else(|| invalid("the NextToken is not one of this list"))?;
    let shape = |(name, status): &(&str, &str)| json!({"RegionName": name, "RegionOptStatus": status});
    let regions: Vec<Value> = page.items.iter().map(shape).collect();
    let mut output = json!({ "Regions": regions });
    if let (Some(next), Some(members)) = (page.next, output.as_object_mut()) {
        members.insert("NextToken".to_owned(), next.into());
    }
    Ok(output)
}
