//! A file's part of the database: what of it is another thing than the database has.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Seen, Writing};
use crate::index::chunks::chunks;
use crate::index::flow::FileFlow;
use crate::index::graph::{Member, Was};
use crate::index::links::Links;
use crate::index::previous::Previous;
use crate::index::records::{self, Altered, Before, Heading, Layout};
use crate::index::resolve::{self, Source};
use crate::index::shelf::Place;
use crate::index::text;
use crate::model::{Cfg, Diagnostic, FileRecords, FileState, NodeId, Severity};
use crate::store::StoreError;

/// A file's part of the database.
pub(super) enum Change {
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

/// A file's part of the database, and where its uses and edges stand in it, put onto the shelf where edits follow.
pub(super) struct Built {
    pub(super) change: Change,
    pub(super) places: Option<(u32, Place)>,
}

/// What a file means.
struct Meaning {
    id: NodeId,
    unit: Arc<resolve::Seen>,
    /// Its links, encoded.
    links: Arc<[u8]>,
    /// That of its records.
    digest: [u8; 16],
}

impl Meaning {
    /// What the file's own records say.
    fn heading<'m>(&self, Member { seen, .. }: &'m Member) -> Option<Heading<'m>> {
        Some(Heading { found: (&seen.hash, seen.size), fan_out: Links::fan_out(&self.links)? })
    }

    /// The state that the database has of the file, where its records are just these.
    fn known<'p>(&self, previous: &'p Previous) -> Option<&'p FileState> {
        let before = previous.states.get(&self.unit.path)?;
        ((before.file, before.digest) == (self.id, self.digest)).then_some(before)
    }
}

impl Writing<'_> {
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
        Some(Meaning { id: member.id, unit, links, digest })
    }

    /// What is to be written of a file.
    pub(super) fn build(&self, file: u32) -> Built {
        let member = self.project.graph.members.get(file as usize);
        let (Some(meaning), Some(member)) = (self.meaning(file), member) else {
            return Built { change: Change::None, places: None };
        };
        if let Some(before) = meaning.known(self.previous) {
            let is_known = member.seen.is_in(before);
            let change = if is_known { Change::None } else { Change::State(member.seen.state(before)) };
            return Built { change, places: None };
        }
        let built = match self.has_texts(meaning.id, &meaning.unit.path, &member.seen.hash, file) {
            true => self.meaning_of(file, member, meaning),
            false => self.all_of(file, member, meaning),
        };
        built.unwrap_or(Built { change: Change::None, places: None })
    }

    /// What a file means whose text the database has.
    fn meaning_of(&self, file: u32, member: &Member, meaning: Meaning) -> Option<Built> {
        let Meaning { id, unit, links, digest } = &meaning;
        let heading = meaning.heading(member)?;
        let project = (self.project, file);
        let was = self.was.get(&file);
        let altered = was.and_then(|was| self.altered(was, member, &meaning));
        let (nodes, moved) = match altered {
            Some(Altered { nodes, moved }) => (Some(nodes), moved),
            None => (None, None),
        };
        let is_called = was.is_some_and(|was| !was.called.is_empty());
        let (records, places) = match moved.filter(|_| !is_called) {
            Some(moved) => {
                let places = match &moved.places {
                    Some(places) => self.keep_places(places),
                    None => was.and_then(|was| was.places),
                };
                (records::build_moved(project, unit, moved, heading)?, places)
            }
            None => {
                let links = Links::decode(links)?;
                let layout = Layout::of(unit, *id, &member.symbols, &links);
                let places = self.places_of(&layout, *id);
                (records::build(project, unit, (&links, layout), heading, nodes.as_ref())?, places)
            }
        };
        let records = self.stamped(records, *digest, &member.seen);
        let change = Change::Meaning(Box::new(records), nodes);
        Some(Built { change, places: places.map(|place| (file, place)) })
    }

    /// All of a file.
    fn all_of(&self, file: u32, member: &Member, meaning: Meaning) -> Option<Built> {
        let heading = meaning.heading(member)?;
        let Meaning { id, unit, links, digest } = meaning;
        let links = Links::decode(&links)?;
        let layout = Layout::of(&unit, id, &member.symbols, &links);
        let places = self.places_of(&layout, id).map(|place| (file, place));
        let (language, encoded) = (unit.facts.language, unit.encoded().clone());
        let records = records::build((self.project, file), &unit, (&links, layout), heading, None)?;
        // What was taken out of the facts takes as much memory as the records.
        drop((unit, links));
        let mut records = self.stamped(records, digest, &member.seen);
        records.facts = encoded.to_vec();
        drop(encoded);
        let complaint = self.add_chunks(&mut records);
        let flow = self.flows.get(&file).and_then(|place| self.project.graph.shelved.read(*place));
        if let Some(flow) = flow {
            (records.ast, records.cfgs) = FileFlow::records(&flow, language, &member.symbols);
        }
        Some(Built { change: Change::Records(Box::new(records), complaint), places })
    }

    fn stamped(&self, mut records: FileRecords, digest: [u8; 16], seen: &Seen) -> FileRecords {
        records.state.digest = digest;
        records::stamp(&mut records, self.now, seen.modified_ns);
        records.state = seen.state(&records.state);
        records
    }

    /// Puts onto the shelf where a file's uses and edges stand, where edits follow.
    fn places_of(&self, layout: &Layout, file: NodeId) -> Option<Place> {
        let is_followed = self.project.graph.is_followed;
        is_followed.then(|| self.keep_places(&records::encode_places(layout, file))).flatten()
    }

    /// Likewise, encoded. Where that fails they are made anew when they are asked for.
    fn keep_places(&self, places: &[u8]) -> Option<Place> {
        self.project.graph.shelved.put(places).ok()
    }

    /// What of a file is other than the database has, where its text is what it was and that is known.
    fn altered(&self, was: &Was, member: &Member, meaning: &Meaning) -> Option<Altered> {
        let graph = self.project.graph;
        let Member { id, symbols, .. } = member;
        let places = was.places.and_then(|places| graph.shelved.read(places));
        let before = Before {
            relinked: was.relinked.as_deref(),
            places: places.as_deref(),
            links: &|| graph.links(was.links),
        };
        let after = || Links::decode(&meaning.links);
        let mut altered = records::altered(&meaning.unit, (*id, symbols), &before, &after)?;
        altered.nodes.extend(was.called.iter().filter_map(|symbol| symbols.get(*symbol as usize)));
        Some(altered)
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
    pub(super) fn add_known_flows(&self, batch: &[u32], built: &mut [Built]) -> Result<(), StoreError> {
        let mut reader = None;
        for (&file, built) in batch.iter().zip(built) {
            let Change::Records(records, _) = &mut built.change else { continue };
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
