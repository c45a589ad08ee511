//! Files and blocks of other languages.
//!
//! Somebody who opens an Emacs Org document or a Terraform file with `orgc` gets one sentence
//! about it instead of a hundred syntax errors.

use orgc_diag::{Diagnostic, FileId, Span, codes};

use crate::ast::{Block, Body, File, Item, ItemKind, Label};

/// The finding that a whole file is of another language. Only a file that begins with something
/// broken, or holds nothing at all, is suspected.
pub(super) fn whole_file(text: &str, file: &File) -> Option<Diagnostic> {
    let first = file.items.first();
    if let Some(Item { kind: ItemKind::Block(block), .. }) = first
        && is_hcl(block)
    {
        return Some(hcl(block.span));
    }
    match first {
        None | Some(Item { kind: ItemKind::Broken(_), .. }) => {}
        Some(_) => return None,
    }
    let file = file.span.file;
    emacs(file, text).or_else(|| json(file, text)).or_else(|| yaml(file, text))
}

fn not_orgc(language: &str, span: Span) -> Diagnostic {
    Diagnostic::new(codes::NOT_ORGC, format!("this is {language}, not a program for orgc"))
        .at(span, "recognised by this")
}

/// Lines without the space around them, with the byte at which they start.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_inclusive('\n').scan(0, |at, line| {
        let start = *at + line.len() - line.trim_start().len();
        *at += line.len();
        Some((start, line.trim()))
    })
}

/// Lines that are neither empty nor comments.
fn content(text: &str) -> impl Iterator<Item = (usize, &str)> {
    lines(text).filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
}

fn line_span(file: FileId, (start, line): (usize, &str)) -> Span {
    Span::new(file, start, start + line.len())
}

fn emacs(file: FileId, text: &str) -> Option<Diagnostic> {
    let keyword = |line: &str| {
        line.strip_prefix("#+").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic()))
    };
    let heading = |line: &str| line.starts_with('*') && line.trim_start_matches('*').starts_with(' ');
    let found = lines(text)
        .find(|(_, line)| keyword(line))
        .or_else(|| content(text).next().filter(|(_, line)| heading(line)))?;
    Some(
        not_orgc("an Emacs Org document", line_span(file, found))
            .help("`.org` is the extension of both; move the document out of the project's folder"),
    )
}

fn json(file: FileId, text: &str) -> Option<Diagnostic> {
    let first = content(text).next()?;
    let inner = text.get(first.0..)?.strip_prefix(['{', '['])?;
    let quoted = inner.trim_start().starts_with(['"', '{', '[', ']', '}']);
    quoted.then(|| {
        not_orgc("JSON", line_span(file, first)).help(
            "a policy in JSON is used as it is: `policy Name: scp from \"file.json\"`; data is read \
             with `json(\"file.json\")`",
        )
    })
}

fn yaml(file: FileId, text: &str) -> Option<Diagnostic> {
    let first = content(text).next()?;
    let key = |line: &str| {
        line.trim_start_matches("- ").split_once(':').is_some_and(|(key, value)| {
            !key.contains(['{', '(', '=']) && (value.is_empty() || value.starts_with(' '))
        })
    };
    let all = content(text).count();
    let keys = content(text).filter(|(_, line)| key(line) || line.starts_with("- ")).count();
    let braces = content(text).any(|(_, line)| line.ends_with('{'));
    let found = first.1 == "---" || (key(first.1) && keys > 1 && keys * 2 > all && !braces);
    found.then(|| {
        not_orgc("YAML", line_span(file, first)).help(
            "attributes are written `name = value` and things `kind name { … }`; data is read with \
             `yaml(\"file.yaml\")`",
        )
    })
}

/// Blocks of Terraform among ours.
pub(super) fn blocks(file: &File) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    blocks_in(&file.items, &mut found);
    found
}

fn blocks_in(items: &[Item], found: &mut Vec<Diagnostic>) {
    for item in items {
        let ItemKind::Block(block) = &item.kind else { continue };
        if is_hcl(block) {
            found.push(hcl(block.kind.span));
        } else if let Some(Body { items, .. }) = &block.body {
            blocks_in(items, found);
        }
    }
}

fn is_hcl(block: &Block) -> bool {
    let quoted = matches!(block.label, Some(Label::Text(_)));
    match block.kind.bare() {
        Some("resource" | "data") => quoted && block.title.is_some(),
        Some("variable" | "provider" | "module" | "output") => quoted && block.title.is_none(),
        Some("terraform" | "locals") => block.label.is_none(),
        _ => false,
    }
}

fn hcl(span: Span) -> Diagnostic {
    not_orgc("HCL (Terraform)", span).help(
        "things are written `kind name { … }`: `account dev \"Title\" { email = \"dev@example.com\" }`, \
         inputs `param name: Type`, values `let name = value`, results `output name = value`",
    )
}
