//! What a screen shows, written down for other programs: into a file or onto the clipboard.

mod job;

pub use job::{News, Target, write};

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::export::ExportError;
use crate::export::drawing::Drawing;
use crate::export::sheet::Cell;
use crate::store::{Reader, Result};
use crate::tui::widgets::window::{Part, Wanted, Way};

/// Takes the rows of a table, one after the other.
pub type Each<'e> = dyn FnMut(&[Cell<'_>]) -> std::result::Result<(), ExportError> + 'e;

/// Gives all rows of a table, reading them where they are not here. Setting the flag ends it with
/// [`ExportError::Interrupted`].
pub type Rows = Arc<
    dyn Fn(&dyn Reader, &AtomicBool, &mut Each<'_>) -> std::result::Result<(), ExportError> + Send + Sync,
>;

/// Reads a part of a list; what comes before the part ends is told.
pub type Read<'r, T> = dyn Fn(Wanted<T>, &mut dyn FnMut(Part<T>)) -> Result<Part<T>> + 'r;

/// What there is to export.
#[derive(Clone)]
pub struct Export {
    /// What it is, for a person.
    pub title: String,
    /// What a file of it is called, without an ending.
    pub name: String,
    /// What it holds.
    pub content: Content,
}

/// What an export holds.
#[derive(Clone)]
pub enum Content {
    /// A table: its columns and rows.
    Table(Vec<String>, Rows),
    /// Boxes and lines.
    Drawing(Box<Drawing>),
}

/// How it is written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Format {
    Csv,
    JsonLines,
    Dot,
    Svg,
}

impl Format {
    /// What it is called.
    pub fn label(self) -> &'static str {
        match self {
            Format::Csv => "CSV",
            Format::JsonLines => "JSON lines",
            Format::Dot => "DOT",
            Format::Svg => "SVG",
        }
    }

    /// How the names of its files end.
    pub fn ending(self) -> &'static str {
        match self {
            Format::Csv => ".csv",
            Format::JsonLines => ".jsonl",
            Format::Dot => ".dot",
            Format::Svg => ".svg",
        }
    }
}

impl Export {
    /// A table whose rows are read when it is written.
    pub fn table(title: impl Into<String>, name: &str, columns: &[&str], rows: Rows) -> Export {
        let columns = columns.iter().map(|column| (*column).to_owned()).collect();
        Export { title: title.into(), name: name.to_owned(), content: Content::Table(columns, rows) }
    }

    /// A table whose rows are here.
    pub fn of_rows(
        title: impl Into<String>,
        name: &str,
        columns: &[&str],
        rows: Vec<Vec<Cell<'static>>>,
    ) -> Export {
        let give: Rows = Arc::new(move |_, cancel, each| {
            rows.iter().try_for_each(|row| {
                if cancel.load(Ordering::Relaxed) { Err(ExportError::Interrupted) } else { each(row) }
            })
        });
        Export::table(title, name, columns, give)
    }

    /// Boxes and lines.
    pub fn drawing(name: &str, drawing: Drawing) -> Export {
        let (title, name) = (drawing.title.clone(), name.to_owned());
        Export { title, name, content: Content::Drawing(Box::new(drawing)) }
    }

    /// How it can be written down.
    pub fn formats(&self) -> [Format; 2] {
        match self.content {
            Content::Table(..) => [Format::Csv, Format::JsonLines],
            Content::Drawing(_) => [Format::Svg, Format::Dot],
        }
    }
}

/// Reads a list from its beginning to its end, page by page, as a screen reads what it shows of it. `read` gives what
/// is wanted, the first rows of it maybe before it ends.
///
/// # Errors
/// Those of `read` and of `each`, and where it was cancelled.
pub fn each_of<T: Clone>(
    read: &Read<'_, T>,
    cancel: &AtomicBool,
    each: &mut dyn FnMut(T) -> std::result::Result<(), ExportError>,
) -> std::result::Result<(), ExportError> {
    let mut after = None;
    loop {
        let mut done = Ok(());
        let mut take = |rows: Vec<T>| {
            if done.is_ok() {
                done = rows.into_iter().try_for_each(&mut *each);
            }
        };
        let mut part = read(Wanted { way: Way::Down, after }, &mut |part| take(part.rows))?;
        take(std::mem::take(&mut part.rows));
        done?;
        if cancel.load(Ordering::Relaxed) {
            return Err(ExportError::Interrupted);
        }
        after = part.reached;
        if !part.more || after.is_none() {
            return Ok(());
        }
    }
}
