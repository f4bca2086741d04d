//! The rows of the selected table as an export, with their whole values.

use std::sync::Arc;

use super::Tables;
use crate::tui::data::tables::whole;
use crate::tui::exporting::{Export, Rows};

impl Tables {
    pub(super) fn rows(&self) -> Result<Export, &'static str> {
        let table = self.table().ok_or("no table is selected")?;
        let source = table.source.clone().ok_or("it has no rows of its own")?;
        let filter = self.filter.clone();
        let rows: Rows =
            Arc::new(move |reader, cancel, each| whole::each_row(reader, &source, &filter, cancel, each));
        let columns: Vec<&str> = table.columns.iter().map(String::as_str).collect();
        Ok(Export::table(table.name.clone(), &file_name(&table.name), &columns, rows))
    }
}

/// A table's name as a file may have it.
fn file_name(name: &str) -> String {
    let fits = |c: char| if c.is_alphanumeric() || matches!(c, '-' | '_') { c } else { '_' };
    let name: String = name.chars().take(60).map(fits).collect();
    if name.is_empty() { "table".to_owned() } else { name }
}
