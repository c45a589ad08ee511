//! What a broken or hostile plugin can try, and what becomes of it.
//!
//! One module for each thing it can try it with, one test for each attempt; the names are the list.
//! Every attempt ends the same way: the process goes on, and one error of bounded length names the
//! plugin and what it did. What the compiler makes of the plugin's answers is tried where it is made:
//! paths that lead nowhere, targets and things before that are not the plugin's (`orgc-sema`), pins
//! and fetched files (`orgc`).

mod answers;
mod bytes;
mod contract;
mod imports;
mod memory;
mod neighbours;
mod offers;
mod sameness;
mod shape;
mod text;
mod time;
mod traps;
mod trees;
