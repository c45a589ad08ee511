//! Did-you-mean.

/// The candidate nearest to what was written, if one is near enough to be meant.
///
/// Near is at most a third of the written length in edits, rounded to the nearest, so that a single
/// letter is never taken for another; a difference in case alone always counts. Ties go to the candidate that comes first in the alphabet.
pub fn suggest<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (written.chars().count() + 1) / 3;
    let folded = written.to_lowercase();
    candidates
        .into_iter()
        .filter(|candidate| *candidate != written)
        .map(|candidate| (strsim::damerau_levenshtein(&folded, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::suggest;

    #[test]
    fn the_nearest_name_wins_and_far_names_are_not_offered() {
        assert_eq!(suggest("acount", ["account", "ou", "policy"]), Some("account"));
        assert_eq!(suggest("Dev", ["dev", "prod"]), Some("dev"));
        assert_eq!(suggest("staging", ["dev", "prod"]), None);
        assert_eq!(suggest("y", ["B", "Y"]), Some("Y"));
        assert_eq!(suggest("y", ["B"]), None);
    }
}
