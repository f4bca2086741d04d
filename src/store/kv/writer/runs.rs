//! The log of runs, and what the database says of itself.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::super::entries::Entries;
use super::super::error::undecodable;
use super::super::folder::Folder;
use super::super::keys::{ID, Key, Parts};
use super::super::keyspaces::{Keyspaces, Space};
use super::super::layout::log;
use super::super::log_keys;
use super::super::running;
use crate::model::{Diagnostic, Execution, Outcome, RecordKind};
use crate::store::codec::{Encoder, ExecutionPayload, Totals, Undecodable, decode, encode_diagnostic};
use crate::store::{NewDatabase, Result, StoreError};

/// What a database says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::store::kv) struct About {
    pub(in crate::store::kv) root: String,
    pub(in crate::store::kv) project: String,
    pub(in crate::store::kv) created_at: i64,
}

/// The log as it will be, and the totals of everything.
#[derive(Debug)]
pub(super) struct Log {
    pub(super) about: About,
    pub(super) totals: Totals,
    next_row: i64,
    /// Runs that are other than in the log of the generation in force, by rows.
    runs: BTreeMap<i64, Changed>,
    /// What runs complained of, by their ids.
    told: BTreeMap<String, Vec<Diagnostic>>,
    /// Whether runs of before were looked through for those that were killed.
    is_marked: bool,
}

/// A run that becomes another one.
#[derive(Debug)]
struct Changed {
    /// As it stands in the log, if it does.
    before: Option<Execution>,
    now: Execution,
}

impl Log {
    /// That of a new database.
    pub(super) fn new(new: &NewDatabase<'_>) -> Log {
        let about =
            About { root: new.root.to_owned(), project: new.project.to_owned(), created_at: new.created_at };
        Log::of(about, Totals::default(), 1)
    }

    fn of(about: About, totals: Totals, next_row: i64) -> Log {
        Log { about, totals, next_row, runs: BTreeMap::new(), told: BTreeMap::new(), is_marked: false }
    }

    /// That of a database that is there.
    pub(super) fn read(keyspaces: &Keyspaces, folder: &Folder) -> Result<Log> {
        let last = keyspaces.prefix(Space::Log, &Key::tagged(log::RUN)).next_back().transpose()?;
        let last = last.and_then(|(key, _)| key.last_chunk::<ID>().and_then(|row| Parts(row).int()));
        let mut found = Log::of(about(keyspaces)?, totals(keyspaces)?, last.unwrap_or_default() + 1);
        for run in running::read(folder)? {
            // One that a writer put into the log just before it was killed is done.
            if !keyspaces.holds(Space::Log, &log_keys::run_by_id(&run.execution_id))? {
                found.put(None, run);
            }
        }
        Ok(found)
    }

    /// Notes a run: a new one gets the next row.
    fn put(&mut self, before: Option<Execution>, mut now: Execution) {
        now.row = match &before {
            Some(before) => before.row,
            None => {
                self.next_row += 1;
                self.next_row - 1
            }
        };
        self.runs.insert(now.row, Changed { before, now });
    }

    /// Runs that are not in the log of the generation in force, oldest first.
    fn begun(&self) -> Vec<Execution> {
        let is_new = |changed: &&Changed| changed.before.is_none();
        self.runs.values().filter(is_new).map(|changed| changed.now.clone()).collect()
    }

    /// Notes that a run has begun, and which of before were killed. Gives all that are not in the log yet.
    pub(super) fn begin_run(&mut self, run: &Execution, keyspaces: &Keyspaces) -> Result<Vec<Execution>> {
        if !std::mem::replace(&mut self.is_marked, true) {
            // A run can be committed while it says that it is running.
            for pair in keyspaces.prefix(Space::Log, &log_keys::run_by_outcome(&Outcome::Running)) {
                let row = pair?.0.last_chunk::<ID>().and_then(|row| Parts(row).int());
                if let Some(run) = row.map(|row| read_run(keyspaces, row)).transpose()?.flatten() {
                    self.put(Some(run.clone()), run);
                }
            }
            self.runs.values_mut().for_each(|changed| running::mark_killed(&mut changed.now));
        }
        self.finish_run(run, None, keyspaces)?;
        Ok(self.begun())
    }

    /// Notes how a run ended, and what it complained of, where that is another thing than before.
    pub(super) fn finish_run(
        &mut self,
        run: &Execution,
        diagnostics: Option<&[Diagnostic]>,
        keyspaces: &Keyspaces,
    ) -> Result<()> {
        let known = self.runs.values_mut().find(|changed| changed.now.execution_id == run.execution_id);
        if let Some(changed) = known {
            changed.now = Execution { row: changed.now.row, ..run.clone() };
        } else {
            let row = keyspaces.get(Space::Log, &log_keys::run_by_id(&run.execution_id))?;
            let row = row.as_deref().and_then(|row| Parts(row).int());
            let before = row.map(|row| read_run(keyspaces, row)).transpose()?.flatten();
            self.put(before, run.clone());
        }
        if let Some(diagnostics) = diagnostics {
            self.told.insert(run.execution_id.clone(), diagnostics.to_vec());
        }
        Ok(())
    }

    /// Writes a run as it is, with just its row.
    pub(super) fn import_run(&mut self, run: &Execution, with: &mut Encoder, to: &mut Entries) {
        self.write(None, run, with, to);
    }

    /// Writes what a run complained of, with just its number.
    pub(super) fn import_diagnostic(
        &mut self,
        execution_id: &str,
        seq: u64,
        told: &Diagnostic,
        with: &mut Encoder,
        to: &mut Entries,
    ) {
        encode_diagnostic(with, execution_id, seq, told);
        self.totals.note(RecordKind::Diagnostic, with.digest());
        to.put(log_keys::diagnostic(execution_id, seq, told).bytes(), with.payload());
    }

    /// Writes all that the commit is to hold.
    pub(super) fn complete(
        &mut self,
        keyspaces: &Keyspaces,
        with: &mut Encoder,
        to: &mut Entries,
    ) -> Result<()> {
        for Changed { before, now } in std::mem::take(&mut self.runs).into_values() {
            self.write(before.as_ref(), &now, with, to);
        }
        for (execution_id, diagnostics) in std::mem::take(&mut self.told) {
            self.tell(&execution_id, &diagnostics, keyspaces, with, to)?;
        }
        with.begin(RecordKind::Execution, &[]);
        with.fields(&self.about);
        to.put(Key::tagged(log::META).bytes(), with.payload());
        with.fields(&self.totals);
        to.put(Key::tagged(log::TOTALS).bytes(), with.payload());
        Ok(())
    }

    /// Writes a run into the log, over what it was.
    fn write(&mut self, before: Option<&Execution>, now: &Execution, with: &mut Encoder, to: &mut Entries) {
        if let Some(before) = before {
            ExecutionPayload::encode(with, before);
            self.totals.forget(RecordKind::Execution, with.digest());
            log_keys::run_keys(before).iter().for_each(|key| to.remove(key.bytes()));
        }
        ExecutionPayload::encode(with, now);
        self.totals.note(RecordKind::Execution, with.digest());
        log_keys::put_run(now, with, to);
    }

    /// Writes what a run complained of, over what it had.
    fn tell(
        &mut self,
        execution_id: &str,
        diagnostics: &[Diagnostic],
        keyspaces: &Keyspaces,
        with: &mut Encoder,
        to: &mut Entries,
    ) -> Result<()> {
        for pair in keyspaces.prefix(Space::Log, &log_keys::diagnostics(execution_id)) {
            let (key, value) = pair?;
            let before = decode(&value).map_err(|error| unreadable(keyspaces, &error))?;
            encode_diagnostic(
                with,
                execution_id,
                log_keys::diagnostic_seq(&key).unwrap_or_default(),
                &before,
            );
            self.totals.forget(RecordKind::Diagnostic, with.digest());
            to.remove(&key);
        }
        for (seq, told) in (0..).zip(diagnostics) {
            encode_diagnostic(with, execution_id, seq, told);
            self.totals.note(RecordKind::Diagnostic, with.digest());
            to.put(log_keys::diagnostic(execution_id, seq, told).bytes(), with.payload());
        }
        Ok(())
    }
}

fn unreadable(keyspaces: &Keyspaces, error: &Undecodable) -> StoreError {
    undecodable(keyspaces.path(), Space::Log.name(), error)
}

/// Reads what a database says of itself.
pub(in crate::store::kv) fn about(keyspaces: &Keyspaces) -> Result<About> {
    kept(keyspaces, log::META)
}

/// Reads the totals that are kept of it.
pub(in crate::store::kv) fn totals(keyspaces: &Keyspaces) -> Result<Totals> {
    kept(keyspaces, log::TOTALS)
}

fn kept<T: for<'a> Deserialize<'a>>(keyspaces: &Keyspaces, tag: u8) -> Result<T> {
    let value = keyspaces.get(Space::Log, &Key::tagged(tag))?;
    decode(value.as_deref().unwrap_or_default()).map_err(|error| unreadable(keyspaces, &error))
}

/// Reads a run of the log.
pub(in crate::store::kv) fn read_run(keyspaces: &Keyspaces, row: i64) -> Result<Option<Execution>> {
    let Some(value) = keyspaces.get(Space::Log, &log_keys::run(row))? else { return Ok(None) };
    decode::<ExecutionPayload<'_>>(&value)
        .map(|run| Some(run.execution(row)))
        .map_err(|error| unreadable(keyspaces, &error))
}
