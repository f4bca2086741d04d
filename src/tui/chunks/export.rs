//! The list of chunks as an export: every one that passes, with the line that was found in it.

use std::sync::Arc;

use super::Chunks;
use crate::export::sheet::Cell;
use crate::tui::data::chunks::{self, ChunkRow};
use crate::tui::exporting::{Export, Rows, each_of};
use crate::tui::services::Services;

const COLUMNS: [&str; 6] = ["kind", "name", "path", "byte_start", "byte_end", "line"];

impl Chunks {
    pub(super) fn list(&self, services: &Services) -> Result<Export, &'static str> {
        let place = self.place.clone().ok_or("the chunks are not here yet")?;
        let (query, roots) = (self.query.clone(), services.roots.clone());
        let rows: Rows = Arc::new(move |reader, cancel, each| {
            let read =
                |wanted, tell: &mut dyn FnMut(_)| chunks::rows(reader, &place, &query, wanted, cancel, tell);
            each_of(&read, cancel, &mut |row: ChunkRow| {
                let number = |byte: u64| i64::try_from(byte).map_or(Cell::Nothing, Cell::from);
                let text = |text: &str| if text.is_empty() { Cell::Nothing } else { text.to_owned().into() };
                let key = &row.key;
                let path = roots.relative(&key.path).into();
                let bytes = [number(key.byte_start), number(key.byte_end)];
                let [start, end] = bytes;
                each(&[text(&key.kind), text(key.shown_name()), path, start, end, text(&row.line)])
            })
        });
        Ok(Export::table("the chunks", "chunks", &COLUMNS, rows))
    }
}
