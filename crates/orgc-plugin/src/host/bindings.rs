//! The contract's types and calls, generated from `plugins/wit/0.1`.

wasmtime::component::bindgen!({
    world: "plugin",
    path: "../../plugins/wit/0.1",
});
