//! The table as an export: every row that passes the filter, in the order in which they are shown.

use std::sync::Arc;

use super::Metrics;
use crate::export::sheet::Cell;
use crate::source::Roots;
use crate::tui::data::metrics::scan::{self, Query};
use crate::tui::data::metrics::{Measured, Row};
use crate::tui::exporting::{Export, Rows};
use crate::tui::services::Services;

impl Metrics {
    pub(super) fn table(&self, services: &Services) -> Export {
        let sheet = self.sheet();
        let query = Query { measured: self.measured, sort: sheet.sort, filter: sheet.filter.clone() };
        let by = self.measured.head(sheet.sort.column);
        let (title, name, columns): (_, _, &[&str]) = match self.measured {
            Measured::Symbols => {
                let columns = &["symbol", "kind", "path", "complexity", "lines", "called", "calls"];
                (format!("symbols by {by}"), "symbols", columns)
            }
            Measured::Files => {
                let columns = &["path", "score", "lines", "used", "uses", "symbols"];
                (format!("files by {by}"), "files", columns)
            }
        };
        let roots = services.roots.clone();
        let rows: Rows = Arc::new(move |reader, cancel, each| {
            scan::each_row(reader, &query, cancel, &mut |row| each(&cells(row, &roots)))
        });
        Export::table(title, name, columns, rows)
    }
}

fn cells<'r>(row: &'r Row, roots: &Roots) -> Vec<Cell<'r>> {
    match row {
        Row::Symbol(measures, _) => vec![
            row.shown_name().into(),
            measures.kind.as_str().into(),
            roots.relative(&measures.path).into(),
            measures.cyclomatic_complexity.into(),
            measures.loc.into(),
            measures.fan_in.into(),
            measures.fan_out.into(),
        ],
        Row::File(row) => vec![
            roots.relative(&row.path).into(),
            Cell::Real(row.complexity_score),
            row.loc.into(),
            row.fan_in.into(),
            row.fan_out.into(),
            row.symbol_count.into(),
        ],
    }
}
