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
