//! What there is to know about a plugin before agreeing to it.

use crate::plugins::granted;
use orgc_plugin::{Budget, CONTRACT, Metadata, Plugin};

/// What a component is, reads and may produce, for people.
pub fn facts(plugin: &Plugin, component: &[u8]) -> String {
    let metadata = Metadata::of(component);
    let (reads, produces) = granted(plugin.schemas());
    let kinds: Vec<&str> = plugin.schemas().iter().map(|kind| kind.name.as_str()).collect();
    let version = metadata.version.map_or_else(|| "without a version".to_owned(), |version| version);
    let mut lines = vec![
        format!("{} {version}: {}", plugin.name(), plugin.summary()),
        row("kinds", &kinds.join(", ")),
        row("reads", &or(&reads, "nothing of the organization")),
        row("produces", &or(&produces, "nothing")),
        row("imports", "nothing but a log"),
        row("contract", CONTRACT),
        row("budget", &budget(plugin.budget())),
        row("size", &format!("{} bytes", component.len())),
        row("sha256", plugin.digest()),
    ];
    lines.extend(metadata.licenses.map(|licence| row("licence", &licence)));
    lines.extend(metadata.source.map(|source| row("source", &source)));
    lines.push(row("describe", &format!("{} units of fuel", plugin.describe_fuel())));
    lines.join("\n") + "\n"
}

fn row(name: &str, value: &str) -> String {
    format!("  {name:<10}{value}")
}

fn or(values: &[String], nothing: &str) -> String {
    if values.is_empty() { nothing.to_owned() } else { values.join(", ") }
}

fn budget(budget: Budget) -> String {
    let Budget { fuel, memory, answer } = budget;
    format!("{fuel} units of fuel, {memory} bytes of memory, {answer} bytes of answer a call")
}
