//! Looking at a component before compiling it.
//!
//! Compiling is the one step that no fuel bounds, so size and shape are bounded first ([`shape`](super::shape)),
//! in one pass over the bytes. Then the component is validated and its imports are read: a plugin that could
//! reach anything but the log is refused before any of its code is touched.

use super::bindings::CONTRACT;
use super::engine::FEATURES;
use super::load_error::LoadReason;
use super::shape::Shape;
use super::{escape, limits};
use wasmparser::component_types::{
    ComponentAnyTypeId, ComponentDefinedType, ComponentEntityType, ComponentFuncTypeId, ComponentValType,
};
use wasmparser::types::Types;
use wasmparser::{Parser, Payload, PrimitiveValType, ValidPayload, Validator};

/// The interfaces that every plugin exports, without the version.
const EXPORTS: [&str; 2] = ["orgc:plugin/manifest@", "orgc:plugin/kinds@"];
const LOG: &str = "orgc:plugin/log@";
/// What some editors and servers put before text.
const BYTE_ORDER_MARK: &[u8] = "\u{FEFF}".as_bytes();
const LEVELS: [&str; 4] = ["debug", "info", "warning", "error"];

/// Checks everything that can be checked without compiling.
pub fn inspect(bytes: &[u8]) -> Result<(), LoadReason> {
    check_magic(bytes)?;
    let (names, types) = walk(bytes)?;
    check_imports(&names.imports, &types)?;
    check_exports(&names.exports)
}

fn check_magic(bytes: &[u8]) -> Result<(), LoadReason> {
    if bytes.is_empty() {
        return Err(LoadReason::Empty);
    }
    if bytes.len() > limits::COMPONENT_BYTES {
        return Err(LoadReason::too_much(
            "it is",
            bytes.len() as u64,
            "bytes",
            limits::COMPONENT_BYTES as u64,
        ));
    }
    match bytes {
        [0, b'a', b's', b'm', 0x0d, 0, 1, 0, ..] => Ok(()),
        [0, b'a', b's', b'm', 1, 0, 0, 0, ..] => Err(LoadReason::CoreModule),
        [0, b'a', b's', b'm', ..] => {
            Err(LoadReason::Malformed("it is cut off, or of another version of WebAssembly".to_owned()))
        }
        _ => Err(LoadReason::NotWasm(guess(bytes))),
    }
}

/// What bytes that are no WebAssembly seem to be.
fn guess(bytes: &[u8]) -> &'static str {
    let text = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
    let start: Vec<u8> = text.iter().copied().skip_while(u8::is_ascii_whitespace).take(16).collect();
    match start.as_slice() {
        [b'<', ..] => "a web page; does its address lead to the plugin itself?",
        [b'(', ..] => "WebAssembly text; the binary form is needed",
        [0x1f, 0x8b, ..] => "a gzip archive; unpack it first",
        [b'P', b'K', ..] => "a zip archive; unpack it first",
        [b'{' | b'[', ..] => "JSON; does its address answer with an error?",
        b"version https://" => "a pointer of Git LFS; `git lfs pull` fetches the file itself",
        _ => "something else",
    }
}

/// The names that the component itself, not what stands inside it, imports and exports.
#[derive(Default)]
struct Names {
    imports: Vec<String>,
    exports: Vec<String>,
}

/// Goes over the bytes once. Each part is bounded before it is validated, because that takes time too.
fn walk(bytes: &[u8]) -> Result<(Names, Types), LoadReason> {
    let mut names = Names::default();
    let mut shape = Shape::default();
    let mut validator = Validator::new_with_features(FEATURES);
    let mut parser = Parser::new(0);
    parser.set_features(FEATURES);
    let mut whole = None;
    for payload in parser.parse_all(bytes) {
        let payload = payload.map_err(malformed)?;
        shape.count(&payload)?;
        if shape.depth() == 1 {
            names.note(&payload)?;
        }
        match validator.payload(&payload).map_err(malformed)? {
            ValidPayload::Func(function, body) => shape.count_function(function, &body)?,
            ValidPayload::End(types) => whole = Some(types),
            _ => {}
        }
    }
    let types = whole.ok_or_else(|| LoadReason::Malformed("it has no end".to_owned()))?;
    Ok((names, types))
}

impl Names {
    fn note(&mut self, payload: &Payload<'_>) -> Result<(), LoadReason> {
        match payload {
            Payload::ComponentImportSection(section) => {
                for import in section.clone() {
                    self.imports.push(import.map_err(malformed)?.name.name.to_owned());
                }
            }
            Payload::ComponentExportSection(section) => {
                for export in section.clone() {
                    self.exports.push(export.map_err(malformed)?.name.name.to_owned());
                }
            }
            _ => {}
        }
        Ok(())
    }
}

/// INVARIANT: the only function that a component can reach is `write` of the log. Interfaces that
/// hold nothing but types import nothing.
fn check_imports(imports: &[String], types: &Types) -> Result<(), LoadReason> {
    let mut foreign = Vec::new();
    for name in imports {
        for function in imported_functions(name, types) {
            match function {
                (Some("write"), Some(id)) if speaks(name, LOG) && is_log_write(id, types) => {}
                (Some(function), _) => foreign.push(format!("{name}#{function}")),
                (None, _) => foreign.push(name.clone()),
            }
        }
    }
    if foreign.is_empty() { Ok(()) } else { Err(LoadReason::ForeignImports(foreign)) }
}

/// What an import brings beyond plain types: functions and resources by name, or, without a name,
/// anything else.
fn imported_functions<'t>(
    name: &str,
    types: &'t Types,
) -> Vec<(Option<&'t str>, Option<ComponentFuncTypeId>)> {
    let Some(item) = types.component_item_for_import(name) else { return vec![(None, None)] };
    match item.ty {
        ComponentEntityType::Type { .. } => Vec::new(),
        ComponentEntityType::Instance(id) => types[id]
            .exports
            .iter()
            .filter_map(|(name, item)| match item.ty {
                ComponentEntityType::Type { created: ComponentAnyTypeId::Resource(_), .. } => {
                    Some((Some(name.as_str()), None))
                }
                ComponentEntityType::Type { .. } => None,
                ComponentEntityType::Func(id) => Some((Some(name.as_str()), Some(id))),
                _ => Some((Some(name.as_str()), None)),
            })
            .collect(),
        _ => vec![(None, None)],
    }
}

/// Whether a function takes a level and a message and gives nothing back.
fn is_log_write(id: ComponentFuncTypeId, types: &Types) -> bool {
    let function = &types[id];
    let parameters: Vec<_> = function.params.iter().map(|(name, kind)| (name.as_str(), *kind)).collect();
    match parameters.as_slice() {
        [("level", level), ("message", ComponentValType::Primitive(PrimitiveValType::String))] => {
            !function.async_ && function.result.is_none() && is_level(*level, types)
        }
        _ => false,
    }
}

fn is_level(kind: ComponentValType, types: &Types) -> bool {
    let ComponentValType::Type(id) = kind else { return false };
    let ComponentDefinedType::Enum(names) = &types[id] else { return false };
    names.iter().map(|name| name.as_str()).eq(LEVELS)
}

/// Whether a name is that of an interface in the version of this host's contract.
fn speaks(name: &str, interface: &str) -> bool {
    let version = name.strip_prefix(interface).and_then(|rest| rest.strip_prefix(CONTRACT));
    version.is_some_and(|rest| rest.starts_with('.'))
}

fn check_exports(exports: &[String]) -> Result<(), LoadReason> {
    if EXPORTS.into_iter().all(|interface| exports.iter().any(|name| speaks(name, interface))) {
        return Ok(());
    }
    let versions = exports.iter().filter_map(|name| name.strip_prefix("orgc:plugin/")?.split_once('@'));
    let mut versions: Vec<String> = versions.map(|(_, version)| version.to_owned()).collect();
    versions.sort();
    versions.dedup();
    Err(LoadReason::Contract(versions))
}

#[expect(clippy::needless_pass_by_value, reason = "it is handed to `map_err`")]
pub(super) fn malformed(error: wasmparser::BinaryReaderError) -> LoadReason {
    LoadReason::Malformed(escape::excerpt(&error.to_string()))
}
