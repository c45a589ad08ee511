//! The offline half: from files to the checked model, with every diagnostic on the way.

use crate::config::Config;
use crate::plugins::{self, Used};
use crate::timings::{Stopwatch, TimedKinds};
use orgc_diag::{Diagnostic, FileId, SourceMap, Span, codes, decode, sort};
use orgc_ir::kinds::Kinds;
use orgc_ir::{Desired, Value, World};
use orgc_plugin::PluginKinds;
use orgc_policy::IamCatalog;
use orgc_sema::{Settings, Statement, TestResult};
use orgc_syntax::ast::File;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What the sources say.
#[derive(Debug)]
pub struct Compiled {
    /// Every file that was read, for rendering.
    pub sources: SourceMap,
    /// Everything there is to say, sorted by place.
    pub diagnostics: Vec<Diagnostic>,
    /// The model; none when a diagnostic is an error.
    pub desired: Option<Desired>,
    /// The tests and what they found, if the settings ask for it.
    pub tests: Vec<TestResult>,
    /// The statements of policies, if the settings ask for coverage.
    pub statements: Vec<Statement>,
}

impl Compiled {
    /// Nothing but what is wrong.
    pub fn failed(sources: SourceMap, diagnostics: Vec<Diagnostic>) -> Self {
        Self { sources, diagnostics, desired: None, tests: Vec::new(), statements: Vec::new() }
    }
}

/// What an expression comes to.
#[derive(Debug)]
pub struct Evaluated {
    /// Every file that was read, and the expression, for rendering.
    pub sources: SourceMap,
    /// Everything there is to say, sorted by place.
    pub diagnostics: Vec<Diagnostic>,
    /// The value; none when a diagnostic is an error.
    pub value: Option<Value>,
    /// The value as the language spells it.
    pub written: Option<String>,
}

/// Reads, parses and checks the sources of a world. `sources` holds what was read before, such as
/// the project file.
pub fn compile(world: &dyn World, config: &Config, plugins: &PluginKinds, sources: SourceMap) -> Compiled {
    compile_timed(world, config, plugins, sources, &mut Stopwatch::start())
}

/// [`compile`], with the time of each phase.
pub fn compile_timed(
    world: &dyn World,
    config: &Config,
    plugins: &PluginKinds,
    sources: SourceMap,
    watch: &mut Stopwatch,
) -> Compiled {
    let (compiled, _) = compile_parsed(world, config, plugins, parse(world, sources, watch), watch);
    compiled
}

/// Checks what was parsed. The second part is the outputs of the project's own folder as the
/// language spells them.
fn compile_parsed(
    world: &dyn World,
    config: &Config,
    plugins: &PluginKinds,
    parsed: Parsed,
    watch: &mut Stopwatch,
) -> (Compiled, Vec<(String, String)>) {
    let Parsed { files, sources, mut diagnostics } = parsed;
    let Some(kinds) = &loaded(world, config, plugins, &files, &sources, &mut diagnostics) else {
        return (Compiled::failed(sources, diagnostics), Vec::new());
    };
    watch.lap("plugins", [("kinds", kinds.schemas().len())]);
    check_parsed(world, config, kinds, Parsed { files, sources, diagnostics }, watch)
}

/// Checks the sources of a world with these kinds and no others.
pub fn check_with(world: &dyn World, config: &Config, kinds: &dyn Kinds, sources: SourceMap) -> Compiled {
    let watch = &mut Stopwatch::start();
    let parsed = parse(world, sources, watch);
    check_parsed(world, config, kinds, parsed, watch).0
}

fn check_parsed(
    world: &dyn World,
    config: &Config,
    kinds: &dyn Kinds,
    parsed: Parsed,
    watch: &mut Stopwatch,
) -> (Compiled, Vec<(String, String)>) {
    let Parsed { files, mut sources, mut diagnostics } = parsed;
    let (catalog, refused) = match catalogue(world, config) {
        Ok(catalog) => (catalog, None),
        Err(refused) => (None, Some(refused)),
    };
    diagnostics.extend(refused);
    let timed = TimedKinds::new(kinds);
    let checked = orgc_sema::check(&files, &sources, world, &timed, &settings(config, catalog));
    for (path, text) in &checked.data {
        sources.add(path.as_str(), text.as_str());
    }
    let resources = checked.desired.as_ref().map_or(0, |desired| desired.resources.len());
    watch.part("check", timed.time(), [("resources", resources), ("findings", checked.diagnostics.len())]);
    watch.inside("expand", timed.time(), vec![("calls", timed.calls())]);
    // What stands in broken text is not known: that something is missing may be a consequence.
    let broken = diagnostics.iter().any(Diagnostic::is_error);
    diagnostics
        .extend(checked.diagnostics.into_iter().filter(|one| !(broken && one.code == codes::NO_SOURCES)));
    sort(&mut diagnostics);
    diagnostics.iter_mut().for_each(|one| one.settle(&sources));
    config.lints.apply(&mut diagnostics);
    let failed = diagnostics.iter().any(Diagnostic::is_error);
    let (mut tests, statements) = (checked.tests, checked.statements);
    tests.iter_mut().flat_map(|test| &mut test.failures).for_each(|one| one.settle(&sources));
    let desired = checked.desired.filter(|_| !failed);
    let compiled = Compiled { sources, desired, diagnostics, tests, statements };
    (compiled, checked.written_outputs)
}

/// The output that an expression is for a while, so that it sees what outputs see.
const ASKED: &str = "orgc-eval-result";

/// The value of an expression over the checked model.
pub fn evaluate(
    world: &dyn World,
    config: &Config,
    plugins: &PluginKinds,
    sources: SourceMap,
    expression: &str,
) -> Evaluated {
    let watch = &mut Stopwatch::start();
    let mut parsed = parse(world, sources, watch);
    // On a line of its own, so that a mark in it stands where the user wrote it.
    let text = format!("output {ASKED} =\n{expression}\n");
    let file = parsed.sources.add("EXPR", text.as_str());
    let tree = orgc_syntax::parse(file, &text);
    parsed.diagnostics.extend(tree.diagnostics);
    parsed.files.push(tree.file);
    let (compiled, written) = compile_parsed(world, config, plugins, parsed, watch);
    let value = compiled.desired.as_ref().and_then(|desired| desired.outputs.get(ASKED));
    let written = written.into_iter().find(|(name, _)| name == ASKED).map(|(_, written)| written);
    Evaluated {
        value: value.map(|output| output.value.clone()),
        written,
        sources: compiled.sources,
        diagnostics: compiled.diagnostics,
    }
}

fn settings(config: &Config, catalog: Option<Arc<IamCatalog>>) -> Settings {
    Settings {
        project: config.name.clone(),
        region: config.region.clone(),
        quotas: config.quotas.clone(),
        params: config.params.clone(),
        run_tests: config.run_tests,
        coverage: config.coverage,
        catalog,
    }
}

/// The project's own catalogue of IAM, if it has one.
fn catalogue(world: &dyn World, config: &Config) -> Result<Option<Arc<IamCatalog>>, Diagnostic> {
    let Some(table) = &config.tables.iam else { return Ok(None) };
    let refuse = |message: String| {
        Diagnostic::new(codes::PROJECT_FILE, message)
            .at(table.span, "this file")
            .help("it is JSON with one service a line, in the form that `cargo xtask catalog` reads")
    };
    let bytes = world.read(&table.path).map_err(|error| refuse(error.to_string()))?;
    let text = decode(bytes).map_err(|error| refuse(format!("`{}` is {error}", table.path)))?;
    let catalog = IamCatalog::parse(&text)
        .map_err(|error| refuse(format!("`{}` is no catalogue of IAM: {error}", table.path)))?;
    Ok(Some(Arc::new(catalog)))
}

struct Parsed {
    files: Vec<File>,
    sources: SourceMap,
    diagnostics: Vec<Diagnostic>,
}

fn parse(world: &dyn World, mut sources: SourceMap, watch: &mut Stopwatch) -> Parsed {
    let mut diagnostics = Vec::new();
    let loaded = load(world, &mut sources, &mut diagnostics);
    let text = |file: &FileId| sources.get(*file).map(|file| file.text()).unwrap_or_default();
    let bytes = loaded.iter().map(|file| text(file).len()).sum();
    watch.lap("load", [("files", loaded.len()), ("bytes", bytes)]);
    let files: Vec<File> = loaded
        .iter()
        .map(|file| {
            let parsed = orgc_syntax::parse(*file, text(file));
            diagnostics.extend(parsed.diagnostics);
            parsed.file
        })
        .collect();
    watch.lap("parse", [("files", files.len())]);
    Parsed { files, sources, diagnostics }
}

fn load(world: &dyn World, sources: &mut SourceMap, diagnostics: &mut Vec<Diagnostic>) -> Vec<FileId> {
    let paths = match world.sources() {
        Ok(paths) => paths,
        Err(error) => {
            diagnostics.push(Diagnostic::new(codes::UNREADABLE_SOURCE, error.to_string()));
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
        let text = bytes.and_then(|bytes| decode(bytes).map_err(|error| format!("`{path}` is {error}")));
        match text {
            Ok(text) => files.push(sources.add(path, text)),
            Err(reason) => diagnostics.push(
                Diagnostic::new(codes::UNREADABLE_SOURCE, reason)
                    .help("sources are files of the project with UTF-8 text"),
            ),
        }
    }
    diagnostics.extend(mixed_extensions(sources, &files));
    files
}

/// One finding for each folder that holds both extensions, at its first file with the second one.
fn mixed_extensions(sources: &SourceMap, files: &[FileId]) -> Vec<Diagnostic> {
    let mut folders: BTreeMap<&str, (Option<FileId>, Option<FileId>)> = BTreeMap::new();
    for id in files {
        let path = sources.get(*id).map(|file| file.path()).unwrap_or_default();
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let (org, orgc) = folders.entry(folder).or_default();
        let place = if path.ends_with(".orgc") { orgc } else { org };
        place.get_or_insert(*id);
    }
    let both = folders.into_iter().filter_map(|(folder, (org, orgc))| Some((folder, org?, orgc?)));
    both.map(|(folder, org, orgc)| mixed(sources, folder, org, orgc)).collect()
}

fn mixed(sources: &SourceMap, folder: &str, org: FileId, orgc: FileId) -> Diagnostic {
    let path = |file| sources.get(file).map(|file| file.path()).unwrap_or_default();
    let folder = if folder.is_empty() { "the project's folder".to_owned() } else { format!("`{folder}`") };
    let message = format!("{folder} holds `.org` and `.orgc` files: `{}` and `{}`", path(org), path(orgc));
    Diagnostic::new(codes::MIXED_EXTENSIONS, message)
        .at(Span::new(orgc, 0, 0), "`.orgc` here, `.org` beside")
        .help("both mean the same; rename the files of one kind")
}

/// The kinds that the files need: of the standard plugins those that they mention, and all that they
/// name themselves. None when one of them cannot be had, which is reported: every block of its kinds
/// would seem unknown.
fn loaded(
    world: &dyn World,
    config: &Config,
    standard: &PluginKinds,
    files: &[File],
    sources: &SourceMap,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<PluginKinds> {
    let mut reports = Vec::new();
    let declared = plugins::declared(files, sources, &mut reports);
    let resolved = plugins::resolve(&declared, config, world, &mut reports);
    let kinds = plugins::needed(standard, &Used::of(files)).with(resolved.sources.clone());
    let errors = kinds.load_errors().iter();
    reports.extend(errors.map(|error| plugins::not_loaded(error, declared.get(&error.plugin))));
    resolved.check(&declared, &kinds, &mut reports);
    let sound = reports.is_empty();
    diagnostics.append(&mut reports);
    sound.then_some(kinds)
}
