//! temp
use super::findings_of;
#[test]
fn pages() {
    let dir = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/diagnostics");
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        let id = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let text = std::fs::read_to_string(&path).unwrap();
        let mut files: Vec<(String, String)> = vec![];
        let mut sets = vec![];
        let mut cur: Option<(String, String)> = None;
        for line in text.lines() {
            if let Some(info) = line.strip_prefix("```") {
                match cur.take() {
                    Some(done) => { if done.0 == "main.org" && files.iter().any(|f| f.0 == "main.org") { sets.push(std::mem::take(&mut files)); } files.push(done) }
                    None => {
                        let mut w = info.split_whitespace();
                        let lang = w.next().unwrap_or("");
                        let name = w.next().map(str::to_owned).unwrap_or(if lang == "org" { "main.org".to_owned() } else { format!("x.{lang}") });
                        cur = Some((name, String::new()));
                    }
                }
            } else if let Some(c) = &mut cur { c.1.push_str(line); c.1.push('\n'); }
        }
        sets.push(files);
        for (n, set) in sets.iter().enumerate() {
            let refs: Vec<(&str, &str)> = set.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
            if !refs.iter().any(|r| r.0.ends_with(".org")) { continue; }
            println!("== {id} #{n}\n{}", findings_of(&refs));
        }
    }
}
