//! Documentation comments.

use proc_macro2::Span;
use syn::{Attribute, Expr, ExprLit, Lit, Meta};

/// The `///` lines of an item. They are what users read, so an item without them is an error.
pub fn read(attributes: &[Attribute], at: Span) -> syn::Result<String> {
    let lines: Vec<String> = attributes.iter().filter_map(line).collect();
    let text = lines.join("\n").trim().to_owned();
    if text.is_empty() {
        return Err(syn::Error::new(at, "needs a `///` comment: users read it in their editor"));
    }
    Ok(text)
}

/// A line without the space that follows the slashes.
fn line(attribute: &Attribute) -> Option<String> {
    let Meta::NameValue(pair) = &attribute.meta else { return None };
    if !pair.path.is_ident("doc") {
        return None;
    }
    let Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) = &pair.value else { return None };
    let text = text.value();
    Some(text.strip_prefix(' ').unwrap_or(&text).to_owned())
}
