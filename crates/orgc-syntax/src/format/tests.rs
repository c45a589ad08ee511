//! Layouts, each as text before and text after.

use super::{FormatOutcome, format};

/// Formats and checks that formatting again changes nothing.
#[track_caller]
fn check(before: &str, after: &str) {
    let once = format(before);
    assert_eq!(once.text, after);
    assert_eq!(once.outcome, FormatOutcome::Done);
    assert_eq!(format(after).text, after);
}

#[test]
fn white_space_is_ours() {
    check(
        "\u{feff}\n\n  ou   A{attach B ,C\n\n\n\n   protect}\n\tx=1+2*f( a,b=c )\r\n",
        "ou A {\n  attach B, C\n\n  protect\n}\nx = 1 + 2 * f(a, b = c)\n",
    );
    check("", "");
    check("ou A {\n\n}", "ou A {}\n");
    check("# only a comment", "# only a comment\n");
}

#[test]
fn a_block_of_attributes_stays_on_its_line_if_it_fits() {
    check("account a { x = 1 y = 2, }", "account a { x = 1, y = 2 }\n");
    check("account a {\n  x = 1, y = 2 }", "account a {\n  x = 1\n  y = 2\n}\n");
    check("account a { x = 1 protect }", "account a {\n  x = 1\n  protect\n}\n");
    check("account a { x = 1 # c\n}", "account a {\n  x = 1 # c\n}\n");
    let value = "x".repeat(90);
    check(
        &format!("account a {{ x = \"{value}\", y = 2 }}"),
        &format!("account a {{\n  x = \"{value}\"\n  y = 2\n}}\n"),
    );
    check("record R { a: Int b: Int = 1 }", "record R { a: Int, b: Int = 1 }\n");
}

#[test]
fn lists_are_broken_when_they_end_in_a_comma_or_do_not_fit() {
    check("x = [\n1, \"a\"]", "x = [1, \"a\"]\n");
    check("x = [\"a\", \"b\",]", "x = [\n  \"a\",\n  \"b\",\n]\n");
    check("x = { a = 1, }", "x = {\n  a = 1,\n}\n");
    check("x = [[1, 2,], []]", "x = [\n  [\n    1, 2,\n  ],\n  [],\n]\n");
    let strings = ["\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\""; 3];
    let broken = strings.map(|string| format!("  {string},\n")).concat();
    check(&format!("x = [{}]", strings.join(", ")), &format!("x = [\n{broken}]\n"));
}

#[test]
fn plain_literals_fill_their_lines() {
    let names = ["us-east-1"; 18].join(", ");
    let nine = ["us-east-1"; 9].join(", ");
    check(&format!("x = [{names}]"), &format!("x = [\n  {nine},\n  {nine},\n]\n"));
}

#[test]
fn clauses_go_on_their_own_lines_when_the_rule_does_not_fit() {
    check("deny s3:*\n  on \"a\"\n  when aws:X == 1", "deny s3:* on \"a\" when aws:X == 1\n");
    check(
        "deny s3:GetObject on \"arn:aws:s3:::a-bucket-with-a-name/*\" when aws:RequestedRegion not in home \
         and aws:PrincipalArn like \"arn:aws:iam::*:role/a-role-with-a-long-name\" unless aws:X exists",
        "deny s3:GetObject\n  on \"arn:aws:s3:::a-bucket-with-a-name/*\"\n  when aws:RequestedRegion not in home\n    \
         and aws:PrincipalArn like \"arn:aws:iam::*:role/a-role-with-a-long-name\"\n  unless aws:X exists\n",
    );
}

#[test]
fn who_a_claim_is_about_comes_before_its_conditions() {
    let tidy = "assert dev can s3:* as \"r\" when aws:X exists else \"no\"\n";
    check("assert dev can s3:* when aws:X exists as \"r\" else \"no\"", tidy);
    check(
        "assert dev can s3:* when aws:X exists as \"r\" else \"no\" # why",
        &tidy.replace('\n', " # why\n"),
    );
    check(
        "assert dev can s3:* when aws:X exists # if\n# who\nas \"r\"",
        "assert dev can s3:*\n  when aws:X exists # if\n  # who\n  as \"r\"\n",
    );
}

#[test]
fn comments_stay_with_what_they_speak_of() {
    check(
        "# head\n\n## doc\nou A { # open\n# first\nprotect # why\n\n# last\n}  # end",
        "# head\n\n## doc\nou A { # open\n  # first\n  protect # why\n\n  # last\n} # end\n",
    );
    check("x = [ # c\n1, # one\n2 # two\n# rest\n]", "x = [\n  # c\n  1, # one\n  2, # two\n  # rest\n]\n");
    check(
        "deny s3:* # what\n# where\non \"a\" # here\nwhen aws:X exists # if",
        "deny s3:* # what\n  # where\n  on \"a\" # here\n  when aws:X exists # if\n",
    );
}

#[test]
fn a_comment_in_the_middle_of_an_item_moves_above_it() {
    check("## doc\nx = a + ## why\n b", "# why\n## doc\nx = a + b\n");
    check("attach A, # a\n B", "# a\nattach A, B\n");
}

#[test]
fn imports_move_to_the_top() {
    check(
        "# What this file is.\n\n# x is one\nx = 1\n# for y\nimport y from \"./y\"\nz = 2",
        "# What this file is.\n\n# for y\nimport y from \"./y\"\n\n# x is one\nx = 1\nz = 2\n",
    );
    check("import a from \"./a\"\nx = 1", "import a from \"./a\"\nx = 1\n");
}

#[test]
fn strings_are_never_changed() {
    let text = "x = \"${ a+b } \\u{41}\"\ny = \"\"\"\n     one\n  ${ c }\n   \"\"\"\n";
    check(text, text);
}

#[test]
fn broken_text_is_copied_and_the_rest_is_formatted() {
    check(
        "ou A {\n x=1\n   )(  what  # ever\n      [ y\n z=2}",
        "ou A {\n  x = 1\n  )(  what  # ever\n      [ y\n  z = 2\n}\n",
    );
    check("x=30 days\ny=1", "x = 30 days\ny = 1\n");
}

#[test]
fn a_file_without_its_structure_is_left_alone() {
    for text in ["ou A {\n x=1\n\nou B {\n}\n", "x=\"\"\"", "x  = [[\0", "* Heading", "{\"a\":1}"] {
        let formatted = format(text);
        assert_eq!((formatted.text.as_str(), formatted.outcome), (text, FormatOutcome::Unreadable));
    }
}

#[test]
fn long_expressions_break_before_operators() {
    let name = "n".repeat(40);
    check(&format!("x = {name} and {name} and {name}"), &format!("x = {name}\n  and {name}\n  and {name}\n"));
    check(
        &format!("x = f(\"{name}\", \"{name}\", \"{name}\")"),
        &format!("x = f(\n  \"{name}\",\n  \"{name}\",\n  \"{name}\",\n)\n"),
    );
    check(
        &format!("x = if {name} then {name} else {name}"),
        &format!("x = if {name}\n  then {name}\n  else {name}\n"),
    );
}
