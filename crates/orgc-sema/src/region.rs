//! Regions: a name of the language stands for each one.

/// The Regions of the standard partition (AWS General Reference, as of 2026-11-01), sorted. A
/// newer one can be written as a string, of which only the form is checked.
const REGIONS: [&str; 36] = [
    "af-south-1",
    "ap-east-1",
    "ap-east-2",
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-northeast-3",
    "ap-south-1",
    "ap-south-2",
    "ap-southeast-1",
    "ap-southeast-2",
    "ap-southeast-3",
    "ap-southeast-4",
    "ap-southeast-5",
    "ap-southeast-6",
    "ap-southeast-7",
    "ca-central-1",
    "ca-west-1",
    "eu-central-1",
    "eu-central-2",
    "eu-north-1",
    "eu-south-1",
    "eu-south-2",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "il-central-1",
    "me-central-1",
    "me-south-1",
    "mx-central-1",
    "sa-east-1",
    "us-east-1",
    "us-east-2",
    "us-gov-east-1",
    "us-gov-west-1",
    "us-west-1",
    "us-west-2",
];

/// Whether the language has a name for this Region. Newer ones are written as strings.
pub fn is_region(name: &str) -> bool {
    named(name).is_some()
}

/// The Region with this name.
pub(crate) fn named(name: &str) -> Option<&'static str> {
    REGIONS.binary_search(&name).ok().and_then(|index| REGIONS.get(index)).copied()
}

/// The Regions that an account must enable before it can use them (AWS Account Management
/// Reference Guide, Enable or disable Regions, as of 2026-11-01), sorted.
const OPT_IN: [&str; 17] = [
    "af-south-1",
    "ap-east-1",
    "ap-east-2",
    "ap-south-2",
    "ap-southeast-3",
    "ap-southeast-4",
    "ap-southeast-5",
    "ap-southeast-6",
    "ap-southeast-7",
    "ca-west-1",
    "eu-central-2",
    "eu-south-1",
    "eu-south-2",
    "il-central-1",
    "me-central-1",
    "me-south-1",
    "mx-central-1",
];

/// Whether an account must enable this Region before it can use it.
pub(crate) fn is_opt_in(name: &str) -> bool {
    OPT_IN.binary_search(&name).is_ok()
}

pub(crate) fn all() -> impl Iterator<Item = &'static str> {
    REGIONS.into_iter()
}

/// The words that stand before the number of a Region.
const DIRECTIONS: [&str; 9] =
    ["central", "east", "north", "northeast", "northwest", "south", "southeast", "southwest", "west"];

/// Whether a text has the form of a Region's name: an area, a direction, a number.
pub(crate) fn is_region_form(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [area, between @ .., direction, number] = parts.as_slice() else { return false };
    let is_word = |word: &&str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase());
    let is_number = matches!(number.len(), 1 | 2) && number.bytes().all(|b| b.is_ascii_digit());
    area.len() == 2
        && is_word(area)
        && between.iter().all(is_word)
        && DIRECTIONS.contains(direction)
        && is_number
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_every_region_has_the_form() {
        assert!(REGIONS.is_sorted() && OPT_IN.is_sorted());
        assert!(REGIONS.iter().all(|region| is_region_form(region)));
        assert!(!is_region_form("my-account-7"));
        assert_eq!(named("eu-west-1"), Some("eu-west-1"));
        assert_eq!(named("eu-west-9"), None);
    }
}
