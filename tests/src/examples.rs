//! The examples as a user has them: their files, in each of their versions, and the organization that one of
//! them adopts.

use crate::existing::Existing;
use crate::project::{Files, read_folder};
use crate::wire::Wire;
use orgc::compile::{Compiled, compile};
use orgc::config::Config;
use orgc_diag::{Diagnostic, FileId, SourceMap};
use orgc_emulator::Settings;
use orgc_ir::{Desired, MemoryWorld};
use orgc_plugin::PluginKinds;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// The folders of the examples.
///
/// # Panics
/// When they cannot be read.
pub fn folders() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples");
    let entries = fs::read_dir(folder).expect("the folder of the examples");
    let mut found: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    found.sort();
    found
}

/// The versions of an example: as it is, and as `later/` changes it, if it does. The cases of a plugin are
/// projects of their own.
///
/// # Panics
/// When the files cannot be read.
pub fn versions(folder: &Path) -> Vec<Files> {
    let all = read_folder(folder).into_iter().filter(|(path, _)| !path.starts_with("tests/"));
    let (later, first): (Files, Files) = all.partition(|(path, _)| path.starts_with("later/"));
    if later.is_empty() {
        return vec![first];
    }
    let changed = later.into_iter().map(|(path, text)| (path.replacen("later/", "", 1), text));
    let second = first.clone().into_iter().chain(changed).collect();
    vec![first, second]
}

/// The plugins that the example brings: what its own script built.
///
/// # Panics
/// When the files cannot be read.
pub fn components(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = fs::read_dir(folder).expect("the folder of an example");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let components = paths.filter(|path| path.extension().is_some_and(|extension| extension == "wasm"));
    let name = |path: &Path| path.file_name().expect("a file has a name").to_string_lossy().into_owned();
    components.map(|path| (name(&path), fs::read(&path).expect("a component"))).collect()
}

fn config(files: &Files) -> Config {
    let text = files.get("orgc.toml").expect("an example is a project");
    Config::parse(FileId(0), text).expect("the settings are in order")
}

/// Its own settings: the quotas that `orgc.toml` raises.
fn compiled(folder: &Path, files: &Files, plugins: &PluginKinds) -> Compiled {
    let config = config(files);
    let texts = files.iter().map(|(path, text)| (path.clone(), text.clone().into_bytes()));
    let world = MemoryWorld::new(texts.chain(components(folder)));
    compile(&world, &config, plugins, SourceMap::new())
}

/// The model of an example.
///
/// # Panics
/// When its sources have errors.
pub fn model(folder: &Path, files: &Files) -> Desired {
    static STANDARD: LazyLock<PluginKinds> = LazyLock::new(orgc::plugins::standard);
    let checked = compiled(folder, files, &STANDARD);
    let errors: Vec<&Diagnostic> = checked.diagnostics.iter().filter(|one| one.is_error()).collect();
    let name = folder.display();
    assert!(
        errors.is_empty(),
        "{name} (`cargo xtask examples` builds its plugin, if it has one): {errors:?}"
    );
    checked.desired.expect("without errors there is a model")
}

/// Where an example begins.
#[derive(Debug)]
pub struct Beginning {
    /// What there is before.
    pub wire: Wire,
    /// The versions of its sources.
    pub versions: Vec<Files>,
    /// The ids that its sources write, each with the one that it stands for.
    pub ids: BTreeMap<&'static str, String>,
}

impl Beginning {
    /// Most begin with nothing. What `adoption` adopts is made as its `before.sh` does, and its sources have the ids
    /// that there are.
    ///
    /// # Panics
    /// When the files cannot be read.
    pub async fn of(folder: &Path) -> Self {
        let versions = versions(folder);
        if !folder.ends_with("adoption") {
            let wire = Wire::new(Settings { account_quota: 50, ..Settings::default() });
            let wire = wire.in_region(&config(&versions[0]).region);
            return Self { wire, versions, ids: BTreeMap::new() };
        }
        let wire = Wire::new(Settings {
            management_account_id: "012345678901".into(),
            management_account_email: "root@acme.com".into(),
            management_account_name: "Acme Payer".into(),
            ..Settings::default()
        });
        let ids = existing(&wire, &versions[0]).await;
        let versions = versions.into_iter().map(|files| with_ids(files, &ids)).collect();
        Self { wire, versions, ids }
    }
}

/// Makes the organization that the example adopts, as its `before.sh` does. Gives the ids that the
/// example writes, and those that there are.
async fn existing(wire: &Wire, files: &Files) -> BTreeMap<&'static str, String> {
    let found = Existing::new(wire).await;
    let eng = found.unit(&found.root, "Eng");
    let legacy = found.unit(&found.root, "Legacy");
    let empty = found.unit(&legacy, "Empty");
    let frontend = found.account(&eng, "Frontend", "aws+web@acme.com").await;
    let sandbox = found.account(&legacy, "Old Sandbox", "aws+sandbox@acme.com").await;
    let partner = found.account(&legacy, "Partner Lab", "aws+partner@acme.com").await;
    let spun_off = found.account(&legacy, "Spun Off", "aws+spun-off@acme.com").await;
    let deny = found.policy(&eng, "LegacyDeny", &files["policies/legacy-deny.json"]);
    let lock = found.policy(&legacy, "OldRegionLock", &files["policies/old-region-lock.json"]);
    BTreeMap::from([
        ("o-a1b2c3d4e5", found.id),
        ("ou-ab12-cd34ef56", eng),
        ("ou-ab12-ef56ab78", legacy),
        ("ou-ab12-12ab34cd", empty),
        ("222233334444", frontend),
        ("333344445555", sandbox),
        ("444455556666", partner),
        ("555566667777", spun_off),
        ("p-0a1b2c3d4e", deny),
        ("p-5f6a7b8c9d", lock),
    ])
}

fn with_ids(mut files: Files, ids: &BTreeMap<&str, String>) -> Files {
    for text in files.values_mut() {
        *text = ids.iter().fold(text.clone(), |text, (written, real)| text.replace(written, real));
    }
    files
}
