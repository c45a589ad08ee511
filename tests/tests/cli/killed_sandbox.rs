//! `kill -9` of a served sandbox, at any moment: what was answered is there, and nothing is half there.

use crate::project::{Project, SMALL};
use crate::server::Server;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Error, Read as _, Write as _};
use std::net::TcpStream;
use std::sync::atomic::{AtomicUsize, Ordering};

/// After how many answers the process is killed. Its log becomes a snapshot after 512.
const KILLS: [usize; 23] = [0, 0, 1, 1, 2, 2, 3, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 21, 34, 509, 510, 511];

/// One connection to a server.
struct Wire {
    stream: BufReader<TcpStream>,
}

impl Wire {
    fn to(server: &Server) -> Self {
        let stream = TcpStream::connect(server.address()).unwrap();
        stream.set_nodelay(true).unwrap();
        Self { stream: BufReader::new(stream) }
    }

    fn send(&mut self, path: &str, target: &str, body: &Value) -> Result<(), Error> {
        let body = body.to_string();
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: sandbox\r\nX-Amz-Target: AWSOrganizationsV20161128.{target}\r\n"
        );
        let text = format!("{head}Content-Length: {}\r\n\r\n{body}", body.len());
        self.stream.get_mut().write_all(text.as_bytes())
    }

    /// Status and body of the next reply.
    fn receive(&mut self) -> Result<(u16, Value), Error> {
        let (mut status, mut length) = (0, 0);
        loop {
            let mut line = String::new();
            if self.stream.read_line(&mut line)? == 0 {
                return Err(Error::other("the connection was closed"));
            }
            let line = line.trim_end().to_ascii_lowercase();
            if let Some(rest) = line.strip_prefix("http/1.1 ") {
                status = rest[..3].parse().unwrap();
            } else if let Some(rest) = line.strip_prefix("content-length: ") {
                length = rest.parse().unwrap();
            } else if line.is_empty() {
                break;
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        Ok((status, serde_json::from_slice(&body).unwrap_or_default()))
    }

    fn call(&mut self, operation: &str, input: &Value) -> Result<Value, Error> {
        // No call comes sooner than its rate allows.
        self.send("/_orgc/clock", "", &json!({"advance-ms": 60_000}))?;
        self.receive()?;
        self.send("/", operation, input)?;
        let (status, reply) = self.receive()?;
        assert_eq!(status, 200, "{operation}: {reply}");
        Ok(reply)
    }

    /// Every item of a list.
    fn list(&mut self, operation: &str, mut input: Value, member: &str) -> Vec<Value> {
        let mut items = Vec::new();
        loop {
            let page = self.call(operation, &input).unwrap();
            items.extend(page[member].as_array().unwrap().iter().cloned());
            match page.get("NextToken") {
                Some(token) => input["NextToken"] = token.clone(),
                None => return items,
            }
        }
    }
}

fn name(number: usize) -> String {
    format!("Unit{number}")
}

/// Makes units, numbered from `first`, until the connection breaks. Counts those that were answered.
fn make_units(wire: &mut Wire, root: &str, first: usize, answered: &AtomicUsize) {
    for number in first.. {
        let tags = [json!({"Key": "number", "Value": number.to_string()})];
        let input = json!({"ParentId": root, "Name": name(number), "Tags": tags});
        if wire.call("CreateOrganizationalUnit", &input).is_err() {
            return;
        }
        answered.fetch_add(1, Ordering::SeqCst);
    }
}

/// Kills the server after so many answers and a moment more, while the next request is on its way.
fn kill_amid(server: Server, root: &str, first: usize, kill_after: usize, moment: usize) -> usize {
    let answered = AtomicUsize::new(0);
    let mut wire = Wire::to(&server);
    std::thread::scope(|scope| {
        let making = scope.spawn(|| make_units(&mut wire, root, first, &answered));
        while answered.load(Ordering::SeqCst) < kill_after && !making.is_finished() {
            std::thread::yield_now();
        }
        for _ in 0..moment {
            std::hint::spin_loop();
        }
        server.kill();
    });
    answered.load(Ordering::SeqCst)
}

/// The numbers of the units that are there, each of which must be there as a whole.
fn whole_units(wire: &mut Wire, root: &str, latest: usize) -> BTreeSet<usize> {
    let units =
        wire.list("ListOrganizationalUnitsForParent", json!({"ParentId": root}), "OrganizationalUnits");
    let mut numbers = BTreeSet::new();
    for unit in &units {
        let number: usize = unit["Name"].as_str().unwrap()["Unit".len()..].parse().unwrap();
        numbers.insert(number);
        if number + 3 > latest {
            let tags = wire.list("ListTagsForResource", json!({"ResourceId": unit["Id"]}), "Tags");
            assert_eq!(tags, [json!({"Key": "number", "Value": number.to_string()})]);
            let input = json!({"TargetId": unit["Id"], "Filter": "SERVICE_CONTROL_POLICY"});
            assert_eq!(wire.list("ListPoliciesForTarget", input, "Policies").len(), 1, "{unit}");
        }
    }
    assert_eq!(numbers.len(), units.len(), "no unit is there twice");
    numbers
}

#[test]
fn a_killed_sandbox_has_all_that_it_answered() {
    let project = Project::of(SMALL);
    let mut server = Server::start(&project);
    let mut wire = Wire::to(&server);
    wire.call("CreateOrganization", &json!({"FeatureSet": "ALL"})).unwrap();
    let root = wire.list("ListRoots", json!({}), "Roots")[0]["Id"].as_str().unwrap().to_owned();
    let (mut there, mut unanswered_and_kept) = (0, 0);
    for (round, kill_after) in KILLS.into_iter().enumerate() {
        let answered = kill_amid(server, &root, there, kill_after, round * 7_919 % 60_000 * 10);
        server = Server::start(&project);
        let found = whole_units(&mut Wire::to(&server), &root, there + answered);
        let expected: BTreeSet<usize> = (0..there + answered).collect();
        let more: Vec<_> = found.difference(&expected).copied().collect();
        assert!(expected.is_subset(&found), "round {round}: lost {:?}", expected.difference(&found));
        assert!(more.is_empty() || more == [there + answered], "round {round}: nobody asked for {more:?}");
        unanswered_and_kept += more.len();
        there = found.len();
    }
    println!(
        "{} kills; {there} units, of which {} were answered and {unanswered_and_kept} kept without an answer",
        KILLS.len(),
        there - unanswered_and_kept,
    );
}
