//! JSON for people.

/// JSON with a member on each line; nothing in it is changed but the space between.
pub fn indented(json: &str) -> String {
    let mut out = String::new();
    let (mut depth, mut in_text, mut is_escaped) = (0_usize, false, false);
    let mut letters = json.trim().chars().peekable();
    let fresh = |out: &mut String, depth: usize| out.push_str(&format!("\n{}", "  ".repeat(depth)));
    while let Some(letter) = letters.next() {
        if in_text {
            out.push(letter);
            in_text = is_escaped || letter != '"';
            is_escaped = letter == '\\' && !is_escaped;
            continue;
        }
        match letter {
            ' ' | '\t' | '\r' | '\n' => {}
            '{' | '[' => {
                while letters.next_if(|next| next.is_ascii_whitespace()).is_some() {}
                out.push(letter);
                match letters.next_if(|next| matches!(next, '}' | ']')) {
                    Some(end) => out.push(end),
                    None => {
                        depth += 1;
                        fresh(&mut out, depth);
                    }
                }
            }
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                fresh(&mut out, depth);
                out.push(letter);
            }
            ',' => {
                out.push(',');
                fresh(&mut out, depth);
            }
            ':' => out.push_str(": "),
            other => {
                in_text = other == '"';
                out.push(other);
            }
        }
    }
    out.push('\n');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_laid_out_and_its_texts_are_left_alone() {
        let text = r#"{"a":[1,{"b\"{":"x, y: z"},[]], "c":{ }}"#;
        let shown = indented(text);
        assert_eq!(
            shown,
            "{\n  \"a\": [\n    1,\n    {\n      \"b\\\"{\": \"x, y: z\"\n    },\n    []\n  ],\n  \"c\": {}\n}\n"
        );
        let read = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
        assert_eq!(read(&shown), read(text));
        assert_eq!(indented(&shown), shown);
    }
}
