//! From text to tree to text: the syntax of the `.org` language.
pub mod ast;
