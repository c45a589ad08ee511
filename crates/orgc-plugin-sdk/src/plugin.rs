//! The trait that a plugin implements, and the door to WebAssembly.

use crate::bindings::exports::orgc::plugin::{kinds, manifest};
use crate::{At, CoreResource, Diagnostic, Expansion, Info, Severity, Value};

/// A plugin. Every call runs in a fresh instance: nothing is remembered, and the same request
/// has the same answer.
pub trait Plugin {
    /// Who the plugin is and what it offers.
    fn describe() -> Info;

    /// Checks what a schema cannot express. Runs in editors on every change.
    ///
    /// # Errors
    /// When reading the block fails; the one finding is reported alone.
    fn validate(request: &Request) -> Result<Vec<Diagnostic>, Diagnostic>;

    /// Turns a block into core resources.
    ///
    /// # Errors
    /// When the block is wrong; at least one of the findings is an error.
    fn expand(request: &Request) -> Result<Expansion, Vec<Diagnostic>>;
}

/// A block to check or to expand.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    kind: String,
    name: String,
    config: Value,
}

impl Request {
    /// A request, for tests of a plugin.
    pub fn new(kind: &str, name: &str, config: Value) -> Self {
        Self { kind: kind.to_owned(), name: name.to_owned(), config }
    }

    /// The keyword.
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// The label of the block in the source.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The attributes, with defaults filled in.
    pub fn config(&self) -> At<'_> {
        At::root(&self.config)
    }
}

impl From<kinds::Request> for Request {
    fn from(request: kinds::Request) -> Self {
        Self { kind: request.kind, name: request.name, config: request.config.into() }
    }
}

impl Expansion {
    /// These resources, with nothing to say about them.
    pub fn of(resources: impl IntoIterator<Item = CoreResource>) -> Self {
        Self { resources: resources.into_iter().collect(), diagnostics: Vec::new() }
    }
}

/// What a component answers to `describe`; called by [`export_plugin!`](crate::export_plugin).
pub fn describe<P: Plugin>() -> manifest::Info {
    report_panics();
    P::describe().into()
}

/// What a component answers to `validate`; called by [`export_plugin!`](crate::export_plugin).
pub fn validate<P: Plugin>(request: kinds::Request) -> Vec<Diagnostic> {
    report_panics();
    P::validate(&request.into()).unwrap_or_else(|finding| vec![finding])
}

/// What a component answers to `expand`; called by [`export_plugin!`](crate::export_plugin).
///
/// # Errors
/// As [`Plugin::expand`].
pub fn expand<P: Plugin>(request: kinds::Request) -> Result<Expansion, Vec<Diagnostic>> {
    report_panics();
    P::expand(&request.into())
}

/// Sends the message of a panic to the host's log; the trap alone says nothing.
fn report_panics() {
    #[cfg(target_arch = "wasm32")]
    std::panic::set_hook(Box::new(|panic| {
        use crate::bindings::orgc::plugin::log;
        log::write(log::Level::Error, &panic.to_string());
    }));
}

impl Diagnostic {
    /// Whether the finding is an error.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// Makes the component of a crate (`crate-type = ["cdylib"]`) serve this [`Plugin`]. Does nothing
/// in native builds.
#[macro_export]
macro_rules! export_plugin {
    ($plugin:ty) => {
        #[cfg(target_arch = "wasm32")]
        const _: () = {
            use $crate::bindings::exports::orgc::plugin::{kinds, manifest};

            struct Component;

            impl manifest::Guest for Component {
                fn describe() -> manifest::Info {
                    $crate::describe::<$plugin>()
                }
            }

            impl kinds::Guest for Component {
                fn validate(request: kinds::Request) -> Vec<kinds::Diagnostic> {
                    $crate::validate::<$plugin>(request)
                }

                fn expand(request: kinds::Request) -> Result<kinds::Expansion, Vec<kinds::Diagnostic>> {
                    $crate::expand::<$plugin>(request)
                }
            }

    $crate::bindings::export_component!(Component with_types_in $crate::bindings);
        };
    };
}
