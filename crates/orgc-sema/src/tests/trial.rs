use super::findings_of;
#[test]
fn trial() {
    let cases: &[(&str, &[(&str, &str)])] = &[
        ("rows", &[("main.org", "type Tier = \"dev\" | \"prod\"\nrecord Row { name: String  tier: Tier  owner: Email budget: Money gpu: Bool = false note: String? }\nlet fleet: List<Row> = csv(\"f.csv\")\norganization O { ou D { for r in fleet where r.tier == dev { account \"${r.name}\" { email = r.owner tags { b = amount(r.budget) note = r.note ?? \"none\" } } } } }\n"), ("f.csv", "name,tier,owner,budget,note\na,dev,a@b.co,5 USD,\nb,dev,b@b.co,900,x\nc,stage,c@,5 USD,x\na,dev,d@b.co,5 USD,\n")]),
        ("dups", &[("main.org", "record Row { name: String }\nlet fleet: List<Row> = csv(\"f.csv\")\ntemplate T(w: String) { for r in fleet { account \"${r.name}\" { email = \"${r.name}${w}\" } } }\norganization O { ou D { use T(\"@b.co\") } ou E { use T(\"@c.co\") } }\n"), ("f.csv", "name\na\nb\na\n")]),
        ("shadow", &[("main.org", "let a = [1, 2]\nlet f(a: Int): Int = a + 1\nlet b = [a for a in a]\noutput x = f(1)\noutput y = b\norganization O { }\ntemplate Unused(x: String) { account \"${y}\" { email = z } }\n")]),
        ("modules", &[("main.org", "import g from \"./g\" with { regions = home }\nimport h from \"./h\"\nlet home = [eu-west-1]\norganization O { attach g.Lock, g.Hidden\n for r in g.regions { ou \"X-${r}\" { } }\n ou Y { account z { email = g.mail(\"z\") } } }\noutput t = g.secret\noutput u = g.nope\noutput id = z.id\noutput all = [a.name for a in accounts(Y)]\noutput tt = z.email\n"), ("g/g.org", "param regions: List<Region>\nprivate let secret = 1\nlet mail(n: String): Email = \"${n}@${dom}\"\nlet dom = \"b.co\"\npolicy Lock: scp { deny s3:* }\nprivate policy Hidden: scp { deny s3:* }\n"), ("h/x.org", "import back from \"../\"\n")]),
        ("life", &[("main.org", "organization O { adopt \"o-a1b2c3d4e5\"\n ou W { account a { adopt \"123456789012\" email = \"a@b.co\" } account b { adopt \"123456789012\" email = \"b@b.co\" } } }\nmoved account x -> a\nmoved account a -> b\nmoved ou Q -> R\nclose account b\nclose ou W\ndelete account z\nfor n in [\"p\", \"q\"] { close account \"${n}\" \"why ${n}\" }\n")]),
        ("services", &[("main.org", "organization O { trust only sso, config\n trust gurdduty\n delegate guardduty to a\n delegate guardduty to b\n delegate ram to a\n delegate securityhub to payer\n management payer { email = \"p@b.co\" } ou W { account a { email = \"a@b.co\" } account b { email = \"b@b.co\" } } }\n")]),
        ("defaults", &[("main.org", "organization O { defaults { tags { x = \"1\" y = \"2\" } contact security { name = \"n\" title = \"t\" email = \"e@b.co\" phone = \"+49 1\" } }\n ou W { defaults { protect \"why\" tags { y = \"3\" } regions = [af-south-1] } account a { email = \"a@b.co\" tags { x = \"9\" } } } }\n")]),
        ("assert", &[("main.org", "organization O { ou W { for n in [\"a\",\"b\"] { account \"${n}\" { email = \"${n}@b.co\" } assert n == \"a\" else \"not ${n}\" } } }\nassert length(accounts()) == 3\nassert every.x == 1\n")]),
        ("cycle", &[("main.org", "let a = b\nlet b = a\nlet f(x: Int): Int = g(x)\nlet g(x: Int): Int = f(x)\ntemplate T() { use U() }\ntemplate U() { use T() }\norganization O { use T() }\noutput x = a\noutput y = f(1)\n")]),
        ("structure", &[("main.org", "organization O { ou W { account a { email = \"a@b.co\" } } if a == a { ou Z { } } for x in [a, W] { ou \"P-${x.name}\" { } } for x in W { } }\nlet m = { a = [a] }\noutput o = m.a[0].id\noutput q = m[\"b\"] ?? 5\noutput r = m.c\n")]),
    ];
    for (name, files) in cases {
        println!("=== {name}\n{}", findings_of(files));
    }
}
