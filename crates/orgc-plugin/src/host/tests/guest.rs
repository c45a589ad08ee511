//! Components made by hand, for what no compiler would produce.

use crate::host::bindings::exports::orgc::plugin::manifest::Budget as Asked;
use crate::host::{Budget, Host, PluginKinds, PluginSource};
use orgc_ir::kinds::{Expansion, KindFault, Kinds, Request};
use orgc_ir::{Address, Value};
use wit_component::{ComponentEncoder, StringEncoding, embed_component_metadata};
use wit_parser::{ManglingAndAbi, Resolve, WorldId};

const WIT: &str = include_str!("../../../../../plugins/wit/0.1/orgc-plugin.wit");

/// A component of the contract's world whose functions are the given bodies of WebAssembly text.
pub struct Guest {
    pub describe: String,
    pub validate: String,
    pub expand: String,
    /// More fields of the module.
    pub more: String,
    pub pages: u32,
    /// Where the host may write.
    pub heap: u32,
    /// What its calls may use: less than usual, so that no busy machine stops them before.
    pub granted: Budget,
}

impl Default for Guest {
    /// Offers the kind `probe`, finds nothing and produces nothing.
    fn default() -> Self {
        Self::expanding(|image| image.put(8, &[0; 32]))
    }
}

impl Guest {
    /// Answers `expand` with what is put into its memory.
    pub fn expanding(answer: impl FnOnce(&mut Image) -> u32) -> Self {
        let mut image = Image::default();
        let (manifest, answer) = (image.manifest(), answer(&mut image));
        Self { expand: format!("(i32.const {answer})"), ..Self::holding(&mut image, manifest) }
    }

    /// Answers `validate` with what is put into its memory.
    pub fn validating(answer: impl FnOnce(&mut Image) -> u32) -> Self {
        let mut image = Image::default();
        let (manifest, answer) = (image.manifest(), answer(&mut image));
        Self { validate: format!("(i32.const {answer})"), ..Self::holding(&mut image, manifest) }
    }

    /// Answers `describe` with what is put into its memory.
    pub fn offering(info: impl FnOnce(&mut Image) -> u32) -> Self {
        let mut image = Image::default();
        let info = info(&mut image);
        Self::holding(&mut image, info)
    }

    /// Finds nothing and produces nothing.
    fn holding(image: &mut Image, info: u32) -> Self {
        let nothing = image.put(8, &[0; 32]);
        let heap = image.put(8, &[]).max(131_072);
        Self {
            describe: format!("(i32.const {info})"),
            validate: format!("(i32.const {nothing})"),
            expand: format!("(i32.const {nothing})"),
            more: image.data(),
            pages: heap.div_ceil(65_536) + 16,
            heap,
            granted: Budget { fuel: 50_000_000, ..Budget::default() },
        }
    }

    pub fn component(&self) -> Vec<u8> {
        let (resolve, world) = world();
        encode(self.module(), &resolve, world)
    }

    /// The module that becomes the component.
    pub fn module(&self) -> Vec<u8> {
        let Self { describe, validate, expand, more, pages, heap, granted: _ } = self;
        let request = "(param i32 i32 i32 i32 i32 i32 i32 i32) (result i32)";
        wat::parse_str(format!(
            r#"(module
                (import "orgc:plugin/log@0.1.0" "write" (func $log (param i32 i32 i32)))
                (memory (export "memory") {pages})
                (global $heap (mut i32) (i32.const {heap}))
                (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32)
                    global.get $heap
                    (global.set $heap (i32.and (i32.const -8)
                        (i32.add (i32.const 7) (i32.add (global.get $heap) (local.get 3))))))
                (func (export "orgc:plugin/manifest@0.1.0#describe") (result i32) {describe})
                (func (export "orgc:plugin/kinds@0.1.0#validate") {request} {validate})
                (func (export "orgc:plugin/kinds@0.1.0#expand") {request} {expand})
                {more})"#,
        ))
        .unwrap()
    }

    pub fn kinds(&self) -> PluginKinds {
        let source = PluginSource::new("probe", self.component());
        PluginKinds::new(vec![PluginSource { granted: self.granted, ..source }])
    }

    pub fn expand(&self) -> Result<Expansion, KindFault> {
        let kinds = self.kinds();
        assert_eq!(kinds.load_errors(), []);
        kinds.expand(&request())
    }

    /// What is said of an `expand` that fails.
    pub fn fault(&self) -> KindFault {
        self.expand().expect_err("the call fails")
    }

    /// Why the host refuses it.
    pub fn refusal(&self) -> String {
        refusal(&self.component())
    }
}

/// Why the host refuses these bytes.
pub fn refusal(bytes: &[u8]) -> String {
    Host::new()
        .unwrap()
        .load(&PluginSource::new("probe", bytes.to_vec()))
        .err()
        .expect("it is refused")
        .reason
        .to_string()
}

pub fn request() -> Request {
    Request {
        kind: "probe".into(),
        name: "P".into(),
        address: Address::new("probe", "P"),
        config: Value::Map(vec![("a".into(), Value::text("b"))]),
        answers: Vec::new(),
    }
}

/// The world of the contract.
pub fn world() -> (Resolve, WorldId) {
    let mut resolve = Resolve::default();
    let package = resolve.push_str("orgc-plugin.wit", WIT).unwrap();
    let world = resolve.select_world(&[package], Some("plugin")).unwrap();
    (resolve, world)
}

/// The module as a component of a world.
pub fn encode(mut module: Vec<u8>, resolve: &Resolve, world: WorldId) -> Vec<u8> {
    embed_component_metadata(&mut module, resolve, world, StringEncoding::UTF8).unwrap();
    ComponentEncoder::default().module(&module).unwrap().encode().unwrap()
}

/// A component that fits the contract and traps in every function.
pub fn dummy() -> Vec<u8> {
    let (resolve, world) = world();
    let abi = ManglingAndAbi::Legacy(wit_parser::LiftLowerAbi::Sync);
    encode(wit_component::dummy_module(&resolve, world, abi), &resolve, world)
}

/// A component with one more section at its end.
pub fn with_section(mut component: Vec<u8>, id: u8, contents: &[u8]) -> Vec<u8> {
    component.push(id);
    // The length in LEB128.
    let mut length = contents.len();
    while length >= 0x80 {
        component.push((length & 0x7f) as u8 | 0x80);
        length >>= 7;
    }
    component.push(length as u8);
    component.extend(contents);
    component
}

/// How many core modules stand directly in a component.
pub fn count_modules(component: &[u8]) -> usize {
    let payloads = wasmparser::Parser::new(0).parse_all(component);
    payloads.filter(|payload| matches!(payload, Ok(wasmparser::Payload::ModuleSection { .. }))).count()
}

/// Memory written by hand, in the layout of the component model's ABI.
#[derive(Default)]
pub struct Image {
    bytes: Vec<u8>,
}

const BASE: u32 = 1_024;

impl Image {
    /// Appends bytes and returns their address.
    pub fn put(&mut self, align: usize, bytes: &[u8]) -> u32 {
        while !self.bytes.len().is_multiple_of(align) {
            self.bytes.push(0);
        }
        let address = BASE + self.bytes.len() as u32;
        self.bytes.extend(bytes);
        address
    }

    pub fn words(&mut self, words: &[u32]) -> u32 {
        let bytes: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
        self.put(8, &bytes)
    }

    pub fn text(&mut self, text: &str) -> [u32; 2] {
        [self.put(1, text.as_bytes()), text.len() as u32]
    }

    /// The data segment.
    pub fn data(&self) -> String {
        let bytes: String = self.bytes.iter().map(|byte| format!("\\{byte:02x}")).collect();
        format!("(data (i32.const {BASE}) \"{bytes}\")")
    }

    /// `info`: the kind `probe` without attributes, which produces `attachment` blocks.
    pub fn manifest(&mut self) -> u32 {
        self.named("probe", "What is probed.")
    }

    /// `info`: a kind of this name and documentation, the rest as above.
    pub fn named(&mut self, kind: &str, doc: &str) -> u32 {
        let ([name, length], [doc, doc_length]) = (self.text(kind), self.text(doc));
        let emits = self.text("attachment");
        let emits = self.words(&emits);
        // A `value-type` is 40 bytes; 7 is `block`, here of no attributes.
        let root = self.words(&[7, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        let kind = self.words(&[name, length, doc, doc_length, root, 1, 0, 0, 0, emits, 1]);
        self.words(&[name, length, doc, doc_length, kind, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
    }

    /// Writes what a plugin asks for into its `info`.
    pub fn budget(&mut self, info: u32, asked: &Asked) {
        let words = [1, asked.fuel, asked.memory_bytes, asked.output_bytes];
        let start = (info - BASE) as usize + 32;
        for (at, word) in (start..).step_by(8).zip(words) {
            self.bytes[at..at + 8].copy_from_slice(&word.to_le_bytes());
        }
    }

    /// What `validate` answers: so many findings of these words.
    pub fn findings(&mut self, count: u32, message: &[u8]) -> u32 {
        let [code, code_length] = self.text("odd");
        let (at, length) = (self.put(1, message), message.len() as u32);
        // A `diagnostic` is 48 bytes: severity, code, message, `at`, `labels`, and no help.
        let row = [0, code, code_length, at, length, 0, 0, 0, 0, 0, 0, 0];
        let rows = self.words(&row.repeat(count as usize));
        self.words(&[rows, count])
    }

    /// `expansion`: one `core-block` of this kind with this table of nodes, each 24 bytes.
    pub fn expansion(&mut self, kind: &str, nodes: &[[u32; 6]]) -> u32 {
        let [name, length] = self.text("it");
        let [kind, kind_length] = self.text(kind);
        let table = self.words(nodes.as_flattened());
        let mut resource = vec![name, length, 3, kind, kind_length, table, nodes.len() as u32];
        // A `core-resource` is 136 bytes; `after` and `origin` at its end are empty.
        resource.resize(34, 0);
        let resource = self.words(&resource);
        self.words(&[0, resource, 1, 0, 0])
    }
}
