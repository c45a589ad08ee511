//! What the schema cannot say.

use crate::{GithubOidc, Role};
use orgc_plugin_sdk::{Diagnostic, Located};

/// The bounds of IAM for `MaxSessionDuration`, in seconds.
const SESSION_SECONDS: std::ops::RangeInclusive<u64> = 3_600..=43_200;

/// Everything that is wrong with the block.
pub fn check(block: &GithubOidc) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    if block.roles.is_empty() {
        let finding = Diagnostic::error("no-roles", "there are no roles", block.roles.path());
        findings.push(finding.help("write `roles { deploy { … } }`"));
    }
    for (name, role) in block.roles.iter() {
        findings.extend(bad_name(name, role));
        findings.extend(repository(role));
        findings.extend(open_to_nobody(name, role));
        findings.extend(may_do_nothing(name, role));
        findings.extend(session(role));
    }
    findings
        .extend(block.deployments.iter().filter_map(|deploy| deploy.without_regions("roles have no Region")));
    findings
}

fn bad_name(name: &str, role: &Located<Role>) -> Option<Diagnostic> {
    let fits = |letter: char| letter.is_ascii_alphanumeric() || "+=,.@_-".contains(letter);
    (name.is_empty() || name.len() > 64 || !name.chars().all(fits)).then(|| {
        Diagnostic::error("no-role-name", format!("`{name}` is no name of a role"), role.path())
            .help("letters, digits and `+=,.@_-`, at most 64")
    })
}

/// A `*` here would let in repositories of strangers.
fn repository(role: &Role) -> Option<Diagnostic> {
    let repository = &role.repository;
    let fits = |part: &str| {
        !part.is_empty()
            && part.chars().all(|letter| letter.is_ascii_alphanumeric() || "._-".contains(letter))
    };
    let is_one = repository.split_once('/').is_some_and(|(owner, name)| fits(owner) && fits(name));
    (!is_one).then(|| {
        let message = format!("`{}` is no repository", repository.as_str());
        Diagnostic::error("no-repository", message, repository.path()).help("write `owner/name`")
    })
}

fn open_to_nobody(name: &str, role: &Located<Role>) -> Option<Diagnostic> {
    let named = [&role.branches, &role.tags, &role.environments];
    (!role.pull_requests && named.into_iter().all(Vec::is_empty)).then(|| {
        Diagnostic::error("open-to-nobody", format!("nobody may take the role `{name}`"), role.path())
            .help("write which `branches`, `tags` or `environments`, or `pull-requests = true`")
    })
}

fn may_do_nothing(name: &str, role: &Located<Role>) -> Option<Diagnostic> {
    (role.policies.is_empty() && role.inline.is_none()).then(|| {
        Diagnostic::warning("may-do-nothing", format!("the role `{name}` may do nothing"), role.path())
            .help("write `policies` or `inline`")
    })
}

fn session(role: &Role) -> Option<Diagnostic> {
    (!SESSION_SECONDS.contains(&role.session.as_secs())).then(|| {
        Diagnostic::error("bad-session", "a session lasts from one hour to twelve", role.session.path())
    })
}
