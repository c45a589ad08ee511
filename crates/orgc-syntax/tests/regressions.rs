//! Texts that once broke a law, found by the fuzzer. Each is as short as it could be made.

mod laws;

#[test]
fn texts_that_broke_a_law_once() {
    let texts = [
        // The line break at the end belonged to the lost text block, but not to the item around it.
        "a = \"\"\"b\n\nc\"\n",
        // A comment, until the formatter moved it to where Emacs would see a keyword.
        " #+TITLE:o ",
        // A string over two lines to the grammar, and to the scan before it a string and a comment.
        "let base = \"${rst\n}u & =#ai\"",
        "let base = \"${1 # a}\n}u & =#ai\"",
    ];
    for text in texts {
        laws::parsing(text);
        laws::formatting(text);
    }
}
