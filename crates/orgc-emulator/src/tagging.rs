//! Resource Groups Tagging API: reading the tags of many resources at once.
//!
//! Of the management account in us-east-1, where Organizations lives, the resources of the organization that
//! have tags or once had some; of everybody else nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::{Bound, RangeInclusive};

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use crate::model::{self, Fault, What};
use crate::paging::{self, Page};
use crate::protocol::Call;
use crate::refusal::{Answer, Refusal};
use crate::state::State;
use crate::state::organization::{Node, Organization};

const HOME: &str = "us-east-1";
const LARGEST_PAGE: usize = 100;
const TAGS_PER_PAGE: RangeInclusive<usize> = 100..=500;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct GetResources {
    pagination_token: Option<String>,
    #[serde(default)]
    tag_filters: Vec<TagFilter>,
    resources_per_page: Option<usize>,
    tags_per_page: Option<usize>,
    #[serde(default)]
    resource_type_filters: Vec<String>,
    #[serde(rename = "ResourceARNList", default)]
    resource_arns: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct TagFilter {
    key: String,
    #[serde(default)]
    values: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct GetTagKeys {
    pagination_token: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct GetTagValues {
    pagination_token: Option<String>,
    key: String,
}

/// A resource and its tags.
struct Tagged<'a> {
    arn: String,
    /// `organizations:account`.
    kind: &'static str,
    tags: &'a BTreeMap<String, String>,
}

impl Tagged<'_> {
    fn shape(&self) -> Value {
        let tags: Vec<Value> =
            self.tags.iter().map(|(key, value)| json!({"Key": key, "Value": value})).collect();
        json!({"ResourceARN": self.arn, "Tags": tags})
    }
}

pub(crate) fn answer(state: &State, call: &Call) -> Answer {
    if let Some(fault) = model::fault(call) {
        return Err(refusal(&fault));
    }
    let resources = resources(state, call);
    match call.operation.as_str() {
        "GetResources" => get_resources(resources, &read(&call.input)?),
        "GetTagKeys" => get_keys(resources, &read(&call.input)?),
        "GetTagValues" => get_values(resources, &read(&call.input)?),
        other => {
            let message = format!("this emulator has no operation {other}");
            Err(Refusal::new("UnknownOperationException", message))
        }
    }
}

fn refusal(fault: &Fault<'_>) -> Refusal {
    match fault.what {
        What::Type(_) => Refusal::new("SerializationException", fault.to_string()),
        _ => invalid(&fault.to_string()),
    }
}

fn read<I: DeserializeOwned>(input: &Value) -> Result<I, Refusal> {
    I::deserialize(input).map_err(|error| invalid(&error.to_string()))
}

fn invalid(message: &str) -> Refusal {
    Refusal::new("InvalidParameterException", message)
}

fn get_resources<'a>(all: impl Iterator<Item = Tagged<'a>>, input: &GetResources) -> Answer {
    check(input)?;
    let wanted = all.filter(|one| {
        let GetResources { tag_filters, resource_type_filters: kinds, resource_arns: arns, .. } = input;
        tag_filters.iter().all(|filter| filter.takes(one.tags))
            && (kinds.is_empty() || kinds.iter().any(|kind| is_kind(one.kind, kind)))
            && (arns.is_empty() || arns.contains(&one.arn))
    });
    let resources = input.resources_per_page.unwrap_or(LARGEST_PAGE);
    let room = Room { resources, tags: input.tags_per_page.unwrap_or(usize::MAX) };
    let (list, token) = ("ResourceTagMappingList", given(input.pagination_token.as_deref()));
    let page = paging::cut_where(wanted, list, token, room.filling());
    reply(
        list,
        page.map(|page| Page { items: page.items.iter().map(Tagged::shape).collect(), next: page.next }),
    )
}

/// How much goes into a page of resources.
struct Room {
    resources: usize,
    tags: usize,
}

impl Room {
    /// Whether one more fits. A resource is never split over two pages, and one without tags counts as one tag.
    fn filling(mut self) -> impl FnMut(&Tagged<'_>) -> bool {
        move |one| {
            let left = self.resources.checked_sub(1).zip(self.tags.checked_sub(one.tags.len().max(1)));
            left.map(|(resources, tags)| self = Self { resources, tags }).is_some()
        }
    }
}

/// What the model does not say and the documentation of the operation does.
fn check(input: &GetResources) -> Result<(), Refusal> {
    if input.resources_per_page.is_some_and(|size| size == 0 || size > LARGEST_PAGE) {
        return Err(invalid("ResourcesPerPage must be 1 to 100"));
    }
    if input.tags_per_page.is_some_and(|tags| !TAGS_PER_PAGE.contains(&tags)) {
        return Err(invalid("TagsPerPage must be 100 to 500"));
    }
    let filters = !input.tag_filters.is_empty() || !input.resource_type_filters.is_empty();
    if !input.resource_arns.is_empty() && (filters || input.resources_per_page.is_some()) {
        return Err(invalid("ResourceARNList goes without filters and without ResourcesPerPage"));
    }
    Ok(())
}

impl TagFilter {
    fn takes(&self, tags: &BTreeMap<String, String>) -> bool {
        tags.get(&self.key).is_some_and(|value| self.values.is_empty() || self.values.contains(value))
    }
}

/// `organizations` is every kind of the service.
fn is_kind(kind: &str, filter: &str) -> bool {
    kind == filter || kind.split(':').next() == Some(filter)
}

fn get_keys<'a>(all: impl Iterator<Item = Tagged<'a>>, input: &GetTagKeys) -> Answer {
    let keys: BTreeSet<&String> = all.flat_map(|one| one.tags.keys()).collect();
    page("TagKeys", keys.into_iter().map(|key| json!(key)), input.pagination_token.as_deref())
}

fn get_values<'a>(all: impl Iterator<Item = Tagged<'a>>, input: &GetTagValues) -> Answer {
    let values: BTreeSet<&String> = all.filter_map(|one| one.tags.get(&input.key)).collect();
    let token = input.pagination_token.as_deref();
    page("TagValues", values.into_iter().map(|value| json!(value)), token)
}

fn page(list: &str, items: impl Iterator<Item = Value>, token: Option<&str>) -> Answer {
    reply(list, paging::cut(items, list, given(token), LARGEST_PAGE))
}

/// The last page has an empty token.
fn reply(list: &str, page: Option<Page<Value>>) -> Answer {
    let page = page.ok_or_else(|| invalid("the PaginationToken is not one of this list"))?;
    let mut output = Map::new();
    output.insert(list.to_owned(), page.items.into());
    output.insert("PaginationToken".to_owned(), page.next.unwrap_or_default().into());
    Ok(Value::Object(output))
}

/// An empty token asks for the first page.
fn given(token: Option<&str>) -> Option<&str> {
    token.filter(|token| !token.is_empty())
}

/// What the caller sees in the Region of the call, by ARN.
fn resources<'a>(state: &'a State, call: &Call) -> impl Iterator<Item = Tagged<'a>> + use<'a> {
    let management = &state.settings.management_account_id;
    let is_home = call.region == HOME && call.account(management) == management;
    let organization = state.organization.as_ref().filter(|_| is_home);
    organization.into_iter().flat_map(in_order)
}

/// The resources of an organization by ARN: accounts, OUs, policies, the root, and then what is AWS's own.
fn in_order(organization: &Organization) -> impl Iterator<Item = Tagged<'_>> {
    // Ids begin with what they are of, so that nothing but the policies has to be sorted.
    let of = |from: &str, to: &str| {
        let some = organization.tags.range::<str, _>((Bound::Included(from), Bound::Excluded(to)));
        some.filter_map(|(id, tags)| tagged(organization, id, tags))
    };
    let mut policies: Vec<Tagged<'_>> = of("p-", "p.").collect();
    policies.sort_by(|one, other| one.arn.cmp(&other.arn));
    let (owned, of_aws): (Vec<_>, Vec<_>) =
        policies.into_iter().partition(|policy| !policy.arn.starts_with("arn:aws:organizations::aws:"));
    of("0", "a").chain(of("ou-", "ou.")).chain(owned).chain(of("r-", "r.")).chain(of_aws)
}

fn tagged<'a>(
    organization: &Organization,
    id: &str,
    tags: &'a BTreeMap<String, String>,
) -> Option<Tagged<'a>> {
    let (arn, kind) = match (organization.node(id), organization.policies.get(id)) {
        (Some(node), _) => {
            let kind = match node {
                Node::Root => "organizations:root",
                Node::Unit => "organizations:ou",
                Node::Account => "organizations:account",
            };
            (organization.node_arn(node, id), kind)
        }
        (None, Some(policy)) => (organization.policy_arn(policy), "organizations:policy"),
        (None, None) => return None,
    };
    Some(Tagged { arn, kind, tags })
}
