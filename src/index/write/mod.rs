//! The last stage: what changed goes into the database.

mod build;

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::path::Path;
use std::sync::mpsc::channel;

use rayon::ThreadPool;
use rayon::prelude::*;

use super::graph::Was;
use super::previous::Previous;
use super::records::{self, Project};
use super::rules::Class;
use super::shelf::Place;
use super::ties_file::Print;
use crate::model::{Diagnostic, FileState};
use crate::store::{StoreError, Writer};
use build::{Built, Change};

/// Files whose records are built at a time: enough to keep all threads busy, few enough to hold.
const BATCH: usize = 64;
/// Symbols that these have, as a rule at most: each takes about a kilobyte with all that belongs to it.
const BATCH_SYMBOLS: usize = 16 << 10;
/// Batches that are being built, or wait, while one is written.
const WAITING: usize = 2;
/// Symbols of files that are built and not written yet, as a rule at most; a file that has more is built alone.
const IN_FLIGHT: usize = 2 * BATCH_SYMBOLS;

/// How a file was found, beside its facts.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub(crate) hash: String,
    pub(crate) size: u64,
    pub(crate) modified_ns: i64,
    pub(crate) trusted: bool,
    pub(crate) class: Class,
}

impl Seen {
    /// The state to remember: a time that cannot be trusted is not remembered, so that the file is read
    /// again next time.
    pub(crate) fn state(&self, before: &FileState) -> FileState {
        FileState { size: self.size, modified_ns: self.time(), hash: self.hash.clone(), ..before.clone() }
    }

    /// Whether that is the state of before.
    pub(crate) fn is_in(&self, before: &FileState) -> bool {
        (self.size, self.time(), &self.hash) == (before.size, before.modified_ns, &before.hash)
    }

    fn time(&self) -> i64 {
        if self.trusted { self.modified_ns } else { records::UNTRUSTED }
    }
}

/// What writing needs to know of the whole run.
pub(crate) struct Writing<'a> {
    pub(crate) root: &'a Path,
    pub(crate) project: Project<'a>,
    /// The files to write, and where their links stand.
    pub(crate) links: &'a BTreeMap<u32, Place>,
    /// What those were whose text stays, as far as that is known.
    pub(crate) was: &'a BTreeMap<u32, Was>,
    /// The structure of files; where one is missing, the database has it.
    pub(crate) flows: &'a HashMap<u32, Place>,
    /// Whether a compiler's word was laid over all facts.
    pub(crate) is_heard: bool,
    /// What the database held before.
    pub(crate) previous: &'a Previous,
    pub(crate) now: i64,
}

/// What was written.
#[derive(Default)]
pub(crate) struct Written {
    /// The states of files that are others than before.
    pub(crate) states: Vec<FileState>,
    /// What there is to complain of.
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// Where uses and edges of files stand that were written, for [`Graph::note_places`].
    pub(crate) places: Vec<(u32, Place)>,
}

impl Written {
    /// The state of the index with what was written, of the files of these paths.
    pub(crate) fn print<'p>(&self, paths: impl Iterator<Item = &'p str>, previous: &Previous) -> Print {
        let new: HashMap<&str, &FileState> =
            self.states.iter().map(|state| (state.path.as_str(), state)).collect();
        Print::of(paths.filter_map(|path| new.get(path).copied().or_else(|| previous.states.get(path))))
    }
}

impl Writing<'_> {
    /// Writes every file whose records are not in the database as they should be, in the order of ids.
    /// Records are built on the pool while this thread writes.
    ///
    /// # Errors
    /// Where the database fails.
    pub(crate) fn write(
        &self,
        pool: &ThreadPool,
        writer: &mut dyn Writer,
        each: &dyn Fn(u64),
    ) -> Result<Written, StoreError> {
        let mut order: Vec<u32> = self.links.keys().copied().collect();
        order.sort_by_key(|&file| self.project.graph.members.get(file as usize).map(|member| member.id));
        let (send, batches) = channel();
        let (done_with, all_done) = channel();
        let mut written = Written::default();
        let mut done = 0;
        std::thread::scope(|scope| {
            // Owned by this scope, so that a writer that fails ends the thread below.
            let (batches, done_with) = (batches, done_with);
            scope.spawn(move || {
                let mut in_flight = VecDeque::new();
                for batch in self.batches(&order) {
                    let symbols: usize = batch.iter().map(|file| self.symbols(*file)).sum();
                    let is_full = |in_flight: &VecDeque<usize>| {
                        let symbols = in_flight.iter().sum::<usize>() + symbols;
                        !in_flight.is_empty() && (symbols > IN_FLIGHT || in_flight.len() > WAITING)
                    };
                    while is_full(&in_flight) {
                        if all_done.recv().is_err() {
                            return;
                        }
                        in_flight.pop_front();
                    }
                    in_flight.push_back(symbols);
                    let mut built: Vec<Built> = match batch {
                        // It may be huge. Memory goes back to the thread that took it: where all such files are built
                        // on this one, the next one takes what the last one had.
                        [file] => vec![self.build(*file)],
                        _ => pool.install(|| batch.par_iter().map(|&file| self.build(file)).collect()),
                    };
                    let known = self.add_known_flows(batch, &mut built);
                    let failed = known.is_err();
                    if send.send(known.map(|()| built)).is_err() || failed {
                        return;
                    }
                }
            });
            for batch in batches {
                for Built { change, places } in batch? {
                    written.places.extend(places);
                    match change {
                        Change::None => {}
                        Change::State(state) => {
                            writer.put_state(&state)?;
                            written.states.push(state);
                        }
                        Change::Meaning(records, nodes) => {
                            written.states.push(records.state.clone());
                            writer.put_meaning(*records, nodes.as_ref())?;
                        }
                        Change::Records(records, complaint) => {
                            writer.put_file(&records)?;
                            written.states.push(records.state);
                            written.diagnostics.extend(complaint);
                        }
                    }
                    done += 1;
                    each(done);
                }
                // Where nobody waits for it, all are built.
                let _ = done_with.send(());
            }
            Ok(written)
        })
    }

    /// Files that are built together.
    fn batches<'o>(&self, mut order: &'o [u32]) -> Vec<&'o [u32]> {
        let mut batches = Vec::new();
        while !order.is_empty() {
            let mut symbols = 0;
            let fits = |(at, file): &(usize, &u32)| {
                symbols += self.symbols(**file);
                *at == 0 || symbols <= BATCH_SYMBOLS
            };
            let count = order.iter().enumerate().take(BATCH).take_while(fits).count();
            let (batch, rest) = order.split_at(count);
            batches.push(batch);
            order = rest;
        }
        batches
    }

    /// How many symbols a file has.
    fn symbols(&self, file: u32) -> usize {
        self.project.graph.members.get(file as usize).map_or(0, |member| member.symbols.len())
    }
}
