//! A project in a temporary folder, and the binary run in it.

use orgc_tests::binary;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// A small organization: five operations from nothing.
pub const SMALL: &str = r#"organization Acme {
  ou Work {
    account dev "Acme Dev" { email = "aws+dev@acme.com" }
  }
}

output dev_id = dev.id
"#;

/// A folder that goes away with the value.
pub struct Project {
    _temporary: TempDir,
    folder: PathBuf,
}

impl Project {
    /// A folder with nothing in it.
    pub fn nothing() -> Self {
        let temporary = tempfile::tempdir().unwrap();
        let folder = temporary.path().canonicalize().unwrap().join("project");
        fs::create_dir(&folder).unwrap();
        Self { _temporary: temporary, folder }
    }

    /// A project without sources.
    pub fn empty() -> Self {
        let project = Self::nothing();
        project.write("orgc.toml", "name = \"acme\"\nedition = \"2026\"\n");
        project
    }

    /// A project of one source.
    pub fn of(source: impl AsRef<[u8]>) -> Self {
        let project = Self::empty();
        project.write("main.org", source);
        project
    }

    /// The path of a file.
    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.join(path)
    }

    /// Writes a file and the folders on the way to it.
    pub fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    /// The text of a file.
    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    /// Replaces text of a file.
    pub fn edit(&self, path: &str, from: &str, to: &str) {
        let text = self.read(path);
        assert!(text.contains(from), "{text}");
        self.write(path, text.replace(from, to));
    }

    /// The names in a folder, sorted.
    pub fn list(&self, path: &str) -> Vec<String> {
        let name = |entry: fs::DirEntry| entry.file_name().into_string().unwrap();
        let mut all: Vec<_> =
            fs::read_dir(self.path(path)).unwrap().map(|entry| name(entry.unwrap())).collect();
        all.sort();
        all
    }

    /// The binary with its arguments, in the folder and without a terminal.
    pub fn orgc(&self, arguments: &str) -> Command {
        let mut command = binary::command();
        command.args(arguments.split_whitespace()).current_dir(&self.folder).stdin(Stdio::null());
        command
    }

    /// Runs the binary and shows what happened.
    pub fn run(&self, arguments: &str) -> String {
        self.show(&self.orgc(arguments).output().unwrap())
    }

    /// Runs the binary and answers its exit code.
    pub fn exit(&self, arguments: &str) -> i32 {
        self.orgc(arguments).output().unwrap().status.code().unwrap()
    }

    /// What a run left, with the folder's path taken out.
    pub fn show(&self, output: &Output) -> String {
        let mut text = match output.status.code() {
            Some(code) => format!("exit {code}\n"),
            None => "killed\n".to_owned(),
        };
        for (name, bytes) in [("stdout", &output.stdout), ("stderr", &output.stderr)] {
            if !bytes.is_empty() {
                text += &format!("── {name}\n{}", String::from_utf8_lossy(bytes));
                assert!(text.ends_with('\n'), "{name} ends its last line: {text}");
            }
        }
        // Where a message is wrapped depends on the length of the folder's path.
        text.replace("\n  │ ", " ").replace(&self.folder.display().to_string(), "[PROJECT]")
    }
}
