//! Drawings of the organization and of a plan, as Mermaid or DOT.

use super::plan::headline;
use crate::cli::Drawing;
use orgc_ir::desired::Body;
use orgc_ir::{Address, Desired};
use orgc_plan::Plan;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// A drawing: boxes with texts, and arrows between them by index.
#[derive(Debug, Default)]
struct Graph {
    boxes: Vec<String>,
    arrows: Vec<(usize, usize)>,
}

/// The declared organization: root, units, accounts, and the policies and baselines at each.
pub fn tree(desired: &Desired, language: Drawing) -> String {
    let mut at: BTreeMap<&Address, Vec<String>> = BTreeMap::new();
    for resource in desired.resources.values() {
        match &resource.body {
            Body::Attachment(one) => at.entry(&one.target).or_default().push(one.policy.to_string()),
            Body::StackInstances(one) => at.entry(&one.target).or_default().push(block(&one.stack_set)),
            _ => {}
        }
    }
    let mut graph = Graph::default();
    let mut index = BTreeMap::new();
    for (address, resource) in &desired.resources {
        let Some(title) = title(&resource.body) else {
            continue;
        };
        let mut lines = vec![address.to_string()];
        lines.extend((title != address.name()).then(|| title.to_owned()));
        lines.extend(at.remove(address).unwrap_or_default());
        index.insert(address, graph.boxes.len());
        graph.boxes.push(lines.join("\n"));
    }
    for (address, resource) in &desired.resources {
        let ends = parent(&resource.body).and_then(|parent| index.get(parent).zip(index.get(address)));
        graph.arrows.extend(ends.map(|(from, to)| (*from, *to)));
    }
    graph.draw(language)
}

/// The operations of a plan; an arrow leads from an operation to what waits for it.
pub fn plan(plan: &Plan, language: Drawing) -> String {
    let index: BTreeMap<_, _> = plan.operations.iter().enumerate().map(|(at, one)| (&one.id, at)).collect();
    let arrows = plan.operations.iter().enumerate().flat_map(|(to, operation)| {
        operation
            .waits_for
            .iter()
            .filter_map(|id| index.get(id))
            .map(move |from| (*from, to))
            .collect::<Vec<_>>()
    });
    Graph { boxes: plan.operations.iter().map(headline).collect(), arrows: arrows.collect() }.draw(language)
}

fn block(stack_set: &Address) -> String {
    stack_set.as_str().trim_end_matches("/stack-set").to_owned()
}

fn title(body: &Body) -> Option<&str> {
    match body {
        Body::Organization(organization) => Some(&organization.name),
        Body::Unit(unit) => Some(&unit.name),
        Body::Account(account) => Some(&account.name),
        _ => None,
    }
}

fn parent(body: &Body) -> Option<&Address> {
    match body {
        Body::Unit(unit) => Some(&unit.parent),
        Body::Account(account) => Some(&account.parent),
        _ => None,
    }
}

impl Graph {
    fn draw(&self, language: Drawing) -> String {
        match language {
            Drawing::Mermaid => self.mermaid(),
            Drawing::Dot => self.dot(),
        }
    }

    fn mermaid(&self) -> String {
        let mut out = "flowchart TD\n".to_owned();
        for (index, text) in self.boxes.iter().enumerate() {
            let text = text.replace('"', "#quot;").replace('\n', "<br/>");
            let _ = writeln!(out, "  n{index}[\"{text}\"]");
        }
        for (from, to) in &self.arrows {
            let _ = writeln!(out, "  n{from} --> n{to}");
        }
        out
    }

    fn dot(&self) -> String {
        let mut out = "digraph organization {\n  node [shape=box];\n".to_owned();
        for (index, text) in self.boxes.iter().enumerate() {
            let text = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
            let _ = writeln!(out, "  n{index} [label=\"{text}\"];");
        }
        for (from, to) in &self.arrows {
            let _ = writeln!(out, "  n{from} -> n{to};");
        }
        out + "}\n"
    }
}
