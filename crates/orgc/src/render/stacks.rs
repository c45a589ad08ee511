//! What becomes of stack instances, account by account and Region by Region, as people read it. Programs get
//! [`Fleet`] as it is; its members are documented in `docs/commands.md`.

use super::diagnostics::count;
use super::style::Paint;
use orgc_plan::{Fate, Fleet, Row};
use orgc_plugin::spelled_out;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// Accounts that are named in each row; the rest are counted.
const NAMED: usize = 4;

/// A table for each stack set; nothing if no instance changes.
pub fn text(fleets: &[Fleet], color: bool) -> String {
    let paint = Paint::new(color);
    let mut out = String::new();
    if !fleets.is_empty() {
        let _ = writeln!(out, "\n{}", paint.strong("stacks:"));
    }
    for fleet in fleets {
        let _ = writeln!(out, "  {}", name(fleet));
        let rows: Vec<[String; 2]> =
            fleet.rows.iter().map(|row| [accounts(row), listed(&row.regions)]).collect();
        let width = |column: usize| {
            let cells = rows.iter().filter_map(|row| row.get(column));
            cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
        };
        let widths = (width(0), width(1));
        for (row, [accounts, regions]) in fleet.rows.iter().zip(&rows) {
            let cells = format!("{accounts:<0$}  {regions:<1$}", widths.0, widths.1);
            let _ = writeln!(out, "    {} {cells}  {}", sign(row.fate, paint), fate(row));
        }
    }
    out
}

/// One table in Markdown.
pub fn markdown(fleets: &[Fleet]) -> String {
    if fleets.is_empty() {
        return String::new();
    }
    let mut out = "\n| stack set | accounts | Regions | stacks |\n|---|---|---|---|\n".to_owned();
    for fleet in fleets {
        for row in &fleet.rows {
            let cells = [name(fleet), accounts(row), listed(&row.regions), fate(row)];
            let _ = writeln!(out, "| {} |", cells.map(|cell| cell.replace('|', "\\|")).join(" | "));
        }
    }
    out
}

/// The block of the source that makes the set, else its name in AWS.
fn name(fleet: &Fleet) -> String {
    let Some(address) = &fleet.address else { return format!("`{}`", spelled_out(&fleet.stack_set)) };
    address.as_str().strip_suffix("/stack-set").unwrap_or(address.as_str()).to_owned()
}

fn accounts(row: &Row) -> String {
    let first: Vec<String> = row.accounts.iter().take(NAMED).map(|one| spelled_out(one)).collect();
    match row.accounts.len().saturating_sub(NAMED) {
        0 => first.join(", "),
        more => format!("{} and {}", first.join(", "), count(more, "more account")),
    }
}

fn listed(regions: &BTreeSet<String>) -> String {
    regions.iter().cloned().collect::<Vec<_>>().join(", ")
}

fn sign(fate: Fate, paint: Paint) -> String {
    match fate {
        Fate::Created => paint.good("+"),
        Fate::Updated | Fate::Replaced => paint.changed("~"),
        Fate::Deleted | Fate::Retained => paint.bad("-"),
        Fate::Resting => paint.quiet("·"),
    }
}

fn fate(row: &Row) -> String {
    let word = match row.fate {
        Fate::Created => "created",
        Fate::Updated => "updated",
        Fate::Replaced => "deleted and made again",
        Fate::Deleted => "deleted",
        Fate::Retained => "retained, in nobody's care",
        Fate::Resting => "left as they are, as the account is closed",
    };
    if row.by_aws { format!("{word} (by AWS itself, following the account)") } else { word.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use orgc_ir::Address;

    fn row(fate: Fate, by_aws: bool, accounts: &[&str], regions: &[&str]) -> Row {
        let owned = |all: &[&str]| all.iter().map(|one| (*one).to_owned()).collect();
        Row { fate, by_aws, regions: owned(regions), accounts: owned(accounts) }
    }

    #[test]
    fn accounts_and_regions_make_a_table() {
        let address = Address::try_from("baseline/Trail/stack-set".to_owned()).unwrap();
        let rows = vec![
            row(Fate::Created, true, &["lab"], &["eu-west-1", "us-east-1"]),
            row(Fate::Updated, false, &["a", "b", "c", "d", "e", "f"], &["eu-west-1"]),
            row(Fate::Retained, true, &["old (222233334444)"], &["eu-west-1"]),
        ];
        let fleets = [Fleet { stack_set: "acme-Trail".into(), address: Some(address), rows }];
        insta::assert_snapshot!(text(&fleets, false), @"
        stacks:
          baseline/Trail
            + lab                             eu-west-1, us-east-1  created (by AWS itself, following the account)
            ~ a, b, c, d and 2 more accounts  eu-west-1             updated
            - old (222233334444)              eu-west-1             retained, in nobody's care (by AWS itself, following the account)
        ");
        insta::assert_snapshot!(markdown(&fleets), @"
        | stack set | accounts | Regions | stacks |
        |---|---|---|---|
        | baseline/Trail | lab | eu-west-1, us-east-1 | created (by AWS itself, following the account) |
        | baseline/Trail | a, b, c, d and 2 more accounts | eu-west-1 | updated |
        | baseline/Trail | old (222233334444) | eu-west-1 | retained, in nobody's care (by AWS itself, following the account) |
        ");
        assert_eq!((text(&[], false), markdown(&[])), (String::new(), String::new()));
    }
}
