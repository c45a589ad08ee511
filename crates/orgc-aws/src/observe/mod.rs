//! A snapshot of the live organization, with as few calls as its interfaces allow.
//!
//! All parts are read at once, and each waits for the [`lists`] that it needs and for nothing else; the buckets of
//! [`rates`](crate::rates) keep them within bounds.

mod details;
mod lists;
mod policies;
mod stack_sets;
mod tags;
mod tree;

use crate::AwsBackend;
use crate::organizations::{administration, given, read};
use crate::sts;
use aws_sdk_organizations::types::{Organization, OrganizationFeatureSet};
use lists::Lists;
use orgc_exec::{Creation, Fault, FaultKind, Interest, LiveRoot};
use orgc_ir::Observed;
use orgc_ir::observed::{LiveCreation, LiveInvitation, LiveOrganization};
use std::collections::{BTreeMap, BTreeSet};
use tokio::try_join;

/// The snapshot.
pub(crate) async fn observe(aws: &AwsBackend, interest: &Interest) -> Result<Observed, Fault> {
    let before = aws.calls();
    let mut observed = match read::organization(aws).await? {
        Some(organization) => match inside(aws, &organization, interest).await {
            Err(fault) if fault.kind == FaultKind::AccessDenied => {
                return Err(explain(aws, &organization, fault).await);
            }
            snapshot => snapshot?,
        },
        None => Observed::default(),
    };
    observed.calls = made_since(&before, aws.calls());
    Ok(observed)
}

/// A member account may describe its organization and read no more of it.
async fn explain(aws: &AwsBackend, live: &Organization, refused: Fault) -> Fault {
    let management = given(live.master_account_id());
    match sts::caller(aws).await {
        Ok(caller) if caller != management => {
            let id = given(live.id());
            let message = format!(
                "the credentials belong to account {caller}, and organization {id} is managed from account {management}"
            );
            Fault::new(FaultKind::WrongAccount, "", message)
        }
        _ => refused,
    }
}

async fn inside(aws: &AwsBackend, live: &Organization, interest: &Interest) -> Result<Observed, Fault> {
    let all_features = live.feature_set() == Some(&OrganizationFeatureSet::All);
    let organization = organization(live, read::root(aws).await?, all_features);
    let lists = Lists::new(aws, &organization);
    let marked = async {
        let tags = tags::read(aws, interest, &organization, &lists).await?;
        // Accounts are found by their tags, too.
        let details = details::read(aws, interest, &organization, &lists, &tags).await?;
        Ok((tags, details))
    };
    // In boxes, as all of them together are too much for a stack.
    let (tree, policies, attachments, (mut tags, details), sets, administration, creations, invitations) = try_join!(
        Box::pin(tree::read(aws, &organization.root_id, &lists)),
        Box::pin(policies::read(aws, &lists)),
        Box::pin(policies::attachments(aws, &organization, &lists)),
        Box::pin(marked),
        Box::pin(stack_sets::read(aws, interest, &lists)),
        Box::pin(administration(aws, interest, all_features)),
        Box::pin(read::creations(aws)),
        Box::pin(invitations(aws, interest)),
    )?;
    let mut tagged = |id: &str| tags.remove(id).unwrap_or_default();
    let (administrators, delegation_policy) = administration;
    let creation = |one: Creation| LiveCreation { request: one.request, name: one.name.unwrap_or_default() };
    Ok(Observed {
        units: with_tags(tree.units, |unit| &mut unit.tags, &mut tagged),
        accounts: with_tags(tree.accounts, |account| &mut account.tags, &mut tagged),
        policies: with_tags(policies, |policy| &mut policy.tags, &mut tagged),
        organization: Some(LiveOrganization { tags: tagged(&organization.root_id), ..organization.clone() }),
        attachments,
        trusted_services: lists.trusted_services().await?.clone(),
        administrators,
        delegation_policy,
        details,
        organizations_access: sets.organizations_access,
        stack_sets: sets.all,
        creations: creations.into_iter().map(creation).collect(),
        invitations,
        calls: BTreeMap::new(),
    })
}

fn with_tags<T>(
    mut things: BTreeMap<String, T>,
    place: impl Fn(&mut T) -> &mut BTreeMap<String, String>,
    tagged: &mut impl FnMut(&str) -> BTreeMap<String, String>,
) -> BTreeMap<String, T> {
    things.iter_mut().for_each(|(id, thing)| *place(thing) = tagged(id));
    things
}

type Administrators = BTreeMap<String, BTreeSet<String>>;

/// Delegated administrators and the delegation policy, which only an organization with all features has.
async fn administration(
    aws: &AwsBackend,
    interest: &Interest,
    all_features: bool,
) -> Result<(Administrators, Option<String>), Fault> {
    let administrators = async {
        match interest.administrators && all_features {
            true => administration::administrators(aws).await,
            false => Ok(BTreeMap::new()),
        }
    };
    let policy = async {
        match interest.delegation_policy && all_features {
            true => administration::policy(aws).await,
            false => Ok(None),
        }
    };
    try_join!(administrators, policy)
}

async fn invitations(
    aws: &AwsBackend,
    interest: &Interest,
) -> Result<BTreeMap<String, LiveInvitation>, Fault> {
    if interest.invitations { read::invitations(aws).await } else { Ok(BTreeMap::new()) }
}

fn organization(live: &Organization, root: LiveRoot, all_features: bool) -> LiveOrganization {
    LiveOrganization {
        id: given(live.id()),
        arn: given(live.arn()),
        all_features,
        management_account_id: given(live.master_account_id()),
        root_id: root.id,
        root_arn: root.arn,
        tags: BTreeMap::new(),
        policy_types: root.policy_types,
    }
}

fn made_since(before: &BTreeMap<String, u32>, after: BTreeMap<String, u32>) -> BTreeMap<String, u32> {
    let since = |(name, count): (String, u32)| {
        let made = count - before.get(&name).copied().unwrap_or(0);
        (made > 0).then_some((name, made))
    };
    after.into_iter().filter_map(since).collect()
}
