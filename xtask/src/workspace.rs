//! Where things lie: the repository and what is built in it.

use crate::failure::Failure;
use cargo_metadata::{Metadata, MetadataCommand, Package, TargetKind};
use std::path::{Path, PathBuf};

/// The workspace as cargo sees it.
#[derive(Debug)]
pub struct Workspace {
    root: PathBuf,
    built: PathBuf,
    packages: Vec<Package>,
}

impl Workspace {
    /// The workspace that this program was built in.
    ///
    /// # Errors
    /// When cargo cannot read its manifests.
    pub fn find() -> Result<Self, Failure> {
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.toml");
        let metadata = metadata(&manifest)?;
        Ok(Self {
            packages: metadata.workspace_packages().into_iter().cloned().collect(),
            root: metadata.workspace_root.into_std_path_buf(),
            built: metadata.target_directory.into_std_path_buf(),
        })
    }

    /// The repository.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// What tasks leave for each other and for `orgc/build.rs`; always in the repository.
    pub fn target(&self) -> PathBuf {
        self.root.join("target")
    }

    /// A program that cargo has built without `--release`.
    pub fn program(&self, name: &str) -> PathBuf {
        self.built.join("debug").join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
    }

    /// Our packages, sorted by name.
    pub fn packages(&self) -> &[Package] {
        &self.packages
    }

    /// The manifest of the plugins, which are a workspace of their own.
    pub fn plugin_manifest(&self) -> PathBuf {
        self.root.join("plugins/Cargo.toml")
    }

    /// The packages among the plugins.
    ///
    /// # Errors
    /// When cargo cannot read their manifests.
    pub fn plugin_packages(&self) -> Result<Vec<Package>, Failure> {
        let metadata = metadata(&self.plugin_manifest())?;
        Ok(metadata.workspace_packages().into_iter().cloned().collect())
    }
}

/// Whether a package is compiled to a plugin.
pub fn is_plugin(package: &Package) -> bool {
    package.targets.iter().any(|target| target.is_kind(TargetKind::CDyLib))
}

fn metadata(manifest: &Path) -> Result<Metadata, Failure> {
    MetadataCommand::new()
        .manifest_path(manifest)
        .no_deps()
        .exec()
        .map_err(|error| Failure::file(manifest, error))
}
