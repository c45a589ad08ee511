//! The offline half: from files to the checked model, with every diagnostic on the way.

use crate::config::Config;
use orgc_diag::{Diagnostic, FileId, SourceMap, codes, sort};
use orgc_ir::{Desired, World};
use orgc_plugin::{LoadError, PluginKinds};
use orgc_sema::Settings;

/// What the sources say.
#[derive(Debug)]
pub struct Compiled {
    /// Every file that was read, for rendering.
    pub sources: SourceMap,
    /// Everything there is to say, sorted by place.
    pub diagnostics: Vec<Diagnostic>,
    /// The model; none when a diagnostic is an error.
    pub desired: Option<Desired>,
}

/// Reads, parses and checks the sources of a world. `sources` holds what was read before, such as
/// the project file.
pub fn compile(world: &dyn World, config: &Config, kinds: &PluginKinds, mut sources: SourceMap) -> Compiled {
    let mut diagnostics = Vec::new();
    let files = load(world, &mut sources, &mut diagnostics);
    let parsed: Vec<_> = files
        .into_iter()
        .map(|file| {
            let text = sources.get(file).map(|file| file.text()).unwrap_or_default();
            let parsed = orgc_syntax::parse(file, text);
            diagnostics.extend(parsed.diagnostics);
            parsed.file
        })
        .collect();
    if !kinds.load_errors().is_empty() {
        diagnostics.extend(kinds.load_errors().iter().map(not_loaded));
        return Compiled { sources, diagnostics, desired: None };
    }
    let settings = Settings {
        project: config.name.clone(),
        region: config.region.clone(),
        quotas: config.quotas.clone(),
        params: std::collections::BTreeMap::new(),
    };
    let checked = orgc_sema::check(&parsed, &sources, world, kinds, &settings);
    for (path, text) in &checked.data {
        sources.add(path.as_str(), text.as_str());
    }
    // What stands in broken text is not known: that something is missing may be a consequence.
    let broken = diagnostics.iter().any(Diagnostic::is_error);
    diagnostics
        .extend(checked.diagnostics.into_iter().filter(|one| !(broken && one.code == codes::NO_SOURCES)));
    sort(&mut diagnostics);
    let failed = diagnostics.iter().any(Diagnostic::is_error);
    Compiled { sources, desired: checked.desired.filter(|_| !failed), diagnostics }
}

fn load(world: &dyn World, sources: &mut SourceMap, diagnostics: &mut Vec<Diagnostic>) -> Vec<FileId> {
    let unreadable = |reason: String| Diagnostic::new(codes::UNREADABLE_SOURCE, reason);
    let paths = match world.sources() {
        Ok(paths) => paths,
        Err(error) => {
            diagnostics.push(unreadable(error.to_string()));
            return Vec::new();
        }
    };
    if paths.is_empty() {
        diagnostics.push(
            Diagnostic::new(codes::NO_SOURCES, "the project holds no `.org` file")
                .help("write one beside `orgc.toml`, or start with `orgc init` in an empty folder"),
        );
    }
    let mut files = Vec::new();
    for path in paths {
        let bytes = world.read(&path).map_err(|error| error.to_string());
        let text = bytes.and_then(|bytes| {
            String::from_utf8(bytes).map_err(|error| {
                let at = error.utf8_error().valid_up_to();
                format!("`{path}` is not UTF-8 text: byte {at} is the first that is not")
            })
        });
        match text {
            Ok(text) => files.push(sources.add(path, text)),
            Err(reason) => diagnostics.push(unreadable(reason).help("sources are UTF-8 text")),
        }
    }
    files
}

/// Without its plugins a program cannot be judged: every block of theirs would seem unknown.
fn not_loaded(error: &LoadError) -> Diagnostic {
    Diagnostic::new(codes::PLUGIN_LOAD, error.to_string()).note(format!("sha256 {}", error.digest))
}
