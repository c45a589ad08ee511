use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::path::Path;

use serde_json::json;

use super::Client;
use super::effective::{attach, backed_up_in, in_force, plan};
use super::stack_sets::{deploy, instances, with_base};
use crate::state::ids::digest;
use crate::{Clock, Emulator, Settings, StoreError, reset};

fn open(directory: &Path) -> Result<Client, StoreError> {
    Emulator::open(directory, Settings::default(), Clock::stepped()).map(Client::of)
}

/// Why a directory is not opened, which leaves every file as it was.
fn error(directory: &Path) -> StoreError {
    let before = files(directory);
    let Err(error) = open(directory) else { panic!("the directory was opened") };
    assert_eq!(files(directory), before, "{error}");
    error
}

/// Every file but the lock, with its content.
fn files(directory: &Path) -> BTreeMap<OsString, Option<Vec<u8>>> {
    let entries = fs::read_dir(directory).unwrap().map(Result::unwrap);
    let files = entries.map(|entry| (entry.file_name(), fs::read(entry.path()).ok()));
    files.filter(|(name, _)| name != "lock").collect()
}

/// The files of a process that is killed now.
fn killed(directory: &Path) -> tempfile::TempDir {
    let copy = tempfile::tempdir().unwrap();
    for file in ["log.jsonl", "snapshot.json"] {
        fs::copy(directory.join(file), copy.path().join(file)).unwrap();
    }
    copy
}

/// A directory with an organization of one account, left by a killed process.
fn used() -> (tempfile::TempDir, crate::View) {
    let directory = tempfile::tempdir().unwrap();
    let client = open(directory.path()).unwrap();
    client.organizations("CreateOrganization", json!({})).unwrap();
    let account = client.open("dev");
    let unit = client.unit(&client.root(), "Unit");
    client.move_account(&account, &client.root(), &unit);
    client.refused("DeleteOrganizationalUnit", json!({"OrganizationalUnitId": unit}));
    let copy = killed(directory.path());
    assert!(fs::read_to_string(copy.path().join("log.jsonl")).unwrap().lines().count() > 4);
    (copy, client.emulator.view())
}

#[test]
fn a_store_that_is_closed_in_order_leaves_an_empty_log() {
    let (directory, view) = used();
    drop(open(directory.path()).unwrap());
    assert_eq!(fs::read(directory.path().join("log.jsonl")).unwrap(), b"");
    assert_eq!(open(directory.path()).unwrap().emulator.view(), view);
}

#[test]
fn what_was_answered_is_there_again() {
    let (directory, view) = used();
    for _ in 0..2 {
        assert_eq!(open(directory.path()).unwrap().emulator.view(), view);
    }
}

#[test]
fn pending_work_goes_on() {
    let directory = tempfile::tempdir().unwrap();
    let client = open(directory.path()).unwrap();
    client.organizations("CreateOrganization", json!({})).unwrap();
    let request = client.request_account("dev");
    let directory = killed(directory.path());
    let client = open(directory.path()).unwrap();
    client.advance(19);
    assert_eq!(client.creation(&request)["State"], "IN_PROGRESS");
    client.advance(1);
    let seen = client.creation(&request);
    assert_eq!(seen["State"], "SUCCEEDED");
    let directory = killed(directory.path());
    assert_eq!(open(directory.path()).unwrap().creation(&request), seen, "what a read has shown stays");
}

#[test]
fn many_changes_are_compacted() {
    let directory = tempfile::tempdir().unwrap();
    let client = open(directory.path()).unwrap();
    client.organizations("CreateOrganization", json!({})).unwrap();
    for number in 0..600 {
        client.unit(&client.root(), &format!("Unit{number}"));
    }
    let view = client.emulator.view();
    let directory = killed(directory.path());
    let log = fs::read_to_string(directory.path().join("log.jsonl")).unwrap();
    assert!(log.lines().count() < 512, "{}", log.lines().count());
    assert_eq!(open(directory.path()).unwrap().emulator.view(), view);
}

/// The bytes of the log as it was when its process died, cut anywhere in its last two changes.
#[test]
fn every_beginning_of_a_log_is_a_whole_number_of_changes() {
    let directory = tempfile::tempdir().unwrap();
    let client = open(directory.path()).unwrap();
    client.organizations("CreateOrganization", json!({})).unwrap();
    let root = client.root();
    let mut views = vec![client.emulator.view()];
    for name in ["One", "Two"] {
        client.unit(&root, name);
        views.push(client.emulator.view());
    }
    let copy = killed(directory.path());
    let (log, snapshot) = (copy.path().join("log.jsonl"), copy.path().join("snapshot.json"));
    let (bytes, state) = (fs::read(&log).unwrap(), fs::read(&snapshot).unwrap());
    let first = bytes.iter().position(|byte| *byte == b'\n').unwrap() + 1;
    for end in first..=bytes.len() {
        fs::write(&snapshot, &state).unwrap();
        fs::write(&log, &bytes[..end]).unwrap();
        let changes = bytes[first..end].iter().filter(|byte| **byte == b'\n').count();
        assert_eq!(open(copy.path()).unwrap().emulator.view(), views[changes], "{end} bytes");
    }
}

/// A snapshot is written beside the old one, which counts until the new one is whole.
#[test]
fn a_snapshot_that_was_being_written_does_not_count() {
    let (directory, view) = used();
    let half = fs::read(directory.path().join("snapshot.json")).unwrap();
    fs::write(directory.path().join("snapshot.new"), &half[..half.len() / 2]).unwrap();
    assert_eq!(open(directory.path()).unwrap().emulator.view(), view);
}

#[test]
fn a_torn_last_line_is_dropped() {
    let (directory, view) = used();
    let log = directory.path().join("log.jsonl");
    let mut text = fs::read_to_string(&log).unwrap();
    text.push_str("0123 {\"sequence\":99,");
    fs::write(&log, text).unwrap();
    assert_eq!(open(directory.path()).unwrap().emulator.view(), view);
}

#[test]
fn a_log_older_than_its_snapshot_is_not_repeated() {
    let (directory, view) = used();
    let log = fs::read(directory.path().join("log.jsonl")).unwrap();
    drop(open(directory.path()).unwrap());
    fs::write(directory.path().join("log.jsonl"), log).unwrap();
    assert_eq!(open(directory.path()).unwrap().emulator.view(), view);
}

#[test]
fn damage_is_reported_with_its_file() {
    let spoil = |file: &str, change: &dyn Fn(String) -> Vec<u8>, expected: &str| {
        let (directory, _) = used();
        let path = directory.path().join(file);
        let spoiled = change(fs::read_to_string(&path).unwrap());
        fs::write(&path, &spoiled).unwrap();
        let found = error(directory.path()).to_string();
        assert!(found.starts_with(&format!("`{}` is damaged: {expected}", path.display())), "{found}");
    };
    spoil("log.jsonl", &|text| text.replacen("dev@", "bad@", 1).into_bytes(), "line 2: its content does not");
    spoil(
        "log.jsonl",
        &|text| text.lines().skip(1).map(|line| format!("{line}\n")).collect::<String>().into(),
        "changes are missing",
    );
    spoil("log.jsonl", &|_| vec![0xff, b'\n'], "line 1: it is not text");
    spoil(
        "snapshot.json",
        &|text| text.replacen("management@", "other@", 1).into_bytes(),
        "its content does not",
    );
    spoil("snapshot.json", &|_| b"{}".to_vec(), "it has no header");
    spoil("snapshot.json", &|_| b"x\ny".to_vec(), "expected value");
    spoil("snapshot.json", &|_| Vec::new(), "it has no header");
    spoil("snapshot.json", &|_| vec![0; 512], "it has no header");
    spoil("snapshot.json", &|_| vec![0xff, b'\n'], "it is not text");
    spoil("snapshot.json", &|text| text.trim_end_matches('}').into(), "its content does not");
}

#[test]
fn no_letter_of_the_header_changes_unseen() {
    let (directory, _) = used();
    let path = directory.path().join("snapshot.json");
    let good = fs::read(&path).unwrap();
    let header = good.iter().position(|byte| *byte == b'\n').unwrap();
    for (position, letter) in (0..=header).flat_map(|position| [(position, b'9'), (position, b'"')]) {
        let mut spoiled = good.clone();
        spoiled[position] = letter;
        if spoiled != good {
            fs::write(&path, &spoiled).unwrap();
            let found = error(directory.path()).to_string();
            assert!(found.starts_with(&format!("`{}` ", path.display())), "{found}");
        }
    }
}

#[test]
fn a_file_that_cannot_be_read_is_named() {
    for file in ["snapshot.json", "log.jsonl"] {
        let (directory, _) = used();
        let path = directory.path().join(file);
        fs::remove_file(&path).unwrap();
        fs::create_dir(&path).unwrap();
        let found = error(directory.path());
        assert!(matches!(&found, StoreError::Io { path: named, .. } if *named == path), "{found}");
    }
}

#[test]
fn a_change_that_would_end_otherwise_is_damage() {
    let (directory, _) = used();
    let path = directory.path().join("log.jsonl");
    let forge = |line: &str| {
        let (_, text) = line.split_once(' ').unwrap();
        let text = text.replace("\"OrganizationalUnitNotEmptyException\"", "null");
        format!("{} {text}\n", digest(text.as_bytes()))
    };
    let forged: String = fs::read_to_string(&path).unwrap().lines().map(forge).collect();
    fs::write(&path, forged).unwrap();
    let found = error(directory.path()).to_string();
    assert!(found.contains("does not end as it ended before"), "{found}");
}

#[test]
fn a_missing_snapshot_beside_a_log_is_damage() {
    let (directory, _) = used();
    fs::remove_file(directory.path().join("snapshot.json")).unwrap();
    assert!(matches!(error(directory.path()), StoreError::Damaged { .. }));
}

#[test]
fn a_newer_format_is_refused() {
    let (directory, _) = used();
    let path = directory.path().join("snapshot.json");
    let newer = fs::read_to_string(&path).unwrap().replacen("{\"format\":3,", "{\"format\":4,", 1);
    fs::write(&path, &newer).unwrap();
    let found = error(directory.path());
    assert!(matches!(found, StoreError::Newer { found: 4, supported: 3, .. }), "{found}");
    assert!(found.to_string().contains("snapshot.json"), "{found}");
}

/// Writes the snapshot as the first version did.
fn make_old(directory: &Path) {
    let path = directory.join("snapshot.json");
    let text = fs::read_to_string(&path).unwrap();
    let (_, state) = text.split_once('\n').unwrap();
    let header = json!({"format": 1, "sequence": 7, "digest": digest(state.as_bytes())});
    fs::write(&path, format!("{header}\n{state}")).unwrap();
}

#[test]
fn changes_of_an_older_format_are_not_repeated() {
    let (directory, _) = used();
    make_old(directory.path());
    let found = error(directory.path());
    assert!(matches!(found, StoreError::Older { found: 1, supported: 3, .. }), "{found}");
    assert!(found.to_string().contains("log.jsonl"), "{found}");
}

#[test]
fn the_state_of_an_older_format_is_read() {
    let (directory, view) = used();
    drop(open(directory.path()).unwrap());
    make_old(directory.path());
    let client = open(directory.path()).unwrap();
    assert_eq!(client.emulator.view(), view);
    client.unit(&client.root(), "Later");
    let killed = killed(directory.path());
    assert_eq!(open(killed.path()).unwrap().emulator.view(), client.emulator.view());
}

#[test]
fn one_process_at_a_time() {
    let directory = tempfile::tempdir().unwrap();
    let client = open(directory.path()).unwrap();
    assert!(matches!(error(directory.path()), StoreError::Locked { .. }));
    assert!(matches!(reset(directory.path()), Err(StoreError::Locked { .. })));
    drop(client);
    assert!(open(directory.path()).is_ok());
}

#[test]
fn a_reset_directory_is_new() {
    let (directory, _) = used();
    reset(directory.path()).unwrap();
    let client = open(directory.path()).unwrap();
    assert_eq!(client.emulator.view().organization, None);
    drop(client);
    reset(&directory.path().join("absent")).unwrap();
}

#[test]
fn stack_sets_and_ordered_failures_are_kept() {
    let in_memory = with_base();
    let directory = tempfile::tempdir().unwrap();
    let client = open(directory.path()).unwrap();
    client.organizations("CreateOrganization", json!({})).unwrap();
    client.cloudformation("ActivateOrganizationsAccess", &[]).unwrap();
    client.cloudformation("CreateStackSet", &super::stack_sets::BASE).unwrap();
    let account = client.open("dev");
    client.emulator.fail_stack_instances(&account, "the role is missing");
    let operation = deploy(&client, &client.root(), &[]).unwrap();
    let directory = killed(directory.path());
    let client = open(directory.path()).unwrap();
    client.advance(20);
    assert_eq!(super::stack_sets::status(&client, &operation), "FAILED");
    in_memory.open("dev");
    deploy(&in_memory, &in_memory.root(), &[]).unwrap();
    in_memory.advance(20);
    assert_eq!(
        instances(&in_memory)[0].0,
        instances(&client)[0].0,
        "ids do not depend on where the state is kept"
    );
}

#[test]
fn the_last_valid_policy_is_kept() {
    let directory = tempfile::tempdir().unwrap();
    let (client, unit, account) = backed_up_in(open(directory.path()).unwrap());
    attach(&client, "Base", &unit, &plan(1));
    let valid = in_force(&client, &account).unwrap();
    client.advance(60);
    attach(&client, "Many", &unit, &plan(11));
    let repeated = killed(directory.path());
    assert_eq!(in_force(&open(repeated.path()).unwrap(), &account), Ok(valid.clone()));
    assert_eq!(in_force(&open(repeated.path()).unwrap(), &account), Ok(valid), "from the snapshot alone");

    // An older version did not remember, so its state has none.
    forget_last_valid(repeated.path());
    let client = open(repeated.path()).unwrap();
    assert_eq!(in_force(&client, &account), Err("EffectivePolicyNotFoundException".to_owned()));
    let listed = client
        .organizations("ListAccountsWithInvalidEffectivePolicy", json!({"PolicyType": "BACKUP_POLICY"}));
    assert_eq!(listed.unwrap()["Accounts"][0]["Id"], json!(account));
}

/// Writes the snapshot as a version that kept no invalid policies.
fn forget_last_valid(directory: &Path) {
    let path = directory.join("snapshot.json");
    let text = fs::read_to_string(&path).unwrap();
    let (_, state) = text.split_once('\n').unwrap();
    let mut state: serde_json::Value = serde_json::from_str(state).unwrap();
    state["organization"].as_object_mut().unwrap().remove("invalid_policies").unwrap();
    fs::write(&path, format!("\n{state}")).unwrap();
    make_old(directory);
}
