//! Machine code of the standard plugins, made when `orgc` is built.
//!
//! Compiling is nearly all that a plugin costs. wasmtime does not check machine code that it loads, so it may
//! come from one place only, the program itself: what stands in files or comes over the network is
//! compiled each time.

use super::engine::config;
use super::{digest, inspect};
use wasmtime::component::Component;
use wasmtime::{Engine, OptLevel, RegallocAlgorithm};

/// The length of a digest, which stands before the code and says of which component it is.
const DIGEST: usize = 64;

/// The machine code of a component.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Precompiled(&'static [u8]);

impl Precompiled {
    /// What [`precompile`] answered.
    ///
    /// # Safety
    /// These must be bytes that [`precompile`] answered, unchanged: they are run.
    #[expect(unsafe_code, reason = "whoever calls it answers for the bytes")]
    pub const unsafe fn new(bytes: &'static [u8]) -> Self {
        Self(bytes)
    }

    /// The component with this digest, if the code is that component's, for this version of wasmtime, these
    /// settings and this processor.
    pub(super) fn component(self, digest: &str, engine: &Engine) -> Option<Component> {
        let (of, code) = self.0.split_first_chunk::<DIGEST>()?;
        if of != digest.as_bytes() {
            return None;
        }
        // SAFETY: `new` asks for bytes that `precompile` answered.
        #[expect(unsafe_code, reason = "wasmtime trusts machine code")]
        unsafe { Component::deserialize(engine, code) }.ok()
    }
}

/// The machine code of a component for machines of this kind, all of them: it uses no more than the first
/// processors of a kind have.
///
/// # Errors
/// When the component would not be loaded, or such machines are not known.
pub fn precompile(component: &[u8], target: &str) -> Result<Vec<u8>, String> {
    inspect::inspect(component).map_err(|reason| reason.to_string())?;
    let mut config = config();
    config
        .cranelift_opt_level(OptLevel::SpeedAndSize)
        .cranelift_regalloc_algorithm(RegallocAlgorithm::Backtracking);
    let engine = config.target(target).and_then(|config| Engine::new(config));
    let code = engine.and_then(|engine| engine.precompile_component(component));
    let code = code.map_err(|error| format!("{error:#}"))?;
    Ok([digest(component).into_bytes(), code].concat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host::tests::standard::component;
    use crate::host::{Host, PluginSource};

    /// Machine code is used for the component that it was made of, and by an engine that it was made for.
    #[test]
    fn machine_code_is_that_of_its_component() {
        let component = component();
        let target = format!("{}-unknown-linux-gnu", std::env::consts::ARCH);
        let bytes = precompile(&component, &target).unwrap();
        // SAFETY: they are what `precompile` answered.
        #[expect(unsafe_code, reason = "it is what is tested")]
        let code = unsafe { Precompiled::new(Vec::leak(bytes)) };
        let host = Host::new().unwrap();
        let is_used = |host: &Host, digest: &str| code.component(digest, &host.engine).is_some();
        assert!(is_used(&host, &digest(&component)));
        assert!(!is_used(&host, &digest(b"another component")));
        assert!(!is_used(&Host::interpreting().unwrap(), &digest(&component)));
        // Where it is not used, the plugin is compiled: it is there in any case.
        let source = PluginSource { precompiled: Some(code), ..PluginSource::new("std:baseline", component) };
        for host in [host, Host::interpreting().unwrap()] {
            assert_eq!(host.load(&source).unwrap().schemas().len(), 1);
        }
    }

    #[test]
    fn machine_code_is_made_of_plugins_only() {
        let refused = |target: &str, bytes: &[u8]| precompile(bytes, target).unwrap_err();
        assert!(refused("x86_64-unknown-linux-gnu", b"{}").contains("JSON"));
        assert!(refused("pdp11-unknown-none", &component()).contains("pdp11"));
    }
}
