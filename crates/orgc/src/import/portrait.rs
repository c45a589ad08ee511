//! The sources of an organization: what each file says.

use super::accounts::{self, Contacts};
use super::baselines::{self, Fleet};
use super::choice::Choice;
use super::fragment::Without;
use super::names::{self, Names};
use super::page::{Page, titled};
use super::{policies, sentences, services};
use orgc_ir::Observed;
use orgc_ir::observed::LiveOrganization;
use orgc_policy::PolicyType;
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
    /// Contacts that every account has.
    pub shared_contacts: Contacts,
    /// The policies at each target.
    attached: BTreeMap<&'a str, BTreeSet<&'a str>>,
    /// What stands in each place: accounts, the management account first, and units, by name.
    accounts: BTreeMap<&'a str, Vec<&'a str>>,
    units: BTreeMap<&'a str, Vec<&'a str>>,
}

impl<'a> Portrait<'a> {
    pub(super) fn new(
        observed: &'a Observed,
        organization: &'a LiveOrganization,
        (project, region): (&'a str, &'a str),
        names: &'a Names,
        choice: &'a Choice<'a>,
        without: &'a Without,
    ) -> Self {
        let mut portrait = Self {
            observed,
            organization,
            project,
            region,
            names,
            choice,
            without,
            fleets: baselines::fleets(observed, organization, choice),
            shared_contacts: Contacts::new(),
            attached: BTreeMap::new(),
            accounts: BTreeMap::new(),
            units: BTreeMap::new(),
        };
        portrait.shared_contacts = accounts::shared_contacts(&portrait);
        portrait.index();
        portrait
    }

    fn index(&mut self) {
        for one in &self.observed.attachments {
            self.attached.entry(&one.target).or_default().insert(&one.policy);
        }
        for id in &self.choice.accounts {
            if let Some(account) = self.observed.accounts.get(*id) {
                self.accounts.entry(&account.parent).or_default().push(id);
            }
        }
        for id in &self.choice.units {
            if let Some(unit) = self.observed.units.get(*id) {
                self.units.entry(&unit.parent).or_default().push(id);
            }
        }
        let (names, management) = (self.names, self.organization.management_account_id.as_str());
        for accounts in self.accounts.values_mut() {
            accounts.sort_by_key(|id| (*id != management, names.account(id)));
        }
        self.units.values_mut().for_each(|units| units.sort_by_key(|id| names.unit(id)));
    }

    /// All files, formatted.
    pub(super) fn files(&self) -> Files {
        let mut files = Files::new();
        let mut main = Page("# The organization as `orgc import` found it.\n\n".to_owned());
        self.write_organization(&mut main);
        sentences::write(self, &mut main);
        let mut rules = Page::default();
        let mut by_name: Vec<&str> = self.choice.policies.iter().copied().collect();
        by_name.sort_by_key(|id| self.names.policy(id));
        by_name.iter().for_each(|id| policies::write(self, id, &mut rules, &mut files));
        let mut sets = Page::default();
        self.choice.stack_sets.iter().for_each(|name| baselines::write(self, name, &mut sets, &mut files));
        for (path, page) in [("main.org", main), ("policies.org", rules), ("baselines.org", sets)] {
            if !page.0.is_empty() {
                files.insert(path.to_owned(), orgc_syntax::format(&page.0).text);
            }
        }
        files
    }

    fn write_organization(&self, page: &mut Page) {
        let live = self.organization;
        page.line(format!("organization {} {{", names::organization(&live.tags, self.project)));
        page.marks(&live.tags);
        services::write(self, page);
        self.write_relations(page, &live.root_id);
        if !self.shared_contacts.is_empty() {
            page.gap();
            page.line("defaults {");
            self.shared_contacts.values().for_each(|text| page.line(text));
            page.line("}");
        }
        self.write_place(page, &live.root_id);
        page.line("}");
    }

    /// Accounts, then units, each with what is in it.
    fn write_place(&self, page: &mut Page, place: &str) {
        let here = |places: &BTreeMap<&str, Vec<&'a str>>| places.get(place).cloned().unwrap_or_default();
        for id in here(&self.accounts) {
            if let Some(account) = self.observed.accounts.get(id) {
                page.gap();
                accounts::write(self, id, account, page);
            }
        }
        for id in here(&self.units) {
            if let Some(unit) = self.observed.units.get(id) {
                page.gap();
                page.line(format!("ou {} {{", titled(self.names.unit(id), &unit.name)));
                page.marks(&unit.tags);
                self.write_relations(page, id);
                self.write_place(page, id);
                page.line("}");
            }
        }
    }

    /// What is detached, attached and deployed at a place.
    pub(super) fn write_relations(&self, page: &mut Page, place: &str) {
        let attached = self.attached.get(place).cloned().unwrap_or_default();
        let types = PolicyType::all().iter();
        let enabled = types.filter(|one| self.organization.policy_types.contains(&one.aws_name));
        let defaults = enabled.filter_map(|one| one.default_policy.as_ref());
        let missing = defaults.filter(|one| one.detachable && !attached.contains(one.id.as_str()));
        page.sentence("detach", missing.map(|one| one.name.clone()));
        let declared = attached.iter().filter(|id| self.choice.policies.contains(*id));
        let written: BTreeSet<&str> = declared.map(|id| self.names.policy(id)).collect();
        page.sentence("attach", written.into_iter().map(str::to_owned));
        baselines::deployments(self, place).iter().for_each(|sentence| page.line(sentence));
    }

    pub(super) fn declared_account(&self, id: &str) -> Option<&str> {
        self.choice.accounts.contains(id).then(|| self.names.account(id))
    }
}
