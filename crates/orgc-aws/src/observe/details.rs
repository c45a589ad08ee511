//! Contacts and Regions of the accounts that declare some; for a copy, of all of them.

use crate::AwsBackend;
use crate::account::read;
use futures_util::future::{try_join_all, try_join3};
use orgc_exec::{AccountInterest, Details, Fault, Interest};
use orgc_ir::Observed;
use orgc_ir::observed::LiveDetails;
use std::collections::{BTreeMap, BTreeSet};

/// The service that answers for member accounts only when it is trusted.
const PRINCIPAL: &str = "account.amazonaws.com";

/// Adds what there is to a snapshot that has its accounts with their tags. Without trusted access
/// the contacts of members cannot be known; a plan then sets them all.
pub(super) async fn read(
    aws: &AwsBackend,
    interest: &Interest,
    mut observed: Observed,
) -> Result<Observed, Fault> {
    let trusted = observed.trusted_services.contains(PRINCIPAL);
    let accounts = Accounts::new(&interest.project, &observed);
    let everything = Details::everything();
    let every = accounts.ids.iter().filter(|_| interest.every_account).map(|id| (*id, &everything));
    let some = interest.accounts.iter();
    let some = some.flat_map(|one| accounts.meant(one).into_iter().map(move |id| (id, &one.details)));
    let may = |id: &str| trusted || accounts.management == Some(id);
    let wanted: BTreeMap<&str, &Details> = some.chain(every).filter(|(id, _)| may(id)).collect();
    let read = wanted.iter().map(|(id, wanted)| {
        // The management account must not name itself.
        details(aws, Some(*id).filter(|id| accounts.management != Some(id)), wanted)
    });
    let all = try_join_all(read).await?;
    observed.details = wanted.into_keys().map(str::to_owned).zip(all).collect();
    Ok(observed)
}

/// Active accounts by what they can be meant with.
struct Accounts<'a> {
    management: Option<&'a str>,
    ids: BTreeSet<&'a str>,
    carried: BTreeMap<&'a str, Vec<&'a str>>,
    emails: BTreeMap<String, &'a str>,
}

impl<'a> Accounts<'a> {
    fn new(project: &str, observed: &'a Observed) -> Self {
        let mut accounts = Self {
            management: observed.organization.as_ref().map(|one| one.management_account_id.as_str()),
            ids: BTreeSet::new(),
            carried: BTreeMap::new(),
            emails: BTreeMap::new(),
        };
        for (id, live) in observed.accounts.iter().filter(|(_, live)| live.state == "ACTIVE") {
            accounts.ids.insert(id);
            accounts.emails.insert(live.email.to_lowercase(), id);
            if live.tags.get("orgc:project").is_some_and(|one| one == project)
                && let Some(carried) = live.tags.get("orgc:id")
            {
                accounts.carried.entry(carried).or_default().push(id);
            }
        }
        accounts
    }

    fn meant(&self, one: &AccountInterest) -> BTreeSet<&'a str> {
        let carried = one.addresses.iter().filter_map(|carried| self.carried.get(carried.as_str()));
        let named = one.id.as_deref().and_then(|id| self.ids.get(id).copied());
        let management = self.management.filter(|_| one.management);
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
    let (contacts, primary_contact, regions) = try_join3(try_join_all(contacts), primary, regions).await?;
    let contacts = contacts.into_iter().filter_map(|(contact, found)| Some((contact, found?))).collect();
    Ok(LiveDetails { contacts, primary_contact, regions })
}
