//! What stands between the braces of a block.

use orgc_syntax::ast;

/// The items of a block that belong to the block itself, by sort, in the order of the source.
#[derive(Debug, Default)]
pub(crate) struct Contents<'a> {
    pub attributes: Vec<&'a ast::Attribute>,
    /// `tags { … }`
    pub tags: Vec<&'a ast::Block>,
    /// Other blocks that are parts of this one: `parameters { … }`, `rollout { … }`.
    pub parts: Vec<&'a ast::Block>,
    pub rules: Vec<&'a ast::Rule>,
    pub protects: Vec<&'a ast::Protect>,
    pub attaches: Vec<&'a ast::Attach>,
    pub detaches: Vec<&'a ast::Detach>,
    pub deploys: Vec<&'a ast::Deploy>,
    /// Whether something between the braces was not understood.
    pub broken: bool,
}
