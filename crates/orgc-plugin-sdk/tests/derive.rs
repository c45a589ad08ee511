//! What the derives make of a struct and of an enum.

use orgc_plugin_sdk::testing::Case;
use orgc_plugin_sdk::{
    Attribute, Block, Choice, Diagnostic, Expansion, Facts, Kind, Located, Type, Value, value,
};
use std::collections::BTreeMap;

/// A garden.
///
/// Of one owner.
#[derive(Block, Debug, PartialEq)]
struct SmallGarden {
    /// Whose it is.
    #[attribute(pattern = "[a-z]+", sensitive)]
    owner: String,
    /// The beds.
    #[attribute(min_items = 1, distinct)]
    beds: Vec<Located<Bed>>,
    /// How deep, in centimetres.
    #[attribute(default = 30, minimum = 1, maximum = 90, deprecated = "beds")]
    r#depth: i64,
    /// What grows how often.
    #[attribute(default)]
    plants: BTreeMap<String, i64>,
    /// A word about it.
    note: Option<String>,
}

/// A bed.
#[derive(Block, Debug, PartialEq)]
struct Bed {
    /// Where it is.
    #[attribute(default = "full-sun")]
    place: Place,
}

#[derive(Choice, Debug, PartialEq)]
enum Place {
    Shade,
    FullSun,
}

impl Kind for SmallGarden {
    const EMITS: &'static [&'static str] = &[];

    fn check(&self) -> Vec<Diagnostic> {
        let shady = self.beds.iter().filter(|bed| bed.place == Place::Shade);
        shady.map(|bed| Diagnostic::warning("shade", "little will grow", bed.path())).collect()
    }

    fn expand(&self, _: &Facts) -> Result<Expansion, Vec<Diagnostic>> {
        assert_eq!((self.depth, self.plants.len(), &self.note), (30, 1, &None));
        Ok(Expansion::of([]))
    }
}

#[test]
fn fields_become_attributes_with_their_comments_and_rules() {
    assert_eq!((SmallGarden::NAME, SmallGarden::DOC), ("small-garden", "A garden.\n\nOf one owner."));
    let text = Type::Text { min_length: None, max_length: None, pattern: Some("[a-z]+".to_owned()) };
    let place = Type::choice(["shade", "full-sun"]);
    let bed =
        Type::Block(vec![Attribute::optional("place", place, "Where it is.").default_value("full-sun")]);
    let beds = Type::Sequence { item: Box::new(bed), min_items: Some(1), max_items: None, distinct: true };
    let depth = Type::Integer { minimum: Some(1), maximum: Some(90) };
    let plants = Type::map(Type::Integer { minimum: None, maximum: None });
    assert_eq!(
        SmallGarden::attributes(),
        [
            Attribute::of::<String>("owner", text, "Whose it is.").sensitive(),
            Attribute::of::<Vec<Value>>("beds", beds, "The beds."),
            Attribute::optional("depth", depth, "How deep, in centimetres.")
                .default_value(30)
                .deprecated("beds"),
            Attribute::optional("plants", plants, "What grows how often."),
            Attribute::optional("note", Type::text(), "A word about it."),
        ]
    );
}

#[test]
fn a_block_is_read_with_its_defaults_and_every_value_knows_its_path() {
    let case = Case::<SmallGarden>::new(
        "Back",
        value!({ "owner": "ann", "beds": [{}, { "place": "shade" }], "plants": { "bean": 3 } }),
    );
    assert_eq!(case.findings(), ["warning shade at beds[1]: little will grow"]);
    assert!(case.expand().is_ok());
}

#[test]
fn what_does_not_fit_is_found_at_its_path() {
    let case = |beds: Value| Case::<SmallGarden>::new("Back", value!({ "owner": "ann", "beds": beds }));
    let said = |beds| case(beds).findings();
    assert_eq!(
        said(value!([{ "plaice": "shade" }])),
        ["error unknown-attribute at beds[0].plaice: there is no `plaice` here"]
    );
    assert_eq!(
        said(value!([{ "place": "moon" }])),
        ["error wrong-word at beds[0].place: expected one of `shade`, `full-sun`"]
    );
    assert_eq!(said(value!(7)), ["error wrong-type at beds: expected a list, found a number"]);
    assert_eq!(
        Case::<SmallGarden>::new("Back", value!({ "beds": [] })).expand().unwrap_err(),
        ["error missing at .: `owner` is missing"]
    );
}
