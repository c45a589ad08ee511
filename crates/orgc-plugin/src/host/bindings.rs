//! The contract's types and calls, generated from `plugins/wit/0.1`.

/// The contract that this host speaks.
pub const CONTRACT: &str = "0.1";

wasmtime::component::bindgen!({
    world: "plugin",
    path: "../../plugins/wit/0.1",
    additional_derives: [serde::Serialize, serde::Deserialize],
    // The log ends a call that writes without end.
    imports: { "orgc:plugin/log.write": trappable },
});
