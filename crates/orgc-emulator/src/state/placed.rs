//! A map of things that stand under a parent, which knows what stands under which.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Something that stands under a parent.
pub(crate) trait Child {
    fn parent(&self) -> &str;
    fn move_to(&mut self, parent: &str);
}

/// Things by their ids. It is kept as a plain map.
// INVARIANT: `below` holds each id under the parent that the thing names, and no other; so who changes a thing leaves
// its parent to `move_to`.
#[derive(Debug, Clone)]
pub(crate) struct Placed<T> {
    things: BTreeMap<String, T>,
    below: BTreeMap<String, BTreeSet<String>>,
}

impl<T> Default for Placed<T> {
    fn default() -> Self {
        Self { things: BTreeMap::new(), below: BTreeMap::new() }
    }
}

impl<T> Deref for Placed<T> {
    type Target = BTreeMap<String, T>;

    fn deref(&self) -> &Self::Target {
        &self.things
    }
}

impl<T: Child> Placed<T> {
    /// The things directly under a parent, by id.
    pub fn under<'a>(&'a self, parent: &str) -> impl Iterator<Item = (&'a String, &'a T)> + use<'a, T> {
        self.below.get(parent).into_iter().flatten().filter_map(|id| self.things.get_key_value(id))
    }

    pub fn insert(&mut self, id: String, thing: T) {
        self.remove(&id);
        self.below.entry(thing.parent().to_owned()).or_default().insert(id.clone());
        self.things.insert(id, thing);
    }

    pub fn remove(&mut self, id: &str) -> Option<T> {
        let thing = self.things.remove(id)?;
        if let Some(ids) = self.below.get_mut(thing.parent()) {
            ids.remove(id);
            if ids.is_empty() {
                self.below.remove(thing.parent());
            }
        }
        Some(thing)
    }

    /// Puts a thing under another parent.
    pub fn move_to(&mut self, id: &str, parent: &str) {
        if let Some(mut thing) = self.remove(id) {
            thing.move_to(parent);
            self.insert(id.to_owned(), thing);
        }
    }

    /// A thing that is to be changed and stays where it is.
    pub fn get_mut(&mut self, id: &str) -> Option<&mut T> {
        self.things.get_mut(id)
    }
}

impl<T: Child> FromIterator<(String, T)> for Placed<T> {
    fn from_iter<I: IntoIterator<Item = (String, T)>>(things: I) -> Self {
        let mut placed = Self::default();
        things.into_iter().for_each(|(id, thing)| placed.insert(id, thing));
        placed
    }
}

impl<T: Serialize> Serialize for Placed<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.things.serialize(serializer)
    }
}

impl<'de, T: Child + Deserialize<'de>> Deserialize<'de> for Placed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        BTreeMap::<String, T>::deserialize(deserializer).map(Self::from_iter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    struct Leaf(String);

    impl Child for Leaf {
        fn parent(&self) -> &str {
            &self.0
        }

        fn move_to(&mut self, parent: &str) {
            parent.clone_into(&mut self.0);
        }
    }

    fn under<'a>(placed: &'a Placed<Leaf>, parent: &str) -> Vec<&'a str> {
        placed.under(parent).map(|(id, _)| id.as_str()).collect()
    }

    #[test]
    fn what_stands_under_a_parent_is_known_whatever_happens() {
        let mut placed = Placed::default();
        for (id, parent) in [("b", "one"), ("a", "one"), ("c", "two")] {
            placed.insert(id.to_owned(), Leaf(parent.to_owned()));
        }
        assert_eq!((under(&placed, "one"), under(&placed, "two")), (vec!["a", "b"], vec!["c"]));
        placed.move_to("a", "two");
        placed.insert("c".to_owned(), Leaf("one".to_owned()));
        placed.remove("b");
        assert_eq!((under(&placed, "one"), under(&placed, "two")), (vec!["c"], vec!["a"]));
        let kept = serde_json::to_string(&placed).unwrap();
        assert_eq!(kept, r#"{"a":"two","c":"one"}"#);
        let again: Placed<Leaf> = serde_json::from_str(&kept).unwrap();
        assert_eq!((under(&again, "one"), under(&again, "two")), (vec!["c"], vec!["a"]));
    }
}
