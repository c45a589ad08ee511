//! The `orgc` binary as its users meet it: standard output, standard error and exit code of each
//! command in one snapshot. What a command decides is tested where it is decided; here it is the
//! wiring, the words, and what bad input does.

mod apply;
mod build;
mod check;
mod codes;
mod completions;
mod credentials;
mod deadly;
mod diff;
mod effective;
mod eval;
mod explain;
mod fix;
mod fmt;
mod folders;
mod formats;
mod graph;
mod help;
mod import;
mod init;
mod interruption;
mod killed_apply;
mod killed_sandbox;
#[cfg(unix)]
mod person;
mod plan;
mod plugin;
mod policy;
mod project;
mod quota;
mod sandbox;
mod server;
mod settings;
mod snapshot;
mod sources;
mod test;
mod timings;
mod tutorial;
mod why;
