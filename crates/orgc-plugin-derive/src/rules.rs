//! What stands in `#[attribute(…)]`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::meta::ParseNestedMeta;
use syn::spanned::Spanned;
use syn::{Field, Lit, LitInt, LitStr, Type};

/// The rules of an attribute.
#[derive(Default)]
pub struct Rules {
    default: Option<DefaultValue>,
    minimum: Option<LitInt>,
    maximum: Option<LitInt>,
    min_length: Option<LitInt>,
    max_length: Option<LitInt>,
    pattern: Option<LitStr>,
    min_items: Option<LitInt>,
    max_items: Option<LitInt>,
    distinct: bool,
    deprecated: Option<LitStr>,
    sensitive: bool,
}

/// What holds when the attribute is not written.
enum DefaultValue {
    OfType,
    Written(Lit),
}

impl Rules {
    pub fn read(field: &Field) -> syn::Result<Self> {
        let mut rules = Self::default();
        for attribute in field.attrs.iter().filter(|one| one.path().is_ident("attribute")) {
            attribute.parse_nested_meta(|meta| rules.read_one(&meta))?;
        }
        let bounded = [rules.bounds_number(), rules.bounds_text(), rules.bounds_list()];
        if bounded.into_iter().filter(|one| *one).count() > 1 {
            let message = "bounds of numbers, of texts and of lists exclude each other";
            return Err(syn::Error::new(field.span(), message));
        }
        Ok(rules)
    }

    fn bounds_number(&self) -> bool {
        self.minimum.is_some() || self.maximum.is_some()
    }

    fn bounds_text(&self) -> bool {
        self.min_length.is_some() || self.max_length.is_some() || self.pattern.is_some()
    }

    fn bounds_list(&self) -> bool {
        self.min_items.is_some() || self.max_items.is_some() || self.distinct
    }

    fn read_one(&mut self, meta: &ParseNestedMeta<'_>) -> syn::Result<()> {
        let name = meta.path.require_ident()?.to_string();
        match name.as_str() {
            "default" if meta.input.peek(syn::Token![=]) => {
                self.default = Some(DefaultValue::Written(meta.value()?.parse()?));
            }
            "default" => self.default = Some(DefaultValue::OfType),
            "minimum" => self.minimum = Some(meta.value()?.parse()?),
            "maximum" => self.maximum = Some(meta.value()?.parse()?),
            "min_length" => self.min_length = Some(meta.value()?.parse()?),
            "max_length" => self.max_length = Some(meta.value()?.parse()?),
            "pattern" => self.pattern = Some(meta.value()?.parse()?),
            "min_items" => self.min_items = Some(meta.value()?.parse()?),
            "max_items" => self.max_items = Some(meta.value()?.parse()?),
            "distinct" => self.distinct = true,
            "deprecated" => self.deprecated = Some(meta.value()?.parse()?),
            "sensitive" => self.sensitive = true,
            _ => return Err(meta.error("an attribute has no such rule")),
        }
        Ok(())
    }

    /// The type in the schema: that of the Rust type, within these bounds. The functions accept
    /// only Rust types that the bounds are for.
    pub fn value_type(&self, of: &Type) -> TokenStream {
        let sdk = quote!(::orgc_plugin_sdk::derived);
        if self.bounds_number() {
            let (minimum, maximum) = (optional(&self.minimum), optional(&self.maximum));
            return quote!(#sdk::whole_number::<#of>(#minimum, #maximum));
        }
        if self.bounds_text() {
            let (shortest, longest) = (optional(&self.min_length), optional(&self.max_length));
            let pattern = optional(&self.pattern);
            return quote!(#sdk::text::<#of>(#shortest, #longest, #pattern));
        }
        if self.bounds_list() {
            let (fewest, most) = (optional(&self.min_items), optional(&self.max_items));
            let distinct = self.distinct;
            return quote!(#sdk::list::<#of>(#fewest, #most, #distinct));
        }
        quote!(<#of as ::orgc_plugin_sdk::FromValue>::value_type())
    }

    /// An expression of the attribute in the schema.
    pub fn declaration(&self, name: &str, doc: &str, of: &Type) -> TokenStream {
        let value_type = self.value_type(of);
        let mut declaration = match &self.default {
            None => quote!(::orgc_plugin_sdk::Attribute::of::<#of>(#name, #value_type, #doc)),
            Some(_) => quote!(::orgc_plugin_sdk::Attribute::optional(#name, #value_type, #doc)),
        };
        if let Some(DefaultValue::Written(value)) = &self.default {
            declaration.extend(quote!(.default_value(#value)));
        }
        if let Some(instead) = &self.deprecated {
            declaration.extend(quote!(.deprecated(#instead)));
        }
        if self.sensitive {
            declaration.extend(quote!(.sensitive()));
        }
        declaration
    }

    /// An expression that reads the attribute from `at`.
    pub fn reading(&self, name: &str) -> TokenStream {
        match &self.default {
            None => quote!(at.attribute(#name)?),
            Some(DefaultValue::OfType) => quote!(at.attribute::<Option<_>>(#name)?.unwrap_or_default()),
            Some(DefaultValue::Written(value)) => quote!(at.attribute_or(#name, #value)?),
        }
    }
}

fn optional<T: quote::ToTokens>(value: &Option<T>) -> TokenStream {
    match value {
        Some(value) => quote!(::core::option::Option::Some(#value)),
        None => quote!(::core::option::Option::None),
    }
}
