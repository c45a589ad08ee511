//! What is visible where an expression stands, and how that place was reached.

use crate::value::Located;
use orgc_diag::Span;
use std::sync::Arc;

/// A folder as it is imported at one place; the project's own folder is the first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ModuleId(pub usize);

/// The names that an expression sees: those of its module, and the local ones around it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scope<'a> {
    pub module: ModuleId,
    frame: Option<Arc<Frame<'a>>>,
}

/// Local names: the variables of a loop, or the parameters of a template or function.
#[derive(Debug)]
struct Frame<'a> {
    outer: Option<Arc<Frame<'a>>>,
    names: Vec<(&'a str, Located)>,
    /// Whether the names further out are hidden, as a template does not see the place of its use.
    is_closed: bool,
    via: Option<Via<'a>>,
}

/// A step on the way to a place that the source writes once and the model has many times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Via<'a> {
    /// A sentence `use`.
    Use { template: &'a str, span: Span },
    /// A round of a loop: its number from 0, and where the element is written.
    Round { number: usize, span: Span, element: Span },
    /// A call of a function of the sources.
    Call { function: &'a str, span: Span },
}

impl<'a> Scope<'a> {
    /// What stands at the top of a module.
    pub(crate) fn of(module: ModuleId) -> Self {
        Self { module, frame: None }
    }

    /// The scope with more names.
    pub(crate) fn with(&self, names: Vec<(&'a str, Located)>, via: Option<Via<'a>>) -> Self {
        self.enter(self.module, names, via, false)
    }

    /// The scope of something that is declared in a module and called from here.
    pub(crate) fn called(&self, module: ModuleId, names: Vec<(&'a str, Located)>, via: Via<'a>) -> Self {
        self.enter(module, names, Some(via), true)
    }

    fn enter(
        &self,
        module: ModuleId,
        names: Vec<(&'a str, Located)>,
        via: Option<Via<'a>>,
        is_closed: bool,
    ) -> Self {
        let frame = Frame { outer: self.frame.clone(), names, is_closed, via };
        Self { module, frame: Some(Arc::new(frame)) }
    }

    /// The value of a local name.
    pub(crate) fn local(&self, name: &str) -> Option<&Located> {
        let mut here = self.frame.as_deref();
        while let Some(frame) = here {
            if let Some((_, located)) = frame.names.iter().find(|(local, _)| *local == name) {
                return Some(located);
            }
            here = frame.outer.as_deref().filter(|_| !frame.is_closed);
        }
        None
    }

    /// The local names, for suggestions.
    pub(crate) fn locals(&self) -> Vec<&'a str> {
        let mut names = Vec::new();
        let mut here = self.frame.as_deref();
        while let Some(frame) = here {
            names.extend(frame.names.iter().map(|(name, _)| *name));
            here = frame.outer.as_deref().filter(|_| !frame.is_closed);
        }
        names
    }

    /// How this place was reached, innermost step first.
    pub(crate) fn via(&self) -> Vec<Via<'a>> {
        let mut steps = Vec::new();
        let mut here = self.frame.as_deref();
        while let Some(frame) = here {
            steps.extend(frame.via);
            here = frame.outer.as_deref();
        }
        steps
    }

    /// Whether this is the top of a module, where nothing is repeated.
    pub(crate) fn is_top(&self) -> bool {
        self.frame.is_none()
    }
}
