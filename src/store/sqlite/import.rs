//! A new file of another database's content.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use rusqlite::config::DbConfig;

use super::columns::quoted;
use super::error::store_error;
use super::row::text;
use super::tables::{
    Frame, Layout, Rebuild, Unfit, fill_index, free_hand, is_index, is_table, layouts, pages, put_entry,
    put_row, read_again,
};
use super::writer::SqliteWriter;
use crate::model::{FileRecords, Record};
use crate::store::tables::is_indexed;
use crate::store::{
    Content, Engine, Form, Importer, Meta, NewDatabase, Result, Row, Schema, SchemaEntry, StoreError, Table,
    Wants, Writer,
};

/// A new file of another database's content.
pub(in crate::store) struct SqliteImport {
    wants: Wants,
    made: Made,
}

enum Made {
    /// The file that it was, or still is.
    Again(Box<Rebuild>),
    /// An index of our own, with what was beside the one that it was once made of.
    Index(Box<SqliteWriter>, Option<Box<Beside>>),
}

impl SqliteImport {
    /// Begins one at just the path `at`, where there is nothing and nobody else looks; errors name `shown`.
    pub(in crate::store) fn new(
        at: &Path,
        shown: &Path,
        content: &Content,
        meta: &Meta,
    ) -> Result<SqliteImport> {
        let wants = content.wants(Engine::Sqlite);
        let made = match &content.schema {
            Some(schema) if content.rows_hold || content.form == Form::Foreign => {
                Made::Again(Box::new(Rebuild::new(at, shown, schema)?))
            }
            schema if content.form == Form::Own => {
                if let Some(schema) = schema.as_ref().filter(|schema| schema.encoding != "UTF-8") {
                    return Err(StoreError::CannotCarry {
                        path: shown.to_owned(),
                        what: "text of its tables".to_owned(),
                        why: format!("it is {}, and an index is UTF-8", schema.encoding),
                    });
                }
                let beside =
                    schema.as_ref().map(|schema| Beside::new(shown, schema, &wants.tables)).transpose()?;
                let new = NewDatabase {
                    root: meta.root.as_deref().unwrap_or_default(),
                    project: meta.project.as_deref().unwrap_or_default(),
                    created_at: meta.created_at.unwrap_or_default(),
                };
                let writer = SqliteWriter::import(at, shown, &new)?;
                Made::Index(Box::new(writer), beside.map(Box::new))
            }
            _ => {
                return Err(StoreError::CannotCarry {
                    path: shown.to_owned(),
                    what: "database".to_owned(),
                    why: "Magellan wrote it, and its tables are not there".to_owned(),
                });
            }
        };
        Ok(SqliteImport { wants, made })
    }
}

impl Importer for SqliteImport {
    fn wants(&self) -> &Wants {
        &self.wants
    }

    fn row(&mut self, table: usize, row: &Row<'_>) -> Result<()> {
        match &mut self.made {
            Made::Again(file) => file.row(table, row),
            Made::Index(writer, Some(beside)) => beside.row(writer, table, row),
            Made::Index(_, None) => Ok(()),
        }
    }

    fn file(&mut self, file: &FileRecords) -> Result<()> {
        match &mut self.made {
            Made::Again(_) => Ok(()),
            Made::Index(writer, _) => writer.put_file(file),
        }
    }

    fn record(&mut self, record: &Record) -> Result<()> {
        match &mut self.made {
            Made::Again(_) => Ok(()),
            Made::Index(writer, _) => writer.put_record(record),
        }
    }

    fn finish(self: Box<Self>) -> Result<()> {
        match self.made {
            Made::Again(file) => file.finish(),
            Made::Index(writer, None) => writer.finish(|_| Ok(())),
            Made::Index(writer, Some(beside)) => writer.finish(|connection| beside.finish(connection)),
        }
    }
}

/// What is in a file beside the tables that an index of ours writes.
struct Beside {
    shown: PathBuf,
    schema: Schema,
    layouts: Vec<Layout>,
    /// The tables that are carried, by their places in [`Schema::tables`], with the rows of those that have any.
    carried: HashMap<usize, Option<Frame>>,
}

impl Beside {
    fn new(shown: &Path, schema: &Schema, tables: &[usize]) -> Result<Beside> {
        Ok(Beside {
            shown: shown.to_owned(),
            schema: schema.clone(),
            layouts: layouts(shown, schema)?,
            carried: tables.iter().map(|table| (*table, None)).collect(),
        })
    }

    fn row(&mut self, writer: &SqliteWriter, table: usize, row: &Row<'_>) -> Result<()> {
        let (Some(frame), Some(layout)) = (self.carried.get_mut(&table), self.layouts.get(table)) else {
            return Ok(());
        };
        if frame.is_none() {
            *frame = Some(writer.frame(frame_name(table), layout)?);
        }
        let name = self.schema.tables.get(table).map_or("", |table| &table.name);
        put_row(&self.shown, writer.connection(), frame.as_ref(), name, row)
    }

    /// Makes the tables of what was carried, and the entries of the schema that the index does not have.
    fn finish(self, connection: &Connection) -> Result<()> {
        let failed = |error| store_error(&self.shown, Some("sqlite_schema"), "writing", &error);
        let to_fill = self.add(connection).map_err(failed)?;
        for index in to_fill {
            fill_index(connection, index)
                .map_err(|error| Unfit::Sql(error).error(&self.shown, format!("index {}", index.name)))?;
        }
        Ok(())
    }

    /// Gives the indexes that are still to be filled.
    fn add(&self, connection: &Connection) -> rusqlite::Result<Vec<&SchemaEntry>> {
        free_hand(connection)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
        let frames = self.replace(connection)?;
        let mut there = names(connection)?;
        let mut made = Vec::new();
        let mut to_fill = Vec::new();
        for (number, entry) in self.schema.entries.iter().enumerate() {
            let name = entry.name.to_ascii_lowercase();
            let is_of_ours = is_indexed(&entry.name) && !is_index(entry);
            let hangs = is_index(entry) || entry.kind == "trigger";
            let hangs_nowhere = hangs && !there.contains(&entry.table.to_ascii_lowercase());
            if there.contains(&name) || is_of_ours || hangs_nowhere {
                continue;
            }
            let frame = match frames.get(&name) {
                Some(frame) if is_table(entry) => Some(frame.clone()),
                _ if is_table(entry) => continue,
                _ if is_index(entry) => {
                    let frame = format!("tui_index_{number}");
                    Frame::of_index(connection, &frame)?;
                    to_fill.push(entry);
                    Some(frame)
                }
                _ => None,
            };
            there.insert(name);
            made.push((entry, frame));
        }
        let pages = pages(connection)?;
        for (entry, frame) in made {
            let page = frame.as_ref().and_then(|frame| pages.get(frame)).copied().unwrap_or_default();
            connection.execute("DELETE FROM main.sqlite_schema WHERE name = ?1", [&frame])?;
            put_entry(connection, None, entry, page)?;
        }
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, true)?;
        read_again(connection)?;
        Ok(to_fill)
    }

    /// Takes away what the index has under the names of tables that are carried with rows, and the rows of the
    /// others. Gives the frames of those that are to be made, by the names of the tables.
    fn replace(&self, connection: &Connection) -> rusqlite::Result<HashMap<String, String>> {
        let there = names(connection)?;
        let mut frames = HashMap::new();
        for (table, frame) in &self.carried {
            let (Some(Table { name, .. }), Some(layout)) =
                (self.schema.tables.get(*table), self.layouts.get(*table))
            else {
                continue;
            };
            let is_there = there.contains(&name.to_ascii_lowercase());
            let name_of_frame = match frame {
                Some(frame) => {
                    if is_there {
                        connection.execute_batch(&format!("DROP TABLE main.{}", quoted(name)))?;
                    }
                    frame.name().to_owned()
                }
                None if is_there => {
                    connection.execute_batch(&format!("DELETE FROM main.{}", quoted(name)))?;
                    continue;
                }
                None => Frame::make(connection, frame_name(*table), layout, true)?.name().to_owned(),
            };
            frames.insert(name.to_ascii_lowercase(), name_of_frame);
        }
        Ok(frames)
    }
}

fn frame_name(table: usize) -> String {
    format!("tui_rows_{table}")
}

/// The names of all that the schema has, in lower case.
fn names(connection: &Connection) -> rusqlite::Result<HashSet<String>> {
    let mut select = connection.prepare("SELECT lower(name) FROM main.sqlite_schema")?;
    select.query_map([], |row| Ok(text(row, 0)))?.collect()
}
