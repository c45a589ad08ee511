//! What a `baseline` block may hold.

use orgc_plugin_sdk::{Attribute, Info, Kind, Type, Value};

/// The words for `capabilities` with what CloudFormation calls them.
pub const CAPABILITIES: [(&str, &str); 3] = [
    ("iam", "CAPABILITY_IAM"),
    ("named-iam", "CAPABILITY_NAMED_IAM"),
    ("auto-expand", "CAPABILITY_AUTO_EXPAND"),
];

/// The manifest of the plugin.
pub fn info() -> Info {
    let doc = "A CloudFormation template that is deployed to many accounts: one service-managed \
               stack set, deployed where `deploy` sentences say.";
    Info::new("baseline", "CloudFormation templates in many accounts")
        .kind(Kind::new("baseline", doc, attributes()).emits("stack-set"))
}

fn attributes() -> Vec<Attribute> {
    let capability = Type::choice(CAPABILITIES.map(|(word, _)| word));
    vec![
        Attribute::required("template", Type::named("file"), "The CloudFormation template, YAML or JSON."),
        Attribute::required(
            "regions",
            Type::list_of_at_least(1, Type::named("region")),
            "The Regions of every deployment that names none of its own.",
        ),
        Attribute::optional(
            "parameters",
            Type::map(Type::Anything),
            "Parameters of the template. Lists are joined with commas.",
        ),
        Attribute::optional(
            "capabilities",
            Type::list(capability),
            "What the template may do beyond plain resources: `iam` makes IAM resources, \
             `named-iam` names them, `auto-expand` uses macros.",
        ),
        Attribute::optional(
            "description",
            Type::Text { min_length: Some(1), max_length: Some(1_024) },
            "The description of the stack set; by default it names the baseline.",
        ),
        Attribute::optional("rollout", rollout(), "How operations proceed from account to account."),
        Attribute::optional(
            "auto-deploy",
            Type::Boolean,
            "Whether an account that joins a target gets its stacks without an apply.",
        )
        .default_value(Value::Boolean(true)),
        Attribute::optional(
            "on-leave",
            Type::choice(["delete", "retain"]),
            "What becomes of the stacks of an account that leaves its target, while `auto-deploy` \
             is on.",
        )
        .default_value(Value::text("delete")),
        Attribute::optional(
            "deployments",
            Type::list(deployment()),
            "Where the baseline goes: one element for each `deploy` sentence. Not written by hand.",
        ),
    ]
}

fn rollout() -> Type {
    Type::block([
        Attribute::optional(
            "max-concurrent",
            Type::named("amount"),
            "Accounts at a time in a Region, a number or a percentage; 1 by default.",
        ),
        Attribute::optional(
            "failure-tolerance",
            Type::named("amount"),
            "Failed accounts in a Region before the operation stops, a number or a percentage; 0 \
             by default.",
        ),
        Attribute::optional(
            "region-order",
            Type::list(Type::named("region")),
            "The order in which Regions are worked through.",
        ),
        Attribute::optional(
            "regions-in-parallel",
            Type::Boolean,
            "Whether all Regions are worked through at once.",
        )
        .default_value(Value::Boolean(false)),
        Attribute::optional(
            "concurrency",
            Type::choice(["strict", "soft"]),
            "`strict` never runs more accounts at a time than may still fail, plus one; `soft` \
             keeps to `max-concurrent`.",
        )
        .default_value(Value::text("strict")),
    ])
}

fn deployment() -> Type {
    Type::block([
        Attribute::required("target", Type::named("target"), "The organization, a unit or an account."),
        Attribute::optional(
            "regions",
            Type::list(Type::named("region")),
            "The Regions of this deployment; empty: those of the baseline.",
        ),
        Attribute::optional(
            "parameters",
            Type::map(Type::Anything),
            "Parameters that differ from the baseline's.",
        ),
    ])
}
