//! Whether accounts can do what is claimed, each chain of policies asked once.

use super::coverage::Coverage;
use super::diagnostics;
use crate::permissions::Permissions;
use crate::policy::Asked;
use orgc_diag::{Diagnostic, Span};
use orgc_ir::{Address, Text};
use orgc_policy::{
    Answer, Chain, Condition, Ground, IamCatalog, KeyType, Question, Request, Singled, possible,
};
use std::collections::{BTreeMap, BTreeSet};

/// Judges claims.
pub(super) struct Judge<'p> {
    pub permissions: Option<&'p Permissions>,
    /// None if nobody asks.
    pub coverage: Option<Coverage>,
}

/// What is claimed of accounts.
pub(super) struct Claimed<'c> {
    pub(super) asked: &'c Asked,
    /// The principal, if one is named.
    pub(super) role: Option<&'c str>,
    /// `can`, or else `cannot`.
    pub(super) is_possible: bool,
    /// Whether `on` is written.
    pub(super) names_resources: bool,
    /// The partition of the project.
    pub(super) partition: &'c str,
    pub(super) catalog: &'c IamCatalog,
}

/// An account for which the claim does not hold.
pub(super) struct Failed<'f> {
    pub(super) account: &'f Address,
    pub(super) answer: Answer,
    pub(super) chain: &'f Chain,
}

impl<'p> Judge<'p> {
    pub(super) fn new(permissions: Option<&'p Permissions>, covers: bool) -> Self {
        Self { permissions, coverage: covers.then(Coverage::default) }
    }

    /// Why the claim does not hold for all of the accounts.
    pub(super) fn judge(
        &mut self,
        claimed: &Claimed<'_>,
        accounts: &[Address],
        span: Span,
    ) -> Option<Diagnostic> {
        let permissions = self.permissions?;
        let mut answers: BTreeMap<Vec<String>, Answer> = BTreeMap::new();
        let mut failed = Vec::new();
        for account in accounts {
            let Some(chain) = permissions.chain(account) else { continue };
            let mut question = claimed.question(permissions, account);
            let answer = answers.entry(likeness(&question, account, permissions)).or_insert_with(|| {
                question.ground.types = claimed.types(&question, chain);
                let answer = possible(&question, chain);
                let holds = claimed.holds(&answer);
                self.coverage
                    .iter_mut()
                    .filter(|_| holds)
                    .for_each(|one| one.note(&question, chain, &answer));
                answer
            });
            if !claimed.holds(answer) {
                failed.push(Failed { account, answer: answer.clone(), chain });
            }
        }
        let first = failed.first()?;
        // What is undecided is told only where nothing is known to be wrong.
        let worst = failed.iter().find(|one| !matches!(one.answer, Answer::Undecided(_))).unwrap_or(first);
        let mut question = claimed.question(permissions, worst.account);
        question.ground.types = claimed.types(&question, worst.chain);
        let counts = (failed.len(), accounts.len());
        Some(match &worst.answer {
            Answer::Undecided(reason) => diagnostics::undecided(worst.account, reason, span),
            Answer::NoRequest => diagnostics::no_request(span),
            Answer::Possible(request) => {
                if !claimed.names_resources
                    && possible(&question, &worst.chain.on_every_resource()) == Answer::Impossible
                {
                    return Some(diagnostics::say_on(&request.action, span));
                }
                diagnostics::still_can(worst, counts, request, permissions, span)
            }
            Answer::Impossible => {
                let request = sample(&question);
                diagnostics::cannot(worst, counts, request.as_ref(), permissions, span)
            }
        })
    }
}

/// Some request that the question is about, whether or not it passes.
fn sample(question: &Question) -> Option<Request> {
    match possible(question, &Chain::default()) {
        Answer::Possible(request) => Some(*request),
        _ => None,
    }
}

/// What decides the answer for an account.
fn likeness(question: &Question, account: &Address, permissions: &Permissions) -> Vec<String> {
    let asked: Vec<&Condition> = question.when.iter().chain(question.unless.iter().flatten()).collect();
    permissions.likeness(account, &Singled::out_by(&asked))
}

impl Claimed<'_> {
    /// Whether it holds of an account with this answer.
    fn holds(&self, answer: &Answer) -> bool {
        match answer {
            Answer::Possible(_) => self.is_possible,
            Answer::Impossible => !self.is_possible,
            Answer::NoRequest | Answer::Undecided(_) => false,
        }
    }

    /// The question about one account.
    fn question(&self, permissions: &Permissions, account: &Address) -> Question {
        let spelled = |text: &Text| permissions.spelled(text);
        let id = permissions.id(account).unwrap_or_default();
        let mut ground = Ground::of_account(id, permissions.organization(), self.partition);
        if let Some(role) = self.role {
            ground.principals = vec![role.to_owned()];
        }
        let when = self.asked.when(spelled);
        let unless = self.asked.unless(spelled);
        Question {
            actions: self.asked.actions.clone(),
            resources: self.asked.resources(spelled),
            when,
            unless,
            ground,
        }
    }

    /// The types of the keys that the policies and the question name.
    fn types(&self, question: &Question, chain: &Chain) -> BTreeMap<String, KeyType> {
        let asked = question.when.iter().chain(question.unless.iter().flatten());
        let keys = asked.map(|one| one.key.as_str()).chain(chain.keys());
        let keys = keys.map(str::to_ascii_lowercase).collect::<BTreeSet<String>>();
        let typed = |key: String| {
            let (key_type, _) = self.catalog.key_fault(&key, &question.actions);
            Some((key, key_type?))
        };
        keys.into_iter().filter_map(typed).collect()
    }
}
