//! A row in full.

use super::{Encoding, RowKey, Source, bytes, says};
use crate::export;
use crate::store::{Order, Reader, Result, Value};
use crate::tui::text;

/// Bytes of a value that are shown.
const SHOWN: usize = 1 << 20;
/// Columns of a line of text: longer ones are broken, so that all of them can be gone to.
const LONGEST: usize = 100;

/// A line of a row's detail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// What the lines below it are.
    Heading(String),
    /// A piece of a value.
    Text(String),
    /// Bytes of a value, from which one on; how many of them stand in a line is for the width to say.
    Bytes(usize, Vec<u8>),
}

/// Every value of a row, whole; a line that says so where the row is not there any more. Of what is longer than a MiB the rest is
/// counted.
///
/// # Errors
/// Where the row cannot be read.
pub fn detail(reader: &dyn Reader, source: &Source, columns: &[String], key: &RowKey) -> Result<Vec<Line>> {
    let lines = found(reader, source, columns, key)?;
    Ok(lines.unwrap_or_else(|| vec![Line::Heading("the row is not there any more".to_owned())]))
}

fn found(
    reader: &dyn Reader,
    source: &Source,
    columns: &[String],
    key: &RowKey,
) -> Result<Option<Vec<Line>>> {
    match (source, key) {
        (Source::Table(table, encoding), RowKey::Number(key)) => {
            let mut lines = None;
            // The row itself is the first behind the number before.
            reader.rows(table, key.checked_sub(1), &mut |row| {
                if row.key == *key {
                    let mut all = vec![Line::Heading(columns.first().cloned().unwrap_or_default())];
                    all.push(Line::Text(key.to_string()));
                    for (column, value) in columns.iter().skip(1).zip(row.values) {
                        value_lines(column, value, *encoding, &mut all);
                    }
                    lines = Some(all);
                }
                false
            })?;
            Ok(lines)
        }
        (Source::Keyspace(name), RowKey::Bytes(key)) => {
            // The key itself is the first before the one that is a zero longer.
            let behind = [key.as_slice(), &[0]].concat();
            let page = reader.entries(name, Order::Descending, Some(&behind), 1)?;
            let entry = page.items.into_iter().find(|entry| entry.key == *key);
            let Some(entry) = entry else { return Ok(None) };
            let said = says::lines(reader, &entry.says)?;
            Ok(Some({
                let mut lines =
                    vec![Line::Heading(format!("key of {}: {}", bytes_of(&entry.key), entry.what))];
                dump(&entry.key, &mut lines);
                if let Some(record) = &entry.record {
                    lines.push(Line::Heading(format!("it is a record: {}", record.kind().as_str())));
                    text_lines(&export::pretty(record), &mut lines);
                }
                if !said.is_empty() {
                    lines.push(Line::Heading("it says".to_owned()));
                    lines.extend(said.into_iter().map(Line::Text));
                }
                lines.push(Line::Heading(format!("value of {}", bytes_of(&entry.value))));
                dump(&entry.value, &mut lines);
                lines
            }))
        }
        _ => Ok(None),
    }
}

fn bytes_of(bytes: &[u8]) -> String {
    text::counted(bytes.len() as u64, "byte")
}

fn value_lines(column: &str, value: &Value<'_>, encoding: Encoding, lines: &mut Vec<Line>) {
    let sort = match value {
        Value::Null => "null".to_owned(),
        Value::Integer(_) => "integer".to_owned(),
        Value::Real(_) => "real".to_owned(),
        Value::Text(bytes) => format!("text, {} bytes", bytes.len()),
        Value::Blob(bytes) => format!("blob, {} bytes", bytes.len()),
    };
    lines.push(Line::Heading(format!("{column}: {sort}")));
    match value {
        Value::Null => {}
        Value::Integer(number) => lines.push(Line::Text(number.to_string())),
        Value::Real(number) => lines.push(Line::Text(number.to_string())),
        Value::Blob(bytes) => dump(bytes, lines),
        Value::Text(bytes) => {
            text_lines(&encoding.decode(bytes.get(..SHOWN).unwrap_or(bytes)), lines);
            rest(bytes.len(), lines);
        }
    }
}

fn text_lines(text: &str, lines: &mut Vec<Line>) {
    let broken = text.lines().flat_map(|line| text::broken(line, LONGEST, 0));
    lines.extend(broken.map(Line::Text));
}

fn dump(bytes: &[u8], lines: &mut Vec<Line>) {
    let shown = bytes.get(..SHOWN).unwrap_or(bytes);
    let all = shown.chunks(bytes::LINE).enumerate();
    lines.extend(all.map(|(number, line)| Line::Bytes(number * bytes::LINE, line.to_vec())));
    rest(bytes.len(), lines);
}

fn rest(len: usize, lines: &mut Vec<Line>) {
    if let Some(more) = len.checked_sub(SHOWN).filter(|more| *more > 0) {
        lines.push(Line::Heading(format!("\u{2026} and {more} bytes more")));
    }
}
