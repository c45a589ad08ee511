//! One-time codes that AWS sends to people: given on the command line, or asked for at a terminal.

use crate::render::plan::headline;
use crate::render::progress::Progress;
use orgc_exec::{Answering, Mail, Person, Question, Reply};
use orgc_ir::Address;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io;
use std::thread;
use tokio::sync::oneshot;

/// How many letters and digits a code has (Account Management reference, AcceptPrimaryEmailUpdate).
const LENGTH: usize = 6;

/// What somebody means who writes this in the place of a code; none if it cannot be a code.
pub fn reply(written: &str) -> Option<Reply> {
    let is_code = written.len() == LENGTH && written.chars().all(|one| one.is_ascii_alphanumeric());
    match written {
        "" => Some(Reply::Later),
        "new" => Some(Reply::Another),
        _ => is_code.then(|| Reply::Code(written.to_owned())),
    }
}

/// The person who runs `orgc apply`.
pub struct Codes<'a> {
    /// Each is given once.
    given: RefCell<BTreeMap<Address, Reply>>,
    /// What is on the screen; none where nobody can be asked.
    screen: Option<&'a Progress>,
}

impl<'a> Codes<'a> {
    /// Somebody with these codes, who is asked for others on this screen.
    pub fn new(given: &[(Address, Reply)], screen: Option<&'a Progress>) -> Self {
        Self { given: RefCell::new(given.iter().cloned().collect()), screen }
    }

    fn given(&self, question: &Question<'_>) -> Option<Reply> {
        let given = self.given.borrow_mut().remove(&question.operation.address);
        // Who wants another mail has it already.
        given.filter(|reply| (reply, question.mail) != (&Reply::Another, Mail::Now))
    }
}

impl Person for Codes<'_> {
    fn code<'a>(&'a self, question: Question<'a>) -> Answering<'a> {
        Box::pin(async move {
            match (self.given(&question), self.screen) {
                (Some(reply), _) => reply,
                (None, Some(screen)) => ask(screen, &question).await,
                (None, None) => Reply::Later,
            }
        })
    }
}

async fn ask(screen: &Progress, question: &Question<'_>) -> Reply {
    if let Some(fault) = question.refused {
        screen.tell(&format!("AWS does not take this code: {fault}"));
    }
    let sent = match question.mail {
        Mail::Now => "has sent",
        Mail::Before => "sent before",
    };
    screen.tell(&format!(
        "to {}, give the code that AWS {sent} to {}; `new` has another one sent, nothing leaves it for later",
        headline(question.operation),
        question.email
    ));
    loop {
        screen.prompt("code: ");
        let Some(line) = line().await else { return Reply::Later };
        match reply(line.trim()) {
            Some(reply) => return reply,
            None => screen.tell(&format!("a code has {LENGTH} letters and digits")),
        }
    }
}

/// A line from standard input; none at its end. It is read beside everything else, so that Ctrl-C is heard.
async fn line() -> Option<String> {
    let (tell, told) = oneshot::channel();
    thread::spawn(move || {
        let mut line = String::new();
        let read = io::stdin().read_line(&mut line).ok().filter(|length| *length > 0);
        // Nobody listens any more after Ctrl-C.
        let _ = tell.send(read.map(|_| line));
    });
    told.await.ok().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_told_from_a_wish_and_from_what_is_neither() {
        assert_eq!(reply("12ab56"), Some(Reply::Code("12ab56".into())));
        assert_eq!(reply("new"), Some(Reply::Another));
        assert_eq!(reply(""), Some(Reply::Later));
        assert_eq!([reply("12345"), reply("12 456"), reply("1234567")], [None, None, None]);
    }
}
