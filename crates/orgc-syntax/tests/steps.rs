//! How much work reading makes of a usual file, counted in steps of the grammar, which are the same
//! on every machine.

use std::num::NonZeroUsize;

use orgc_diag::FileId;
use orgc_syntax::parse_within;

const ACCOUNT: &str = "
    account team \"Team\" {
      email = \"aws+team@example.com\"
      tags { owner = \"team\" }
    }
";

#[test]
fn a_usual_file_takes_few_steps_for_each_byte() {
    let text = format!("organization Acme {{\n  ou Teams {{{}  }}\n}}\n", ACCOUNT.repeat(100));
    let read_within = |steps: usize| parse_within(FileId(0), &text, NonZeroUsize::new(steps).unwrap());
    assert!(read_within(text.len() * 5 / 2).faithful, "more than 2.5 steps for each byte");
    assert!(!read_within(text.len()).faithful, "the limit does not hold");
}
