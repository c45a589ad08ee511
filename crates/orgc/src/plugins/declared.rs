//! `plugin idc from "plugins/idc.wasm" version "^1.2"`: what the sources name.

use super::diagnostics;
use orgc_diag::{Diagnostic, SourceMap, Span};
use orgc_syntax::ast::{Declaration, File, ItemKind, Plugin, Text};
use std::collections::BTreeMap;

/// A plugin that a source names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declared {
    /// The name before its kinds, the same in the whole project.
    pub name: String,
    /// Where it comes from.
    pub place: Place,
    /// Where that is written.
    pub place_span: Span,
    /// The versions that will do, as written and where.
    pub version: Option<(String, Span)>,
    /// The whole line.
    pub span: Span,
}

/// Where a plugin comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A file of the project, by its path from there. It is as trustworthy as the sources beside it.
    Project(String),
    /// An address, which is worth what its digest in `orgc.lock` says.
    Web(String),
}

impl Place {
    /// As it is written in `orgc.lock`.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Project(path) => path,
            Self::Web(address) => address,
        }
    }
}

/// The plugins that the files name, by name. What is wrong with a line is reported.
pub fn declared(
    files: &[File],
    sources: &SourceMap,
    reports: &mut Vec<Diagnostic>,
) -> BTreeMap<String, Declared> {
    let mut all: BTreeMap<String, Declared> = BTreeMap::new();
    for file in files {
        let path = sources.get(file.span.file).map_or("", |file| file.path());
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        for item in &file.items {
            let ItemKind::Declaration(Declaration::Plugin(line)) = &item.kind else { continue };
            let Some(found) = read(line, folder, reports) else { continue };
            match all.get(&found.name) {
                Some(first) => reports.push(diagnostics::twice(&found.name, first.span, found.span)),
                None => _ = all.insert(found.name.clone(), found),
            }
        }
    }
    all
}

fn read(line: &Plugin, folder: &str, reports: &mut Vec<Diagnostic>) -> Option<Declared> {
    let mut known = |text: &Text| {
        let literal = text.literal();
        if literal.is_none() {
            reports.push(diagnostics::computed(text.span));
        }
        literal
    };
    let (written, version) = (known(&line.source), line.version.as_ref().map(&mut known));
    let written = written?;
    let place = match place(&written, folder) {
        Ok(place) => place,
        Err(why) => {
            reports.push(diagnostics::bad_place(&written, why, line.source.span));
            return None;
        }
    };
    Some(Declared {
        name: line.name.text.clone(),
        place,
        place_span: line.source.span,
        version: version.flatten().zip(line.version.as_ref().map(|text| text.span)),
        span: line.span,
    })
}

/// Paths are relative to the folder of the source, and may lead up within the project.
fn place(written: &str, folder: &str) -> Result<Place, &'static str> {
    if let Some((scheme, rest)) = written.split_once("://") {
        let is_loopback =
            ["127.0.0.1:", "127.0.0.1/", "localhost:"].iter().any(|host| rest.starts_with(host));
        return match scheme {
            "https" => Ok(Place::Web(written.to_owned())),
            "http" if is_loopback => Ok(Place::Web(written.to_owned())),
            _ => Err("only `https` addresses are taken"),
        };
    }
    if written.starts_with("std:") {
        return Err("the standard plugins are always there, and their kinds are written bare");
    }
    if written.starts_with('/') || written.contains('\\') {
        return Err(
            "a path leads from the folder of this source to a file of the project, with `/` between folders",
        );
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in written.split('/') {
        match part {
            "" | "." => {}
            ".." => _ = parts.pop().ok_or("the path leads out of the project")?,
            name => parts.push(name),
        }
    }
    Ok(Place::Project(parts.join("/")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_start_at_the_source_and_stay_in_the_project() {
        let path = |text: &str| Ok(Place::Project(text.to_owned()));
        assert_eq!(place("idc.wasm", ""), path("idc.wasm"));
        assert_eq!(place("./p/idc.wasm", "guards"), path("guards/p/idc.wasm"));
        assert_eq!(place("../idc.wasm", "guards"), path("idc.wasm"));
        for bad in ["../../idc.wasm", "/idc.wasm", "std:baseline", "http://example.com/a.wasm", "ftp://a/b"] {
            assert!(place(bad, "guards").is_err(), "{bad}");
        }
        let web = "https://example.com/idc.wasm";
        assert_eq!(place(web, "guards"), Ok(Place::Web(web.to_owned())));
    }
}
