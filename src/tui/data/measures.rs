//! The measures of a symbol and of its file, with what they mean.

use std::fmt;

use super::subject::Subject;
use crate::model::{FileMetrics, SymbolMetrics};
use crate::source::Roots;
use crate::store::{Origin, Reader, Result};
use crate::tui::text;

/// The measures of what is selected.
#[derive(Debug, Clone, PartialEq)]
pub struct Measures {
    /// Of the symbol; `None` where none is selected or nothing is kept of it.
    pub symbol: Option<SymbolMetrics>,
    /// Of its file; `None` where nothing is kept of it.
    pub file: Option<FileMetrics>,
}

/// A measure for a person.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// What it is called.
    pub name: &'static str,
    /// The number.
    pub value: Value,
    /// What it counts.
    pub meaning: &'static str,
}

/// A number.
#[derive(Debug, Clone, Copy, PartialEq)]
#[allow(missing_docs)]
pub enum Value {
    Whole(i64),
    Real(f64),
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Whole(number) => {
                let sign = if *number < 0 { "-" } else { "" };
                f.pad(&format!("{sign}{}", text::grouped(number.unsigned_abs())))
            }
            Value::Real(number) => f.pad(&format!("{number:.1}")),
        }
    }
}

/// Reads the measures of a subject. A foreign file may know a file by several spellings of its path.
///
/// # Errors
/// Where the measures cannot be read.
pub fn measures(reader: &dyn Reader, roots: &Roots, subject: &Subject) -> Result<Measures> {
    let of_file = subject.file.as_ref().map(|file| file.path.as_str());
    let mut paths: Vec<String> = [Some(subject.path.as_str()), of_file]
        .into_iter()
        .flatten()
        .flat_map(|path| [vec![path.to_owned()], roots.stored(path)].concat())
        .collect();
    paths.extend(subject.metrics.as_ref().map(|metrics| metrics.path.clone()));
    paths.extend(of_file.map(|path| format!("{}{path}", roots.prefix(true))));
    let mut file = None;
    for path in &paths {
        if file.is_none() {
            file = reader.file_metrics(path)?;
        }
    }
    Ok(Measures { symbol: subject.metrics.clone(), file })
}

impl Measures {
    /// What there is to say of the symbol. Whoever wrote the database counts in its own way.
    pub fn of_symbol(&self, origin: Origin) -> Vec<Measure> {
        let Some(of) = &self.symbol else { return Vec::new() };
        let is_own = origin == Origin::Own;
        let pick = |own, foreign| if is_own { own } else { foreign };
        vec![
            count(
                "complexity",
                of.cyclomatic_complexity,
                pick(
                    "decisions + 1 (McCabe): every branch, loop, arm beyond the first, && and ||",
                    "cyclomatic complexity, as Magellan counted it",
                ),
            ),
            count("lines", of.loc, "lines from its first to its last"),
            count(
                "called",
                of.fan_in,
                pick(
                    "fan-in: resolved calls to it; who calls twice counts twice",
                    "fan-in: edges that lead to it, as Magellan counted them",
                ),
            ),
            count(
                "calls",
                of.fan_out,
                pick("fan-out: calls that it makes", "fan-out, as Magellan counted it"),
            ),
            rounded("estimate", of.estimated_loc, "lines by its size: bytes / 40"),
        ]
    }

    /// What there is to say of the file.
    pub fn of_file(&self) -> Vec<Measure> {
        let Some(of) = &self.file else { return Vec::new() };
        vec![
            rounded(
                "score",
                of.complexity_score,
                "lines \u{b7} 0.1 + used \u{b7} 0.5 + uses \u{b7} 0.3 (Magellan's formula)",
            ),
            count("lines", of.loc, "lines of the file"),
            count("symbols", of.symbol_count, "symbols that it defines"),
            count("used", of.fan_in, "fan-in: calls and references from other files"),
            count("uses", of.fan_out, "fan-out: calls and references to other files"),
            rounded("estimate", of.estimated_loc, "lines by its size: bytes / 40"),
        ]
    }
}

fn count(name: &'static str, value: i64, meaning: &'static str) -> Measure {
    Measure { name, value: Value::Whole(value), meaning }
}

fn rounded(name: &'static str, value: f64, meaning: &'static str) -> Measure {
    Measure { name, value: Value::Real(value), meaning }
}
