//! From the text of an `orgc.toml` to the settings, with every mistake on the way.

use super::lints::Level;
use super::{Config, EDITIONS, TableFile, check_name, diagnostics, is_region, params};
use orgc_diag::{Code, Diagnostic, FileId, Severity, Span, sort};
use orgc_plan::plan::Verb;
use orgc_plan::threshold::{self, Threshold};
use orgc_plugin::Budget;
use orgc_policy::Quotas;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

const KEYS: [&str; 9] =
    ["name", "edition", "region", "quotas", "lints", "params", "tables", "thresholds", "plugins"];
const ALL_KEYS: &str = "the keys are `name`, `edition`, `region`, `[quotas]`, `[lints]`, `[params]`, `[tables]`, `[thresholds]`, `[plugins]`";
const TABLES: [&str; 1] = ["iam"];
const BUDGETS: [&str; 3] = ["fuel", "memory", "answer"];

/// Reads the settings.
pub(super) fn read(file: FileId, text: &str) -> Result<Config, Vec<Diagnostic>> {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut reading = Reading { file, config: Config::named(""), reports: Vec::new() };
    for error in errors {
        let range = error.span().unwrap_or(0..text.len().min(1));
        let found = diagnostics::no_toml(reading.span(range), error.message());
        reading.reports.push(found);
    }
    // What stands in broken text is not known.
    if reading.reports.is_empty() {
        reading.whole(table.get_ref());
    }
    sort(&mut reading.reports);
    if reading.reports.is_empty() { Ok(reading.config) } else { Err(reading.reports) }
}

/// The settings so far, and what was wrong.
struct Reading {
    file: FileId,
    config: Config,
    reports: Vec<Diagnostic>,
}

type Key<'t> = Spanned<Cow<'t, str>>;

impl Reading {
    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.file, range.start, range.end)
    }

    fn whole(&mut self, table: &DeTable<'_>) {
        for required in ["name", "edition"] {
            if !table.keys().any(|key| key.get_ref() == required) {
                self.reports.push(diagnostics::missing(self.span(0..0), required));
            }
        }
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "name" => self.name(value),
                "edition" => self.edition(value),
                "region" => self.region(value),
                "quotas" => self.quotas(value),
                "lints" => self.each(value, "lints", Self::lint),
                "params" => self.each(value, "params", Self::param),
                "tables" => self.each(value, "tables", Self::table),
                "thresholds" => self.each(value, "thresholds", Self::threshold),
                "plugins" => self.each(value, "plugins", Self::plugin),
                other => self.unknown(key, "key", other, &KEYS, ALL_KEYS),
            }
        }
    }

    fn name(&mut self, value: &Spanned<DeValue<'_>>) {
        let Some((name, span)) = self.text("name", value) else { return };
        match check_name(name) {
            Ok(()) => self.config.name = name.to_owned(),
            Err(message) => self.reports.push(diagnostics::not_allowed(span, message)),
        }
    }

    fn edition(&mut self, value: &Spanned<DeValue<'_>>) {
        let Some((edition, span)) = self.text("edition", value) else { return };
        if !EDITIONS.contains(&edition) {
            self.reports.push(diagnostics::unknown_edition(span, edition));
        }
    }

    fn region(&mut self, value: &Spanned<DeValue<'_>>) {
        let Some((region, span)) = self.text("region", value) else { return };
        if is_region(region) {
            self.config.region = region.to_owned();
        } else {
            self.reports.push(diagnostics::no_region(span, region));
        }
    }

    fn quotas(&mut self, value: &Spanned<DeValue<'_>>) {
        let Some(table) = self.members("quotas", value) else { return };
        let bundled = Quotas::bundled();
        let known: Vec<&str> = bundled.iter().map(|quota| quota.name.as_str()).collect();
        let listed = format!("the quotas are `{}`", known.join("`, `"));
        let mut overrides = BTreeMap::new();
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            if bundled.named(name).is_none() {
                self.unknown(key, "quota", name, &known, &listed);
            } else if let Some(number) = self.number(name, value) {
                overrides.insert(name.to_owned(), number);
            }
        }
        if let Ok(quotas) = Quotas::with_overrides(overrides) {
            self.config.quotas = quotas;
        }
    }

    fn lint(&mut self, key: &Key<'_>, value: &Spanned<DeValue<'_>>) {
        let (written, place) = (key.get_ref().as_ref(), self.span(key.span()));
        let Some(code) = Code::find(written) else {
            let lints = Code::all().iter().filter(|code| code.severity() == Severity::Warning);
            let known: Vec<&str> = lints.flat_map(|code| [code.id(), code.name()]).collect();
            return self.unknown(key, "lint", written, &known, "`orgc explain` lists all codes");
        };
        if code.severity() == Severity::Error {
            return self.reports.push(diagnostics::no_lint(place, code, written));
        }
        let Some((word, span)) = self.text(written, value) else { return };
        match Level::parse(word) {
            None => self.reports.push(diagnostics::no_level(span, word)),
            Some(level) if self.config.lints.set(code, level) => {}
            Some(_) => self.reports.push(diagnostics::level_twice(place, code)),
        }
    }

    fn param(&mut self, key: &Key<'_>, value: &Spanned<DeValue<'_>>) {
        let name = key.get_ref().as_ref();
        if !orgc_syntax::spelling::is_name(name) {
            return self.reports.push(diagnostics::no_param_name(self.span(key.span()), name));
        }
        match params::expression(value) {
            Ok(expression) => {
                self.config.params.insert(name.to_owned(), expression);
            }
            Err(unfit) => {
                let span = self.span(unfit.range);
                self.reports.push(diagnostics::no_param_value(span, name, unfit.what));
            }
        }
    }

    fn table(&mut self, key: &Key<'_>, value: &Spanned<DeValue<'_>>) {
        match key.get_ref().as_ref() {
            "iam" => {
                if let Some((path, span)) = self.text("iam", value) {
                    self.config.tables.iam = Some(TableFile { path: path.to_owned(), span });
                }
            }
            other => self.unknown(key, "table", other, &TABLES, "the only table is `iam`"),
        }
    }

    /// A number of operations, or a share of what is live.
    fn threshold(&mut self, key: &Key<'_>, value: &Spanned<DeValue<'_>>) {
        let name = key.get_ref().as_ref();
        let Some(verb) = threshold::kind(name) else {
            let known = threshold::KINDS.map(Verb::as_str);
            let listed = format!("the verbs are `{}`", known.join("`, `"));
            return self.unknown(key, "verb", name, &known, &listed);
        };
        let most = match value.get_ref() {
            DeValue::String(text) => {
                let share = text.strip_suffix('%').and_then(|digits| digits.parse().ok());
                let share = share.filter(|share| *share <= 100).map(Threshold::Percent);
                if share.is_none() {
                    self.reports.push(diagnostics::no_share(self.span(value.span()), text));
                }
                share
            }
            _ => self.number(name, value).map(Threshold::Number),
        };
        self.config.thresholds.extend(most.map(|most| (verb, most)));
    }

    /// `[plugins.NAME]`: what the plugin may use at most.
    fn plugin(&mut self, key: &Key<'_>, value: &Spanned<DeValue<'_>>) {
        let name = key.get_ref().as_ref();
        let Some(table) = self.members(name, value) else { return };
        let mut budget = Budget::default();
        for (key, value) in table {
            let what = key.get_ref().as_ref();
            if !BUDGETS.contains(&what) {
                self.unknown(key, "budget", what, &BUDGETS, "the budgets are `fuel`, `memory` and `answer`");
                continue;
            }
            let Some(number) = self.number(what, value) else { continue };
            let most = match what {
                "fuel" => Budget::CEILING.fuel,
                "memory" => Budget::CEILING.memory as u64,
                _ => Budget::CEILING.answer as u64,
            };
            if number > most {
                self.reports.push(diagnostics::too_much(self.span(value.span()), what, most));
                continue;
            }
            let bytes = usize::try_from(number).unwrap_or(usize::MAX);
            match what {
                "fuel" => budget.fuel = number,
                "memory" => budget.memory = bytes,
                _ => budget.answer = bytes,
            }
        }
        self.config.plugins.insert(name.to_owned(), budget);
    }

    fn each(
        &mut self,
        value: &Spanned<DeValue<'_>>,
        name: &str,
        one: fn(&mut Self, &Key<'_>, &Spanned<DeValue<'_>>),
    ) {
        let Some(table) = self.members(name, value) else { return };
        let mut members: Vec<_> = table.iter().collect();
        members.sort_by_key(|(key, _)| key.span().start);
        for (key, value) in members {
            one(self, key, value);
        }
    }

    fn unknown(&mut self, key: &Key<'_>, what: &str, written: &str, known: &[&str], listed: &str) {
        let span = self.span(key.span());
        self.reports.push(diagnostics::unknown(span, what, written, known, listed));
    }

    fn text<'v>(&mut self, key: &str, value: &'v Spanned<DeValue<'_>>) -> Option<(&'v str, Span)> {
        match value.get_ref() {
            DeValue::String(text) => Some((text, self.span(value.span()))),
            _ => self.wrong_type(key, "a text", value),
        }
    }

    fn members<'v, 't>(&mut self, key: &str, value: &'v Spanned<DeValue<'t>>) -> Option<&'v DeTable<'t>> {
        match value.get_ref() {
            DeValue::Table(table) => Some(table),
            _ => self.wrong_type(key, "a table", value),
        }
    }

    fn number(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<u64> {
        let DeValue::Integer(number) = value.get_ref() else {
            return self.wrong_type(key, "a whole number", value);
        };
        let read = u64::from_str_radix(number.as_str(), number.radix()).ok();
        if read.is_none() {
            self.reports.push(diagnostics::not_from_zero(self.span(value.span()), key));
        }
        read
    }

    fn wrong_type<T>(&mut self, key: &str, expected: &str, value: &Spanned<DeValue<'_>>) -> Option<T> {
        let span = self.span(value.span());
        self.reports.push(diagnostics::wrong_type(span, key, expected, noun(value.get_ref())));
        None
    }
}

fn noun(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a decimal number",
        DeValue::Boolean(_) => "a truth value",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
