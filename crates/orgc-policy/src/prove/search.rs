//! The search for a point that no excluded product holds and that, of every level, some product holds.
//!
//! It keeps boxes, that is products over all dimensions, and goes on as long as there is a choice to be
//! made: an excluded product is left through one of the dimensions in which it does not cover the box,
//! a level is passed through one of its products. What has only one way is not a choice, and is done
//! first. The work is bounded by a count.

use super::region::Product;
use super::set::Set;

/// What is looked for.
pub(super) struct Search {
    /// Products that the point must not lie in.
    pub(super) excluded: Vec<Product>,
    /// Of each of these, the point must lie in one.
    pub(super) levels: Vec<Vec<Product>>,
}

/// Products that are held against a box before giving up.
const MOST_WORK: usize = 2_000_000;

/// More work than there may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TooMuch;

type Space = Vec<Set>;

/// What one look at a box says.
enum Step {
    /// Every point of it will do.
    Done,
    /// None will.
    Dead,
    /// These together have all that will do.
    Choices(Vec<Space>),
}

impl Search {
    /// A box whose every point will do; none if no point will.
    pub(super) fn find(&self, space: Space) -> Result<Option<Space>, TooMuch> {
        let mut open = vec![space];
        let mut work = 0;
        while let Some(mut space) = open.pop() {
            if space.iter().any(Set::is_empty) {
                continue;
            }
            match self.look(&mut space, &mut work) {
                Step::Done => return Ok(Some(space)),
                Step::Dead => {}
                // The first choice is tried first.
                Step::Choices(choices) => open.extend(choices.into_iter().rev()),
            }
            if work > MOST_WORK {
                return Err(TooMuch);
            }
        }
        Ok(None)
    }

    /// Does what has only one way, until there is a choice.
    fn look(&self, space: &mut Space, work: &mut usize) -> Step {
        loop {
            let mut choices: Option<Vec<Space>> = None;
            let mut is_changed = false;
            for product in &self.excluded {
                *work += 1;
                let open = match uncovered(space, product) {
                    Some(open) => open,
                    None => continue,
                };
                match open.as_slice() {
                    [] => return Step::Dead,
                    [(dimension, set)] => {
                        change(space, *dimension, |one| one.remove(set));
                        is_changed = true;
                    }
                    several if choices.as_ref().is_none_or(|other| other.len() > several.len()) => {
                        choices = Some(ways_out(space, several));
                    }
                    _ => {}
                }
            }
            for level in &self.levels {
                *work += level.len();
                match ways_through(space, level) {
                    Ways::Free => {}
                    Ways::Through(ways) => match <[Space; 1]>::try_from(ways) {
                        Ok([only]) => {
                            is_changed |= only != *space;
                            *space = only;
                        }
                        Err(ways) if ways.is_empty() => return Step::Dead,
                        Err(ways) if choices.as_ref().is_none_or(|other| other.len() > ways.len()) => {
                            choices = Some(ways);
                        }
                        Err(_) => {}
                    },
                }
            }
            match choices {
                _ if is_changed => {}
                None => return Step::Done,
                Some(choices) => return Step::Choices(choices),
            }
        }
    }
}

/// The dimensions in which a product does not cover a box, none if it does not meet it.
fn uncovered<'p>(space: &Space, product: &'p Product) -> Option<Vec<&'p (usize, Set)>> {
    let mut open = Vec::new();
    for side in product {
        let Some(one) = space.get(side.0) else { continue };
        if !one.meets(&side.1) {
            return None;
        }
        if !one.is_within(&side.1) {
            open.push(side);
        }
    }
    Some(open)
}

/// The parts of a box outside of a product: outside in the first dimension, or inside there and outside
/// in the second, and so on, so that no point is in two of them.
fn ways_out(space: &Space, open: &[&(usize, Set)]) -> Vec<Space> {
    let mut inside = space.clone();
    let mut ways = Vec::new();
    for (dimension, set) in open {
        let mut way = inside.clone();
        change(&mut way, *dimension, |one| one.remove(set));
        ways.push(way);
        change(&mut inside, *dimension, |one| one.keep(set));
    }
    ways
}

enum Ways {
    /// A product covers the box.
    Free,
    /// The parts of the box in products.
    Through(Vec<Space>),
}

fn ways_through(space: &Space, level: &[Product]) -> Ways {
    let mut ways = Vec::new();
    for product in level {
        match uncovered(space, product) {
            None => {}
            Some(open) if open.is_empty() => return Ways::Free,
            Some(open) => {
                let mut way = space.clone();
                open.iter().for_each(|(dimension, set)| change(&mut way, *dimension, |one| one.keep(set)));
                ways.push(way);
            }
        }
    }
    Ways::Through(ways)
}

fn change(space: &mut Space, dimension: usize, with: impl FnOnce(&mut Set)) {
    if let Some(set) = space.get_mut(dimension) {
        with(set);
    }
}
