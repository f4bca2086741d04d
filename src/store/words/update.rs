//! Bringing the index up to what the database holds.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use rusqlite::params;

use super::Words;
use crate::model::{Chunk, NodeData, Record, RecordKind, Symbol};
use crate::store::{Reader, Result};

/// Chunks that are read at once.
const PAGE: usize = 200;
/// How long changes are gathered before they can be seen.
const SEEN_EVERY: Duration = Duration::from_millis(300);

impl Words {
    /// Makes the index say what the database says. `progress` is given how many files of how many are as they should
    /// be; what is done so far can be found meanwhile. Ends early, with what it has, where `cancel` is set. Cost: a
    /// look at each file's hash, and reading the chunks and symbols of those that have another one than before.
    ///
    /// # Errors
    /// Where either cannot be read, or the index cannot be written.
    pub fn update(
        &self,
        reader: &dyn Reader,
        cancel: &AtomicBool,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Result<()> {
        let mut known = self.known()?;
        let found = files(reader)?;
        let of = found.len();
        let mut changed = Vec::new();
        for (path, hash) in found {
            match known.remove(&path) {
                Some((_, before)) if before == hash => {}
                before => changed.push((path, hash, before.map(|(id, _)| id))),
            }
        }
        let mut done = of - changed.len();
        progress(done, of);
        let mut since = self.begin()?;
        for (id, _) in known.into_values() {
            self.forget(id)?;
        }
        for (path, hash, before) in changed {
            if cancel.load(Ordering::Relaxed) {
                break;
            }
            if let Some(before) = before {
                self.forget(before)?;
            }
            if !self.add(reader, &path, &hash, cancel)? {
                break;
            }
            done += 1;
            if since.elapsed() >= SEEN_EVERY {
                self.commit()?;
                progress(done, of);
                since = self.begin()?;
            }
        }
        self.commit()?;
        progress(done, of);
        Ok(())
    }

    /// The files in the index, by path: their ids and hashes.
    fn known(&self) -> Result<HashMap<String, (i64, String)>> {
        let read = || -> rusqlite::Result<HashMap<String, (i64, String)>> {
            let mut statement = self.connection.prepare("SELECT path, id, hash FROM files")?;
            statement.query_map([], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))?.collect()
        };
        read().map_err(|error| self.failed("reading", &error))
    }

    fn begin(&self) -> Result<Instant> {
        self.execute("BEGIN IMMEDIATE", [])?;
        Ok(Instant::now())
    }

    fn commit(&self) -> Result<()> {
        self.execute("COMMIT", [])
    }

    fn execute(&self, sql: &str, params: impl rusqlite::Params) -> Result<()> {
        let done = self.connection.prepare_cached(sql).and_then(|mut statement| statement.execute(params));
        done.map(drop).map_err(|error| self.failed("writing", &error))
    }

    /// Takes a file out of it.
    fn forget(&self, file: i64) -> Result<()> {
        self.execute("DELETE FROM words WHERE rowid IN (SELECT id FROM chunks WHERE file = ?1)", [file])?;
        self.execute("DELETE FROM chunks WHERE file = ?1", [file])?;
        self.execute("DELETE FROM files WHERE id = ?1", [file])
    }

    /// Takes a file into it; `false` where it was told to stop before all of it was there, and nothing of it is.
    fn add(&self, reader: &dyn Reader, path: &str, hash: &str, cancel: &AtomicBool) -> Result<bool> {
        self.execute("INSERT INTO files (path, hash) VALUES (?1, ?2)", [path, hash])?;
        let file = self.connection.last_insert_rowid();
        let names = qualified_names(reader, path)?;
        let mut after = None;
        loop {
            let page = reader.chunks_of_file(path, after, PAGE)?;
            after = page.items.last().map(|chunk| (chunk.byte_start, chunk.byte_end));
            for chunk in &page.items {
                self.add_chunk(file, chunk, &names)?;
            }
            if !page.more || after.is_none() {
                return Ok(true);
            }
            if cancel.load(Ordering::Relaxed) {
                self.forget(file)?;
                return Ok(false);
            }
        }
    }

    fn add_chunk(&self, file: i64, chunk: &Chunk, names: &Names) -> Result<()> {
        let signed = |number| i64::try_from(number).unwrap_or(i64::MAX);
        let sql = "INSERT INTO chunks (file, byte_start, byte_end, name, qualified, kind)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        let (start, end) = (signed(chunk.byte_start), signed(chunk.byte_end));
        let name = chunk.symbol_name.as_deref().unwrap_or_default();
        let kind = chunk.symbol_kind.as_deref().unwrap_or_default();
        let qualified = names.get(&(chunk.byte_start, chunk.byte_end)).filter(|of| of.0 == name);
        let qualified = qualified.map_or("", |of| of.1.as_str());
        self.execute(sql, params![file, start, end, name, qualified, kind])?;
        let id = self.connection.last_insert_rowid();
        // Two blanks behind it, so that its last two letters begin grams too.
        self.execute("INSERT INTO words (rowid, text) VALUES (?1, ?2 || '  ')", params![id, chunk.content])
    }
}

/// The bare and the qualified names of symbols, by the first byte of their texts and the byte behind the last.
type Names = HashMap<(u64, u64), (String, String)>;

/// Those symbols of a file that are called otherwise with their scopes.
fn qualified_names(reader: &dyn Reader, path: &str) -> Result<Names> {
    let mut names = Names::new();
    let Some(file) = reader.file(path)? else { return Ok(names) };
    let mut after = None;
    loop {
        let page = reader.symbols_of_file(file, after, PAGE)?;
        after = page.items.last().map(|(edge, _)| *edge);
        for (_, symbol) in page.items {
            let Symbol { name, qualified, span, .. } = symbol;
            if !qualified.is_empty() && qualified != name {
                names.insert((span.byte_start, span.byte_end), (name, qualified));
            }
        }
        if !page.more || after.is_none() {
            return Ok(names);
        }
    }
}

/// Every file and its hash, by path.
fn files(reader: &dyn Reader) -> Result<Vec<(String, String)>> {
    let mut files = Vec::new();
    reader.file_states(&mut |state| {
        files.push((state.path, state.hash));
        true
    })?;
    if files.is_empty() {
        reader.records(RecordKind::File, &mut |record| {
            if let Record::Node(node) = record
                && let NodeData::File(file) = node.data
            {
                files.push((file.path, file.hash));
            }
            true
        })?;
    }
    files.sort_unstable();
    files.dedup_by(|one, other| one.0 == other.0);
    Ok(files)
}
