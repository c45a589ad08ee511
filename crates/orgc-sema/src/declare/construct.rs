//! How messages call the parts of the language that are not there yet.

use orgc_syntax::ast::{Declaration, ItemKind, Verb};

/// What an item is called, with its article where it has one.
pub(crate) fn construct(item: &ItemKind) -> &'static str {
    match item {
        ItemKind::Attribute(_) => "an attribute",
        ItemKind::Block(_) => "a block",
        ItemKind::Declaration(declaration) => declared(declaration),
        ItemKind::Verb(verb) => sentence(verb),
        ItemKind::Rule(_) => "a rule",
        ItemKind::Assertion(_) => "`assert`",
        ItemKind::For(_) => "`for`",
        ItemKind::If(_) => "`if`",
        ItemKind::Broken(_) => "unreadable text",
    }
}

fn declared(declaration: &Declaration) -> &'static str {
    match declaration {
        Declaration::Let(_) => "`let`",
        Declaration::Param(_) => "`param`",
        Declaration::Record(_) => "`record`",
        Declaration::TypeAlias(_) => "`type`",
        Declaration::Template(_) => "`template`",
        Declaration::Import(_) => "`import`",
        Declaration::Plugin(_) => "`plugin`",
        Declaration::Output(_) => "`output`",
        Declaration::Extend(_) => "`extend`",
        Declaration::Test(_) => "`test`",
    }
}

fn sentence(verb: &Verb) -> &'static str {
    match verb {
        Verb::Protect(_) => "`protect`",
        Verb::Attach(_) => "`attach`",
        Verb::Detach(_) => "`detach`",
        Verb::Deploy(_) => "`deploy`",
        Verb::Delegate(_) => "`delegate`",
        Verb::Trust(_) => "`trust`",
        Verb::Adopt(_) => "`adopt`",
        Verb::Use(_) => "`use`",
        Verb::Moved(_) => "`moved`",
        Verb::Removal(removal) => match removal.verb {
            orgc_syntax::ast::RemovalVerb::Close => "`close`",
            orgc_syntax::ast::RemovalVerb::Release => "`release`",
            orgc_syntax::ast::RemovalVerb::Delete => "`delete`",
            orgc_syntax::ast::RemovalVerb::Forget => "`forget`",
        },
    }
}
