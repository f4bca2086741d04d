//! The log as an export: every run that passes the filter, newest first.

use std::sync::Arc;

use super::History;
use crate::export::sheet::Cell;
use crate::model::Execution;
use crate::tui::data::history;
use crate::tui::exporting::{Export, Rows, each_of};

const COLUMNS: [&str; 12] = [
    "execution_id",
    "outcome",
    "started_at",
    "finished_at",
    "duration_ms",
    "tool_version",
    "files_indexed",
    "symbols_indexed",
    "references_indexed",
    "root",
    "args",
    "error_message",
];

impl History {
    pub(super) fn log(&self) -> Export {
        let filter = self.filter.clone();
        let rows: Rows = Arc::new(move |reader, cancel, each| {
            let read = |wanted, tell: &mut dyn FnMut(_)| history::runs(reader, &filter, wanted, cancel, tell);
            each_of(&read, cancel, &mut |run| each(&cells(&run)))
        });
        Export::table("the runs", "runs", &COLUMNS, rows)
    }
}

/// A run; its fields as `magellan-tui export` calls them.
fn cells(run: &Execution) -> Vec<Cell<'_>> {
    let maybe = |number: Option<i64>| number.map_or(Cell::Nothing, Cell::from);
    let text = |text: &Option<String>| text.clone().map_or(Cell::Nothing, Cell::from);
    vec![
        run.execution_id.as_str().into(),
        run.outcome.as_str().into(),
        run.started_at.into(),
        maybe(run.finished_at),
        maybe(run.duration_ms),
        run.tool_version.as_str().into(),
        run.files_indexed.into(),
        run.symbols_indexed.into(),
        run.references_indexed.into(),
        text(&run.root),
        run.args.as_str().into(),
        text(&run.error_message),
    ]
}
