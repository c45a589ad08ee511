//! The plugins of a project: the standard ones, which are part of the binary, and those that the
//! sources name.
//!
//! ```text
//! `plugin` lines ─ declared ─▶ resolved against orgc.lock ─ load ─▶ kinds ─ checked against the grant
//! ```
//!
//! Promises: nothing is fetched here; what is loaded from elsewhere has the digest that `orgc.lock`
//! holds, and the bytes whose digest was taken are the bytes that run.

pub(crate) mod answers;
mod declared;
mod diagnostics;
mod lock;
mod resolve;
mod standard;
mod used;

pub use declared::{Declared, Place, declared};
pub use lock::{Lock, Pin};
pub use resolve::{Resolved, granted, resolve};
pub(crate) use standard::needed;
pub use standard::standard;
pub use used::Used;

pub(crate) use diagnostics::not_loaded;

/// Where the components of pinned plugins lie in a project, each named for its digest.
pub const STORE: &str = ".orgc/plugins";

/// The path of a component in the store.
pub fn stored(sha256: &str) -> String {
    format!("{STORE}/{sha256}.wasm")
}
