//! What the overview shows: files and symbols that stand out, the last runs.

use super::place::Place;
use crate::model::{Diagnostic, Execution, NodeData, SymbolMetrics};
use crate::store::{FileColumn, Order, Reader, Result, SymbolColumn};

/// Rows of each list of what stands out.
const STANDOUT_ROWS: usize = 12;
/// Runs that the overview shows.
const RUNS: usize = 20;
/// Diagnostics that are read for a run.
const DIAGNOSTICS: usize = 200;

/// A file or symbol that stands out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standout {
    /// Its name.
    pub name: String,
    /// Its file, as the database writes it.
    pub path: String,
    /// What it stands out by.
    pub value: u64,
    /// Where to go; `None` where the measure's symbol is gone.
    pub place: Option<Place>,
}

/// What stands out, and by what.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Standouts {
    /// The symbols of largest cyclomatic complexity.
    pub complex: Vec<Standout>,
    /// The symbols with most callers.
    pub called: Vec<Standout>,
    /// The files with the largest complexity score.
    pub files: Vec<Standout>,
}

/// Reads what stands out.
///
/// # Errors
/// Where the measures cannot be read.
pub fn standouts(reader: &dyn Reader) -> Result<Standouts> {
    let symbols = |column, value: fn(&SymbolMetrics) -> i64| -> Result<Vec<Standout>> {
        let rows = reader.symbols_by(column, Order::Descending, None, STANDOUT_ROWS)?.items;
        rows.iter()
            .filter(|row| value(row) > 0)
            .map(|row| {
                let place = match reader.node(row.symbol)?.map(|node| node.data) {
                    Some(NodeData::Symbol(symbol)) if symbol.name == row.name && symbol.path == row.path => {
                        Some(Place::of_symbol(reader, &symbol)?)
                    }
                    _ => None,
                };
                let name = place.as_ref().map_or(row.name.as_str(), |place| place.label.as_str()).to_owned();
                Ok(Standout { name, path: row.path.clone(), value: value(row).unsigned_abs(), place })
            })
            .collect()
    };
    let files = reader.files_by(FileColumn::Complexity, Order::Descending, None, STANDOUT_ROWS)?.items;
    let files = files
        .into_iter()
        .map(|row| {
            let file = reader.file(&row.path)?;
            let place = file.map(|id| Place::of_file(id, &row.path));
            // A score from a file may be anything, also no number; `as` saturates.
            let value = row.complexity_score.round() as u64;
            Ok(Standout { name: String::new(), path: row.path, value, place })
        })
        .collect::<Result<Vec<_>>>()?;
    Ok(Standouts {
        complex: symbols(SymbolColumn::Complexity, |row| row.cyclomatic_complexity)?,
        called: symbols(SymbolColumn::FanIn, |row| row.fan_in)?,
        files,
    })
}

/// A run and what it complained of.
#[derive(Debug, Clone, PartialEq)]
pub struct RunRow {
    /// The run.
    pub run: Execution,
    /// The first of its diagnostics, worst first.
    pub diagnostics: Vec<Diagnostic>,
    /// Whether there are more.
    pub more: bool,
}

/// Reads the last runs, newest first.
///
/// # Errors
/// Where the log cannot be read.
pub fn runs(reader: &dyn Reader) -> Result<Vec<RunRow>> {
    let page = reader.executions(None, RUNS)?;
    page.items
        .into_iter()
        .map(|run| {
            let diagnostics = reader.diagnostics(&run.execution_id, 0, DIAGNOSTICS)?;
            Ok(RunRow { run, diagnostics: diagnostics.items, more: diagnostics.more })
        })
        .collect()
}
