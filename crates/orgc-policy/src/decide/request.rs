//! A request, as far as policies can tell requests apart.

use std::collections::BTreeMap;
use std::fmt;

/// The key that holds the principal of a request.
const PRINCIPAL_ARN: &str = "aws:PrincipalArn";

/// A request to AWS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The action: `s3:GetObject`. Case does not count.
    pub action: String,
    /// The ARN of the resource, or `*` for actions that have none.
    pub resource: String,
    /// What else is known of it.
    pub context: Context,
}

/// The condition keys of a request and their values. Names of keys are equal in either case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
// INVARIANT: no list is empty; AWS treats an empty key as an absent one.
pub struct Context(BTreeMap<String, Entry>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    /// The name as it was written.
    name: String,
    values: Vec<String>,
}

impl Request {
    /// A request without a principal and without context.
    pub fn new(action: impl Into<String>, resource: impl Into<String>) -> Self {
        Self { action: action.into(), resource: resource.into(), context: Context::default() }
    }

    /// By this principal: the value of `aws:PrincipalArn`.
    #[must_use]
    pub fn by(self, principal: impl Into<String>) -> Self {
        self.with(PRINCIPAL_ARN, [principal])
    }

    /// With these values of a key.
    #[must_use]
    pub fn with<T: Into<String>>(
        mut self,
        key: impl Into<String>,
        values: impl IntoIterator<Item = T>,
    ) -> Self {
        self.context.set(key, values);
        self
    }

    /// The ARN of the principal; none for anonymous requests and calls of AWS services.
    pub fn principal(&self) -> Option<&str> {
        self.context.value("aws:principalarn")
    }

    /// Whether a service-linked role makes it, which no policy of an organization touches.
    pub fn is_service_linked(&self) -> bool {
        self.principal().is_some_and(is_service_linked)
    }

    /// Whether an AWS service makes it in its own name.
    pub fn is_of_service(&self) -> bool {
        self.context
            .value("aws:principalisawsservice")
            .is_some_and(|value| value.eq_ignore_ascii_case("true"))
    }
}

/// Whether an ARN is that of a service-linked role, or of a session of one.
pub(crate) fn is_service_linked(arn: &str) -> bool {
    let role = arn.splitn(6, ':').nth(5).unwrap_or_default();
    role.starts_with("role/aws-service-role/") || role.starts_with("assumed-role/AWSServiceRoleFor")
}

impl Context {
    /// Sets the values of a key; none removes it.
    pub fn set<T: Into<String>>(&mut self, key: impl Into<String>, values: impl IntoIterator<Item = T>) {
        let (name, values): (String, Vec<String>) =
            (key.into(), values.into_iter().map(Into::into).collect());
        let key = name.to_ascii_lowercase();
        if values.is_empty() {
            self.0.remove(&key);
        } else {
            self.0.insert(key, Entry { name, values });
        }
    }

    /// Keeps the keys for which this says so of their name in lower case.
    pub(crate) fn retain(&mut self, is_kept: impl Fn(&str) -> bool) {
        self.0.retain(|key, _| is_kept(key));
    }

    /// The values of a key; none if it is absent.
    pub fn values(&self, key: &str) -> &[String] {
        self.entry(key).map_or(&[], |entry| &entry.values)
    }

    /// The names of the keys that are there and their values, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[String])> {
        self.0.values().map(|entry| (entry.name.as_str(), entry.values.as_slice()))
    }

    fn entry(&self, key: &str) -> Option<&Entry> {
        match key.bytes().any(|b| b.is_ascii_uppercase()) {
            true => self.0.get(&key.to_ascii_lowercase()),
            false => self.0.get(key),
        }
    }

    /// The value of a key that has just one.
    pub(crate) fn value(&self, key: &str) -> Option<&str> {
        match self.values(key) {
            [only] => Some(only),
            _ => None,
        }
    }
}

/// `s3:GetObject on arn:aws:s3:::x, aws:PrincipalArn = …, aws:TagKeys = [a, b]`
impl fmt::Display for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.action)?;
        if self.resource != "*" {
            write!(f, " on {}", self.resource)?;
        }
        for (name, values) in self.context.iter() {
            match values {
                [only] if only.is_empty() => write!(f, ", {name} = \"\"")?,
                [only] => write!(f, ", {name} = {only}")?,
                several => write!(f, ", {name} = [{}]", several.join(", "))?,
            }
        }
        Ok(())
    }
}
