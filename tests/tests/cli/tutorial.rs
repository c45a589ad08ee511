//! The tutorial of `docs/plugins.md`, as somebody would follow it who types what it says.
//!
//! Its fences are taken in order, in one project that begins as an empty folder:
//!
//! - `sh`: commands of `orgc`, which succeed; `sh fails` for those of which the last one does not.
//! - `text`: what the commands before it printed. A line `…` stands for any lines, `…` in a line for
//!   anything in it.
//! - `org PATH`: a file to write.
//!
//! What stands at an address is the plugin that the tutorial has built by then, served by this test.

use crate::project::Project;
use std::fs;
use std::io::{self, Read as _, Write as _};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::thread;

/// The address in the text, of which somebody reads only the end.
const ADDRESS: &str = "https://example.com/topics-0.1.0.wasm";

/// The headings between which it stands.
const PART: (&str, &str) = ("\n## Your first plugin\n", "\n## How the contract changes\n");

#[test]
fn the_tutorial_of_plugins_works_word_for_word() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/plugins.md");
    let page = fs::read_to_string(page).unwrap();
    let (_, part) = page.split_once(PART.0).expect("the heading of the tutorial");
    let (part, _) = part.split_once(PART.1).expect("the heading after the tutorial");
    let project = Project::nothing();
    let address = serve(project.path("plugins/topics/topics.wasm"));
    let mut printed = String::new();
    let steps = steps(part);
    for step in &steps {
        match step {
            Step::Run { commands, fails } => printed = run(&project, commands, *fails, &address),
            Step::Shows(text) => assert!(shows(text, &printed), "── the page\n{text}── here\n{printed}"),
            Step::Write { path, text } => project.write(path, text.replace(ADDRESS, &address)),
        }
    }
    let runs = steps.iter().filter(|step| matches!(step, Step::Run { .. })).count();
    let shown = steps.iter().filter(|step| matches!(step, Step::Shows(_))).count();
    assert!(runs >= 8 && shown >= 6, "{runs} blocks of commands and {shown} of output were found");
}

/// A fence of the page.
enum Step<'p> {
    Run { commands: Vec<&'p str>, fails: bool },
    Shows(String),
    Write { path: &'p str, text: String },
}

/// The fences of a part of the page.
fn steps(part: &str) -> Vec<Step<'_>> {
    let mut steps = Vec::new();
    let mut lines = part.lines();
    while let Some(line) = lines.next() {
        let Some(info) = line.strip_prefix("```") else { continue };
        let inside: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        let text = inside.iter().map(|line| format!("{line}\n")).collect();
        steps.push(match info {
            "sh" | "sh fails" => Step::Run { commands: inside, fails: info.ends_with("fails") },
            "text" => Step::Shows(text),
            _ => match info.strip_prefix("org ") {
                Some(path) => Step::Write { path, text },
                None => panic!("`{info}` is no fence of a tutorial"),
            },
        });
    }
    steps
}

/// Runs commands and answers what they printed, in the order in which a terminal shows it.
fn run(project: &Project, commands: &[&str], fails: bool, address: &str) -> String {
    let mut printed = String::new();
    for (index, command) in commands.iter().enumerate() {
        let arguments = command.strip_prefix("orgc ").expect("a tutorial needs nothing but `orgc`");
        let (mut reader, writer) = io::pipe().unwrap();
        let mut orgc = project.orgc(arguments);
        orgc.stdout(writer.try_clone().unwrap()).stderr(writer).stdin(Stdio::null());
        let mut running = orgc.spawn().unwrap();
        // It holds the other end of the pipe, which would else never be closed.
        drop(orgc);
        let before = printed.len();
        reader.read_to_string(&mut printed).unwrap();
        let succeeds = running.wait().unwrap().success();
        let is_meant_to_fail = fails && index + 1 == commands.len();
        assert_eq!(succeeds, !is_meant_to_fail, "`{command}`:\n{}", &printed[before..]);
    }
    // Where a message is wrapped depends on the length of the address.
    printed.replace("\n  │ ", " ").replace(address, ADDRESS)
}

/// Whether the page shows what was printed.
fn shows(page: &str, printed: &str) -> bool {
    let page: Vec<&str> = page.lines().map(str::trim_end).collect();
    let printed: Vec<&str> = printed.lines().map(str::trim_end).collect();
    lines_fit(&page, &printed)
}

fn lines_fit(page: &[&str], printed: &[&str]) -> bool {
    match (page, printed) {
        ([], rest) => rest.is_empty(),
        (["…", after @ ..], _) => (0..=printed.len()).any(|skipped| lines_fit(after, &printed[skipped..])),
        ([shown, after @ ..], [line, rest @ ..]) => line_fits(shown, line) && lines_fit(after, rest),
        _ => false,
    }
}

fn line_fits(shown: &str, line: &str) -> bool {
    let Some((before, after)) = shown.split_once('…') else { return shown == line };
    line.strip_prefix(before).is_some_and(|rest| {
        let ends = rest.char_indices().map(|(index, _)| index).chain([rest.len()]);
        ends.into_iter().any(|end| line_fits(after, &rest[end..]))
    })
}

/// Serves a file on a free port of this machine, as it is when it is asked for.
fn serve(file: PathBuf) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/topics-0.1.0.wasm", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let _ = stream.read(&mut [0; 4096]);
            let file = fs::read(&file).unwrap();
            let length = file.len();
            let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n");
            stream.write_all(head.as_bytes()).unwrap();
            stream.write_all(&file).unwrap();
        }
    });
    address
}

#[test]
fn output_is_compared_by_lines_with_gaps() {
    let printed = "a\nb 12 % of c\nd\n";
    for page in ["a\nb 12 % of c\nd\n", "…\nd\n", "a\n…\n", "a\nb … % of …\n…\n", "…\n"] {
        assert!(shows(page, printed), "{page}");
    }
    for page in ["a\n", "…\nc\n", "a\nd\n", "a\nb … % off …\nd\n", ""] {
        assert!(!shows(page, printed), "{page}");
    }
}
