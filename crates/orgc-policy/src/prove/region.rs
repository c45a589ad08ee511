//! Statements as products of sets, one for each dimension that they speak of.

use super::dimension::Bounds;
use super::set::Set;
use std::collections::BTreeMap;

/// The requests of a statement, as far as dimensions are independent.
#[derive(Clone, Debug, Default)]
pub(super) struct Region {
    bounds: BTreeMap<usize, Bounds>,
}

/// Which of its two sets counts for a region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// The requests that it surely holds.
    Narrow,
    /// Those that it may hold.
    Wide,
}

/// A product of sets, by dimension.
pub(super) type Product = Vec<(usize, Set)>;

impl Region {
    /// Restricts a dimension further.
    pub(super) fn restrict(&mut self, dimension: usize, bounds: Bounds) {
        match self.bounds.get_mut(&dimension) {
            Some(old) => {
                old.surely.keep(&bounds.surely);
                old.maybe.keep(&bounds.maybe);
            }
            None => {
                self.bounds.insert(dimension, bounds);
            }
        }
    }

    /// Takes values out of a dimension that it speaks of.
    pub(super) fn without(&mut self, dimension: usize, values: &Set) {
        if let Some(bounds) = self.bounds.get_mut(&dimension) {
            bounds.surely.remove(values);
            bounds.maybe.remove(values);
        }
    }

    /// Whether it may hold no request at all.
    pub(super) fn is_empty(&self) -> bool {
        self.bounds.values().any(|bounds| bounds.maybe.is_empty())
    }

    /// Its sets.
    pub(super) fn read(&self, reading: Reading) -> Product {
        let sets = self.bounds.iter().map(|(dimension, bounds)| {
            let set = match reading {
                Reading::Narrow => &bounds.surely,
                Reading::Wide => &bounds.maybe,
            };
            (*dimension, set.clone())
        });
        sets.collect()
    }
}
