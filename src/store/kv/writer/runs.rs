//! The log of runs, and what the database says of itself.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::super::entries::Entries;
use super::super::error::undecodable;
use super::super::folder::Folder;
use super::super::keys::{Key, Parts};
use super::super::keyspaces::{Keyspaces, Space};
use super::super::layout::{self, log};
use super::super::running;
use crate::model::{Diagnostic, Execution, Outcome, RecordKind};
use crate::store::codec::{Encoder, ExecutionPayload, Totals, decode, encode_diagnostic};
use crate::store::{NewDatabase, Result};

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
    /// Runs that have begun and are not in the log of the generation in force, by rows.
    begun: BTreeMap<i64, Execution>,
}

impl Log {
    /// That of a new database.
    pub(super) fn new(new: &NewDatabase<'_>) -> Log {
        let about =
            About { root: new.root.to_owned(), project: new.project.to_owned(), created_at: new.created_at };
        Log { about, totals: Totals::default(), next_row: 1, begun: BTreeMap::new() }
    }

    /// That of a database that is there.
    pub(super) fn read(keyspaces: &Keyspaces, folder: &Folder) -> Result<Log> {
        let (about, totals) = (about(keyspaces)?, totals(keyspaces)?);
        let last = keyspaces.prefix(Space::Log, &Key::tagged(log::RUN)).next_back().transpose()?;
        let last = last.and_then(|(key, _)| {
            let mut parts = Parts(&key);
            parts.tag()?;
            parts.int()
        });
        let mut found = Log { about, totals, next_row: last.unwrap_or_default() + 1, begun: BTreeMap::new() };
        for run in running::read(folder)? {
            // One that a writer put into the log just before it was killed is done.
            if !keyspaces.holds(Space::Log, &layout::run_by_id(&run.execution_id))? {
                found.begin(run);
            }
        }
        Ok(found)
    }

    fn begin(&mut self, mut run: Execution) {
        run.row = self.next_row;
        self.next_row += 1;
        self.begun.insert(run.row, run);
    }

    /// The runs that are not in the log yet, with a new one; those of before that were killed say so.
    pub(super) fn begin_run(
        &mut self,
        run: &Execution,
        keyspaces: &Keyspaces,
        with: &mut Encoder,
        to: &mut Entries,
    ) -> Result<Vec<Execution>> {
        self.begun.values_mut().for_each(running::mark_killed);
        // A run of before may say in the log itself that it is running: it was committed so.
        for pair in keyspaces.prefix(Space::Log, &layout::run_by_outcome(&Outcome::Running)) {
            let (key, _) = pair?;
            let row = key.last_chunk::<8>().and_then(|row| Parts(row).int());
            if let Some(mut run) = row.map(|row| read_run(keyspaces, row)).transpose()?.flatten() {
                let before = run.clone();
                running::mark_killed(&mut run);
                self.write(Some(&before), &run, with, to);
            }
        }
        self.begun.retain(|_, begun| begun.execution_id != run.execution_id);
        self.begin(run.clone());
        Ok(self.begun.values().cloned().collect())
    }

    /// Notes how a run ended, and what it complained of.
    pub(super) fn finish_run(
        &mut self,
        run: &Execution,
        diagnostics: &[Diagnostic],
        keyspaces: &Keyspaces,
        with: &mut Encoder,
        to: &mut Entries,
    ) -> Result<()> {
        let mut run = run.clone();
        let begun =
            self.begun.values().find(|begun| begun.execution_id == run.execution_id).map(|begun| begun.row);
        let in_log = keyspaces.get(Space::Log, &layout::run_by_id(&run.execution_id))?;
        let in_log = in_log.as_deref().and_then(|row| Parts(row).int());
        if let Some(row) = begun {
            run.row = row;
            self.begun.insert(row, run.clone());
        } else if let Some(row) = in_log {
            let before = read_run(keyspaces, row)?;
            run.row = row;
            self.write(before.as_ref(), &run, with, to);
        } else {
            self.begin(run.clone());
        }
        for (seq, told) in (0..).zip(diagnostics) {
            encode_diagnostic(with, &run.execution_id, seq, told);
            self.totals.note(RecordKind::Diagnostic, with.digest());
            to.put(layout::diagnostic(&run.execution_id, seq, told).bytes(), with.payload());
        }
        Ok(())
    }

    /// Writes a run into the log, over what it was.
    fn write(&mut self, before: Option<&Execution>, run: &Execution, with: &mut Encoder, to: &mut Entries) {
        if let Some(before) = before {
            ExecutionPayload::encode(with, before);
            self.totals.forget(RecordKind::Execution, with.digest());
            layout::run_keys(before).iter().for_each(|key| to.remove(key.bytes()));
        }
        ExecutionPayload::encode(with, run);
        self.totals.note(RecordKind::Execution, with.digest());
        to.put(layout::run(run.row).bytes(), with.payload());
        let [by_id, by_outcome, by_time] = layout::run_keys(run);
        to.put(by_id.bytes(), Key::of(run.row).bytes());
        to.put(by_outcome.bytes(), &[]);
        to.put(by_time.bytes(), &[]);
    }

    /// Writes all that the commit is to hold.
    pub(super) fn complete(&mut self, with: &mut Encoder, to: &mut Entries) {
        for run in std::mem::take(&mut self.begun).values() {
            self.write(None, run, with, to);
        }
        with.begin(RecordKind::Execution, &[]);
        with.fields(&self.about);
        to.put(Key::tagged(log::META).bytes(), with.payload());
        with.fields(&self.totals);
        to.put(Key::tagged(log::TOTALS).bytes(), with.payload());
    }
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
    decode(value.as_deref().unwrap_or_default())
        .map_err(|error| undecodable(keyspaces.path(), Space::Log.name(), &error))
}

/// Reads a run of the log.
pub(in crate::store::kv) fn read_run(keyspaces: &Keyspaces, row: i64) -> Result<Option<Execution>> {
    let Some(value) = keyspaces.get(Space::Log, &layout::run(row))? else { return Ok(None) };
    decode::<ExecutionPayload<'_>>(&value)
        .map(|run| Some(run.execution(row)))
        .map_err(|error| undecodable(keyspaces.path(), Space::Log.name(), &error))
}
