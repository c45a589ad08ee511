//! What an assertion asks about access: read like a rule, and kept as a question.

use super::compile::Compiler;
use super::condition;
use super::holes::Holes;
use crate::evaluate::Evaluator;
use orgc_ir::Text;
use orgc_policy::{Condition, Grammar, Scope, Test};
use orgc_syntax::ast::{Access, GuardKind};

/// The requests that an assertion is about, with marks for what is known later.
pub(crate) struct Asked {
    /// The actions.
    pub actions: Scope,
    resources: Scope,
    when: Vec<Test>,
    unless: Vec<Vec<Test>>,
    holes: Holes,
}

/// What an assertion asks. None if something is wrong with it, which has been reported.
pub(crate) fn asked<'a>(access: &'a Access, evaluator: &mut Evaluator<'a, '_>) -> Option<Asked> {
    let mut compiler = Compiler::new(evaluator, Grammar::Identity);
    let actions = compiler.actions(&access.actions).map(|(actions, _)| actions);
    let resources = compiler.resources(access.resources.as_ref());
    let keys = actions.clone().unwrap_or_else(Scope::all);
    let guards: Vec<_> = access
        .guards
        .iter()
        .map(|guard| (guard.kind, condition::as_written(&mut compiler, guard, &keys)))
        .collect();
    let holes = compiler.holes;
    let (mut when, mut unless) = (Vec::new(), Vec::new());
    for (kind, tests) in guards {
        match kind {
            GuardKind::When => when.extend(tests?),
            GuardKind::Unless => unless.push(tests?),
        }
    }
    Some(Asked { actions: actions?, resources: resources?, when, unless, holes })
}

impl Asked {
    /// The resources, with later values spelled so.
    pub(crate) fn resources(&self, spelled: impl Fn(&Text) -> String) -> Scope {
        let patterns =
            self.resources.patterns().iter().map(|text| spelled(&self.holes.restore(text))).collect();
        match self.resources {
            Scope::These(_) => Scope::These(patterns),
            Scope::AllExcept(_) => Scope::AllExcept(patterns),
        }
    }

    /// The conditions that hold, with later values spelled so.
    pub(crate) fn when(&self, spelled: impl Fn(&Text) -> String) -> Vec<Condition> {
        self.conditions(&self.when, &spelled)
    }

    /// The groups of conditions of which not all hold, with later values spelled so.
    pub(crate) fn unless(&self, spelled: impl Fn(&Text) -> String) -> Vec<Vec<Condition>> {
        self.unless.iter().map(|group| self.conditions(group, &spelled)).collect()
    }

    fn conditions(&self, tests: &[Test], spelled: &impl Fn(&Text) -> String) -> Vec<Condition> {
        let condition = |test: &Test| {
            let mut condition = test.condition();
            condition.values.iter_mut().for_each(|value| *value = spelled(&self.holes.restore(value)));
            condition
        };
        tests.iter().map(condition).collect()
    }
}
