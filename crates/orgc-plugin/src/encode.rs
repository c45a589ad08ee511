//! From a core module to a component.

use wit_component::ComponentEncoder;

/// Why a module is no plugin. The text names the remedy where one is known.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{reason}{}", help.map(|help| format!("; {help}")).unwrap_or_default())]
pub struct EncodeError {
    reason: String,
    help: Option<&'static str>,
}

/// What the encoder says when a dependency brings imports that no plugin has, and what to do.
const FOREIGN_IMPORTS: [(&str, &str); 3] = [
    (
        "__wbindgen_placeholder__",
        "a dependency uses wasm-bindgen; turn off its JavaScript feature (`cargo tree -i wasm-bindgen` names it)",
    ),
    ("wasi_snapshot_preview1", "build for `wasm32-unknown-unknown`, not for a WASI target"),
    ("wasi:", "build for `wasm32-unknown-unknown`, not for a WASI target"),
];

/// Turns a module for `wasm32-unknown-unknown`, built with the plugin SDK, into a component.
///
/// # Errors
/// When the module is broken, was not built with the SDK, or imports what no plugin may.
pub fn encode(module: &[u8]) -> Result<Vec<u8>, EncodeError> {
    let encoder = ComponentEncoder::default().validate(true).module(module);
    let encoded = encoder.and_then(|mut encoder| encoder.encode());
    encoded.map_err(|error| {
        let reason = format!("{error:#}");
        let known = FOREIGN_IMPORTS.iter().find(|(word, _)| reason.contains(word));
        EncodeError { help: known.map(|(_, help)| *help), reason }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_module_is_refused() {
        assert!(encode(b"not wasm").is_err());
    }

    #[test]
    fn a_wasi_module_is_refused_with_the_remedy() {
        let module = wat::parse_str(
            r#"(module (import "wasi_snapshot_preview1" "random_get" (func (param i32 i32) (result i32))))"#,
        )
        .unwrap();
        let error = encode(&module).unwrap_err().to_string();
        assert!(error.contains("not for a WASI target"), "{error}");
    }
}
