//! `tags { … }`

use super::diagnostics;
use crate::declare::{Declared, Part};
use crate::evaluate::Evaluator;
use crate::scene::Scene;
use crate::value::Type;
use orgc_diag::Span;
use orgc_policy::{Quota, QuotaKey, Quotas};
use orgc_syntax::ast::Attribute;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// The tags of a block, with those that are filled in. What AWS would refuse is reported.
pub(super) fn tags<'a>(
    scene: &Scene<'_, 'a>,
    evaluator: &mut Evaluator<'a, '_>,
    declared: &Declared<'a>,
    defaults: &BTreeMap<String, String>,
    is_protected: bool,
) -> BTreeMap<String, String> {
    let quotas = &scene.settings.quotas;
    let mut tags = defaults.clone();
    tags.extend(tag_entries(&declared.contents.tags, quotas, evaluator));
    // The ownership tags count: `orgc:id`, `orgc:project` and, where protected, `orgc:protect`.
    let own = if is_protected { 3 } else { 2 };
    let quota = quotas.get(QuotaKey::TagCount);
    if (tags.len() + own) as u64 > quota.value {
        let span = declared.contents.tags.first().map_or(declared.head, Part::span);
        let report = diagnostics::too_many_tags(tags.len(), own, quota, span);
        evaluator.within(&declared.scope, |evaluator| evaluator.reports.push(report));
    }
    tags
}

/// The tags that are written between some braces, in the order of their keys.
pub(super) fn tag_entries<'a>(
    parts: &[Part<'a>],
    quotas: &Quotas,
    evaluator: &mut Evaluator<'a, '_>,
) -> impl Iterator<Item = (String, String)> + use<> {
    let mut tags: BTreeMap<String, (String, Span)> = BTreeMap::new();
    for scoped in parts.iter().flat_map(|part| &part.contents.attributes) {
        evaluator.within(&scoped.scope, |evaluator| {
            let Some((key, value)) = entry(scoped.node, quotas, evaluator) else { return };
            let span = scoped.node.name.span();
            match tags.entry(key) {
                Entry::Vacant(place) => _ = place.insert((value, span)),
                Entry::Occupied(mut known) => {
                    let (_, first) = known.insert((value, span));
                    evaluator.reports.push(diagnostics::duplicate_attribute(known.key(), first, span));
                }
            }
        });
    }
    tags.into_iter().map(|(key, (value, _))| (key, value))
}

fn entry<'a>(
    attribute: &'a Attribute,
    quotas: &Quotas,
    evaluator: &mut Evaluator<'a, '_>,
) -> Option<(String, String)> {
    let span = attribute.name.span();
    let key = evaluator.label(&attribute.name)?;
    let located = evaluator.expect(&attribute.value, &Type::TEXT);
    let value = evaluator.known_text(&located, "a tag")?;
    evaluator.reports.extend(bad_key(&key, quotas).map(|why| diagnostics::bad_tag(&key, span, &why)));
    let bad_value = bad_value(&value, quotas);
    evaluator.reports.extend(bad_value.map(|why| diagnostics::bad_tag(&key, located.span, &why)));
    Some((key, value))
}

/// Why AWS or orgc would refuse a tag.
pub(crate) fn tag_fault(key: &str, value: &str, quotas: &Quotas) -> Option<String> {
    bad_key(key, quotas).or_else(|| bad_value(value, quotas))
}

fn bad_key(key: &str, quotas: &Quotas) -> Option<String> {
    let starts_with = |prefix: &str| key.get(..prefix.len()).is_some_and(|s| s.eq_ignore_ascii_case(prefix));
    if let Some((_, owner)) =
        [("aws:", "AWS"), ("orgc:", "orgc")].iter().find(|(prefix, _)| starts_with(prefix))
    {
        return Some(format!("keys with this prefix belong to {owner}"));
    }
    if key.is_empty() {
        return Some("a key has at least one character".to_owned());
    }
    too_long(key, quotas.get(QuotaKey::TagKeyMax)).or_else(|| bad_character(key))
}

fn bad_value(value: &str, quotas: &Quotas) -> Option<String> {
    too_long(value, quotas.get(QuotaKey::TagValueMax)).or_else(|| bad_character(value))
}

fn too_long(text: &str, quota: &Quota) -> Option<String> {
    let length = text.chars().count();
    (length as u64 > quota.value).then(|| format!("{length} characters are too many; limit: {quota}"))
}

/// Letters, numbers and spaces of any script and these marks (Organizations API model).
fn bad_character(text: &str) -> Option<String> {
    let fits = |c: &char| c.is_alphanumeric() || (c.is_whitespace() && !c.is_control()) || is_mark(*c);
    text.chars().find(|c| !fits(c)).map(|c| format!("`{c}` cannot stand in a tag"))
}

fn is_mark(c: char) -> bool {
    matches!(c, '_' | '.' | ':' | '/' | '=' | '+' | '-' | '@')
}
