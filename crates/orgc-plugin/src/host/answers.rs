//! Answers of earlier runs.
//!
//! The same question to the same plugin has the same answer, so a check need not compile a plugin to ask
//! again. What is kept is data, never machine code, and goes through the same checks as what a plugin says;
//! but whoever can write the file can put words into a plugin's mouth. So only commands that change nothing
//! believe it.

use super::bindings::CONTRACT;
use super::budget::Budget;
use super::load::digest as sha256;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The most that is kept, in bytes.
const LARGEST: usize = 64 << 20;

/// What plugins answered in earlier runs, and in this one.
#[derive(Debug, Default)]
pub struct Answers {
    /// By the digest of the question, as JSON.
    known: BTreeMap<String, String>,
    this_run: Mutex<Run>,
}

#[derive(Debug, Default)]
struct Run {
    /// The known ones that were asked for again.
    recalled: BTreeSet<String>,
    new: BTreeMap<String, String>,
}

/// A question to a plugin: everything that its answer depends on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Question<'a> {
    /// The SHA-256 of the component.
    pub digest: &'a str,
    /// The exported function.
    pub function: &'a str,
    /// What the call may use: with less there may be no answer.
    pub budget: Budget,
}

impl Answers {
    /// The answers that [`Answers::to_bytes`] kept. What cannot be read is forgotten.
    pub fn of_bytes(bytes: &[u8]) -> Self {
        Self { known: serde_json::from_slice(bytes).unwrap_or_default(), this_run: Mutex::default() }
    }

    /// The answers of this run, to be kept; none if they are those that are kept already.
    pub fn to_bytes(&self) -> Option<Vec<u8>> {
        let run = self.this_run();
        if run.new.is_empty() && run.recalled.len() == self.known.len() {
            return None;
        }
        let recalled = self.known.iter().filter(|(key, _)| run.recalled.contains(*key));
        let kept: BTreeMap<_, _> = recalled.chain(&run.new).collect();
        serde_json::to_vec(&kept).ok().filter(|bytes| bytes.len() <= LARGEST)
    }

    pub(super) fn recall<T: DeserializeOwned>(&self, key: &str) -> Option<T> {
        let answer = serde_json::from_str(self.known.get(key)?).ok()?;
        self.this_run().recalled.insert(key.to_owned());
        Some(answer)
    }

    pub(super) fn keep<T: Serialize>(&self, key: String, answer: &T) {
        if let Ok(answer) = serde_json::to_string(answer) {
            self.this_run().new.insert(key, answer);
        }
    }

    fn this_run(&self) -> MutexGuard<'_, Run> {
        self.this_run.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Question<'_> {
    /// The digest of the question with these arguments.
    pub fn key(&self, arguments: &impl Serialize) -> String {
        let Self { digest, function, budget } = self;
        let Budget { fuel, memory, answer } = budget;
        // Another release may check answers by other rules, so it asks anew.
        let release = env!("CARGO_PKG_VERSION");
        let arguments = serde_json::to_string(arguments).unwrap_or_default();
        let question =
            format!("{release}\n{CONTRACT}\n{digest}\n{function}\n{fuel} {memory} {answer}\n{arguments}");
        sha256(question.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_this_run_asked_is_kept_and_the_rest_forgotten() {
        let first = Answers::default();
        assert_eq!(first.recall::<u8>("a"), None);
        first.keep("a".to_owned(), &1_u8);
        first.keep("b".to_owned(), &2_u8);
        let kept = first.to_bytes().unwrap();

        let same = Answers::of_bytes(&kept);
        assert_eq!((same.recall("a"), same.recall("b")), (Some(1_u8), Some(2_u8)));
        assert_eq!(same.to_bytes(), None, "there is nothing new to keep");

        let fewer = Answers::of_bytes(&kept);
        assert_eq!(fewer.recall("a"), Some(1_u8));
        let kept = Answers::of_bytes(&fewer.to_bytes().unwrap());
        assert_eq!((kept.recall("a"), kept.recall::<u8>("b")), (Some(1_u8), None));
    }

    #[test]
    fn what_cannot_be_read_is_no_answer() {
        assert_eq!(Answers::of_bytes(b"{\"a\":").recall::<u8>("a"), None);
        let other_type = Answers::of_bytes(br#"{"a":"\"text\""}"#);
        assert_eq!(other_type.recall::<u8>("a"), None);
        assert_eq!(other_type.to_bytes(), Some(b"{}".to_vec()));
    }

    #[test]
    fn a_question_is_everything_the_answer_depends_on() {
        let budget = Budget::default();
        let question = Question { digest: "d", function: "expand", budget };
        let tighter = Budget { fuel: 1, ..budget };
        let keys = BTreeSet::from([
            question.key(&1),
            question.key(&2),
            Question { digest: "e", ..question }.key(&1),
            Question { function: "validate", ..question }.key(&1),
            Question { budget: tighter, ..question }.key(&1),
        ]);
        assert_eq!(keys.len(), 5);
    }
}
