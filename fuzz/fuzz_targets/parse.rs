//! Any text is parsed, and what comes out keeps the parser's promises.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    orgc_fuzz::parsing(text);
});
