//! What a component says of itself outside its code: name, version, licence, where it comes from.
//!
//! They stand in custom sections of the component with the names that the WebAssembly tools use.

use crate::host::escape;
use wasm_encoder::{CustomSection, Section};
use wasmparser::{Parser, Payload};

/// What a component says of itself. Nothing of it is checked against anything; read from a component,
/// it is safe to show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metadata {
    /// The version, such as `1.2.0`.
    pub version: Option<String>,
    /// The licence, as an SPDX expression.
    pub licenses: Option<String>,
    /// Where its source is.
    pub source: Option<String>,
    /// What it is, in a sentence.
    pub description: Option<String>,
}

impl Metadata {
    /// What stands in a component. Of a broken one, what stands before the break.
    pub fn of(component: &[u8]) -> Self {
        let mut metadata = Self::default();
        let mut depth = 0_usize;
        for payload in Parser::new(0).parse_all(component) {
            match payload {
                Ok(Payload::Version { .. }) => depth += 1,
                Ok(Payload::End(_)) => depth = depth.saturating_sub(1),
                Ok(Payload::CustomSection(section)) if depth == 1 => {
                    if let Some(field) = metadata.field(section.name()) {
                        *field = std::str::from_utf8(section.data()).ok().map(escape::excerpt);
                    }
                }
                Ok(_) => {}
                Err(_) => break,
            }
        }
        metadata
    }

    /// The component with this written at its end.
    pub fn write(mut self, component: &[u8]) -> Vec<u8> {
        let mut written = component.to_vec();
        for name in ["version", "licenses", "source", "description"] {
            let Some(text) = self.field(name).and_then(Option::take) else { continue };
            CustomSection { name: name.into(), data: text.into_bytes().into() }.append_to(&mut written);
        }
        written
    }

    fn field(&mut self, name: &str) -> Option<&mut Option<String>> {
        match name {
            "version" => Some(&mut self.version),
            "licenses" => Some(&mut self.licenses),
            "source" => Some(&mut self.source),
            "description" => Some(&mut self.description),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_from_the_component_itself() {
        let metadata = Metadata {
            version: Some("1.2.0".to_owned()),
            licenses: Some("MIT".to_owned()),
            ..Metadata::default()
        };
        let inner = wat::parse_str("(component (core module (@custom \"version\" \"9.9.9\")))").unwrap();
        assert_eq!(Metadata::of(&inner), Metadata::default());
        assert_eq!(Metadata::of(&metadata.clone().write(&inner)), metadata);
        assert_eq!(Metadata::of(b"no component"), Metadata::default());
    }
}
