//! The derives of `orgc-plugin-sdk`, which re-exports them: a struct is a block, an enum is a
//! choice of words. One text gives the schema that orgc checks, documents and completes from, and
//! the reader of what it has checked, so that the two cannot disagree.

mod block;
mod choice;
mod doc;
mod rules;
mod word;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Makes a struct a block: every field is an attribute, named in `kebab-case`, of the type that its
/// Rust type stands for, documented by its `///` comment. The comment of the struct documents the
/// kind.
///
/// An attribute must be written, unless its type is `Option` or it has a default. What else holds
/// stands in `#[attribute(…)]`:
///
/// | rule | for | meaning |
/// |---|---|---|
/// | `default` | types with `Default` | may be left out; then it is `Default::default()` |
/// | `default = literal` | all | may be left out; then it is this, which the schema shows |
/// | `minimum = n`, `maximum = n` | whole numbers | the range |
/// | `min_length = n`, `max_length = n` | texts | the length in characters |
/// | `pattern = "…"` | texts | a regular expression over the whole text |
/// | `min_items = n`, `max_items = n`, `distinct` | lists | how many; none twice |
/// | `deprecated = "…"` | all | what to use instead |
/// | `sensitive` | texts | reaches the plugin as a reference only |
#[proc_macro_derive(Block, attributes(attribute))]
pub fn block(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    block::derive(&input).unwrap_or_else(|error| error.to_compile_error()).into()
}

/// Makes an enum without fields a choice: every variant is a word, in `kebab-case`.
#[proc_macro_derive(Choice)]
pub fn choice(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    choice::derive(&input).unwrap_or_else(|error| error.to_compile_error()).into()
}
