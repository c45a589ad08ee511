//! What a CloudFormation template asks for: its parameters, and whether it needs a capability.
//!
//! Only the outline is read. YAML is read by its events, so CloudFormation's own tags (`!Ref`)
//! need no meaning here; JSON templates are YAML too.

use saphyr_parser::{Event, Parser};
use std::collections::BTreeMap;

/// Deeper than any template that CloudFormation takes.
const MAX_DEPTH: usize = 128;

/// The outline of a template.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Template {
    /// Its parameters by name, and whether each has a default.
    pub parameters: BTreeMap<String, bool>,
    /// The first IAM resource, if there is one.
    pub iam_resource: Option<String>,
    /// The first IAM resource with a name of its own, if there is one.
    pub named_iam_resource: Option<String>,
    /// Whether it uses a macro.
    pub uses_macro: bool,
}

/// Resource types that CloudFormation makes only with `CAPABILITY_IAM`, each with the property
/// that gives it a name (CloudFormation User Guide, "Acknowledging IAM resources").
const IAM_TYPES: [(&str, Option<&str>); 8] = [
    ("AWS::IAM::AccessKey", None),
    ("AWS::IAM::Group", Some("GroupName")),
    ("AWS::IAM::InstanceProfile", Some("InstanceProfileName")),
    ("AWS::IAM::ManagedPolicy", Some("ManagedPolicyName")),
    ("AWS::IAM::Policy", None),
    ("AWS::IAM::Role", Some("RoleName")),
    ("AWS::IAM::User", Some("UserName")),
    ("AWS::IAM::UserToGroupAddition", None),
];

impl Template {
    /// Reads the outline.
    ///
    /// # Errors
    /// With a sentence, when the text is no CloudFormation template.
    pub fn read(text: &str) -> Result<Self, String> {
        let root = Node::read(text)?;
        let resources = root.members("Resources");
        if resources.is_empty() {
            return Err("it has no `Resources`, so it is no CloudFormation template".to_owned());
        }
        let has_default = |node: &Node| node.get("Default").is_some();
        let iam = resources.iter().filter_map(|(name, one)| Some((name, one.iam_name()?)));
        Ok(Self {
            parameters: root
                .members("Parameters")
                .iter()
                .map(|(name, node)| (name.clone(), has_default(node)))
                .collect(),
            iam_resource: iam.clone().map(|(name, _)| name.clone()).next(),
            named_iam_resource: iam.clone().find(|(_, named)| *named).map(|(name, _)| name.clone()),
            uses_macro: root.get("Transform").is_some(),
        })
    }
}

/// A piece of the template.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Node {
    Scalar(String),
    List(Vec<Node>),
    Map(Vec<(String, Node)>),
}

impl Node {
    fn get(&self, key: &str) -> Option<&Node> {
        self.members_of_self().iter().find(|(name, _)| name == key).map(|(_, node)| node)
    }

    fn members(&self, key: &str) -> &[(String, Node)] {
        self.get(key).map(Node::members_of_self).unwrap_or_default()
    }

    fn members_of_self(&self) -> &[(String, Node)] {
        match self {
            Self::Map(members) => members,
            _ => &[],
        }
    }

    /// Of an IAM resource: whether it has a name of its own.
    fn iam_name(&self) -> Option<bool> {
        let Some(Node::Scalar(kind)) = self.get("Type") else { return None };
        let (_, property) = IAM_TYPES.iter().find(|(name, _)| name == kind)?;
        let properties = self.get("Properties");
        Some(property.is_some_and(|name| properties.is_some_and(|all| all.get(name).is_some())))
    }

    fn read(text: &str) -> Result<Self, String> {
        let mut builder = Builder::default();
        for event in Parser::new_from_str(text) {
            let (event, _) =
                event.map_err(|error| format!("line {}: {}", error.marker().line(), error.info()))?;
            builder.take(event)?;
        }
        builder.root.ok_or_else(|| "it is empty".to_owned())
    }
}

/// Builds nodes from events, without recursion.
#[derive(Default)]
struct Builder {
    open: Vec<Open>,
    root: Option<Node>,
}

enum Open {
    List(Vec<Node>),
    Map { members: Vec<(String, Node)>, key: Option<String> },
}

impl Builder {
    fn take(&mut self, event: Event<'_>) -> Result<(), String> {
        match event {
            Event::Scalar(text, ..) => self.close(Node::Scalar(text.into_owned())),
            Event::Alias(_) => self.close(Node::Scalar(String::new())),
            Event::SequenceStart(..) => return self.push(Open::List(Vec::new())),
            Event::MappingStart(..) => {
                return self.push(Open::Map { members: Vec::new(), key: None });
            }
            Event::SequenceEnd | Event::MappingEnd => match self.open.pop() {
                Some(Open::List(items)) => self.close(Node::List(items)),
                Some(Open::Map { members, .. }) => self.close(Node::Map(members)),
                None => {}
            },
            _ => {}
        }
        Ok(())
    }

    fn push(&mut self, open: Open) -> Result<(), String> {
        if self.open.len() >= MAX_DEPTH {
            return Err(format!("it is nested more than {MAX_DEPTH} deep"));
        }
        self.open.push(open);
        Ok(())
    }

    /// Puts a finished node where it belongs. A key that is no scalar counts as the empty name.
    fn close(&mut self, node: Node) {
        match self.open.last_mut() {
            None => self.root = self.root.take().or(Some(node)),
            Some(Open::List(items)) => items.push(node),
            Some(Open::Map { members, key }) => match (key.take(), node) {
                (Some(key), node) => members.push((key, node)),
                (None, Node::Scalar(name)) => *key = Some(name),
                (None, _) => *key = Some(String::new()),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_and_iam_resources_are_read_from_yaml() {
        let template = Template::read(
            "Parameters:\n  A: { Type: String }\n  B:\n    Type: Number\n    Default: 0\nResources:\n  Topic:\n    \
             Type: AWS::SNS::Topic\n    Properties: { DisplayName: !Sub '${A}' }\n  Key:\n    Type: AWS::IAM::Policy\n  \
             Admin:\n    Type: AWS::IAM::Role\n    Properties: { RoleName: !Ref A }\n",
        )
        .unwrap();
        assert_eq!(template.parameters, BTreeMap::from([("A".into(), false), ("B".into(), true)]));
        assert_eq!(template.iam_resource.as_deref(), Some("Key"));
        assert_eq!(template.named_iam_resource.as_deref(), Some("Admin"));
        assert!(!template.uses_macro);
    }

    #[test]
    fn json_templates_are_read_too() {
        let json = r#"{"Transform": "X", "Parameters": {"A": {"Default": ""}}, "Resources": {"T": {"Type": "AWS::SNS::Topic"}}}"#;
        let template = Template::read(json).unwrap();
        assert_eq!(template.parameters, BTreeMap::from([("A".into(), true)]));
        assert!(template.uses_macro && template.iam_resource.is_none());
    }

    #[test]
    fn other_texts_are_refused_with_the_reason() {
        assert!(Template::read("").unwrap_err().contains("empty"));
        assert!(Template::read("hello: world").unwrap_err().contains("`Resources`"));
        assert!(Template::read("a: [b\nc: d").unwrap_err().starts_with("line "));
        assert!(Template::read(&format!("a:\n  {}x", "- ".repeat(300))).unwrap_err().contains("deep"));
    }
}
