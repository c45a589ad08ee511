//! Enums as choices of words.

use crate::word;
use proc_macro2::TokenStream;
use quote::quote;
use syn::spanned::Spanned;
use syn::{Data, DeriveInput, Fields};

pub fn derive(input: &DeriveInput) -> syn::Result<TokenStream> {
    let Data::Enum(data) = &input.data else {
        return Err(syn::Error::new(input.ident.span(), "a choice is an enum"));
    };
    if let Some(other) = data.variants.iter().find(|one| !matches!(one.fields, Fields::Unit)) {
        return Err(syn::Error::new(other.span(), "a word of a choice has no fields"));
    }
    let variants: Vec<_> = data.variants.iter().map(|one| &one.ident).collect();
    let words: Vec<String> = variants.iter().map(|one| word::kebab_case(one)).collect();
    let enum_name = &input.ident;
    let (generics, arguments, bounds) = input.generics.split_for_impl();
    Ok(quote! {
        impl #generics ::orgc_plugin_sdk::FromValue for #enum_name #arguments #bounds {
            fn value_type() -> ::orgc_plugin_sdk::Type {
                ::orgc_plugin_sdk::Type::choice([#(#words),*])
            }

            fn read(
                at: &::orgc_plugin_sdk::At<'_>,
            ) -> ::core::result::Result<Self, ::orgc_plugin_sdk::Diagnostic> {
                match at.text()? {
                    #(#words => ::core::result::Result::Ok(Self::#variants),)*
                    _ => ::core::result::Result::Err(at.expected_one_of(&[#(#words),*])),
                }
            }
        }
    })
}
