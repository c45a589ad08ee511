//! temporary
use std::path::Path;
fn main() {
    let toolchain = orgc_plugin::find_wasm_toolchain().unwrap();
    eprintln!("{}", toolchain.description);
    let target = Path::new("plugins/target");
    assert!(toolchain.cargo_build(Path::new("plugins/Cargo.toml"), target).status().unwrap().success());
    let module = std::fs::read(orgc_plugin::WasmToolchain::module(target, "baseline")).unwrap();
    let component = orgc_plugin::encode(&module).unwrap();
    std::fs::create_dir_all("target/plugins").unwrap();
    std::fs::write("target/plugins/baseline.wasm", &component).unwrap();
    eprintln!("{} bytes", component.len());
}
