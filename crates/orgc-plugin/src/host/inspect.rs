//! Looking at a component before compiling it.
//!
//! Compiling is the one step that no fuel bounds, so size and shape are bounded here, in one pass
//! over the bytes. Then the component is validated and its imports are read: a plugin that could
//! reach anything but the log is refused before any of its code is touched.

use super::bindings::CONTRACT;
use super::engine::FEATURES;
use super::load_error::LoadReason;
use super::{escape, limits};
use wasmparser::component_types::{
    ComponentAnyTypeId, ComponentDefinedType, ComponentEntityType, ComponentFuncTypeId, ComponentValType,
};
use wasmparser::types::Types;
use wasmparser::{Parser, Payload, PrimitiveValType, Validator};

/// The interfaces that every plugin exports, without the version.
const EXPORTS: [&str; 2] = ["orgc:plugin/manifest@", "orgc:plugin/kinds@"];
const LOG: &str = "orgc:plugin/log@";
/// What some editors and servers put before text.
const BYTE_ORDER_MARK: &[u8] = "\u{FEFF}".as_bytes();
const LEVELS: [&str; 4] = ["debug", "info", "warning", "error"];

/// Checks everything that can be checked without compiling.
pub fn inspect(bytes: &[u8]) -> Result<(), LoadReason> {
    check_magic(bytes)?;
    let names = walk(bytes)?;
    let types = Validator::new_with_features(FEATURES).validate_all(bytes).map_err(malformed)?;
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

#[derive(Default)]
struct Totals {
    functions: u64,
    memories: u64,
    items: u64,
    depth: usize,
}

fn walk(bytes: &[u8]) -> Result<Names, LoadReason> {
    let mut names = Names::default();
    let mut totals = Totals::default();
    let mut parser = Parser::new(0);
    parser.set_features(FEATURES);
    for payload in parser.parse_all(bytes) {
        let payload = payload.map_err(malformed)?;
        totals.count(&payload)?;
        if totals.depth == 1 {
            names.note(&payload)?;
        }
    }
    Ok(names)
}

impl Totals {
    fn count(&mut self, payload: &Payload<'_>) -> Result<(), LoadReason> {
        match payload {
            Payload::Version { .. } => self.depth += 1,
            Payload::End(_) => self.depth -= 1,
            Payload::FunctionSection(section) => self.functions += u64::from(section.count()),
            Payload::MemorySection(section) => self.memories += u64::from(section.count()),
            Payload::CodeSectionEntry(body) => check_body(body.range().len())?,
            other => self.items += items(other),
        }
        let bounds = [
            ("it nests modules and components", self.depth as u64, "deep", limits::NESTING as u64),
            ("it has", self.functions, "functions", limits::FUNCTIONS),
            ("it has", self.memories, "memories", limits::MEMORIES),
            ("it has", self.items, "types, imports and exports", limits::ITEMS),
        ];
        match bounds.into_iter().find(|(_, value, _, most)| value > most) {
            Some((what, value, unit, most)) => Err(LoadReason::too_much(what, value, unit, most)),
            None => Ok(()),
        }
    }
}

fn check_body(length: usize) -> Result<(), LoadReason> {
    if length <= limits::BODY_BYTES {
        return Ok(());
    }
    let most = limits::BODY_BYTES as u64;
    Err(LoadReason::too_much("it has a function of", length as u64, "bytes", most))
}

/// How many entries a section declares, of the sections that cost something to compile.
fn items(payload: &Payload<'_>) -> u64 {
    u64::from(match payload {
        Payload::TypeSection(section) => section.count(),
        Payload::ImportSection(section) => section.count(),
        Payload::TableSection(section) => section.count(),
        Payload::GlobalSection(section) => section.count(),
        Payload::ExportSection(section) => section.count(),
        Payload::ElementSection(section) => section.count(),
        Payload::DataSection(section) => section.count(),
        Payload::InstanceSection(section) => section.count(),
        Payload::CoreTypeSection(section) => section.count(),
        Payload::ComponentInstanceSection(section) => section.count(),
        Payload::ComponentAliasSection(section) => section.count(),
        Payload::ComponentTypeSection(section) => section.count(),
        Payload::ComponentCanonicalSection(section) => section.count(),
        Payload::ComponentImportSection(section) => section.count(),
        Payload::ComponentExportSection(section) => section.count(),
        _ => 0,
    })
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
fn malformed(error: wasmparser::BinaryReaderError) -> LoadReason {
    LoadReason::Malformed(escape::excerpt(&error.to_string()))
}
