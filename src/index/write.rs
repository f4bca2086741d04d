//! The last stage: what changed goes into the database.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::channel;

use rayon::ThreadPool;
use rayon::prelude::*;

use super::chunks::chunks;
use super::flow::FileFlow;
use super::graph::{Member, Was};
use super::links::Links;
use super::previous::Previous;
use super::records::{self, Layout, Project};
use super::resolve::{self, Source, Unit};
use super::rules::Class;
use super::shelf::Place;
use super::text;
use super::ties_file::Print;
use crate::model::{Cfg, Diagnostic, FileRecords, FileState, NodeId, Severity};
use crate::store::{StoreError, Writer};

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

/// A file's part of the database.
enum Change {
    /// Nothing in it changed.
    None,
    /// Only its time did.
    State(FileState),
    /// What its names mean, or what leads to it, is another thing; its text is what it was. With the nodes of which
    /// something is another thing, where they are known.
    Meaning(Box<FileRecords>, Option<BTreeSet<NodeId>>),
    /// Its text is another one.
    Records(Box<FileRecords>, Option<Diagnostic>),
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

/// What a file means.
struct Meaning {
    id: NodeId,
    unit: Arc<resolve::Seen>,
    links: Links,
    /// That of its records.
    digest: [u8; 16],
}

impl Meaning {
    /// The state that the database has of the file, where its records are just these.
    fn known<'p>(&self, previous: &'p Previous) -> Option<&'p FileState> {
        let before = previous.states.get(&self.unit.path)?;
        ((before.file, before.digest) == (self.id, self.digest)).then_some(before)
    }
}

/// What was written.
#[derive(Default)]
pub(crate) struct Written {
    /// The states of files that are others than before.
    pub(crate) states: Vec<FileState>,
    /// What there is to complain of.
    pub(crate) diagnostics: Vec<Diagnostic>,
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
                    let mut changes: Vec<Change> = match batch {
                        // It may be huge. Memory goes back to the thread that took it: where all such files are built
                        // on this one, the next one takes what the last one had.
                        [file] => vec![self.change(*file)],
                        _ => pool.install(|| batch.par_iter().map(|&file| self.change(file)).collect()),
                    };
                    let known = self.add_known_flows(batch, &mut changes);
                    let failed = known.is_err();
                    if send.send(known.map(|()| changes)).is_err() || failed {
                        return;
                    }
                }
            });
            for batch in batches {
                for change in batch? {
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

    /// What a file means; `None` where its records are to stay as they are.
    fn meaning(&self, file: u32) -> Option<Meaning> {
        let graph = self.project.graph;
        let member = graph.members.get(file as usize).filter(|member| !member.is_frozen)?;
        // Those of an edit were looked into when they were resolved; of all files each is looked into just here.
        let unit = match self.was.contains_key(&file) {
            true => graph.shelved.seen(file)?,
            false => graph.shelved.open(file)?,
        };
        let links = graph.shelved.read(*self.links.get(&file)?)?;
        let Seen { hash, size, class, .. } = &member.seen;
        let mut digest = records::digest(self.project, (file, &unit), &links, (hash, *size))?;
        class.put_into(&mut digest);
        Some(Meaning { id: member.id, unit, links: Links::decode(&links)?, digest })
    }

    fn change(&self, file: u32) -> Change {
        let member = self.project.graph.members.get(file as usize);
        let (Some(meaning), Some(Member { seen, symbols, .. })) = (self.meaning(file), member) else {
            return Change::None;
        };
        if let Some(before) = meaning.known(self.previous) {
            return if seen.is_in(before) { Change::None } else { Change::State(seen.state(before)) };
        }
        let Meaning { id, unit, links, digest } = meaning;
        let layout = Layout::of(&unit, id, symbols, &links);
        let has_texts = self.has_texts(id, &unit.path, &seen.hash, file);
        let nodes = has_texts.then(|| self.altered(file, &unit, &links, &layout)).flatten();
        let (language, encoded) = (unit.facts.language, unit.encoded().clone());
        let found = (seen.hash.as_str(), seen.size);
        let records = records::build(self.project, (file, &unit), (&links, layout), found, nodes.as_ref());
        // What was taken out of the facts takes as much memory as the records.
        drop((unit, links));
        let Some(mut records) = records else { return Change::None };
        records.state.digest = digest;
        records::stamp(&mut records, self.now, seen.modified_ns);
        records.state = seen.state(&records.state);
        if has_texts {
            return Change::Meaning(Box::new(records), nodes);
        }
        records.facts = encoded.to_vec();
        drop(encoded);
        let complaint = self.add_chunks(&mut records);
        let flow = self.flows.get(&file).and_then(|place| self.project.graph.shelved.read(*place));
        if let Some(flow) = flow {
            (records.ast, records.cfgs) = FileFlow::records(&flow, language, symbols);
        }
        Change::Records(Box::new(records), complaint)
    }

    /// The nodes of a file beside its own of which something is other than the database has, where its text is what it
    /// was and that is known.
    fn altered(&self, file: u32, unit: &Unit, links: &Links, layout: &Layout) -> Option<BTreeSet<NodeId>> {
        let graph = self.project.graph;
        let Member { id, symbols, .. } = graph.members.get(file as usize)?;
        let was = self.was.get(&file)?;
        let before = || graph.links(was.links);
        let relinked = was.relinked.as_deref();
        let mut nodes = records::altered(unit, (*id, symbols), relinked, (&before, links), layout)?;
        nodes.extend(was.called.iter().filter_map(|symbol| symbols.get(*symbol as usize)));
        Some(nodes)
    }

    /// Whether the database has all that follows from the text of a file alone. What it came to in a file that changed
    /// while it was written (its digest says nothing), or was changed by another program, is not known.
    fn has_texts(&self, id: NodeId, path: &str, hash: &str, file: u32) -> bool {
        let is_new = self.is_heard || self.flows.contains_key(&file);
        let before = self.previous.states.get(path).filter(|before| before.digest != [0; 16]);
        !is_new && before.is_some_and(|before| (before.file, before.hash.as_str()) == (id, hash))
    }

    /// Gives files that were not parsed, and are written whole all the same, the structure that the database has of
    /// them: it depends on nothing but their text.
    fn add_known_flows(&self, batch: &[u32], changes: &mut [Change]) -> Result<(), StoreError> {
        let mut reader = None;
        for (&file, change) in batch.iter().zip(changes) {
            let Change::Records(records, _) = change else { continue };
            if self.flows.contains_key(&file) {
                continue;
            }
            if reader.is_none() {
                reader = self.previous.reader()?;
            }
            let (Some(reader), Some(before)) = (&reader, self.previous.states.get(&records.file.path)) else {
                continue;
            };
            let now = records.file.id;
            records.ast = reader.ast(before.file)?;
            for symbol in records.symbols.iter().filter(|symbol| symbol.kind.is_callable()) {
                // Where another path's file took its place, a file and what is in it have moved on by as much.
                let then = NodeId(symbol.id.0 - now.0 + before.file.0);
                let known = reader.cfg(then)?;
                records.cfgs.extend(known.map(|known| Cfg { function: symbol.id, ..known }));
            }
            records.cfgs.sort_unstable_by_key(|cfg| cfg.function);
        }
        Ok(())
    }

    /// Reads the file once more for its chunks: keeping all texts of a run would cost more memory than
    /// everything else.
    fn add_chunks(&self, records: &mut FileRecords) -> Option<Diagnostic> {
        if records.symbols.is_empty() {
            return None;
        }
        let read = text::read(&self.root.join(&records.file.path), &|| true).ok().flatten();
        let read = read.filter(|read| read.hash == records.file.hash);
        let message = if let Some(read) = read {
            let (chunks, left_out) = chunks(&records.file.path, &records.symbols, &read.text.head, self.now);
            records.chunks = chunks;
            (left_out > 0).then(|| format!("the text of {left_out} symbols is too long to be kept"))
        } else {
            // Neither this digest nor this time is ever found equal: the next run puts it right.
            records.state.digest = [0; 16];
            records.state.modified_ns = records::UNTRUSTED;
            Some("changed while it was being indexed; bring the index up to date once more".to_owned())
        };
        let path = records.file.path.clone();
        message.map(|message| Diagnostic { path, line: 0, severity: Severity::Note, message })
    }
}
