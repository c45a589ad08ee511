//! The door to WebAssembly: what [`export!`](crate::export) calls.

use crate::bindings::exports::orgc::plugin::kinds::Request;
use crate::bindings::exports::orgc::plugin::manifest::Info;
use crate::bindings::orgc::plugin::schema;
use crate::declare;
use crate::{At, Diagnostic, Expansion, Facts, Kind, Value};

/// The manifest of a plugin.
pub fn describe(name: &str, summary: &str, kinds: Vec<schema::Kind>) -> Info {
    report_panics();
    let (name, summary) = (name.to_owned(), summary.to_owned());
    Info { name, summary, kinds, rules: Vec::new(), budget: None }
}

/// What the manifest says of a kind.
pub fn declare<K: Kind>() -> schema::Kind {
    let (value_types, root) = declare::table(K::attributes());
    schema::Kind {
        name: K::NAME.to_owned(),
        doc: K::DOC.to_owned(),
        value_types,
        root,
        queries: K::queries().into_iter().map(Into::into).collect(),
        emits: K::EMITS.iter().map(|kind| (*kind).to_owned()).collect(),
    }
}

/// Everything that is wrong with a block.
pub fn validate<K: Kind>(request: Request) -> Vec<Diagnostic> {
    report_panics();
    check::<K>(&request.config.into())
}

/// A block as core resources.
///
/// # Errors
/// When the block is wrong.
pub fn expand<K: Kind>(request: Request) -> Result<Expansion, Vec<Diagnostic>> {
    report_panics();
    let answers = request.answers.into_iter().map(Into::into).collect();
    expand_value::<K>(&request.config.into(), &Facts { name: request.name, answers })
}

/// As [`validate`], of a value.
pub(crate) fn check<K: Kind>(config: &Value) -> Vec<Diagnostic> {
    match K::read(&At::root(config)) {
        Ok(block) => block.check(),
        Err(finding) => vec![finding],
    }
}

/// As [`expand`], of a value.
pub(crate) fn expand_value<K: Kind>(config: &Value, facts: &Facts) -> Result<Expansion, Vec<Diagnostic>> {
    let block = K::read(&At::root(config)).map_err(|finding| vec![finding])?;
    let errors: Vec<Diagnostic> = block.check().into_iter().filter(Diagnostic::is_error).collect();
    if errors.is_empty() { block.expand(facts) } else { Err(errors) }
}

/// That orgc asks for a kind that the manifest does not offer.
pub fn unknown_kind(request: &Request) -> Diagnostic {
    let message = format!("this plugin has no kind `{}`", request.kind);
    Diagnostic::error("unknown-kind", message, Vec::new())
}

/// Sends the message of a panic to the host's log; the trap alone says nothing.
fn report_panics() {
    #[cfg(target_arch = "wasm32")]
    std::panic::set_hook(Box::new(|panic| {
        use crate::bindings::orgc::plugin::log;
        log::write(log::Level::Error, &panic.to_string());
    }));
}

/// Makes the component of a crate (`crate-type = ["cdylib"]`) offer these [`Kind`]s. The plugin's
/// name and summary are the crate's name and description. Does nothing in native builds.
#[macro_export]
macro_rules! export {
    ($($kind:ty),+ $(,)?) => {
        #[cfg(target_arch = "wasm32")]
        const _: () = {
            use $crate::bindings::exports::orgc::plugin::{kinds, manifest};

            struct Component;

            impl manifest::Guest for Component {
                fn describe() -> manifest::Info {
                    let kinds = ::std::vec![$($crate::guest::declare::<$kind>()),+];
                    $crate::guest::describe(env!("CARGO_PKG_NAME"), env!("CARGO_PKG_DESCRIPTION"), kinds)
                }
            }

            impl kinds::Guest for Component {
                fn validate(request: kinds::Request) -> ::std::vec::Vec<kinds::Diagnostic> {
                    $(if request.kind == <$kind as $crate::Block>::NAME {
                        return $crate::guest::validate::<$kind>(request);
                    })+
                    ::std::vec![$crate::guest::unknown_kind(&request)]
                }

                fn expand(
                    request: kinds::Request,
                ) -> ::core::result::Result<kinds::Expansion, ::std::vec::Vec<kinds::Diagnostic>> {
                    $(if request.kind == <$kind as $crate::Block>::NAME {
                        return $crate::guest::expand::<$kind>(request);
                    })+
                    ::core::result::Result::Err(::std::vec![$crate::guest::unknown_kind(&request)])
                }
            }

            $crate::bindings::export_component!(Component with_types_in $crate::bindings);
        };
    };
}
