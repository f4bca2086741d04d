//! What a tab shows, as an export.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::{Detail, Tab, lines};
use crate::export::ExportError;
use crate::export::sheet::Cell;
use crate::store::Origin;
use crate::tui::data::measures::{Measure, Value};
use crate::tui::data::place::Place;
use crate::tui::data::relations::{self, Relation, SectionKind, Sureness};
use crate::tui::exporting::{Export, Rows};
use crate::tui::services::Services;

const NOT_YET: &str = "it is not here yet";

impl Detail {
    /// What the tab shows of a place, or why there is nothing to export.
    ///
    /// # Errors
    /// A line that says so.
    pub fn export(&self, place: &Place, origin: Origin, services: &Services) -> Result<Export, &'static str> {
        match self.tab {
            Tab::Source => Err("the text is a file already; the other tabs have tables"),
            Tab::Relations => Ok(self.export_relations(place, services)),
            Tab::Flow => self.flow.export().ok_or("there is no control flow here to export"),
            Tab::Syntax => self.export_syntax(),
            Tab::Metrics => {
                let measures = self.measures.get().ok_or(NOT_YET)?;
                let row = |of: &'static str| {
                    move |Measure { name, value, meaning }: Measure| {
                        let value = match value {
                            Value::Whole(number) => Cell::Whole(number),
                            Value::Real(number) => Cell::Real(number),
                        };
                        vec![of.into(), name.into(), value, meaning.into()]
                    }
                };
                let passes = |measure: &Measure| lines::holds_measure(measure, &self.measures_filter);
                let of_symbol = measures.of_symbol(origin).into_iter().filter(passes).map(row("symbol"));
                let of_file = measures.of_file().into_iter().filter(passes).map(row("file"));
                let rows = of_symbol.chain(of_file).collect();
                Ok(Export::of_rows("the measures", "measures", &["of", "measure", "value", "meaning"], rows))
            }
            Tab::History => {
                let touched = self.touched.get().ok_or(NOT_YET)?;
                let columns = ["execution_id", "outcome", "started_at", "severity", "line", "message"];
                Ok(Export::of_rows(
                    "the history of the file",
                    "history",
                    &columns,
                    lines::rows(touched, &self.touched_filter),
                ))
            }
        }
    }

    /// All relations that pass the filter, also those of pages that are not here.
    fn export_relations(&self, place: &Place, services: &Services) -> Export {
        let (place, roots) = (place.clone(), services.roots.clone());
        let filter = self.relations.filter().to_lowercase();
        let rows: Rows = Arc::new(move |reader, cancel, each| {
            for kind in SectionKind::ALL {
                let file = relations::file_of(reader, kind, &place)?;
                let mut after = None;
                loop {
                    let section = relations::section(reader, kind, place.symbol, file, after)?;
                    let passing = section.rows.iter().filter(|row| row.holds(&filter));
                    for Relation { name, at, sureness, .. } in passing {
                        let found = match sureness {
                            Sureness::Known(certainty) => certainty.as_str().into(),
                            Sureness::Unresolved => "unresolved".into(),
                            Sureness::Unsaid => Cell::Nothing,
                        };
                        let path = roots.relative(&at.0).into();
                        each(&[
                            kind.title().into(),
                            name.as_str().into(),
                            path,
                            i64::from(at.1).into(),
                            found,
                        ])?;
                    }
                    if cancel.load(Ordering::Relaxed) {
                        return Err(ExportError::Interrupted);
                    }
                    after = section.next;
                    if after.is_none() {
                        break;
                    }
                }
            }
            Ok(())
        });
        Export::table("the relations", "relations", &["relation", "name", "path", "line", "found"], rows)
    }

    fn export_syntax(&self) -> Result<Export, &'static str> {
        self.syntax.found.get().ok_or(NOT_YET)?;
        let rows = (0..self.syntax.len()).filter_map(|at| self.syntax.row(at)).map(|node| {
            let number = |byte: u64| i64::try_from(byte).map_or(Cell::Nothing, Cell::from);
            let bytes = [number(node.bytes.start), number(node.bytes.end)];
            [vec![i64::from(node.depth).into(), node.kind.clone().into()], bytes.to_vec()].concat()
        });
        let columns = ["depth", "kind", "byte_start", "byte_end"];
        Ok(Export::of_rows("the syntax tree", "syntax", &columns, rows.collect()))
    }
}
