//! Any lines are calls of the emulator in this protocol.
#![no_main]

use libfuzzer_sys::fuzz_target;
use orgc_fuzz::emulator::{Protocol, check};

fuzz_target!(|text: &str| check(Protocol::Query, text));
