//! The operations of the models are those of the emulator.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::json;

use crate::clock::Moment;
use crate::cloudformation::callers::Role;
use crate::model::Model;
use crate::protocol::{Call, Service};
use crate::state::State;
use crate::{Settings, account, cloudformation, organizations};

fn is_answered(service: Service, operation: &str) -> bool {
    let state = &mut State::new(Settings::default(), Moment::START);
    let (operation, region) = (operation.to_owned(), "us-east-1".to_owned());
    let call = Call { service, operation, region, caller: None, input: json!({}) };
    let answer = match service {
        Service::Organizations => organizations::dispatch(state, &call),
        Service::Account => account::dispatch(state, "111111111111", &call),
        _ => cloudformation::dispatch(state, &call, Role::Owner),
    };
    answer.is_some()
}

fn lacking(service: Service) -> Vec<&'static str> {
    let operations = Model::of(service).operations();
    operations.filter(|operation| !is_answered(service, operation)).collect()
}

#[test]
fn the_operations_of_the_models_are_answered() {
    assert_eq!(lacking(Service::Organizations), [""; 0]);
    assert_eq!(lacking(Service::Account), [""; 0]);
    assert_eq!(lacking(Service::CloudFormation), [""; 0]);
}

/// The names before an arrow that are written as those of operations are: `"CreateAccount" =>`.
fn arms(folder: &Path, names: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        if entry.path().is_dir() {
            arms(&entry.path(), names);
            continue;
        }
        let text = fs::read_to_string(entry.path()).unwrap();
        let quoted = text.lines().filter_map(|line| line.trim().strip_prefix('"')?.split_once("\" =>"));
        let is_operation = |name: &str| {
            name.starts_with(char::is_uppercase) && name.contains(char::is_lowercase) && !name.contains(' ')
        };
        names.extend(quoted.map(|(name, _)| name.to_owned()).filter(|name| is_operation(name)));
    }
}

#[test]
fn what_is_answered_is_in_the_models() {
    let services = [
        (Service::Organizations, "organizations", 63),
        (Service::Account, "account", 18),
        (Service::CloudFormation, "cloudformation", 21),
    ];
    for (service, folder, count) in services {
        let mut answered = BTreeSet::new();
        arms(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(folder), &mut answered);
        let known: BTreeSet<String> = Model::of(service).operations().map(str::to_owned).collect();
        assert_eq!(answered.difference(&known).collect::<Vec<_>>(), [""; 0], "{folder}");
        assert_eq!(answered.len(), count, "{folder}");
    }
}
