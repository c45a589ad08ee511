//! Tags of many things in one answer, by the Resource Groups Tagging API.

use crate::AwsBackend;
use crate::calls::pages;
use crate::fault;
use aws_config::{Region, SdkConfig};
use aws_sdk_resourcegroupstagging::config::Builder;
use aws_sdk_resourcegroupstagging::types::{ResourceTagMapping, TagFilter};
use aws_sdk_resourcegroupstagging::{Client, types::Tag};
use orgc_exec::Fault;
use std::collections::BTreeMap;

/// Resources on a page at most (Resource Groups Tagging API, GetResources).
const PAGE: i32 = 100;

/// Organizations is a global service, whose resources are listed in one Region of each partition.
pub(crate) fn client(config: &SdkConfig) -> Client {
    let home = match config.region().map(Region::as_ref) {
        Some(region) if region.starts_with("cn-") => "cn-northwest-1",
        Some(region) if region.starts_with("us-gov-") => "us-gov-west-1",
        _ => "us-east-1",
    };
    Client::from_conf(Builder::from(config).region(Region::new(home)).build())
}

/// The tags of everything with the ownership tag of a project, by ARN.
pub(crate) async fn owned(
    aws: &AwsBackend,
    project: &str,
) -> Result<BTreeMap<String, BTreeMap<String, String>>, Fault> {
    let filter = TagFilter::builder().key("orgc:project").values(project).build();
    let resources = pages(async |token| {
        let send = || {
            let request = aws.tagging.get_resources().resources_per_page(PAGE).tag_filters(filter.clone());
            request.resource_type_filters("organizations").set_pagination_token(token.clone()).send()
        };
        let answer = aws.calls.read("tag:GetResources", send, fault::plain).await?;
        // The last page has an empty token.
        let next = answer.pagination_token.filter(|token| !token.is_empty());
        Ok((answer.resource_tag_mapping_list.unwrap_or_default(), next))
    });
    Ok(resources.await?.into_iter().filter_map(mapping).collect())
}

fn mapping(one: ResourceTagMapping) -> Option<(String, BTreeMap<String, String>)> {
    let pair = |tag: Tag| (tag.key, tag.value);
    Some((one.resource_arn?, one.tags.unwrap_or_default().into_iter().map(pair).collect()))
}
