//! Which files are sources, and files that no source can be.

use crate::project::{Project, SMALL};
use insta::assert_snapshot;

const POLICY: &str = "policy Lock: scp {\n  deny organizations:LeaveOrganization\n}\n";

#[test]
fn folders_belong_to_the_project_and_are_formatted_with_it() {
    let project = Project::of(SMALL);
    project.write("guard/rails.org", POLICY.replace("  deny", "deny"));
    project.write("x.org/more.org", "");
    for left_out in ["build/a.org", "target/a.org", "node_modules/a.org", ".hidden/a.org", "other/a.org"] {
        project.write(left_out, "ou {");
    }
    project.write("other/orgc.toml", "");
    assert_snapshot!(project.run("fmt"), @"
    exit 0
    ── stderr
    formatted guard/rails.org
    ");
    assert_eq!(project.exit("fmt --check"), 0);
}

#[test]
fn both_extensions_mean_the_same_but_not_in_one_folder() {
    let project = Project::empty();
    project.write("main.orgc", SMALL);
    assert_eq!(project.exit("check"), 0);
    project.write("rails/lock.org", POLICY);
    assert!(!project.run("check").contains("E1005"));
    project.write("rails/unlock.orgc", "");
    let told = project.run("check --format github");
    let mixed = "title=E1005 mixed-extensions::`rails` holds `.org` and `.orgc` files: \
                 `rails/lock.org` and `rails/unlock.orgc`";
    assert!(told.starts_with("exit 1\n") && told.contains(mixed), "{told}");
}

#[test]
fn a_project_starts_with_either_extension() {
    let project = Project::nothing();
    assert_eq!(project.exit("init acme --ext orgc"), 0);
    assert_eq!(project.list("acme"), [".gitattributes", "main.orgc", "orgc.toml"]);
    assert_eq!(project.read("acme/.gitattributes"), "*.orgc linguist-language=HCL linguist-detectable\n");
    assert_eq!(project.exit("check --project acme"), 0);
    assert_eq!(project.exit("fmt --check --project acme"), 0);
}

#[test]
fn other_encodings_are_named() {
    let project = Project::empty();
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    project.write("bom.org", [b"\xff\xfe".to_vec(), wide(SMALL)].concat());
    project.write("latin.org", b"# Gr\xfc\xdfe\n");
    project.write("plain.org", wide(SMALL));
    assert_snapshot!(project.run("check"), @"
    exit 1
    ── stderr
    E1004 unreadable-source

      × `bom.org` is not UTF-8 text but UTF-16 (little-endian)
      help: sources are files of the project with UTF-8 text

    E1004 unreadable-source

      × `latin.org` is not UTF-8 text: byte 4 (line 1) is the first that is not
      help: sources are files of the project with UTF-8 text

    E1004 unreadable-source

      × `plain.org` is not UTF-8 text but UTF-16 (little-endian)
      help: sources are files of the project with UTF-8 text

    3 errors
    ");
}

#[test]
fn byte_order_mark_and_other_line_ends_are_fine() {
    let project = Project::of(format!("\u{feff}{}", SMALL.replace('\n', "\r\n")));
    assert_eq!(project.exit("check"), 0);
}

#[test]
fn a_source_over_the_limit() {
    let project = Project::of(SMALL);
    let file = std::fs::File::create(project.path("big.org")).unwrap();
    file.set_len(65 * 1024 * 1024).unwrap();
    assert_snapshot!(project.run("check"), @"
    exit 1
    ── stderr
    E1004 unreadable-source

      × `big.org` cannot be read: it has 68157440 bytes; 67108864 are read at most
      help: sources are files of the project with UTF-8 text

    1 error
    ");
}

#[cfg(unix)]
#[test]
fn links_sockets_and_names_that_nobody_can_read() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;
    let project = Project::of(SMALL);
    project.write("../outside/other.org", "ou {");
    symlink("../outside", project.path("folder")).unwrap();
    symlink("..", project.path("loop")).unwrap();
    assert_eq!(project.exit("check"), 0, "links to folders are not followed");
    symlink("../outside/other.org", project.path("link.org")).unwrap();
    symlink("nowhere", project.path("broken.org")).unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(project.path("socket.org")).unwrap();
    assert_snapshot!(project.run("check"), @"
    exit 1
    ── stderr
    E1004 unreadable-source

      × `link.org` is outside the project
      help: sources are files of the project with UTF-8 text

    E1004 unreadable-source

      × `socket.org` cannot be read: it is not a file
      help: sources are files of the project with UTF-8 text

    E1004 unreadable-source

      × there is no file `broken.org`
      help: sources are files of the project with UTF-8 text

    3 errors
    ");
    project.write("line\nend.org", "");
    assert_snapshot!(project.run("check"), @r"
    exit 1
    ── stderr
    E1004 unreadable-source

      × `line\nend.org` cannot be read: its name holds a control character

    1 error
    ");
    std::fs::remove_file(project.path("line\nend.org")).unwrap();
    std::fs::write(project.path(".").join(OsStr::from_bytes(b"\xff.org")), "").unwrap();
    assert_snapshot!(project.run("check"), @"
    exit 1
    ── stderr
    E1004 unreadable-source

      × `�.org` cannot be read: its name is not UTF-8 text

    1 error
    ");
    assert_snapshot!(project.run("fmt"), @"
    exit 1
    ── stderr
    error: `�.org` cannot be read: its name is not UTF-8 text
    ");
}
