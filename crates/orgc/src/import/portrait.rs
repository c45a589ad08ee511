//! The sources of an organization: what each file says.

use super::baselines::{self, Fleet};
use super::choice::Choice;
use super::fragment::{Fragment, Without};
use super::names::{self, Names};
use super::owner::Owner;
use super::page::{Page, indented, titled};
use super::{rules, services};
use orgc_ir::desired::{AlternateContact, PrimaryContact};
use orgc_ir::observed::{LiveAccount, LiveOrganization};
use orgc_ir::{Address, Observed};
use orgc_policy::{IamCatalog, PolicyType};
use orgc_syntax::spelling::quoted;
use std::collections::{BTreeMap, BTreeSet};

/// The files of a project, by their paths.
pub type Files = BTreeMap<String, String>;

/// The organization as it is written.
pub(super) struct Portrait<'a> {
    pub observed: &'a Observed,
    pub organization: &'a LiveOrganization,
    pub project: &'a str,
    /// Where stack sets live.
    pub region: &'a str,
    pub names: &'a Names,
    pub choice: &'a Choice<'a>,
    pub without: &'a Without,
    /// Where the stack sets are deployed.
    pub fleets: BTreeMap<&'a str, Fleet>,
}

impl Portrait<'_> {
    /// All files, formatted.
    pub(super) fn files(&self) -> Files {
        let mut files = Files::new();
        let mut main = Page("# The organization as `orgc import` found it.\n\n".to_owned());
        self.write_organization(&mut main);
        self.write_sentences(&mut main);
        files.insert("main.org".to_owned(), main.0);
        let mut policies = Page::default();
        let mut by_name: Vec<&str> = self.choice.policies.iter().copied().collect();
        by_name.sort_by_key(|id| self.names.policy(id));
        for id in by_name {
            self.write_policy(id, &mut policies, &mut files);
        }
        let mut sets = Page::default();
        for name in &self.choice.stack_sets {
            baselines::write(self, name, &mut sets, &mut files);
        }
        for (path, page) in [("policies.org", policies), ("baselines.org", sets)] {
            if !page.0.is_empty() {
                files.insert(path.to_owned(), page.0);
            }
        }
        let formatted = |(path, text): (String, String)| match path.ends_with(".org") {
            true => (path, orgc_syntax::format(&text).text),
            false => (path, text),
        };
        files.into_iter().map(formatted).collect()
    }

    fn write_organization(&self, page: &mut Page) {
        let live = self.organization;
        page.line(format!("organization {} {{", names::organization(&live.tags, self.project)));
        page.marks(&live.tags);
        services::write(self, page);
        self.write_relations(page, &live.root_id);
        let shared = self.shared_contacts();
        if !shared.is_empty() {
            page.gap();
            page.line("defaults {");
            shared.values().for_each(|text| page.line(text));
            page.line("}");
        }
        self.write_place(page, &live.root_id, &shared);
        page.line("}");
    }

    /// Accounts, then units, each with what is in it.
    fn write_place(&self, page: &mut Page, place: &str, shared: &BTreeMap<String, String>) {
        let accounts =
            self.choice.accounts.iter().filter_map(|id| Some((*id, self.observed.accounts.get(*id)?)));
        let mut here: Vec<_> = accounts.filter(|(_, account)| account.parent == place).collect();
        // The management account comes first, as the one that was there first.
        here.sort_by_key(|(id, _)| (*id != self.organization.management_account_id, self.names.account(id)));
        for (id, account) in here {
            page.gap();
            self.write_account(page, id, account, shared);
        }
        let units = self.choice.units.iter().filter_map(|id| Some((*id, self.observed.units.get(*id)?)));
        let mut here: Vec<_> = units.filter(|(_, unit)| unit.parent == place).collect();
        here.sort_by_key(|(id, _)| self.names.unit(id));
        for (id, unit) in here {
            page.gap();
            page.line(format!("ou {} {{", titled(self.names.unit(id), &unit.name)));
            page.marks(&unit.tags);
            self.write_relations(page, id);
            self.write_place(page, id, shared);
            page.line("}");
        }
    }

    fn write_account(
        &self,
        page: &mut Page,
        id: &str,
        account: &LiveAccount,
        shared: &BTreeMap<String, String>,
    ) {
        let is_management = id == self.organization.management_account_id;
        let kind = if is_management { "management" } else { "account" };
        let head = format!("{kind} {}", titled(self.names.account(id), &account.name));
        let mut body = Page::default();
        if is_management && account.parent != self.organization.root_id {
            // Only so may its block stand in a unit.
            body.line(format!("adopt {}", quoted(id)));
        }
        body.attribute("email", &account.email);
        let regions = self.regions(id);
        if !regions.is_empty() {
            body.line(format!("regions = {}", super::page::regions(regions)));
        }
        body.marks(&account.tags);
        for (word, text) in self.contacts(id) {
            if !shared.contains_key(&word) {
                body.line(text);
            }
        }
        self.write_relations(&mut body, id);
        match body.0.trim_end() {
            // A lone attribute stands on the line of its block.
            alone if !alone.contains('\n') => page.line(format!("{head} {{ {alone} }}")),
            _ => page.line(format!("{head} {{\n{}}}", body.0)),
        }
    }

    fn regions(&self, id: &str) -> Vec<&String> {
        if self.without.contains_key(&Fragment::Regions(id.to_owned())) {
            return Vec::new();
        }
        let regions = self.observed.details.get(id).into_iter().flat_map(|details| &details.regions);
        regions.filter(|(_, state)| *state == "ENABLED").map(|(region, _)| region).collect()
    }

    /// The contacts of an account by their words, as blocks.
    fn contacts(&self, id: &str) -> BTreeMap<String, String> {
        let Some(details) = self.observed.details.get(id) else { return BTreeMap::new() };
        let alternate =
            details.contacts.iter().map(|(kind, contact)| (kind.word(), alternate(kind.word(), contact)));
        let primary = details.primary_contact.iter().map(|contact| ("primary", primary(contact)));
        let all = alternate.chain(primary).map(|(word, text)| (word.to_owned(), text));
        all.filter(|(word, _)| !self.without.contains_key(&Fragment::Contact(id.to_owned(), word.clone())))
            .collect()
    }

    /// Contacts that every account has alike.
    fn shared_contacts(&self) -> BTreeMap<String, String> {
        let mut accounts = self.choice.accounts.iter().map(|id| self.contacts(id));
        let Some(mut shared) = accounts.next().filter(|_| self.choice.accounts.len() > 1) else {
            return BTreeMap::new();
        };
        for one in accounts {
            shared.retain(|word, text| one.get(word) == Some(text));
        }
        shared
    }

    /// What is attached and deployed at a place.
    fn write_relations(&self, page: &mut Page, place: &str) {
        let attached: Vec<&str> = self
            .observed
            .attachments
            .iter()
            .filter(|one| one.target == place)
            .map(|one| one.policy.as_str())
            .collect();
        let defaults =
            PolicyType::all().iter().filter(|one| self.organization.policy_types.contains(&one.aws_name));
        let defaults = defaults.filter_map(|one| one.default_policy.as_ref()).filter(|one| one.detachable);
        let missing = defaults.filter(|one| !attached.contains(&one.id.as_str()));
        page.sentence("detach", missing.map(|one| one.name.clone()));
        let written: BTreeSet<&str> = attached
            .iter()
            .filter(|id| self.choice.policies.contains(*id))
            .map(|id| self.names.policy(id))
            .collect();
        page.sentence("attach", written.into_iter().map(str::to_owned));
        baselines::deployments(self, place).iter().for_each(|sentence| page.line(sentence));
    }

    fn write_policy(&self, id: &str, page: &mut Page, files: &mut Files) {
        let Some(policy) = self.observed.policies.get(id) else { return };
        let Some(policy_type) = PolicyType::aws_named(&policy.policy_type) else { return };
        let name = self.names.policy(id);
        let as_rules = !self.without.contains_key(&Fragment::Rules(id.to_owned()));
        let grammar = policy_type.grammar.filter(|_| as_rules);
        let account = |account: &str| self.declared_account(account);
        let rules = grammar
            .and_then(|grammar| rules::rules(&policy.document, grammar, IamCatalog::bundled(), &account));
        let mut body = Page::default();
        if name != policy.name {
            body.attribute("name", &policy.name);
        }
        if !policy.description.is_empty() {
            body.attribute("description", &policy.description);
        }
        body.marks(&policy.tags);
        let head = format!("policy {name}: {}", policy_type.name);
        page.gap();
        match rules {
            Some(rules) => {
                if !body.0.is_empty() {
                    body.gap();
                }
                page.line(format!("{head} {{\n{}{rules}}}", body.0));
            }
            None => {
                let path = format!("policies/{name}.json");
                let body = if body.0.is_empty() { String::new() } else { format!(" {{\n{}}}", body.0) };
                page.line(format!("{head} from {}{body}", quoted(&path)));
                files.insert(path, indented(&policy.document));
            }
        }
    }

    pub(super) fn declared_account(&self, id: &str) -> Option<&str> {
        self.choice.accounts.contains(id).then(|| self.names.account(id))
    }

    /// Where what the project manages has another address now, and what it lets go.
    fn write_sentences(&self, page: &mut Page) {
        let mut moved: Vec<String> = Vec::new();
        let mut move_to = |tags: &BTreeMap<String, String>, new: Address| {
            if let Owner::This(carried) = Owner::of(tags, self.project)
                && let Ok(old) = Address::try_from(carried.to_owned())
                && old != new
                && old.kind() == new.kind()
            {
                let name = |address: &Address| match address.kind() {
                    "baseline" => address.name().trim_end_matches("/stack-set").to_owned(),
                    _ => address.name().replace('/', "."),
                };
                moved.push(format!("moved {} {} -> {}", new.kind(), name(&old), name(&new)));
            }
        };
        for id in &self.choice.units {
            let tags = self.observed.units.get(*id).map(|live| &live.tags);
            let path = self.names.path(self.observed, id);
            tags.into_iter().for_each(|tags| move_to(tags, Address::unit(path.iter().copied())));
        }
        for id in &self.choice.accounts {
            let tags = self.observed.accounts.get(*id).map(|live| &live.tags);
            tags.into_iter().for_each(|tags| move_to(tags, Address::account(self.names.account(id))));
        }
        for id in &self.choice.policies {
            let tags = self.observed.policies.get(*id).map(|live| &live.tags);
            tags.into_iter().for_each(|tags| move_to(tags, Address::policy(self.names.policy(id))));
        }
        for name in &self.choice.stack_sets {
            let tags = self.observed.stack_sets.get(*name).map(|live| &live.tags);
            let address = Address::new("baseline", name).child("stack-set");
            tags.into_iter().for_each(|tags| move_to(tags, address.clone()));
        }
        if moved.len() + self.choice.forgotten.len() > 0 {
            page.gap();
        }
        moved.iter().for_each(|sentence| page.line(sentence));
        self.choice.forgotten.iter().for_each(|(kind, name)| page.line(format!("forget {kind} {name}")));
    }
}

fn alternate(word: &str, contact: &AlternateContact) -> String {
    let fields = [
        ("name", &contact.name),
        ("title", &contact.title),
        ("email", &contact.email),
        ("phone", &contact.phone),
    ];
    let lines: String = fields.iter().map(|(name, value)| format!("{name} = {}\n", quoted(value))).collect();
    format!("contact {word} {{\n{lines}}}")
}

fn primary(contact: &PrimaryContact) -> String {
    let fields = [
        ("name", Some(&contact.full_name)),
        ("company", contact.company_name.as_ref()),
        ("city", Some(&contact.city)),
        ("state", contact.state_or_region.as_ref()),
        ("district", contact.district_or_county.as_ref()),
        ("postal-code", Some(&contact.postal_code)),
        ("country", Some(&contact.country_code)),
        ("phone", Some(&contact.phone)),
        ("website", contact.website.as_ref()),
    ];
    let address: Vec<String> = contact.address_lines.iter().map(|line| quoted(line)).collect();
    let written =
        fields.iter().filter_map(|(name, value)| Some(format!("{name} = {}\n", quoted(value.as_ref()?))));
    let lines: String = written.collect();
    format!("contact primary {{\n{lines}address = [{}]\n}}", address.join(", "))
}
