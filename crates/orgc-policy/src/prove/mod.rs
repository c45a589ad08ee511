//! What an organization leaves possible, over all requests.
//!
//! [`possible`] asks whether any request of a kind passes the policies of an account, and answers with
//! one that does, or that there is none. It does not sample: the answer is exact, or it is
//! [`Answer::Undecided`] with the reason.
//!
//! A request is a point in a space with one dimension for the action, one for the resource and one for
//! each condition key. Whatever policies say of one dimension splits it into finitely many classes of
//! values that no statement tells apart: texts by running all patterns at once ([`automaton`]), numbers,
//! dates and addresses by the ends of ranges ([`ranges`]); "absent" is a value, and a key with several
//! values has sets of classes. With one value for each class, every statement is a product of sets
//! ([`region`]), and what is left is a finite search ([`search`]): a point in the question that no deny
//! holds and that on every level some allow holds.
//!
//! [`compare`] asks it of every statement in which two sets of policies differ, [`shifts`] does so for many
//! accounts; [`refusal`] says what stands against every request of a question.
//!
//! Two things are not products: policy variables, which tie two keys together, and a key that is
//! compared both as text and as a number. There each set is kept twice, as the values that surely pass
//! and as those that may. If nothing is found although everything that may be allowed is, there is
//! nothing. What is found is confirmed by [`decide`](crate::decide()), or else the answer is open.

mod automaton;
mod classes;
mod compare;
mod contradiction;
mod dimension;
mod question;
mod ranges;
mod refusal;
mod region;
mod search;
mod set;
mod shift;
mod space;

pub use compare::{Cause, Change, Difference, compare};
pub(crate) use contradiction::contradiction;
pub use question::{Answer, Ground, Question, Reason, possible};
pub use refusal::refusal;
pub use shift::{Obstacle, Passage, Shift, Turn, shifts};
