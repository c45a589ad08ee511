//! Classes of values on a line, by the ends of ranges.

use super::set::Set;
use crate::point::{Line, Point, Range};
use std::collections::{BTreeMap, BTreeSet};

/// The classes, as which ranges hold their points, each with a value. What is no value of the line is
/// not among them.
pub(super) fn classes(line: Line, ranges: &[Range]) -> BTreeMap<Set, String> {
    let firsts = ranges.iter().map(|range| range.first);
    let starts: BTreeSet<Point> = firsts.chain(ranges.iter().filter_map(|range| range.last.next())).collect();
    let mut classes = BTreeMap::new();
    for part in line.parts() {
        let inner = starts.iter().copied().filter(|start| part.holds(*start));
        let mut starts: Vec<Point> = [part.first].into_iter().chain(inner).collect();
        starts.dedup();
        for (at, start) in starts.iter().enumerate() {
            let accepts =
                Set::of(ranges.len(), |one| ranges.get(one).is_some_and(|range| range.holds(*start)));
            let end = starts.get(at + 1).and_then(|next| next.previous()).unwrap_or(part.last);
            // An end of the line is a poor example.
            let example = if *start == part.first && end != part.last { end } else { *start };
            classes.entry(accepts).or_insert_with(|| example.write(line));
        }
    }
    classes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(line: Line, ranges: &[Range]) -> String {
        let lines = classes(line, ranges).into_iter().map(|(accepts, example)| {
            let accepts: Vec<String> = accepts.iter().map(|one| one.to_string()).collect();
            format!("[{}] {example}", accepts.join(" "))
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn numbers_and_addresses_between_the_ends() {
        let number = |text| Point::read(Line::Number, text).unwrap();
        let ranges = [
            Range { first: Point::LEAST, last: number("5") },
            Range { first: number("3"), last: Point::GREATEST },
            Range::only(number("4")),
        ];
        insta::assert_snapshot!(found(Line::Number, &ranges), @"
        [0] 2.999999999999
        [1] 5.000000000001
        [0 1] 3
        [0 1 2] 4
        ");
        let networks = ["10.0.0.0/8", "0.0.0.0/0", "::/0"].map(|text| Range::network(text).unwrap());
        insta::assert_snapshot!(found(Line::Address, &networks), @"
        [1] 9.255.255.255
        [0 1] 10.0.0.0
        [2] ::
        ");
    }
}
