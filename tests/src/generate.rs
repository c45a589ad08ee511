//! Large organizations, written out literally, for benchmarks.

use std::fmt::Write as _;

/// Accounts in one unit.
const PER_UNIT: usize = 100;

/// The source of an organization with so many accounts, a guardrail on each unit and a tag on each
/// account. Nothing in it is computed: every account is a block of its own.
pub fn organization(accounts: usize) -> String {
    let mut text = "organization Scale {\n  protect\n".to_owned();
    for unit in 0..accounts.div_ceil(PER_UNIT) {
        let _ = write!(text, "\n  ou Unit{unit} {{\n    attach Guard\n");
        for account in unit * PER_UNIT..((unit + 1) * PER_UNIT).min(accounts) {
            let _ = write!(
                text,
                "\n    account team-{account} \"Team {account}\" {{\n      email = \"aws+team-{account}@example.com\"\n      tags {{ owner = \"team-{account}\" }}\n    }}\n"
            );
        }
        text.push_str("  }\n");
    }
    text.push_str("}\n\npolicy Guard: scp {\n  deny organizations:LeaveOrganization\n}\n");
    text
}

/// The same as a table: a source with one loop, and the CSV file with a row for each account.
pub fn table(accounts: usize) -> (String, String) {
    let source = "record Row { name: String  owner: Email  budget: Money }\n\
                  let fleet: List<Row> = csv(\"fleet.csv\")\n\
                  organization Scale {\n  ou Work {\n    for row in fleet {\n      account \"${row.name}\" {\n        \
                  email = row.owner\n        tags { budget = amount(row.budget) }\n      }\n      \
                  assert row.budget <= 5_000 USD\n    }\n  }\n}\n";
    let mut rows = "name,owner,budget\n".to_owned();
    for account in 0..accounts {
        let _ = writeln!(rows, "team-{account},aws+team-{account}@example.com,{} USD", account % 5_000);
    }
    (source.to_owned(), rows)
}

/// Accounts of a team, teams of a department, and accounts to a policy.
const OF_TEAM: usize = 10;
const OF_DEPARTMENT: usize = 10;
const TO_POLICY: usize = 20;

/// The source of a company with so many accounts: ten of them in each team, ten teams in each department, and for every
/// twenty accounts a policy that is attached to teams.
pub fn company(accounts: usize) -> String {
    let teams = accounts.div_ceil(OF_TEAM);
    let policies = accounts.div_ceil(TO_POLICY);
    let mut text = "organization Company {\n".to_owned();
    for team in 0..teams {
        if team % OF_DEPARTMENT == 0 {
            let _ = writeln!(text, "  ou Department{} {{", team / OF_DEPARTMENT);
        }
        let _ = writeln!(text, "    ou Team{team} {{\n      attach Policy{}", team % policies);
        for account in team * OF_TEAM..((team + 1) * OF_TEAM).min(accounts) {
            let _ = writeln!(text, "      account a{account} {{ email = \"aws+{account}@example.com\" }}");
        }
        text.push_str("    }\n");
        if team % OF_DEPARTMENT == OF_DEPARTMENT - 1 || team + 1 == teams {
            text.push_str("  }\n");
        }
    }
    text.push_str("}\n");
    for policy in 0..policies {
        let _ = writeln!(text, "policy Policy{policy}: scp {{ deny iam:CreateUser, s3:PutBucketPolicy }}");
    }
    text
}
