//! How bad each lint is in this project.

use orgc_diag::{Code, Diagnostic, Severity};
use std::collections::BTreeMap;

/// What becomes of a lint's findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// They are not shown.
    Allow,
    /// They are shown and stop nothing.
    Warn,
    /// They are errors.
    Error,
}

impl Level {
    /// The level that is written so.
    pub fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "allow" => Self::Allow,
            "warn" => Self::Warn,
            "error" => Self::Error,
            _ => return None,
        })
    }
}

/// The levels that a project sets, by the code's id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lints(BTreeMap<&'static str, Level>);

impl Lints {
    /// Sets the level of a lint. Answers whether it had none yet.
    pub fn set(&mut self, code: Code, level: Level) -> bool {
        self.0.insert(code.id(), level).is_none()
    }

    /// The level of a lint.
    pub fn level(&self, code: Code) -> Level {
        self.0.get(code.id()).copied().unwrap_or(Level::Warn)
    }

    /// Raises, keeps or drops findings of lints. Errors stay as they are.
    pub fn apply(&self, findings: &mut Vec<Diagnostic>) {
        let is_lint = |one: &Diagnostic| one.code.severity() == Severity::Warning;
        findings.retain(|one| !is_lint(one) || self.level(one.code) != Level::Allow);
        let raised = findings.iter_mut().filter(|one| is_lint(one) && self.level(one.code) == Level::Error);
        for one in raised {
            one.severity = Severity::Error;
            one.notes.push("`orgc.toml` makes this lint an error".to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use orgc_diag::codes;

    #[test]
    fn lints_are_silenced_and_raised_and_errors_are_not() {
        let mut lints = Lints::default();
        assert!(lints.set(codes::UNATTACHED, Level::Allow));
        assert!(lints.set(codes::NEAR_LIMIT, Level::Error));
        assert!(!lints.set(codes::NEAR_LIMIT, Level::Error));
        let all = [codes::UNATTACHED, codes::NEAR_LIMIT, codes::ACCOUNT_QUOTA, codes::UNKNOWN_NAME];
        let mut findings: Vec<_> = all.into_iter().map(|code| Diagnostic::new(code, "")).collect();
        lints.apply(&mut findings);
        let left: Vec<_> = findings.iter().map(|one| (one.code.id(), one.is_error())).collect();
        assert_eq!(left, [("W0614", true), ("W0510", false), ("E0201", true)]);
    }
}
