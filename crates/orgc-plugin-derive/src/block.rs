//! Structs as blocks.

use crate::rules::Rules;
use crate::{doc, word};
use proc_macro2::TokenStream;
use quote::quote;
use syn::spanned::Spanned;
use syn::{Data, DeriveInput, Field, Fields};

pub fn derive(input: &DeriveInput) -> syn::Result<TokenStream> {
    let fields = match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => &fields.named,
            other => return Err(syn::Error::new(other.span(), "the fields of a block have names")),
        },
        _ => return Err(syn::Error::new(input.ident.span(), "a block is a struct")),
    };
    let attributes = fields.iter().map(attribute).collect::<syn::Result<Vec<_>>>()?;
    let names = attributes.iter().map(|one| &one.name);
    let declarations = attributes.iter().map(|one| &one.declaration);
    let readings = attributes.iter().map(|one| &one.reading);
    let (struct_name, word) = (&input.ident, word::kebab_case(&input.ident));
    let doc = doc::read(&input.attrs, input.ident.span())?;
    let (generics, arguments, bounds) = input.generics.split_for_impl();
    Ok(quote! {
        impl #generics ::orgc_plugin_sdk::Block for #struct_name #arguments #bounds {
            const NAME: &'static str = #word;
            const DOC: &'static str = #doc;

            fn attributes() -> ::std::vec::Vec<::orgc_plugin_sdk::Attribute> {
                ::std::vec![#(#declarations),*]
            }
        }

        impl #generics ::orgc_plugin_sdk::FromValue for #struct_name #arguments #bounds {
            fn value_type() -> ::orgc_plugin_sdk::Type {
                ::orgc_plugin_sdk::Type::Block(<Self as ::orgc_plugin_sdk::Block>::attributes())
            }

            fn read(
                at: &::orgc_plugin_sdk::At<'_>,
            ) -> ::core::result::Result<Self, ::orgc_plugin_sdk::Diagnostic> {
                at.has_only(&[#(#names),*])?;
                ::core::result::Result::Ok(Self { #(#readings),* })
            }
        }
    })
}

/// A field as an attribute of the language.
struct Derived {
    name: String,
    /// The expression that declares it.
    declaration: TokenStream,
    /// The member of the struct expression that reads it.
    reading: TokenStream,
}

fn attribute(field: &Field) -> syn::Result<Derived> {
    let Some(ident) = &field.ident else { return Err(syn::Error::new(field.span(), "has no name")) };
    let rules = Rules::read(field)?;
    let name = word::kebab_case(ident);
    let doc = doc::read(&field.attrs, ident.span())?;
    let declaration = rules.declaration(&name, &doc, &field.ty);
    let reading = rules.reading(&name);
    Ok(Derived { name, declaration, reading: quote!(#ident: #reading) })
}
