//! Any text is formatted, and what comes out keeps the formatter's promises.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    orgc_fuzz::formatting(text);
});
