//! One table of what a screen shows, row by row, as CSV or JSON lines.

use std::borrow::Cow;
use std::collections::HashSet;
use std::io::{self, Write};

use serde::Serialize as _;
use serde_json::{Map, Serializer, Value};

use super::escape::{Harmless, is_harmful};

/// How a table is written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// As RFC 4180 says it, with the columns' names in the first row.
    Csv,
    /// An object a line, its fields by the columns' names.
    JsonLines,
}

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell<'a> {
    /// Nothing is said: empty in CSV, and no field in JSON.
    Nothing,
    /// A whole number.
    Whole(i64),
    /// A number.
    Real(f64),
    /// A text.
    Text(Cow<'a, str>),
}

impl<'a> From<&'a str> for Cell<'a> {
    fn from(text: &'a str) -> Cell<'a> {
        Cell::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Cell<'_> {
    fn from(text: String) -> Self {
        Cell::Text(Cow::Owned(text))
    }
}

impl From<i64> for Cell<'_> {
    fn from(number: i64) -> Self {
        Cell::Whole(number)
    }
}

/// A table that is being written.
pub struct Sheet<'w> {
    columns: Vec<String>,
    out: Out<'w>,
}

enum Out<'w> {
    Csv(Box<csv::Writer<&'w mut dyn Write>>),
    JsonLines(&'w mut dyn Write),
}

impl<'w> Sheet<'w> {
    /// Begins a table with these columns; those of one name are numbered.
    ///
    /// # Errors
    /// Where `out` cannot be written to.
    pub fn begin(form: Form, columns: &[String], out: &'w mut dyn Write) -> io::Result<Sheet<'w>> {
        let columns = unlike(columns);
        let out = match form {
            Form::Csv => {
                let mut csv = csv::Writer::from_writer(out);
                csv.write_record(columns.iter().map(|name| harmless(name).into_owned()))?;
                Out::Csv(Box::new(csv))
            }
            Form::JsonLines => Out::JsonLines(out),
        };
        Ok(Sheet { columns, out })
    }

    /// Writes a row. Cells that are lacking at its end say nothing.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        match &mut self.out {
            Out::Csv(csv) => {
                let nothing = Cell::Nothing;
                let cells = (0..self.columns.len()).map(|at| plain(cells.get(at).unwrap_or(&nothing)));
                csv.write_record(cells.map(Cow::into_owned))?;
                Ok(())
            }
            Out::JsonLines(out) => {
                let fields = self.columns.iter().zip(cells);
                let fields: Map<String, Value> =
                    fields.filter_map(|(name, cell)| Some((name.clone(), value(cell)?))).collect();
                fields.serialize(&mut Serializer::with_formatter(&mut *out, Harmless))?;
                out.write_all(b"\n")
            }
        }
    }

    /// Writes what was collected of the last rows.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn end(self) -> io::Result<()> {
        match self.out {
            Out::Csv(mut csv) => csv.flush(),
            Out::JsonLines(_) => Ok(()),
        }
    }
}

/// Names of which no two are alike.
fn unlike(names: &[String]) -> Vec<String> {
    let mut taken = HashSet::new();
    let unlike = |name: &String| {
        let numbered = (2..).map(|number| format!("{name}_{number}"));
        let name = std::iter::once(name.clone()).chain(numbered).find(|name| !taken.contains(name));
        let name = name.unwrap_or_default();
        taken.insert(name.clone());
        name
    };
    names.iter().map(unlike).collect()
}

/// A cell as a text in which nothing steers a terminal: what was on a screen is looked at on one again.
fn plain<'c>(cell: &'c Cell<'_>) -> Cow<'c, str> {
    match cell {
        Cell::Nothing => Cow::Borrowed(""),
        Cell::Whole(number) => Cow::Owned(number.to_string()),
        Cell::Real(number) => Cow::Owned(number.to_string()),
        Cell::Text(text) => harmless(text),
    }
}

fn harmless(text: &str) -> Cow<'_, str> {
    let is_raw = |c: char| is_harmful(c) && !matches!(c, '\n' | '\t');
    if text.contains(is_raw) { Cow::Owned(text.replace(is_raw, "\u{fffd}")) } else { Cow::Borrowed(text) }
}

fn value(cell: &Cell<'_>) -> Option<Value> {
    match cell {
        Cell::Nothing => None,
        Cell::Whole(number) => Some(Value::from(*number)),
        Cell::Real(number) => Some(Value::from(*number)),
        Cell::Text(text) => Some(Value::from(text.as_ref())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(form: Form) -> String {
        let mut out = Vec::new();
        let columns = ["name", "lines", "score", "name"].map(str::to_owned);
        let mut sheet = Sheet::begin(form, &columns, &mut out).unwrap();
        let hostile = "a,\"b\"\nc\x1b[2J\u{202e}";
        sheet.row(&[hostile.into(), 7.into(), Cell::Real(0.5), "other".into()]).unwrap();
        sheet.row(&["=1+1".into(), Cell::Nothing]).unwrap();
        sheet.end().unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn csv_is_quoted_and_steers_no_terminal() {
        assert_eq!(
            written(Form::Csv),
            "name,lines,score,name_2\n\"a,\"\"b\"\"\nc\u{fffd}[2J\u{fffd}\",7,0.5,other\n=1+1,,,\n"
        );
    }

    #[test]
    fn json_lines_say_everything_and_escape_it() {
        assert_eq!(
            written(Form::JsonLines),
            "{\"name\":\"a,\\\"b\\\"\\nc\\u001b[2J\\u202e\",\"lines\":7,\"score\":0.5,\"name_2\":\"other\"}\n\
             {\"name\":\"=1+1\"}\n"
        );
    }
}
