//! `orgc check --fix`.

use crate::project::Project;
use insta::assert_snapshot;
use std::fs;

const BROKEN: &str = "organization Acme {\n\n\n    attach Lok\n  account dev \"Dev\" { email : \"aws@acme.com\" }\n}\npolicy Lock: scp { deny organizations:LeaveOrganization }\n";

#[test]
fn what_can_be_mended_is_and_the_layout_stays() {
    let project = Project::of(BROKEN);
    assert_snapshot!(project.run("check --fix"), @"
    exit 0
    ── stderr
    fixed main.org:4:12: replace `Lok` by `Lock` (E0201 unknown-name)
    fixed main.org:5:29: replace `:` by `=` (E0102 unexpected-token)
    2 fixes in 1 file
    no errors: 1 account, 0 units, 1 policy, 1 attachment, 0 stack sets
    ");
    let mended = BROKEN.replace("Lok", "Lock").replace("email :", "email =");
    assert_eq!(project.read("main.org"), mended);
    assert_eq!(project.list("."), ["main.org", "orgc.toml"], "nothing is left beside");
}

#[test]
fn what_is_left_is_told_and_a_second_run_changes_nothing() {
    let project = Project::of(BROKEN.replace("aws@acme.com", "nobody"));
    let told = project.run("check --fix");
    assert!(
        told.starts_with(
            "exit 1\n── stderr\nfixed main.org:4:12: replace `Lok` by `Lock` (E0201 unknown-name)\n"
        ),
        "{told}"
    );
    assert!(told.contains("E0304 bad-checked-string") && told.ends_with("\n1 error\n"), "{told}");
    let mended = project.read("main.org");
    let again = project.run("check --fix");
    assert!(again.starts_with("exit 1\n── stderr\nnothing that can be fixed by itself\n"), "{again}");
    assert_eq!(project.read("main.org"), mended);
}

#[test]
fn line_ends_and_byte_order_mark_stay() {
    let project = Project::of(format!("\u{feff}{}", BROKEN.replace('\n', "\r\n")));
    assert_eq!(project.exit("check --fix"), 0);
    let mended = BROKEN.replace("Lok", "Lock").replace("email :", "email =").replace('\n', "\r\n");
    assert_eq!(project.read("main.org"), format!("\u{feff}{mended}"));
}

#[test]
fn a_mistyped_key_of_the_project_file_is_mended_too() {
    let project = Project::of(crate::project::SMALL);
    project.write("orgc.toml", "name = \"acme\"\neditoin = \"2026\"\n");
    assert_eq!(project.exit("check --fix"), 0);
    assert_eq!(project.read("orgc.toml"), "name = \"acme\"\nedition = \"2026\"\n");
}

#[cfg(unix)]
#[test]
fn a_file_outside_the_project_is_never_touched() {
    let project = Project::of(crate::project::SMALL);
    project.write("../outside.org", BROKEN);
    std::os::unix::fs::symlink("../outside.org", project.path("link.org")).unwrap();
    assert_snapshot!(project.run("check --fix"), @"
    exit 1
    ── stderr
    nothing that can be fixed by itself
    E1004 unreadable-source

      × `link.org` is outside the project
      help: sources are files of the project with UTF-8 text

    1 error
    ");
    assert_eq!(project.read("../outside.org"), BROKEN);
    assert!(fs::symlink_metadata(project.path("link.org")).unwrap().is_symlink());
}

#[cfg(unix)]
#[test]
fn a_link_within_the_project_stays_a_link() {
    let project = Project::empty();
    project.write(".shared/main.txt", BROKEN);
    std::os::unix::fs::symlink(".shared/main.txt", project.path("main.org")).unwrap();
    assert_eq!(project.exit("check --fix"), 0);
    assert!(project.read(".shared/main.txt").contains("attach Lock\n"));
    assert!(fs::symlink_metadata(project.path("main.org")).unwrap().is_symlink());
}
