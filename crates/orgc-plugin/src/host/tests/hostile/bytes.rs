//! Being no component at all.

use crate::host::tests::guest::{Guest, dummy, refusal, with_section};
use crate::host::{Host, PluginSource};

/// What stands where a plugin should, and what is said of it.
#[test]
fn bytes_that_are_no_component_are_named_for_what_they_are() {
    let module = wat::parse_str("(module)").unwrap();
    let large = vec![0; (8 << 20) + 1];
    let kinds: [(&str, &[u8], &str); 18] = [
        ("nothing", b"", "it is empty"),
        ("one byte", b"\0", "something else"),
        ("half of a header", b"\0asm\x0d\0", "it is cut off, or of another version of WebAssembly"),
        ("a header of the future", b"\0asm\x0e\0\x01\0", "of another version of WebAssembly"),
        ("noise", &[0x93, 0x1c, 0xfe, 0x07, 0x44, 0x80, 0x00, 0xb1, 0x5a], "something else"),
        ("zeros", &[0; 64], "something else"),
        ("a page", b"\n <!doctype html><html>", "web page"),
        ("a page with a mark", b"\xef\xbb\xbf<html>", "web page"),
        ("an answer of S3", b"<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code></Error>", "web page"),
        ("an answer of an API", b"{\"message\":\"Not Found\"}", "JSON"),
        ("the text form", b"(component)", "WebAssembly text"),
        ("a pointer", b"version https://git-lfs.github.com/spec/v1\noid sha256:00\n", "Git LFS"),
        ("gzip", &[0x1f, 0x8b, 8, 0], "gzip"),
        ("zip", b"PK\x03\x04\x14\0", "zip"),
        ("a program", b"\x7fELF\x02\x01\x01", "something else"),
        ("text", "ünï".as_bytes(), "something else"),
        ("a module", &module, "wasm-tools component new"),
        ("too many bytes", &large, "8388609 bytes, and at most 8388608"),
    ];
    for (name, bytes, reason) in kinds {
        let said = refusal(bytes);
        assert!(said.contains(reason) && said.lines().count() == 1, "{name}: {said}");
    }
}

#[test]
fn a_component_that_is_cut_off_or_goes_on_is_refused() {
    let whole = dummy();
    let host = Host::new().unwrap();
    for length in (8..whole.len()).step_by(97) {
        let cut = PluginSource::new("probe", whole[..length].to_vec());
        assert!(host.load(&cut).is_err(), "the first {length} bytes");
    }
    let mut trailing = whole;
    trailing.extend(b"trailing");
    assert!(refusal(&trailing).contains("damaged"));
}

#[test]
fn flipped_bits_are_refused_without_a_panic() {
    let whole = dummy();
    let host = Host::new().unwrap();
    // A fixed sequence of numbers: every run damages the same bytes.
    let mut state = 1_u32;
    for _ in 0..200 {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let mut damaged = whole.clone();
        let at = 8 + state as usize % (whole.len() - 8);
        damaged[at] ^= 1 << (state >> 29);
        // `describe` of this component traps, so it never loads, damaged or not.
        assert!(host.load(&PluginSource::new("probe", damaged)).is_err());
    }
}

#[test]
fn what_stands_inside_another_component_is_not_offered() {
    // Section 4 of a component holds another one.
    let inner = Guest::default().component();
    let outer = with_section(wat::parse_str("(component)").unwrap(), 4, &inner);
    assert!(refusal(&outer).contains("does not export the contract 0.1"));
}
