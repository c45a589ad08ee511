//! What IAM knows of every service: actions, resource types and condition keys.
//!
//! The table is carried in a packed form of a few hundred kilobytes. Reading its list of services
//! takes microseconds; a service is unpacked when it is first asked for. A project may bring a newer
//! table as a file.

mod applies;
mod glob;
mod key;
mod pack;
mod resources;
mod service;
mod shorten;
mod source;

pub use applies::{ActionFinding, KeyAnswer, KeyFinding};
pub(crate) use glob::covers;
pub use key::{Key, KeyKind, KeyType};
pub use service::{AccessLevel, Action, ResourceType, Service};
pub use shorten::Shorter;

use source::Source;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{LazyLock, OnceLock};

/// The actions, resource types and condition keys of all services.
#[derive(Debug)]
pub struct IamCatalog {
    as_of: String,
    source: String,
    global: Vec<Key>,
    services: BTreeMap<String, Entry>,
}

/// Why a text is not a catalogue.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct CatalogFault(pub(crate) String);

#[derive(Debug)]
struct Entry {
    section: Section,
    read: OnceLock<Service>,
}

/// The text of a service.
#[derive(Debug)]
enum Section {
    Packed(&'static [u8]),
    Text(String),
}

static BUNDLED: LazyLock<IamCatalog> = LazyLock::new(bundled);

#[expect(clippy::expect_used, reason = "the file comes with the program; a test reads all of it")]
fn bundled() -> IamCatalog {
    IamCatalog::unpack(include_bytes!("../../data/iam-catalog.bin")).expect("the bundled catalogue is packed")
}

impl IamCatalog {
    /// The table that comes with the program.
    pub fn bundled() -> &'static Self {
        &BUNDLED
    }

    /// A table from its JSON. `crates/orgc-policy/data/README.md` describes it.
    ///
    /// # Errors
    /// What is wrong with the first thing that is.
    pub fn parse(text: &str) -> Result<Self, CatalogFault> {
        let json: Source = serde_json::from_str(text).map_err(|error| CatalogFault(error.to_string()))?;
        let mut global = Vec::new();
        for (name, key) in &json.global_keys {
            let key_type = source::key_type(name, &key.key_type)?;
            global.push(Key { name: key::normalized(name), key_type });
        }
        let mut services = BTreeMap::new();
        for (name, service) in &json.services {
            let section = service.section(name)?;
            let Some(read) = Service::read(&name.to_ascii_lowercase(), &section) else {
                return Err(CatalogFault(format!("service `{name}` cannot be read")));
            };
            let entry = Entry { section: Section::Text(section), read: OnceLock::from(read) };
            services.insert(name.to_ascii_lowercase(), entry);
        }
        let line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        Ok(Self { as_of: line(&json.as_of), source: line(&json.source), global, services })
    }

    /// The day the table is from.
    pub fn as_of(&self) -> &str {
        &self.as_of
    }

    /// Where the table is from.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The prefixes of the services, sorted.
    pub fn services(&self) -> impl Iterator<Item = &str> {
        self.services.keys().map(String::as_str)
    }

    /// Whether there is a service with this prefix, in any case of letters.
    pub fn knows(&self, name: &str) -> bool {
        self.services.contains_key(name) || self.services.contains_key(name.to_ascii_lowercase().as_str())
    }

    /// The service with this prefix, in any case of letters.
    pub fn service(&self, name: &str) -> Option<&Service> {
        let (name, entry) = match self.services.get_key_value(name) {
            Some(found) => found,
            None => self.services.get_key_value(name.to_ascii_lowercase().as_str())?,
        };
        Some(entry.read.get_or_init(|| entry.section.read(name)))
    }

    /// The keys that requests of every service can have.
    pub fn global_keys(&self) -> impl Iterator<Item = &Key> {
        self.global.iter()
    }
}

impl Section {
    #[expect(clippy::expect_used, reason = "a test reads every section of the bundled file")]
    fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) => Cow::Borrowed(text),
            Self::Packed(bytes) => {
                let bytes = miniz_oxide::inflate::decompress_to_vec(bytes).expect("the section is deflated");
                Cow::Owned(String::from_utf8(bytes).expect("the section is text"))
            }
        }
    }

    #[expect(clippy::expect_used, reason = "a test reads every section of the bundled file")]
    fn read(&self, name: &str) -> Service {
        Service::read(name, &self.text()).expect("the section is a service")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bundled_section_can_be_read() {
        let catalog = IamCatalog::bundled();
        let services: Vec<&Service> = catalog.services().filter_map(|name| catalog.service(name)).collect();
        let actions: usize = services.iter().map(|service| service.actions().count()).sum();
        assert!(services.len() > 450 && actions > 22_000, "{} services, {actions} actions", services.len());
        assert!(catalog.source().contains("MIT"));
        let levels = services.iter().flat_map(|service| service.actions()).map(Action::level);
        assert!(levels.filter(|level| *level == AccessLevel::Permissions).count() > 400);
    }

    const SMALL: &str = r#"{"as_of":"2026-01-01","source":"a test","global_keys":{"aws:PrincipalTag/tag-key":{"type":"String","category":"principal"}},
        "services":{"Ab":{"name":"A","actions":{"Get":{"level":"R","resources":["!thing"],"keys":["ab:K"]},"Put":{"level":"PW"}},
        "resources":{"thing":{"arn":"arn:${Partition}:ab:::x/${Name}, arn:y","keys":["ab:T/<key>"]}},
        "keys":{"ab:K":"ArrayOfARN","ab:T/<key>":"Bool","ab:Wide":"Date"}}}}"#;

    #[test]
    fn a_project_may_bring_its_own() {
        let catalog = IamCatalog::parse(SMALL).unwrap();
        let get = catalog.service("AB").unwrap().action("get").unwrap();
        assert_eq!((get.full_name().as_str(), get.level()), ("ab:Get", AccessLevel::Read));
        let types: Vec<_> = get.resource_types().map(|(one, required)| (one.arns.len(), required)).collect();
        assert_eq!(types, [(2, true)]);
        let keys: Vec<&str> = get.keys().map(|key| key.name.as_str()).collect();
        assert_eq!(keys, ["ab:K", "ab:T/${key}", "ab:Wide"]);
        let put = catalog.service("ab").unwrap().action("Put").unwrap();
        assert_eq!(put.keys().map(|key| key.name.as_str()).collect::<Vec<_>>(), ["ab:Wide"]);
    }

    #[test]
    fn what_is_packed_is_unpacked() {
        let catalog = IamCatalog::parse(SMALL).unwrap();
        let packed: &'static [u8] = Vec::leak(catalog.packed());
        let again = IamCatalog::unpack(packed).unwrap();
        assert_eq!(again.service("ab"), catalog.service("ab"));
        assert_eq!((again.as_of(), again.source()), ("2026-01-01", "a test"));
        assert_eq!(again.global_keys().collect::<Vec<_>>(), catalog.global_keys().collect::<Vec<_>>());
        assert!(IamCatalog::unpack(b"x\n\n").is_none());
    }

    #[test]
    fn a_wrong_table_is_refused_with_the_reason() {
        let fault =
            |from: &str, to: &str| IamCatalog::parse(&SMALL.replace(from, to)).unwrap_err().to_string();
        assert_eq!(fault("ArrayOfARN", "Strange"), "`Strange` is not the type of a condition key, at `ab:K`");
        assert_eq!(fault("\"PW\"", "\"X\""), "`X` is not a level, at `Ab:Put`");
        assert_eq!(fault("!thing", "!other"), "`other` is named and not described, in service `Ab`");
        assert!(fault("\"as_of\"", "\"x\"").starts_with("missing field `as_of`"));
    }
}
