//! Reading the tables that are part of the crate.

use serde::de::DeserializeOwned;

/// A table that is part of the crate.
#[expect(clippy::expect_used, reason = "the text is part of this crate and the tests read all of it")]
pub(crate) fn bundled<T: DeserializeOwned>(text: &str) -> T {
    toml::from_str(text).expect("the bundled tables are well formed")
}
