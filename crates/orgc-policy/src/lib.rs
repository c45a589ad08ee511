//! IAM documents and the dated tables of AWS Organizations.
//!
//! A policy is written in a few lines and stored by AWS as JSON whose every character counts. This
//! crate reads such JSON and says precisely what is wrong with it ([`Problem`]), holds the
//! documents of service and resource control policies as a value ([`Document`]), prints the
//! smallest text that means the same, says which statements could be one ([`Document::packed`]), and tells whether
//! two texts mean the same ([`equivalent`]).
//! It says what the policies on the way to an account let pass: one request ([`decide()`]), or any
//! request of a kind ([`possible`]); and what management policies come to there ([`merge`](mod@merge)).
//! It carries the tables that change when AWS changes: [`Quotas`], [`PolicyType`]s and the
//! principals of services.
//!
//! Promises: it knows no `.org` text and no AWS client; nothing is lost or reordered that has a
//! meaning; a document that a grammar allows is printed so that it reads back as the same document; every number that a message gives
//! can say where it comes from.

mod action;
mod catalog;
mod condition;
mod decide;
mod document;
mod equivalent;
mod grammar;
mod json;
mod locate;
pub mod management;
pub mod merge;
mod minify;
mod pack;
mod pattern;
mod place;
mod point;
mod problem;
mod prove;
mod quoted;
mod size;
mod tables;

pub use action::{ActionFault, ActionPattern};
pub use catalog::{
    AccessLevel, Action, ActionFinding, CatalogFault, IamCatalog, Key, KeyAnswer, KeyFinding, KeyKind,
    KeyType, ResourceType, Service, Shorter,
};
pub use condition::{
    Base, Clash, Comparison, Family as OperatorFamily, NoNegation, Operator, Quantifier, Test, Together,
};
pub use decide::{
    Chain, Cited, Context, Control, Decision, Exemption, Level, Policy, Request, Singled, Verdict, decide,
};
pub use document::{
    Condition, Conditions, Document, Effect, Odd, Oddity, Principal, Principals, Scope, Statement,
};
pub use equivalent::equivalent;
pub use grammar::Grammar;
pub use locate::Places;
pub use minify::minify;
pub use pack::Packed;
pub use place::{JsonPath, Place, Step};
pub use problem::{Fault, Problem};
pub use prove::{
    Answer, Cause, Change, Difference, Ground, Obstacle, Passage, Question, Reason, Shift, Turn, compare,
    possible, refusal, shifts,
};
pub use size::{Fit, Part, Size};
pub use tables::{
    Administration, DefaultPolicy, Family, PolicyType, Quota, QuotaKey, Quotas, TargetKind, UnknownQuotas,
    administration, service_name, service_names, service_principal,
};
