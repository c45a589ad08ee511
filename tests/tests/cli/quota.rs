//! Quotas that a project says it has.

use crate::project::Project;

#[test]
fn a_fresh_sandbox_has_the_quotas_of_the_project() {
    let source = "organization Acme {\n  for number in range(12) {\n    account \"lab-${number}\" { email = \"aws+${number}@acme.com\" }\n  }\n}\n";
    let project = Project::of(source);
    project.write("orgc.toml", "name = \"acme\"\nedition = \"2026\"\n[quotas]\n\"account.count.max\" = 20\n");
    let applied = project.orgc("apply --sandbox --yes").output().unwrap();
    assert!(applied.status.success(), "{}", String::from_utf8_lossy(&applied.stderr));
    let planned = project.orgc("plan --sandbox --detailed-exitcode").output().unwrap();
    assert_eq!(planned.status.code(), Some(0), "nothing is left to do");
}
