//! Codes that a person has to give.

use super::plans::{account, change_email, plan, unit};
use super::scripted::{CODE, Scripted, Trouble};
use super::{outcomes, run, run_with};
use crate::person::{Answering, Person, Question, Reply};
use crate::{FaultKind, Interrupt};
use std::cell::RefCell;
use std::collections::VecDeque;

/// Somebody who answers so, and notes what was asked.
struct Reader {
    replies: RefCell<VecDeque<Reply>>,
    asked: RefCell<Vec<String>>,
}

impl Reader {
    fn with(replies: impl IntoIterator<Item = Reply>) -> Self {
        Self { replies: RefCell::new(replies.into_iter().collect()), asked: RefCell::default() }
    }
}

impl Person for Reader {
    fn code<'a>(&'a self, question: Question<'a>) -> Answering<'a> {
        Box::pin(async move {
            let refused = if question.refused.is_some() { ", refused" } else { "" };
            self.asked.borrow_mut().push(format!("{} {:?}{refused}", question.email, question.mail));
            self.replies.borrow_mut().pop_front().unwrap_or(Reply::Later)
        })
    }
}

fn code(text: &str) -> Reply {
    Reply::Code(text.into())
}

#[tokio::test(start_paused = true)]
async fn a_person_is_asked_when_nothing_else_is_left_to_do() {
    let plan = plan([
        ("email", &[] as &[_], change_email("dev")),
        ("after", &["email"], unit("after")),
        ("account", &[], account("lab")),
        ("unit", &["account"], unit("other")),
    ]);
    let (backend, reader) = (Scripted::default(), Reader::with([code(CODE)]));
    let ran = run_with(&plan, &backend, &reader, &Interrupt::new()).await;
    assert!(ran.applied.is_complete());
    let asked = ["mail to dev@example.com", "account lab", "unit other in r-1"];
    assert_eq!(backend.asked.borrow()[..3], asked);
    assert_eq!(backend.asked.borrow()[3..], ["code 123456 for dev@example.com", "unit after in r-1"]);
}

#[tokio::test(start_paused = true)]
async fn without_a_code_the_next_run_asks_again_and_no_second_mail_is_sent() {
    let plan = plan([
        ("after", &["email"] as &[_], unit("after")),
        ("email", &[], change_email("dev")),
        ("unit", &[], unit("other")),
    ]);
    let backend = Scripted::default();
    let first = run(&plan, &backend).await;
    assert_eq!(outcomes(&first), ["after skipped: email", "email awaits the code sent now", "unit done"]);
    assert!(first.events.contains(&"email: awaits a code".into()), "{:?}", first.events);
    let second = run(&plan, &backend).await;
    assert_eq!(outcomes(&second)[1], "email awaits the code sent before");
    let reader = Reader::with([code(CODE)]);
    assert!(run_with(&plan, &backend, &reader, &Interrupt::new()).await.applied.is_complete());
    let mails = backend.asked.borrow().iter().filter(|one| one.starts_with("mail")).count();
    assert_eq!(mails, 1);
}

#[tokio::test(start_paused = true)]
async fn a_refused_code_is_asked_for_again_and_another_one_can_be_sent() {
    let plan = plan([("email", &[] as &[_], change_email("dev"))]);
    let (backend, reader) =
        (Scripted::default(), Reader::with([code("000000"), Reply::Another, code("111111"), code(CODE)]));
    backend.mails.borrow_mut().insert("id-of-dev".into(), "PENDING");
    let ran = run_with(&plan, &backend, &reader, &Interrupt::new()).await;
    assert!(ran.applied.is_complete());
    assert_eq!(
        *reader.asked.borrow(),
        [
            "dev@example.com Before",
            "dev@example.com Before, refused",
            "dev@example.com Now",
            "dev@example.com Now, refused"
        ]
    );
    let refused = run_with(&plan, &Scripted::default(), &Reader::with([code("0")]), &Interrupt::new()).await;
    assert_eq!(outcomes(&refused), ["email failed: refused"]);
}

#[tokio::test(start_paused = true)]
async fn a_lost_reply_sends_no_second_mail_and_gives_the_code_once() {
    let plan = plan([("email", &[] as &[_], change_email("dev"))]);
    let backend = Scripted::with([("mail", 1, Trouble::LoseReply), ("code", 1, Trouble::LoseReply)]);
    let reader = Reader::with([code(CODE)]);
    let ran = run_with(&plan, &backend, &reader, &Interrupt::new()).await;
    assert!(ran.applied.is_complete());
    assert_eq!(*backend.asked.borrow(), ["mail to dev@example.com", "code 123456 for dev@example.com"]);
}

#[tokio::test(start_paused = true)]
async fn an_address_that_somebody_else_has_is_not_asked_for_again_and_again() {
    let plan = plan([("email", &[] as &[_], change_email("dev"))]);
    let backend = Scripted::with([("mail", 1, Trouble::Refuse(FaultKind::Conflict))]);
    let ran = run(&plan, &backend).await;
    assert_eq!((outcomes(&ran), ran.seconds), (vec!["email failed: in conflict with its state".into()], 1));
}

#[tokio::test(start_paused = true)]
async fn an_interrupt_ends_the_question() {
    let plan = plan([("email", &[] as &[_], change_email("dev"))]);
    let (backend, interrupt) = (Scripted::default(), Interrupt::new());
    let raise = interrupt.clone();
    *backend.at_write.borrow_mut() = Some(Box::new(move |_| raise.raise()));
    let reader = Reader::with([code(CODE)]);
    let ran = run_with(&plan, &backend, &reader, &interrupt).await;
    assert_eq!((outcomes(&ran), reader.asked.borrow().len()), (vec!["email interrupted".into()], 0));
}
