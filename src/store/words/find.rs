//! Chunks in any of their orders, in pages by key.

use rusqlite::types::Value;
use rusqlite::{Row, params_from_iter};

use super::Words;
use super::grams::Lookup;
use crate::store::{Order, Page, Result};

/// An order of chunks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ChunkOrder {
    /// By path and place in the file.
    #[default]
    File,
    /// By the symbol's name.
    Name,
    /// By the symbol's kind.
    Kind,
}

/// A chunk without its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChunkKey {
    /// Its number in the index.
    pub id: i64,
    /// Its file, as the database writes it.
    pub path: String,
    /// First byte in the file, from 0.
    pub byte_start: u64,
    /// The byte behind the last one.
    pub byte_end: u64,
    /// Bare name of the symbol that it is the text of; empty for none.
    pub name: String,
    /// Its qualified name; empty where that is the bare one, or not known.
    pub qualified: String,
    /// That symbol's normalized kind; empty for none.
    pub kind: String,
}

impl ChunkKey {
    /// The name to show a person: the qualified one where there is one; empty for none.
    pub fn shown_name(&self) -> &str {
        if self.qualified.is_empty() { &self.name } else { &self.qualified }
    }
}

/// What is looked for.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// In which order.
    pub by: ChunkOrder,
    /// Texts that are all in a chunk, whatever their case; all chunks where there is none. What is found may have what
    /// they are made of without having them: whoever wants to be sure looks at its text.
    pub texts: Vec<String>,
    /// The kind of its symbol, where one is asked for.
    pub kind: Option<String>,
}

impl Words {
    /// A page of chunks, in their order or against it, behind the chunk `after`. Cost: a look-up a chunk, and of texts
    /// of lists of all chunks that have what they are made of; by name or kind of sorting those.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn find(
        &self,
        wanted: &Wanted,
        order: Order,
        after: Option<&ChunkKey>,
        limit: usize,
    ) -> Result<Page<ChunkKey>> {
        let sql_limit = i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1);
        let matching = match self.lookup(&wanted.texts)? {
            Lookup::All => None,
            Lookup::Matching(matching) => Some(matching),
            Lookup::None => return Ok(Page { items: Vec::new(), more: false }),
        };
        let (sql, values) = statement(wanted, matching, order, after, sql_limit);
        let read = || -> rusqlite::Result<Vec<ChunkKey>> {
            let mut statement = self.connection.prepare_cached(&sql)?;
            statement.query_map(params_from_iter(values), key)?.collect()
        };
        let mut items = read().map_err(|error| self.failed("searching", &error))?;
        let more = items.len() > limit;
        items.truncate(limit);
        Ok(Page { items, more })
    }
}

fn key(row: &Row<'_>) -> rusqlite::Result<ChunkKey> {
    let size = |column| row.get::<_, i64>(column).map(|number| u64::try_from(number).unwrap_or(0));
    Ok(ChunkKey {
        id: row.get(0)?,
        path: row.get(1)?,
        byte_start: size(2)?,
        byte_end: size(3)?,
        name: row.get(4)?,
        qualified: row.get(5)?,
        kind: row.get(6)?,
    })
}

fn statement(
    wanted: &Wanted,
    matching: Option<String>,
    order: Order,
    after: Option<&ChunkKey>,
    limit: i64,
) -> (String, Vec<Value>) {
    let (beyond, way) = match order {
        Order::Ascending => (">", "ASC"),
        Order::Descending => ("<", "DESC"),
    };
    // Files come into the index by their paths: what has texts is found in that order without sorting it.
    let is_found = matching.is_some();
    let columns: &[&str] = match wanted.by {
        ChunkOrder::File if is_found => &["chunks.id"],
        ChunkOrder::File => &["path", "byte_start", "byte_end", "chunks.id"],
        ChunkOrder::Name => &["name", "chunks.id"],
        ChunkOrder::Kind => &["kind", "chunks.id"],
    };
    // CROSS JOIN keeps the order of the tables: the index of the first gives the order of the rows.
    let from = match wanted.by {
        _ if is_found => {
            "words CROSS JOIN chunks ON chunks.id = words.rowid CROSS JOIN files ON file = files.id"
        }
        ChunkOrder::File => "files CROSS JOIN chunks ON file = files.id",
        ChunkOrder::Name | ChunkOrder::Kind => "chunks CROSS JOIN files ON file = files.id",
    };
    let mut conditions = vec!["true".to_owned()];
    let mut values = Vec::new();
    if let Some(after) = after {
        let signed = |number| Value::Integer(i64::try_from(number).unwrap_or(i64::MAX));
        let first = columns.first().copied().unwrap_or_default();
        let marks = vec!["?"; columns.len()].join(", ");
        conditions.push(format!("{first} {beyond}= ? AND ({}) {beyond} ({marks})", columns.join(", ")));
        let key = match wanted.by {
            ChunkOrder::File if is_found => Vec::new(),
            ChunkOrder::File => {
                vec![Value::Text(after.path.clone()), signed(after.byte_start), signed(after.byte_end)]
            }
            ChunkOrder::Name => vec![Value::Text(after.name.clone())],
            ChunkOrder::Kind => vec![Value::Text(after.kind.clone())],
        };
        let id = Value::Integer(after.id);
        values.push(key.first().unwrap_or(&id).clone());
        values.extend(key);
        values.push(id);
    }
    if let Some(kind) = &wanted.kind {
        conditions.push("kind = ?".to_owned());
        values.push(Value::Text(kind.clone()));
    }
    if let Some(matching) = matching {
        conditions.push("words MATCH ?".to_owned());
        values.push(Value::Text(matching));
    }
    let columns = if is_found && wanted.by == ChunkOrder::File { &["words.rowid"] } else { columns };
    let ordered: Vec<String> = columns.iter().map(|column| format!("{column} {way}")).collect();
    let sql = format!(
        "SELECT chunks.id, path, byte_start, byte_end, name, qualified, kind FROM {from} WHERE {} ORDER BY {} LIMIT ?",
        conditions.join(" AND "),
        ordered.join(", ")
    );
    values.push(Value::Integer(limit));
    (sql, values)
}
