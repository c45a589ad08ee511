//! Reading a template, JSON or YAML.

use super::shape::{Parameter, Template, TemplateResource};
use saphyr_parser::{Event, Parser};
use std::collections::BTreeMap;

/// A node of a document. Tags such as `!Ref` are passed over: their content is a node like others.
#[derive(Clone, Debug, PartialEq)]
enum Node {
    Scalar(String),
    List(Vec<Node>),
    Map(Vec<(String, Node)>),
}

/// Nodes that a template may expand to; an anchor used again and again would expand without end.
const MOST_NODES: usize = 200_000;

/// Levels of a document.
const DEEPEST: usize = 100;

/// The template in a text; the error says why there is none.
pub(super) fn read(text: &str) -> Result<Template, String> {
    let whole = match text.trim_start().starts_with('{') {
        true => json(text)?,
        false => yaml(text)?,
    };
    let Node::Map(_) = whole else { return Err("it is not a map of sections".to_owned()) };
    let Some(resources) = whole.get("Resources") else { return Err("it has no `Resources`".to_owned()) };
    let members = resources.members();
    if members.is_empty() {
        return Err("its `Resources` are empty".to_owned());
    }
    let parameters = whole.get("Parameters").map(Node::members).unwrap_or_default();
    Ok(Template {
        parameters: parameters.iter().map(|(name, node)| (name.clone(), parameter(node))).collect(),
        resources: members.iter().map(|(name, node)| (name.clone(), resource(node))).collect(),
        has_transform: whole.get("Transform").is_some(),
    })
}

fn parameter(node: &Node) -> Parameter {
    let allowed = match node.get("AllowedValues") {
        Some(Node::List(values)) => values.iter().filter_map(Node::scalar).map(str::to_owned).collect(),
        _ => Vec::new(),
    };
    Parameter {
        parameter_type: node.get("Type").and_then(Node::scalar).unwrap_or("String").to_owned(),
        has_default: node.get("Default").is_some(),
        allowed,
    }
}

fn resource(node: &Node) -> TemplateResource {
    let properties = node.get("Properties").map(Node::members).unwrap_or_default();
    TemplateResource {
        resource_type: node.get("Type").and_then(Node::scalar).unwrap_or_default().to_owned(),
        properties: properties.iter().map(|(name, _)| name.clone()).collect(),
    }
}

impl Node {
    fn get(&self, key: &str) -> Option<&Node> {
        self.members().iter().find(|(name, _)| name == key).map(|(_, node)| node)
    }

    fn members(&self) -> &[(String, Node)] {
        match self {
            Self::Map(members) => members,
            _ => &[],
        }
    }

    fn scalar(&self) -> Option<&str> {
        match self {
            Self::Scalar(text) => Some(text),
            _ => None,
        }
    }
}

fn json(text: &str) -> Result<Node, String> {
    let value: serde_json::Value =
        serde_json::from_str(text).map_err(|error| format!("it is not JSON: {error}"))?;
    Ok(of_json(&value))
}

fn of_json(value: &serde_json::Value) -> Node {
    match value {
        serde_json::Value::Array(items) => Node::List(items.iter().map(of_json).collect()),
        serde_json::Value::Object(members) => {
            Node::Map(members.iter().map(|(name, value)| (name.clone(), of_json(value))).collect())
        }
        serde_json::Value::String(text) => Node::Scalar(text.clone()),
        other => Node::Scalar(other.to_string()),
    }
}

fn yaml(text: &str) -> Result<Node, String> {
    let mut builder = Builder::default();
    for event in Parser::new_from_str(text) {
        let (event, marker) = event.map_err(|error| format!("it is not YAML: {error}"))?;
        builder.take(event).map_err(|reason| format!("{reason} (line {})", marker.start.line()))?;
    }
    match builder.documents.as_slice() {
        [one] => Ok(one.clone()),
        [] => Err("it is empty".to_owned()),
        _ => Err("it has more than one YAML document".to_owned()),
    }
}

/// Builds nodes from the events of a YAML text.
#[derive(Default)]
struct Builder {
    documents: Vec<Node>,
    /// What is open, outermost first.
    open: Vec<Open>,
    anchors: BTreeMap<usize, Node>,
    nodes: usize,
}

struct Open {
    node: Node,
    anchor: usize,
    /// The key that waits for its value, in a map.
    key: Option<String>,
}

impl Builder {
    fn take(&mut self, event: Event<'_>) -> Result<(), String> {
        match event {
            Event::Scalar(text, _, anchor, _) => self.put(Node::Scalar(text.into_owned()), anchor),
            Event::SequenceStart(anchor, _) => self.begin(Node::List(Vec::new()), anchor),
            Event::MappingStart(anchor, _) => self.begin(Node::Map(Vec::new()), anchor),
            Event::SequenceEnd | Event::MappingEnd => match self.open.pop() {
                Some(open) => self.put(open.node, open.anchor),
                None => Err("it is not YAML".to_owned()),
            },
            Event::Alias(anchor) => match self.anchors.get(&anchor).cloned() {
                Some(node) => self.put(node, 0),
                None => Err("an alias names no anchor".to_owned()),
            },
            _ => Ok(()),
        }
    }

    fn begin(&mut self, node: Node, anchor: usize) -> Result<(), String> {
        if self.open.len() >= DEEPEST {
            return Err(format!("it is more than {DEEPEST} levels deep"));
        }
        self.open.push(Open { node, anchor, key: None });
        Ok(())
    }

    fn put(&mut self, node: Node, anchor: usize) -> Result<(), String> {
        self.nodes += size(&node);
        if self.nodes > MOST_NODES {
            return Err("it expands to too many values".to_owned());
        }
        if anchor != 0 {
            self.anchors.insert(anchor, node.clone());
        }
        let Some(open) = self.open.last_mut() else {
            self.documents.push(node);
            return Ok(());
        };
        match (&mut open.node, open.key.take()) {
            (Node::List(items), _) => items.push(node),
            (Node::Map(members), Some(key)) => members.push((key, node)),
            (Node::Map(_), None) => match node {
                Node::Scalar(key) => open.key = Some(key),
                _ => return Err("a key is not a string".to_owned()),
            },
            (Node::Scalar(_), _) => {}
        }
        Ok(())
    }
}

/// Only aliases put nodes of more than one part; what stands in the text is counted when it ends.
fn size(node: &Node) -> usize {
    match node {
        Node::Scalar(_) => 1,
        Node::List(items) => 1 + items.iter().map(size).sum::<usize>(),
        Node::Map(members) => 1 + members.iter().map(|(_, node)| size(node)).sum::<usize>(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yaml_and_json_read_the_same() {
        let yaml = "Parameters:\n  A: {Type: Number, Default: 1, AllowedValues: [1, 2]}\nResources:\n  R:\n    Type: AWS::IAM::Role\n    Properties:\n      RoleName: !Sub '${AWS::StackName}-x'\n      Path: !GetAtt [X, Y]\n";
        let json = r#"{"Parameters":{"A":{"Type":"Number","Default":1,"AllowedValues":[1,2]}},"Resources":{"R":{"Type":"AWS::IAM::Role","Properties":{"RoleName":{"Fn::Sub":"x"},"Path":"/"}}}}"#;
        for text in [yaml, json] {
            let template = read(text).unwrap();
            assert_eq!(template.parameters["A"].allowed, ["1", "2"]);
            assert!(template.parameters["A"].has_default);
            assert!(template.resources["R"].properties.iter().eq(["Path", "RoleName"]));
        }
    }

    #[test]
    fn what_is_no_template_says_why() {
        for (text, reason) in [
            ("", "it is empty"),
            ("- a", "it is not a map of sections"),
            ("a: 1", "it has no `Resources`"),
            ("Resources: {}", "its `Resources` are empty"),
            ("{\"Resources\": }", "it is not JSON"),
            ("a: [", "it is not YAML"),
        ] {
            let found = read(text).unwrap_err();
            assert!(found.starts_with(reason), "{text:?}: {found}");
        }
    }

    #[test]
    fn an_alias_bomb_is_refused() {
        let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
        for level in 1..12 {
            let before = format!("*a{}", level - 1);
            text.push_str(&format!("a{level}: &a{level} [{}]\n", vec![before; 9].join(", ")));
        }
        assert!(read(&text).unwrap_err().contains("too many values"));
    }
}
