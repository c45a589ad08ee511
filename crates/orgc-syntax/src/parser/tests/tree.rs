//! What the tree of each construct looks like.

use super::parsed;
use crate::ast::{
    ActionsKind, Block, Claim, ConditionOperator, ConditionTest, Declaration, DurationUnit, Expression,
    ExpressionKind, ItemKind, Label, Let, MapKey, Resources, Rule, Subject, TextForm, TextPart, TypeAtom,
    UnaryOperator, Unit, Verb,
};

/// The only item of a text that parses without a finding.
#[track_caller]
fn item(text: &str) -> ItemKind {
    let mut parsed = parsed(text);
    assert_eq!(parsed.diagnostics, vec![], "{text}");
    assert_eq!(parsed.file.items.len(), 1, "{text}");
    parsed.file.items.remove(0).kind
}

#[track_caller]
fn value(text: &str) -> Expression {
    match item(&format!("x = {text}")) {
        ItemKind::Attribute(attribute) => attribute.value,
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn block(text: &str) -> Block {
    match item(text) {
        ItemKind::Block(block) => block,
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn rule(text: &str) -> Rule {
    match item(text) {
        ItemKind::Rule(rule) => rule,
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn declared(text: &str) -> Let {
    match item(text) {
        ItemKind::Declaration(Declaration::Let(value)) => value,
        other => panic!("{other:?}"),
    }
}

/// The expression with all its operators in parentheses.
fn grouped(expression: &Expression) -> String {
    match &expression.kind {
        ExpressionKind::Name(name) => name.text.clone(),
        ExpressionKind::Number(number) => number.written.clone(),
        ExpressionKind::Parenthesized(inner) => grouped(inner),
        ExpressionKind::Unary(unary) => {
            let operator = if unary.operator == UnaryOperator::Not { "not " } else { "-" };
            format!("({operator}{})", grouped(&unary.operand))
        }
        ExpressionKind::Binary(binary) => {
            let operator = binary.operator.written();
            format!("({} {operator} {})", grouped(&binary.left), grouped(&binary.right))
        }
        ExpressionKind::Conditional(c) => {
            format!("(if {} then {} else {})", grouped(&c.condition), grouped(&c.then), grouped(&c.otherwise))
        }
        ExpressionKind::Call(call) => {
            let arguments: Vec<String> = call.arguments.iter().map(|a| grouped(&a.value)).collect();
            format!("{}({})", grouped(&call.function), arguments.join(", "))
        }
        ExpressionKind::Index(index) => format!("{}[{}]", grouped(&index.value), grouped(&index.index)),
        ExpressionKind::Member(member) => {
            format!("{}.{}", grouped(&member.value), member.name.literal().unwrap())
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn operators_bind_as_the_table_says() {
    let cases = [
        ("a or b and c", "(a or (b and c))"),
        ("not a and b", "((not a) and b)"),
        ("not a == b", "(not (a == b))"),
        ("a == b + c * d", "(a == (b + (c * d)))"),
        ("a - b - c", "((a - b) - c)"),
        ("a ?? b ?? c", "(a ?? (b ?? c))"),
        ("a == b ?? c", "(a == (b ?? c))"),
        ("a ?? b + c", "(a ?? (b + c))"),
        ("-a * b", "((-a) * b)"),
        ("- -a.b", "(-(-a.b))"),
        ("a not in b or c not like d", "((a not in b) or (c not like d))"),
        ("(a or b) and c", "((a or b) and c)"),
        ("f(a + b)[c].d(e)", "f((a + b))[c].d(e)"),
        ("if a then b else if c then d else e or f", "(if a then b else (if c then d else (e or f)))"),
        ("us-east-1 - a-b", "(us-east-1 - a-b)"),
    ];
    for (text, expected) in cases {
        assert_eq!(grouped(&value(text)), expected, "{text}");
    }
}

#[test]
fn literals_keep_what_was_written() {
    let ExpressionKind::Quantity(money) = value("5_000 USD").kind else { panic!() };
    assert_eq!((money.number.digits().as_str(), money.unit), ("5000", Unit::Currency("USD".to_owned())));
    let ExpressionKind::Quantity(keep) = value("30d").kind else { panic!() };
    assert_eq!(keep.unit, Unit::Duration(DurationUnit::Days));
    let ExpressionKind::Quantity(share) = value("2.5%").kind else { panic!() };
    assert_eq!((share.number.written.as_str(), share.number.is_whole()), ("2.5", false));
    let ExpressionKind::Iam(action) = value("s3:Get*").kind else { panic!() };
    assert_eq!((action.service.as_str(), action.name.as_str()), ("s3", "Get*"));
    assert_eq!(value("none").kind, ExpressionKind::None);
    assert_eq!(value("true").kind, ExpressionKind::Boolean(true));
}

#[test]
fn strings_are_made_of_parts() {
    let ExpressionKind::Text(text) = value(r#""a\"\u{41} ${b.c} ${aws:PrincipalTag/team} ${*}""#).kind else {
        panic!()
    };
    let shown: Vec<String> = text
        .parts
        .iter()
        .map(|part| match part {
            TextPart::Literal { text, .. } => text.clone(),
            TextPart::Interpolation { expression, .. } => format!("<{}>", grouped(expression)),
            TextPart::IamVariable { written, .. } => format!("<<{written}>>"),
        })
        .collect();
    assert_eq!(
        shown,
        ["a\"A ", "<b.c>", " ", "<<${aws:PrincipalTag/team}>>", " ", "<<${*}>>"].map(str::to_owned)
    );
    let ExpressionKind::Text(empty) = value("\"\"").kind else { panic!() };
    assert_eq!((empty.literal().as_deref(), empty.form), (Some(""), TextForm::Line));
}

#[test]
fn the_closing_quotes_of_a_text_set_its_margin() {
    let ExpressionKind::Text(text) = value("\"\"\"\r\n    one\r\n      two\r\n\r\n    \"\"\"").kind else {
        panic!()
    };
    assert_eq!((text.literal().as_deref(), text.form), (Some("one\n  two\n"), TextForm::Block));
    let ExpressionKind::Text(short) = value("\"\"\"one \"line\" \"\"\"").kind else { panic!() };
    assert_eq!(short.literal().as_deref(), Some("one \"line\" "));
}

#[test]
fn blocks_have_kind_label_tag_title_source_and_body() {
    let policy = block("private policy P: scp \"Title\" from \"p.json\" { adopt \"p-1\" }");
    assert!(policy.private);
    assert_eq!(policy.kind.bare(), Some("policy"));
    assert_eq!(policy.label.unwrap().literal().as_deref(), Some("P"));
    assert_eq!(policy.tag.unwrap().text, "scp");
    assert_eq!(policy.title.unwrap().literal().as_deref(), Some("Title"));
    assert_eq!(policy.source.unwrap().literal().as_deref(), Some("p.json"));
    assert_eq!(policy.body.unwrap().items.len(), 1);

    let plugin = block("idc.assignment \"${row.name}-x\" { group = a, \"team:b\" = c }");
    assert_eq!(plugin.kind.written(), "idc.assignment");
    assert_eq!(plugin.kind.bare(), None);
    assert!(matches!(plugin.label, Some(Label::Text(ref text)) if text.literal().is_none()));
    assert_eq!(plugin.body.unwrap().items.len(), 2);
    assert!(block("tags {}").label.is_none());
}

#[test]
fn rules_have_all_their_clauses() {
    let found = rule(
        "deny all except iam:*, \"s3:Get*\", lists.reads as Keep on all except \"arn:x\" + more(a) by all \
         when any of aws:TagKeys? not in [\"a\"] and ec2:Owner StringEqualsIgnoreCase \"x\" \
         unless key \"aws:PrincipalTag/${t}\" missing",
    );
    assert!(matches!(&found.actions.kind, ActionsKind::AllExcept(actions) if actions.len() == 3));
    assert_eq!(found.sid.unwrap().text, "Keep");
    assert!(matches!(found.resources, Some(Resources::AllExcept(_))));
    let [when, unless] = found.guards.as_slice() else { panic!() };
    let first = &when.conditions[0];
    assert!(first.if_exists && first.quantifier.is_some());
    let operator = |test: &ConditionTest| match test {
        ConditionTest::Compare { operator, .. } => operator.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(operator(&first.test), ConditionOperator::NotIn);
    let raw = ConditionOperator::Raw("StringEqualsIgnoreCase".to_owned());
    assert_eq!(operator(&when.conditions[1].test), raw);
    assert_eq!(unless.conditions[0].test, ConditionTest::Missing);
    assert!(matches!(rule("allow all on all").resources, Some(Resources::All(_))));
}

#[test]
fn assertions_are_about_access_or_values() {
    let claim = |text: &str| match item(text) {
        ItemKind::Assertion(assertion) => (assertion.claim, assertion.message),
        other => panic!("{other:?}"),
    };
    let (access, message) = claim("assert every account in A.B cannot s3:* as \"r\" else \"no\"");
    assert!(message.is_some());
    let Claim::Access(access) = access else { panic!() };
    assert!(matches!(access.subject, Subject::EveryAccount { within: Some(_), .. }));
    let Claim::Access(access) =
        claim("assert dev can s3:* when aws:X == \"a\" unless aws:Y exists as \"r\"").0
    else {
        panic!()
    };
    assert!(access.role.is_some() && access.guards.len() == 2, "who it is may come last");
    assert!(matches!(claim("assert length(x) == 20").0, Claim::Value(_)));
    // A word that starts items elsewhere may name the account of a loop.
    assert!(matches!(claim("assert account can action").0, Claim::Access(_)));
}

#[test]
fn verbs_name_their_operands() {
    let verb = |text: &str| match item(text) {
        ItemKind::Verb(verb) => verb,
        other => panic!("{other:?}"),
    };
    let Verb::Attach(attach) = verb("attach only a.B, gpus[tier]") else { panic!() };
    assert!(attach.only && attach.policies.len() == 2 && attach.policies.iter().all(Expression::is_path));
    let Verb::Deploy(deploy) = verb("deploy A in [eu-west-1] with { L = 1 }") else { panic!() };
    assert_eq!((deploy.regions.len(), deploy.parameters.unwrap().entries.len()), (1, 1));
    let Verb::Moved(moved) = verb("moved ou A.\"for\" -> B") else { panic!() };
    assert_eq!((moved.from.segments.len(), moved.to.segments.len()), (2, 1));
    let Verb::Removal(removal) = verb("close account x \"why\"") else { panic!() };
    assert_eq!((removal.verb.written(), removal.reason.is_some()), ("close", true));
}

#[test]
fn declarations_have_types_and_parameters() {
    let function = declared("private let f(a: List<m.Row>?, b = 1): \"x\" | Email = a");
    assert!(function.private);
    let parameters = function.parameters.unwrap();
    assert!(parameters[0].annotation.as_ref().unwrap().optional);
    assert!(parameters[1].default.is_some());
    assert_eq!(function.annotation.unwrap().alternatives.len(), 2);
    let TypeAtom::Named { name, arguments, .. } = &parameters[0].annotation.as_ref().unwrap().alternatives[0]
    else {
        panic!()
    };
    assert_eq!((name.written().as_str(), arguments.len()), ("List", 1));
    assert_eq!(declared("let f() = 1").parameters, Some(vec![]));
    assert_eq!(declared("let f = 1").parameters, None);
}

#[test]
fn lists_maps_and_comprehensions() {
    let ExpressionKind::ListComprehension(list) = value("[a for k, v in m where k for b in v]").kind else {
        panic!()
    };
    assert_eq!(list.clauses.len(), 2);
    assert!(list.clauses[0].second.is_some() && list.clauses[0].condition.is_some());
    let ExpressionKind::MapComprehension(map) = value("{ (t.n) = t for t in ts }").kind else { panic!() };
    assert!(matches!(map.entry.key, MapKey::Computed(_)));
    let ExpressionKind::Map(map) = value("{ a = 1, \"b c\" = 2, }").kind else { panic!() };
    assert_eq!(map.entries.len(), 2);
}

#[test]
fn documentation_belongs_to_the_next_item() {
    let file = parsed(
        "## One.\n## Two.\nou A {\n  # plain\n  ## Inner.\n  protect # end\n  ## Dangling.\n}\nou B {}",
    )
    .file;
    let text = |item: &crate::ast::Item| item.documentation.as_ref().map(|doc| doc.text.clone());
    assert_eq!(text(&file.items[0]).as_deref(), Some("One.\nTwo."));
    let ItemKind::Block(block) = &file.items[0].kind else { panic!() };
    assert_eq!(text(&block.body.as_ref().unwrap().items[0]).as_deref(), Some("Inner."));
    assert_eq!(text(&file.items[1]), None);
}

#[test]
fn spans_end_with_the_last_word() {
    let text = "protect # c\n\nattach A, B  \n# d\nlet x = f(1)   # e\n";
    let file = parsed(text).file;
    let spans: Vec<&str> = file.items.iter().map(|item| text.get(item.span.range()).unwrap()).collect();
    assert_eq!(spans, ["protect", "attach A, B", "let x = f(1)"]);
}

#[test]
fn keywords_are_names_where_a_name_stands() {
    let file = parsed("test = 1\naccount for { email = policy }\nlet end = deny\nattach policy.only").file;
    assert!(file.items.iter().all(|item| !matches!(item.kind, ItemKind::Broken(_))));
}

#[test]
fn a_long_chain_of_else_if_is_flat() {
    let text = format!("if a {{}}{}", " else if b {}".repeat(5_000));
    let ItemKind::If(condition) = item(&text) else { panic!() };
    assert_eq!(condition.branches.len(), 5_001);
}
