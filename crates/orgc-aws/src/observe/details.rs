//! Contacts and Regions of the accounts that declare some; for a copy, of all of them.

use super::lists::Lists;
use super::tags::Tags;
use crate::AwsBackend;
use crate::account::read;
use crate::organizations::{given, tree};
use aws_sdk_organizations::types::Account;
use futures_util::future::try_join_all;
use orgc_exec::{AccountInterest, Details, Fault, Interest};
use orgc_ir::observed::{LiveDetails, LiveOrganization};
use std::collections::{BTreeMap, BTreeSet};
use tokio::try_join;

/// The service that answers for member accounts only when it is trusted.
const PRINCIPAL: &str = "account.amazonaws.com";

/// By id of the account. Without trusted access the contacts of members cannot be known; a plan then sets them all.
pub(super) async fn read(
    aws: &AwsBackend,
    interest: &Interest,
    organization: &LiveOrganization,
    lists: &Lists<'_>,
    tags: &BTreeMap<String, Tags>,
) -> Result<BTreeMap<String, LiveDetails>, Fault> {
    if interest.accounts.is_empty() && !interest.every_account {
        return Ok(BTreeMap::new());
    }
    let trusted = lists.trusted_services().await?.contains(PRINCIPAL);
    let management = organization.management_account_id.as_str();
    let accounts = Accounts::new(&interest.project, management, lists.accounts().await?, tags);
    let everything = Details::everything();
    let every = accounts.ids.iter().filter(|_| interest.every_account).map(|id| (*id, &everything));
    let some = interest.accounts.iter();
    let some = some.flat_map(|one| accounts.meant(one).into_iter().map(move |id| (id, &one.details)));
    let may = |id: &str| trusted || management == id;
    let wanted: BTreeMap<&str, &Details> = some.chain(every).filter(|(id, _)| may(id)).collect();
    let read = wanted.iter().map(|(id, wanted)| {
        // The management account must not name itself.
        details(aws, Some(*id).filter(|id| management != *id), wanted)
    });
    let all = try_join_all(read).await?;
    Ok(wanted.into_keys().map(str::to_owned).zip(all).collect())
}

/// Active accounts by what they can be meant with.
struct Accounts<'a> {
    management: &'a str,
    ids: BTreeSet<&'a str>,
    carried: BTreeMap<&'a str, Vec<&'a str>>,
    emails: BTreeMap<String, &'a str>,
}

impl<'a> Accounts<'a> {
    fn new(
        project: &str,
        management: &'a str,
        live: &'a [Account],
        tags: &'a BTreeMap<String, Tags>,
    ) -> Self {
        let mut accounts =
            Self { management, ids: BTreeSet::new(), carried: BTreeMap::new(), emails: BTreeMap::new() };
        let active = live.iter().filter(|account| tree::state(account) == "ACTIVE");
        for (id, account) in active.filter_map(|account| Some((account.id()?, account))) {
            accounts.ids.insert(id);
            accounts.emails.insert(given(account.email()).to_lowercase(), id);
            let Some(tags) = tags.get(id) else { continue };
            if tags.get("orgc:project").is_some_and(|one| one == project)
                && let Some(carried) = tags.get("orgc:id")
            {
                accounts.carried.entry(carried).or_default().push(id);
            }
        }
        accounts
    }

    fn meant(&self, one: &AccountInterest) -> BTreeSet<&'a str> {
        let carried = one.addresses.iter().filter_map(|carried| self.carried.get(carried.as_str()));
        let named = one.id.as_deref().and_then(|id| self.ids.get(id).copied());
        let management = self.ids.get(self.management).copied().filter(|_| one.management);
        let email = self.emails.get(&one.email.to_lowercase()).copied();
        carried.flatten().copied().chain(named).chain(management).chain(email).collect()
    }
}

async fn details(aws: &AwsBackend, account: Option<&str>, wanted: &Details) -> Result<LiveDetails, Fault> {
    let contacts = wanted.contacts.iter().map(async |contact| {
        read::alternate_contact(aws, account, *contact).await.map(|found| (*contact, found))
    });
    let primary =
        async { if wanted.primary_contact { read::primary_contact(aws, account).await } else { Ok(None) } };
    let regions =
        async { if wanted.regions { read::regions(aws, account).await } else { Ok(Default::default()) } };
    let (contacts, primary_contact, regions) = try_join!(try_join_all(contacts), primary, regions)?;
    let contacts = contacts.into_iter().filter_map(|(contact, found)| Some((contact, found?))).collect();
    Ok(LiveDetails { contacts, primary_contact, regions })
}
