//! A journal in memory.

use super::{Journal, Line};
use std::io;
use std::sync::{Mutex, PoisonError};

/// Keeps its lines until it is dropped.
#[derive(Debug, Default)]
pub struct MemoryJournal(Mutex<Vec<Line>>);

impl MemoryJournal {
    /// The lines so far.
    pub fn lines(&self) -> Vec<Line> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Journal for MemoryJournal {
    fn write(&self, line: &Line) -> io::Result<()> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(line.clone());
        Ok(())
    }
}
