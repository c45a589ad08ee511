//! The packed form in which the program carries its catalogue.
//!
//! First lines of text: `orgc-iam-catalog 1`, `as-of DAY`, `source TEXT`, `global TYPE KEY` for each
//! global key, `service NAME LENGTH` for each service, and an empty line. Then the sections of the
//! services, each deflated by itself, so that only those that are asked for are ever unpacked.

use super::key::{Key, KeyType};
use super::{Entry, IamCatalog, Section};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::OnceLock;

const MAGIC: &str = "orgc-iam-catalog 1";

/// How hard to look for a shorter text; the file is written seldom.
const LEVEL: u8 = 10;

impl IamCatalog {
    /// The packed form, which is read back when the bundled table is used.
    pub fn packed(&self) -> Vec<u8> {
        let mut head = format!("{MAGIC}\nas-of {}\nsource {}\n", self.as_of, self.source);
        for key in &self.global {
            let _ = writeln!(head, "global {} {}", key.key_type.letter(), key.name);
        }
        let mut body = Vec::new();
        for (name, entry) in &self.services {
            let packed = miniz_oxide::deflate::compress_to_vec(entry.section.text().as_bytes(), LEVEL);
            let _ = writeln!(head, "service {name} {}", packed.len());
            body.extend(packed);
        }
        head.push('\n');
        let mut whole = head.into_bytes();
        whole.extend(body);
        whole
    }

    /// From the packed form. Sections are unpacked when they are first asked for. None if it is not
    /// the packed form.
    pub(super) fn unpack(bytes: &'static [u8]) -> Option<Self> {
        let end = bytes.windows(2).position(|pair| pair == b"\n\n")?;
        let head = std::str::from_utf8(bytes.get(..end)?).ok()?;
        let mut body = bytes.get(end + 2..)?;
        let mut lines = head.lines();
        (lines.next()? == MAGIC).then_some(())?;
        let as_of = lines.next()?.strip_prefix("as-of ")?.to_owned();
        let source = lines.next()?.strip_prefix("source ")?.to_owned();
        let mut catalog = Self { as_of, source, global: Vec::new(), services: BTreeMap::new() };
        for line in lines {
            let (kind, rest) = line.split_once(' ')?;
            let (one, other) = rest.split_once(' ')?;
            if kind == "global" {
                let key_type = KeyType::of_letter(one.chars().next()?)?;
                catalog.global.push(Key { name: other.to_owned(), key_type });
                continue;
            }
            let (packed, rest) = body.split_at_checked(other.parse().ok()?)?;
            body = rest;
            let entry = Entry { section: Section::Packed(packed), read: OnceLock::new() };
            catalog.services.insert(one.to_owned(), entry);
        }
        Some(catalog)
    }
}
