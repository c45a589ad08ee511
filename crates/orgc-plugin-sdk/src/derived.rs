//! What the derives call: types within bounds. Each takes only Rust types that its bounds are for,
//! so that a bound on another one does not compile:
//!
//! ```compile_fail,E0277
//! /// A garden.
//! #[derive(orgc_plugin_sdk::Block)]
//! struct Garden {
//!     /// Whose it is.
//!     #[attribute(minimum = 1)]
//!     owner: String,
//! }
//! ```

use crate::{FromValue, Located, Text, Type};

/// Rust types that stand for whole numbers.
pub trait WholeNumber: FromValue {}

/// Rust types that stand for texts.
pub trait Textual: FromValue {}

/// Rust types that stand for lists.
pub trait List: FromValue {
    /// What each element may be.
    fn item() -> Type;
}

/// Whole numbers in a range.
pub fn whole_number<T: WholeNumber>(minimum: Option<i64>, maximum: Option<i64>) -> Type {
    Type::Integer { minimum, maximum }
}

/// Texts of a length and form.
pub fn text<T: Textual>(min_length: Option<u32>, max_length: Option<u32>, pattern: Option<&str>) -> Type {
    Type::Text { min_length, max_length, pattern: pattern.map(str::to_owned) }
}

/// Lists of so many elements.
pub fn list<T: List>(min_items: Option<u32>, max_items: Option<u32>, distinct: bool) -> Type {
    Type::Sequence { item: Box::new(T::item()), min_items, max_items, distinct }
}

impl WholeNumber for i64 {}
impl<T: WholeNumber> WholeNumber for Option<T> {}
impl<T: WholeNumber> WholeNumber for Located<T> {}

impl Textual for String {}
impl Textual for Text {}
impl<T: Textual> Textual for Option<T> {}
impl<T: Textual> Textual for Located<T> {}

impl<T: FromValue> List for Vec<T> {
    fn item() -> Type {
        T::value_type()
    }
}

impl<T: List> List for Option<T> {
    fn item() -> Type {
        T::item()
    }
}

impl<T: List> List for Located<T> {
    fn item() -> Type {
        T::item()
    }
}
