//! Perf trial.
use orgc_diag::SourceMap;
use orgc_ir::MemoryWorld;
use orgc_ir::kinds::{Expansion, Finding, KindFault, KindSchema, Kinds, Request};
use std::time::Instant;
struct NoKinds;
impl Kinds for NoKinds {
    fn schemas(&self) -> &[KindSchema] {
        &[]
    }
    fn validate(&self, _: &Request) -> Result<Vec<Finding>, KindFault> {
        Ok(vec![])
    }
    fn expand(&self, _: &Request) -> Result<Expansion, KindFault> {
        Ok(Expansion::default())
    }
}
fn literal(n: usize) -> Vec<(String, String)> {
    let mut s = String::from("organization Big {\n  protect\n");
    for u in 0..100 {
        s.push_str(&format!("  ou Unit{u:03} {{\n    attach Policy{}, Policy{}\n", u, u + 100));
        for a in 0..n / 100 {
            s.push_str(&format!("    account acct-{u:03}-{a:05} \"Account {u} {a}\" {{\n      email = \"aws+{u}-{a}@example.com\"\n      tags {{ owner = \"team-{a}\", tier = \"dev\" }}\n    }}\n"));
        }
        s.push_str("  }\n");
    }
    s.push_str("}\n");
    for p in 0..200 {
        s.push_str(&format!("policy Policy{p}: scp {{\n  deny s3:DeleteBucket, s3:DeleteObject, ec2:RunInstances on \"arn:aws:s3:::x-{p}/*\"\n}}\n"));
    }
    vec![("main.org".into(), s)]
}
fn table(n: usize) -> Vec<(String, String)> {
    let mut s = String::from(
        "record Row { name: String  unit: String  owner: Email  budget: Money }\nlet fleet: List<Row> = csv(\"fleet.csv\")\norganization Big {\n  protect\n  for u in range(100) {\n    ou \"Unit${u}\" {\n      for row in fleet where row.unit == \"u${u}\" {\n        account \"${row.name}\" { email = row.owner\n tags { owner = row.owner, tier = \"dev\" } }\n        assert row.budget <= 5_000 USD\n      }\n    }\n  }\n}\n",
    );
    let mut c = String::from("name,unit,owner,budget\n");
    for i in 0..n {
        c.push_str(&format!("acct-{i:06},u{},aws+{i}@example.com,{} USD\n", i % 100, i % 5000));
    }
    let _ = &mut s;
    vec![("main.org".into(), s), ("fleet.csv".into(), c)]
}
fn grouped(n: usize) -> Vec<(String, String)> {
    let mut f = table(n);
    f[0].1 = "record Row { name: String  unit: String  owner: Email  budget: Money }\nlet fleet: List<Row> = csv(\"fleet.csv\")\norganization Big {\n  protect\n  ou All {\n      for row in fleet where row.unit != \"x\" {\n        account \"${row.name}\" { email = row.owner\n tags { owner = row.owner, tier = \"dev\" } }\n        assert row.budget <= 5_000 USD\n      }\n    }\n}\n".into();
    f
}
fn main() {
    let kind = std::env::args().nth(1).unwrap();
    let n: usize = std::env::args().nth(2).unwrap().parse().unwrap();
    let files = match kind.as_str() {
        "literal" => literal(n),
        "table" => table(n),
        _ => grouped(n),
    };
    let bytes: usize = files.iter().map(|f| f.1.len()).sum();
    let mut sources = SourceMap::new();
    let start = Instant::now();
    let mut trees = Vec::new();
    for (p, t) in files.iter().filter(|f| f.0.ends_with(".org")) {
        let id = sources.add(p.as_str(), t.as_str());
        trees.push(orgc_syntax::parse(id, t).file);
    }
    let parse = start.elapsed();
    let world = MemoryWorld::new(files.clone());
    let mut quotas = orgc_policy::Quotas::bundled();
    let _ = &mut quotas;
    let settings = orgc_sema::Settings {
        project: "p".into(),
        region: "us-east-1".into(),
        quotas,
        params: Default::default(),
    };
    let start = Instant::now();
    let checked = orgc_sema::check(&trees, &sources, &world, &NoKinds, &settings);
    let check = start.elapsed();
    let total = parse + check;
    println!(
        "{kind} {n}: {bytes} bytes, parse {parse:?}, check {check:?}, {:.1} MB/s, {} diagnostics, resources {:?}",
        bytes as f64 / total.as_secs_f64() / 1e6,
        checked.diagnostics.len(),
        checked.desired.map(|d| d.resources.len())
    );
    for d in checked.diagnostics.iter().take(3) {
        println!("{} {}", d.code.id(), d.message);
    }
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    println!("{}", status.lines().find(|l| l.starts_with("VmHWM")).unwrap());
}
