//! Plugins as WebAssembly text, for what no compiler would make.

use wit_component::{ComponentEncoder, StringEncoding, embed_component_metadata};
use wit_parser::Resolve;

const WIT: &str = include_str!("../../plugins/wit/0.1/orgc-plugin.wit");

/// The binary form of a text. A module that exports functions of the contract becomes a component.
///
/// # Panics
///
/// If it is neither, or the module does not fit the contract.
pub fn assemble(text: &str) -> Vec<u8> {
    let mut binary = wat::parse_str(text).expect("WebAssembly text");
    if !(text.starts_with("(module") && text.contains("\"orgc:plugin/")) {
        return binary;
    }
    let mut resolve = Resolve::default();
    let package = resolve.push_str("orgc-plugin.wit", WIT).expect("the contract");
    let world = resolve.select_world(&[package], Some("plugin")).expect("its world");
    embed_component_metadata(&mut binary, &resolve, world, StringEncoding::UTF8).expect("a module");
    let mut encoder = ComponentEncoder::default().module(&binary).expect("a module of the contract");
    encoder.encode().expect("a component")
}
