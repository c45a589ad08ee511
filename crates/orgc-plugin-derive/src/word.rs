//! Names of Rust as words of the language.

use syn::Ident;

/// `max_concurrent` and `MaxConcurrent` as `max-concurrent`.
pub fn kebab_case(name: &Ident) -> String {
    let name = name.to_string();
    let mut word = String::new();
    for letter in name.trim_start_matches("r#").chars() {
        if letter == '_' {
            word.push('-');
        } else {
            if letter.is_uppercase() && !word.is_empty() {
                word.push('-');
            }
            word.extend(letter.to_lowercase());
        }
    }
    word
}

#[cfg(test)]
mod tests {
    use super::*;
    use proc_macro2::Span;

    #[test]
    fn fields_and_types_have_words() {
        let word = |name| kebab_case(&Ident::new(name, Span::call_site()));
        assert_eq!(["max_concurrent", "AiSandbox", "Scp"].map(word), ["max-concurrent", "ai-sandbox", "scp"]);
        assert_eq!(kebab_case(&Ident::new_raw("type", Span::call_site())), "type");
    }
}
