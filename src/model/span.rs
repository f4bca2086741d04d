//! Where something stands in a source file.

use serde::{Deserialize, Serialize};

/// A place in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Position {
    /// Line, from 1. 0 where a file does not say.
    pub line: u32,
    /// Column in bytes, from 0.
    pub column: u32,
}

/// A half-open range of a source file, in bytes and in lines and columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Span {
    /// First byte, from 0.
    pub byte_start: u64,
    /// The byte behind the last one.
    pub byte_end: u64,
    /// Where the first byte stands.
    pub start: Position,
    /// Where the byte behind the last one stands.
    pub end: Position,
}

impl Span {
    /// Whether `offset` (a byte, from 0) lies inside.
    pub fn contains(&self, offset: u64) -> bool {
        (self.byte_start..self.byte_end).contains(&offset)
    }

    /// Whether `other` lies wholly inside this span (a span encloses itself).
    pub fn encloses(&self, other: &Span) -> bool {
        self.byte_start <= other.byte_start && other.byte_end <= self.byte_end
    }

    /// How many lines the span touches; 0 for a span that says no lines.
    pub fn lines(&self) -> u32 {
        if self.start.line == 0 { 0 } else { self.end.line.saturating_sub(self.start.line) + 1 }
    }
}
