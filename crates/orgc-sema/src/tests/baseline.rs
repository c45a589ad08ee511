//! A stand-in for the plugin host: a kind that expands as `std:baseline` does, and one whose blocks say
//! which policy and which core block they become.

use orgc_ir::desired::{Amount, AutoDeployment, PermissionModel, Rollout};
use orgc_ir::kinds::{
    AttributeSchema, CoreBody, CoreDeployment, CorePolicy, CoreResource, CoreStackSet, CoreTarget, EMITTED,
    Expansion, Finding, FindingSeverity, KindFault, KindSchema, Kinds, Pattern, Query, Request, Step, TABLES,
    ValueType,
};
use orgc_ir::{Text, Value};

pub(super) struct FakeBaseline(Vec<KindSchema>);

fn attribute(name: &str, value_type: ValueType, required: bool, default: Option<Value>) -> AttributeSchema {
    AttributeSchema {
        name: name.to_owned(),
        value_type,
        required,
        default,
        doc: String::new(),
        deprecated: None,
    }
}

fn sequence(item: ValueType) -> ValueType {
    ValueType::Sequence { item: Box::new(item), min_items: None, max_items: None, distinct: true }
}

fn named(name: &str) -> ValueType {
    ValueType::Named(name.to_owned())
}

fn text() -> ValueType {
    ValueType::Text { min_length: None, max_length: None, pattern: None }
}

fn form(pattern: &str) -> ValueType {
    ValueType::Text { min_length: None, max_length: None, pattern: Pattern::new(pattern).ok() }
}

/// All columns of a table; the rows of accounts are those of `attach-to`.
fn query(table: &str) -> Query {
    let columns = TABLES.iter().find(|one| one.name == table).map(|one| one.columns).unwrap_or_default();
    Query {
        id: table.to_owned(),
        table: table.to_owned(),
        scope: (table == "accounts").then(|| "attach-to".to_owned()),
        columns: columns.iter().map(|column| (*column).to_owned()).collect(),
    }
}

/// Says the rows of the answer that `rows` names.
fn rows(request: &Request) -> Vec<Finding> {
    let Some(Value::Text(wanted)) = request.config.get("rows") else { return Vec::new() };
    let answers = request.answers.iter().filter(|answer| Some(answer.query.as_str()) == wanted.known());
    let finding = |row: &Value| Finding {
        severity: FindingSeverity::Note,
        code: "row".to_owned(),
        message: serde_json::to_string(row).unwrap(),
        at: Vec::new(),
        labels: Vec::new(),
        help: None,
    };
    answers.flat_map(|answer| &answer.rows).map(finding).collect()
}

impl FakeBaseline {
    pub(super) fn new() -> Self {
        let words = ["iam", "named-iam", "auto-expand"].map(str::to_owned).to_vec();
        let parameters = || ValueType::Mapping(Box::new(ValueType::Anything));
        let deployment = ValueType::Block(vec![
            attribute("target", named("target"), true, None),
            attribute("regions", sequence(named("region")), false, None),
            attribute("parameters", parameters(), false, None),
        ]);
        let rollout = ValueType::Block(vec![
            attribute("max-concurrent", named("amount"), true, None),
            attribute("failure-tolerance", named("amount"), false, None),
            attribute(
                "retries",
                ValueType::Integer { minimum: Some(1), maximum: Some(9) },
                false,
                Some(Value::Integer(3)),
            ),
        ]);
        let guard = KindSchema {
            name: "guard".to_owned(),
            plugin: "std:guard".to_owned(),
            doc: String::new(),
            attributes: vec![
                attribute(
                    "policy-type",
                    ValueType::Text { min_length: None, max_length: None, pattern: None },
                    false,
                    Some(Value::text("SERVICE_CONTROL_POLICY")),
                ),
                attribute("document", ValueType::Anything, false, None),
                attribute("attach-to", named("target-set"), false, None),
                attribute(
                    "kind",
                    ValueType::Text { min_length: None, max_length: None, pattern: None },
                    false,
                    None,
                ),
                attribute("block", ValueType::Anything, false, None),
                attribute("after", sequence(text()), false, None),
                AttributeSchema {
                    deprecated: Some("write `document`".to_owned()),
                    ..attribute("text", text(), false, None)
                },
                attribute("code", form("[a-z]+-[0-9]"), false, None),
                attribute("rows", text(), false, None),
            ],
            queries: ["accounts", "organizational-units", "policies"].map(query).to_vec(),
            emits: EMITTED.map(str::to_owned).to_vec(),
        };
        let baseline = KindSchema {
            name: "baseline".to_owned(),
            plugin: "std:baseline".to_owned(),
            doc: String::new(),
            attributes: vec![
                attribute("template", named("file"), true, None),
                attribute("regions", sequence(named("region")), false, None),
                attribute("parameters", parameters(), false, None),
                attribute("capabilities", sequence(ValueType::Choice(words)), false, None),
                attribute("rollout", rollout, false, None),
                attribute(
                    "description",
                    ValueType::Text { min_length: Some(1), max_length: Some(20), pattern: None },
                    false,
                    Some(Value::text("a baseline")),
                ),
                attribute("deployments", sequence(deployment), false, None),
            ],
            queries: Vec::new(),
            emits: vec!["stack-set".to_owned()],
        };
        Self(vec![baseline, guard])
    }
}

fn texts(value: Option<&Value>) -> Vec<String> {
    let Some(Value::List(items)) = value else { return Vec::new() };
    items
        .iter()
        .map(
            |item| {
                if let Value::Text(text) = item {
                    text.known().unwrap().to_owned()
                } else {
                    panic!("{item:?}")
                }
            },
        )
        .collect()
}

fn pairs(value: Option<&Value>) -> Vec<(String, Text)> {
    let Some(Value::Map(members)) = value else { return Vec::new() };
    let text = |value: &Value| match value {
        Value::Text(text) => text.clone(),
        Value::Integer(number) => Text::from(number.to_string()),
        other => panic!("{other:?}"),
    };
    members.iter().map(|(name, value)| (name.clone(), text(value))).collect()
}

fn amount(value: Option<&Value>) -> Amount {
    let part = |name| match value?.get(name) {
        Some(Value::Integer(number)) => u32::try_from(*number).ok(),
        _ => None,
    };
    part("percent")
        .map(|share| Amount::Percent(share / 100))
        .unwrap_or(Amount::Count(part("count").unwrap_or(0)))
}

fn rollout(value: &Value) -> Rollout {
    Rollout {
        max_concurrent: amount(value.get("max-concurrent")),
        failure_tolerance: amount(value.get("failure-tolerance")),
        region_order: Vec::new(),
        regions_in_parallel: value.get("retries") == Some(&Value::Integer(3)),
        concurrency_mode: None,
    }
}

fn deployment(element: &Value, own: &[String]) -> CoreDeployment {
    let regions = texts(element.get("regions"));
    CoreDeployment {
        targets: element.get("target").map(target).into_iter().collect(),
        regions: if regions.is_empty() { own.to_vec() } else { regions },
        overrides: pairs(element.get("parameters")),
    }
}

fn target(address: &Value) -> CoreTarget {
    let Value::Entity(address) = address else { panic!("no target: {address:?}") };
    match address.kind() {
        "organization" => CoreTarget::Root,
        "ou" => CoreTarget::Unit(address.clone()),
        _ => CoreTarget::Account(address.clone()),
    }
}

/// A policy of `document`, and what `block` says of the kind `kind`.
fn guard(request: &Request) -> Expansion {
    let text = |name: &str| match request.config.get(name) {
        Some(Value::Text(text)) => text.clone(),
        _ => Text::default(),
    };
    let resource = |name: &str, at: &str, body| CoreResource {
        name: name.to_owned(),
        body,
        after: Vec::new(),
        origin: vec![Step::Key(at.to_owned())],
    };
    let targets = match request.config.get("attach-to") {
        Some(Value::List(items)) => items.iter().map(target).collect(),
        _ => Vec::new(),
    };
    let policy = CorePolicy {
        name: None,
        policy_type: text("policy-type").known().unwrap().to_owned(),
        description: "from a plugin".to_owned(),
        document: text("document"),
        attach_to: targets,
        tags: vec![("origin".to_owned(), Text::from("guard"))],
    };
    let policy = request.config.get("document").map(|_| CoreBody::Policy(policy));
    let block = request.config.get("block").map(|config| CoreBody::Block {
        kind: text("kind").known().unwrap().to_owned(),
        config: config.clone(),
    });
    let policy = policy.map(|body| resource("policy", "document", body));
    let after = texts(request.config.get("after"));
    let block = block.map(|body| CoreResource { after, ..resource("extra", "block", body) });
    Expansion { resources: policy.into_iter().chain(block).collect(), findings: rows(request) }
}

impl Kinds for FakeBaseline {
    fn schemas(&self) -> &[KindSchema] {
        &self.0
    }

    fn validate(&self, request: &Request) -> Result<Vec<Finding>, KindFault> {
        if request.name == "Trap" {
            return Err(KindFault {
                plugin: "std:baseline".to_owned(),
                message: "it trapped".to_owned(),
                notes: vec!["frame 0".to_owned()],
            });
        }
        let finding = |at: Vec<Step>, severity| Finding {
            severity,
            code: "odd".to_owned(),
            message: "this is odd".to_owned(),
            at,
            labels: Vec::new(),
            help: None,
        };
        let key = |name: &str| Step::Key(name.to_owned());
        Ok(match request.name.as_str() {
            "OddDeep" => vec![finding(
                vec![key("deployments"), Step::Index(1), key("regions"), Step::Index(7)],
                FindingSeverity::Error,
            )],
            "OddScalar" => vec![finding(
                vec![key("deployments"), Step::Index(0), key("regions"), Step::Index(0), key("x")],
                FindingSeverity::Error,
            )],
            "OddNowhere" => {
                vec![finding(vec![key("nowhere"), Step::Index(u32::MAX)], FindingSeverity::Error)]
            }
            "OddEmpty" => vec![finding(Vec::new(), FindingSeverity::Error)],
            "OddDefault" => vec![finding(vec![key("description")], FindingSeverity::Warning)],
            _ => Vec::new(),
        })
    }

    fn expand(&self, request: &Request) -> Result<Expansion, KindFault> {
        if request.kind == "guard" {
            return Ok(guard(request));
        }
        let config = &request.config;
        let own = texts(config.get("regions"));
        let Some(Value::List(elements)) = config.get("deployments") else { panic!("no deployments") };
        let deployments = elements.iter().map(|element| deployment(element, &own));
        let Some(Value::Text(template)) = config.get("template").and_then(|file| file.get("content")) else {
            panic!("no template")
        };
        let capability = |word: String| format!("CAPABILITY_{}", word.to_uppercase().replace('-', "_"));
        let set = CoreStackSet {
            description: match config.get("description") {
                Some(Value::Text(text)) => text.known().unwrap().to_owned(),
                other => panic!("{other:?}"),
            },
            administrator: None,
            template: template.known().unwrap().to_owned(),
            permission_model: PermissionModel::ServiceManaged,
            auto_deployment: Some(AutoDeployment { enabled: true, retain_on_leave: false }),
            capabilities: texts(config.get("capabilities")).into_iter().map(capability).collect(),
            parameters: pairs(config.get("parameters")),
            deployments: deployments.collect(),
            rollout: config.get("rollout").map(rollout),
            tags: Vec::new(),
        };
        let resource = CoreResource {
            name: "stack-set".to_owned(),
            body: CoreBody::StackSet(set),
            after: Vec::new(),
            origin: Vec::new(),
        };
        Ok(Expansion { resources: vec![resource], findings: Vec::new() })
    }
}
