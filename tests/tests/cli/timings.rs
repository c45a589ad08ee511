//! `--timings`.

use crate::project::{Project, SMALL};

fn phases(project: &Project, arguments: &str) -> Vec<String> {
    let output = project.orgc(arguments).output().unwrap();
    let words = String::from_utf8(output.stderr).unwrap();
    let line = words.lines().find(|line| line.starts_with("{\"seconds\"")).expect("a line of timings");
    let timings: serde_json::Value = serde_json::from_str(line).unwrap();
    let phases = timings["timings"].as_array().unwrap();
    phases.iter().map(|phase| phase["phase"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn every_phase_is_timed() {
    let project = Project::of(SMALL);
    let offline = ["load", "parse", "plugins", "check", "expand"];
    assert_eq!(phases(&project, "check --timings=json"), offline);
    assert_eq!(phases(&project, "build --timings=json"), [&offline[..], &["write"]].concat());
    let live = ["connect", "observe", "plan", "write"];
    assert_eq!(phases(&project, "plan --sandbox --timings=json"), [&offline[..], &live].concat());
    let table = project.run("check --timings");
    assert!(
        table.contains("\nload  ") && table.contains("  1 file, ") && table.contains("\nall  "),
        "{table}"
    );
}

#[test]
fn sources_with_errors_are_timed_as_far_as_they_came() {
    let project = Project::of("organization {");
    assert_eq!(phases(&project, "check --timings=json"), ["load", "parse", "plugins", "check", "expand"]);
}
