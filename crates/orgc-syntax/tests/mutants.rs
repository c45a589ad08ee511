//! Broken programs: the corpus and the examples with one edit, always the same ones. Whatever the
//! edit, the parser answers, keeps the neighbours and does not work for long.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]
#![expect(clippy::disallowed_methods, reason = "the corpus is files")]

#[expect(dead_code, reason = "the laws of formatting are tried elsewhere")]
mod laws;
mod programs;

use std::collections::BTreeMap;
use std::num::NonZeroUsize;

use orgc_diag::{FileId, codes};
use orgc_syntax::parse_within;
use programs::program_texts;

/// How many mutants are tried; without optimization a tenth is what fits into the time.
const MUTANTS: u64 = if cfg!(debug_assertions) { 1_200 } else { 12_000 };

/// How many steps the parser may take for each byte of a mutant, reading it and explaining it.
const STEPS_PER_BYTE: usize = 100;

/// What is put in at one place.
const INSERTED: &[&str] = &[
    "{", "}", "[", "]", "(", ")", "\"", "\"\"\"", "=", ":", ",", ".", "#", "//", "${", "\\", "'", "-", "->",
    "?", "&&", "!", ";", "|", "<", "==", "\n", "é", "\u{202e}", "@", "/*", "*",
];

#[test]
fn a_mutant_costs_little_and_loses_little() {
    let texts = program_texts();
    let mut errors: BTreeMap<usize, u64> = BTreeMap::new();
    for number in 0..MUTANTS {
        let mut choice = Choice(number);
        let (name, text) = &texts[choice.below(texts.len())];
        let mutant = mutant(text, &mut choice);
        let found =
            errors_of(&mutant).unwrap_or_else(|| panic!("mutant {number} of {name} is refused:\n{mutant}"));
        *errors.entry(found).or_default() += 1;
    }
    let broken: u64 = errors.iter().filter(|(count, _)| **count > 0).map(|(_, mutants)| mutants).sum();
    let few: u64 = [1, 2].iter().filter_map(|count| errors.get(count)).sum();
    eprintln!("errors in {MUTANTS} mutants: {errors:?}; of the {broken} broken ones {few} have at most two");
    assert!(broken > MUTANTS / 5, "the edits break too little to tell anything");
    assert!(few * 100 >= broken * 95, "{few} of {broken} broken mutants have at most two errors");
}

/// How many errors a mutant has; nothing when it is refused as a whole.
fn errors_of(text: &str) -> Option<usize> {
    let steps = NonZeroUsize::new(text.len() * STEPS_PER_BYTE + 10_000)?;
    let parsed = parse_within(FileId(0), text, steps);
    let refused = |code| code == codes::NOT_ORGC || code == codes::NESTING_TOO_DEEP;
    let whole = parsed.file.items.is_empty() || parsed.diagnostics.iter().any(|found| refused(found.code));
    laws::promises(&parsed, text);
    (!whole).then_some(parsed.diagnostics.len())
}

/// One edit at one place.
fn mutant(text: &str, choice: &mut Choice) -> String {
    let characters: Vec<char> = text.chars().collect();
    let at = choice.below(characters.len());
    let line_end = |at: usize| {
        characters.iter().skip(at).position(|c| *c == '\n').map_or(characters.len(), |length| at + length)
    };
    let line_start = characters[..at].iter().rposition(|c| *c == '\n').map_or(0, |found| found + 1);
    let (from, to, inserted) = match choice.below(4) {
        0 => (at, at + 1, ""),
        1 => (line_start, line_end(at), ""),
        2 => (at, at + 2 + choice.below(40), ""),
        _ => (at, at, INSERTED[choice.below(INSERTED.len())]),
    };
    let kept = characters.iter().skip(to.min(characters.len()));
    characters[..from].iter().copied().chain(inserted.chars()).chain(kept.copied()).collect()
}

/// A sequence of choices that is the same on every machine (SplitMix64).
struct Choice(u64);

impl Choice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % bound as u64).unwrap()
    }
}
