//! What the Overview shows, as an export: a table in which each row says to which pane it belongs.

use super::Overview;
use super::rows::StandoutRow;
use crate::export::sheet::Cell;
use crate::source::Roots;
use crate::tui::data::overview::RunRow;
use crate::tui::exporting::Export;
use crate::tui::services::{Loadable, Services};
use crate::tui::text;

const COLUMNS: [&str; 6] = ["pane", "name", "value", "path", "line", "note"];

type Cells = Vec<Cell<'static>>;

impl Overview {
    /// All panes as one table, of the lists what passes their filters; or why there is nothing to export.
    ///
    /// # Errors
    /// A line that says so.
    pub fn export(&self, services: &Services) -> Result<Export, &'static str> {
        let is_on_its_way = [
            matches!(self.meta, Loadable::Loading),
            matches!(self.counts, Loadable::Loading),
            matches!(self.languages, Loadable::Loading),
            matches!(self.standouts, Loadable::Loading),
            matches!(self.runs, Loadable::Loading),
        ];
        if is_on_its_way.contains(&true) {
            return Err("it is not here yet");
        }
        let fact = |(name, value): (&'static str, String)| vec!["database".into(), name.into(), value.into()];
        let mut rows: Vec<Cells> = self.about().into_iter().map(fact).collect();
        if let Some(counts) = self.counts.get() {
            let row = |(name, count): (&'static str, u64)| vec!["counts".into(), name.into(), number(count)];
            rows.extend(counts.entries().into_iter().map(row));
        }
        rows.extend(self.languages.get().into_iter().flatten().map(|share| {
            let name = share.language.name().to_owned();
            vec![
                "languages".into(),
                name.into(),
                number(share.files),
                Cell::Nothing,
                Cell::Nothing,
                "files".into(),
            ]
        }));
        rows.extend(self.standouts_table(&services.roots));
        rows.extend(self.run_rows().into_iter().map(run));
        Ok(Export::of_rows("the overview", "overview", &COLUMNS, rows))
    }

    fn standouts_table(&self, roots: &Roots) -> Vec<Cells> {
        let mut rows = Vec::new();
        let mut of = ("", "");
        for row in self.standout_rows() {
            match row {
                StandoutRow::Heading(heading, by) => of = (heading, by),
                StandoutRow::Item(item) => {
                    let path = roots.relative(&item.path).to_owned();
                    let name = if item.name.is_empty() { path.clone() } else { item.name.clone() };
                    let line =
                        item.place.as_ref().map_or(Cell::Nothing, |place| i64::from(place.line).into());
                    rows.push(vec![
                        of.0.into(),
                        name.into(),
                        number(item.value),
                        path.into(),
                        line,
                        of.1.into(),
                    ]);
                }
                StandoutRow::Note(_) => {}
            }
        }
        rows
    }
}

/// A run: when it began, how it ended, how long it took in milliseconds, what went wrong.
fn run(row: &RunRow) -> Cells {
    let run = &row.run;
    let mut note = format!("{}, {} UTC", run.outcome.as_str(), text::time(run.started_at));
    if let Some(error) = &run.error_message {
        note = format!("{note}, {error}");
    }
    let took = run.duration_ms.map_or(Cell::Nothing, Cell::from);
    vec!["runs".into(), run.execution_id.clone().into(), took, Cell::Nothing, Cell::Nothing, note.into()]
}

fn number(number: u64) -> Cell<'static> {
    i64::try_from(number).map_or_else(|_| number.to_string().into(), Cell::from)
}
