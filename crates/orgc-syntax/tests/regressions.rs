//! Texts that once broke a law, found by the fuzzer. Each is as short as it could be made.

mod laws;

#[test]
fn texts_that_broke_a_law_once() {
    // The line break at the end belonged to the lost text block, but not to the item around it.
    let texts = ["a = \"\"\"b\n\nc\"\n"];
    for text in texts {
        laws::parsing(text);
        laws::formatting(text);
    }
}
