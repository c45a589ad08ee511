//! Answers of earlier runs.

use super::guest::{Guest, request};
use crate::host::{Answers, PluginKinds};
use orgc_ir::kinds::Kinds;
use std::sync::Arc;

/// The kinds of the harmless guest, with the answers that were kept.
fn kinds(kept: &[u8]) -> (PluginKinds, Arc<Answers>) {
    let answers = Arc::new(Answers::of_bytes(kept));
    (Guest::default().kinds().recalling(Arc::clone(&answers)), answers)
}

fn was_compiled(kinds: &PluginKinds) -> bool {
    kinds.plugins().any(|plugin| plugin.code.is_compiled())
}

#[test]
fn what_was_asked_before_is_not_compiled_again() {
    let (first, answers) = kinds(b"");
    assert_eq!(first.schemas().len(), 1);
    let (found, expanded) = (first.validate(&request()), first.expand(&request()));
    assert!(found.is_ok() && was_compiled(&first));

    let kept = answers.to_bytes().unwrap();
    let (again, answers) = kinds(&kept);
    assert_eq!(again.schemas(), first.schemas());
    assert_eq!((again.validate(&request()), again.expand(&request())), (found, expanded));
    assert!(!was_compiled(&again));
    assert_eq!(answers.to_bytes(), None);

    let mut other = request();
    other.name = "Q".into();
    assert!(again.validate(&other).is_ok() && was_compiled(&again));
}

#[test]
fn a_forged_answer_is_checked_like_any_other() {
    let (first, answers) = kinds(b"");
    first.expand(&request()).unwrap();
    let kept = String::from_utf8(answers.to_bytes().unwrap()).unwrap();
    let honest = r#"{\"Ok\":{\"resources\":[],\"diagnostics\":[]}}"#;
    assert!(kept.contains(honest), "{kept}");
    let finding = |code: &str| {
        format!(
            r#"{{\"severity\":\"Note\",\"code\":\"{code}\",\"message\":\"m\",\"at\":[],\"labels\":[],\"help\":null}}"#
        )
    };
    let forged = |code: &str| {
        let answer =
            honest.replace(r#"\"diagnostics\":[]"#, &format!(r#"\"diagnostics\":[{}]"#, finding(code)));
        let (kinds, _) = kinds(kept.replace(honest, &answer).as_bytes());
        kinds.expand(&request())
    };
    assert_eq!(forged("fine").unwrap().findings.len(), 1, "the forgery is believed");
    let fault = forged("Not fine").unwrap_err();
    assert!(fault.message.contains("breaks the contract: the code `Not fine`"), "{fault}");
}
