//! The project as it stands in memory: which files there are, what each defines, what leads to it, and what ties it to
//! the others. A run makes it from nothing, and an edit changes it in place: so what is done for an edit is what is
//! done for all files, for fewer of them.

mod change;
mod leads;
mod resolving;

use std::collections::{BTreeSet, HashMap};
use std::sync::OnceLock;

use rayon::prelude::*;

pub(crate) use change::{Fresh, Touched};
pub(crate) use resolving::Meant;

use super::UseKind;
use super::ids;
use super::links::{Links, Relink};
use super::measure::FanIn;
use super::packages::Packages;
use super::records::symbol_ids;
use super::resolve::{Directory, Glance, Resolved, Target, Ties, Unit, Verdict};
use super::scip::Defined;
use super::shelf::Place;
use super::shelved::Shelved;
use super::ties_file::Left;
use super::write::Seen;
use crate::model::{FileRecords, NodeId};
use leads::{Lead, Leads};

/// A file of the project.
#[derive(Debug)]
pub(crate) struct Member {
    /// Its node.
    pub(crate) id: NodeId,
    /// The nodes of its symbols.
    pub(crate) symbols: Vec<NodeId>,
    pub(crate) fan_in: FanIn,
    /// How it was found.
    pub(crate) seen: Seen,
    /// Whether its records stay as they are, because nobody knows what is in it now.
    pub(crate) is_frozen: bool,
    glance: Glance,
    /// Nothing where no edit follows: they are on the shelf then.
    ties: Ties,
    /// Where they are.
    shelved_ties: Option<Place>,
    /// Those of each part of it, on the shelf; where edits follow, and parts can be resolved by themselves.
    asked: Option<Place>,
    /// Its links as the database has them, on the shelf; where edits follow.
    links: Option<Place>,
    /// Where its uses and edges stand by these ([`encode_places`](super::records::encode_places)), on the shelf; where that was kept.
    places: Option<Place>,
    /// The hash of its facts, once somebody asked for it.
    pub(crate) print: OnceLock<[u8; 32]>,
}

/// The files of a project, by their numbers: those of their paths in order.
pub(crate) struct Graph {
    pub(crate) members: Vec<Member>,
    pub(crate) shelved: Shelved,
    numbers: HashMap<NodeId, u32>,
    packages: Packages,
    directory: Directory,
    defined: Defined,
    /// Whether what edits need is kept when all names are resolved: some are to follow.
    pub(crate) is_followed: bool,
}

/// Where more or less leads than before.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Led {
    pub(crate) file: u32,
    /// Which symbol of the file is called more or less often, if one is.
    pub(crate) called: Option<u32>,
}

/// What a file was whose text stays.
#[derive(Debug)]
pub(crate) struct Was {
    /// Its links, on the shelf.
    pub(crate) links: Place,
    /// Those of its uses that lead elsewhere, where they are known: then none of its types has other bases.
    pub(crate) relinked: Option<Vec<Relink>>,
    /// Where its uses and edges stood, on the shelf, where that was kept.
    pub(crate) places: Option<Place>,
    /// Its symbols that are called more or less often than before.
    pub(crate) called: BTreeSet<u32>,
}

impl Graph {
    /// That of these files, of which nothing has been resolved yet; made on all threads of the pool that it is called in.
    /// Where it `is_followed`, edits may change it afterwards.
    pub(crate) fn new(
        shelved: Shelved,
        found: Vec<(Glance, Seen, bool)>,
        packages: &Packages,
        is_followed: bool,
    ) -> Graph {
        let members = found.into_iter().map(|(glance, seen, is_frozen)| Member {
            id: NodeId(0),
            symbols: Vec::new(),
            fan_in: FanIn::new(glance.keys.len()),
            seen,
            is_frozen,
            glance,
            ties: Ties::default(),
            shelved_ties: None,
            asked: None,
            links: None,
            places: None,
            print: OnceLock::new(),
        });
        let mut graph = Graph {
            members: members.collect(),
            shelved,
            numbers: HashMap::new(),
            packages: packages.clone(),
            directory: Directory::new(packages, std::iter::empty()),
            defined: Defined::default(),
            is_followed,
        };
        graph.name_files();
        graph
            .members
            .par_iter_mut()
            .for_each(|member| member.symbols = symbol_ids(member.id, &member.glance.keys));
        graph.list();
        graph
    }

    /// Takes up what a run has left that resolved all of these files. Gives whether it is of them.
    pub(crate) fn take_up(&mut self, left: Vec<Left>) -> bool {
        let is_of = |(member, left): (&Member, &Left)| member.symbols.len() == left.fan_in.len();
        if self.members.len() != left.len() || !self.members.iter().zip(&left).all(is_of) {
            return false;
        }
        for (member, left) in self.members.iter_mut().zip(left) {
            (member.ties, member.fan_in) = (left.ties, left.fan_in);
        }
        true
    }

    /// What there is to leave for the next run, a file each in the order of their paths: its ties, encoded, and how often it is led to; `None`
    /// for one of which it cannot be read any more.
    pub(crate) fn left(&self) -> impl ExactSizeIterator<Item = Option<(Vec<u8>, &FanIn)>> {
        self.members.iter().map(|member| {
            let ties = match member.shelved_ties {
                Some(place) => self.shelved.read(place)?.to_vec(),
                None => member.ties.encode(),
            };
            Some((ties, &member.fan_in))
        })
    }

    /// The paths of the files, in order.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &str> {
        self.shelved.paths()
    }

    /// Gives the files their ids.
    fn name_files(&mut self) {
        let paths: Vec<&str> = self.shelved.paths().collect();
        let ids = ids::file_ids(&paths);
        self.numbers = ids.iter().copied().zip(0u32..).collect();
        for (member, id) in self.members.iter_mut().zip(ids) {
            member.id = id;
        }
    }

    /// Puts all names into a new directory. Gives the one of before.
    fn list(&mut self) -> Directory {
        let mut directory = Directory::new(&self.packages, self.members.iter().map(|member| &member.glance));
        for (path, member) in self.shelved.paths().zip(&mut self.members) {
            directory.add(path, &member.glance);
            if !self.is_followed {
                // Nobody asks for them again, and there may be millions.
                member.glance.forget();
            }
        }
        directory.complete();
        self.define();
        std::mem::replace(&mut self.directory, directory)
    }

    /// Notes where the symbols are defined that compilers speak of.
    fn define(&mut self) {
        self.defined = Defined::default();
        for (file, member) in (0u32..).zip(&self.members) {
            self.defined.add(file, &member.glance.defines);
        }
    }

    /// Forgets what names need, where no edit follows: what is written takes memory, too.
    pub(crate) fn forget_names(&mut self) {
        if self.is_followed {
            return;
        }
        self.directory = Directory::new(&self.packages, std::iter::empty());
    }

    /// What a file is, as the database has it; `None` where nobody noted that.
    pub(crate) fn was(&self, file: u32) -> Option<Was> {
        let Member { links, places, .. } = self.members.get(file as usize)?;
        Some(Was { links: (*links)?, relinked: None, places: *places, called: BTreeSet::new() })
    }

    /// Notes the links of files, as the database comes to have them.
    pub(crate) fn note_links<'m>(&mut self, meant: impl Iterator<Item = &'m Meant>) {
        for meant in meant {
            if let Some(member) = self.members.get_mut(meant.file as usize) {
                (member.links, member.places) = (Some(meant.links), None);
            }
        }
    }

    /// Notes where uses and edges of files stand, by the links that were noted last.
    pub(crate) fn note_places(&mut self, places: impl IntoIterator<Item = (u32, Place)>) {
        for (file, place) in places {
            if let Some(member) = self.members.get_mut(file as usize) {
                member.places = Some(place);
            }
        }
    }

    /// Whether the links of a file are others than the database has.
    pub(crate) fn is_relinked(&self, meant: &Meant) -> bool {
        if let Some(relinked) = &meant.relinked {
            return !relinked.is_empty();
        }
        let links = |place| self.shelved.read(place);
        let known = self.members.get(meant.file as usize).and_then(|member| links(member.links?));
        known.is_none() || known != links(meant.links)
    }

    /// Whether it is known what the names of a file led to before it was resolved again.
    pub(crate) fn knows_before(&self, meant: &Meant) -> bool {
        let links = || self.members.get(meant.file as usize).and_then(|member| member.links);
        meant.relinked.is_some() || links().is_some()
    }

    /// Counts anew what leads where, for a file that leads elsewhere than before; `before` is what the database has of it,
    /// for one of which that [is not known](Graph::knows_before). Gives where more or less leads.
    /// Cost: a step for each of its uses, or of those that are known to lead elsewhere; and a search for each that does.
    pub(crate) fn recount(&self, meant: &Meant, before: Option<&FileRecords>) -> Vec<Led> {
        let Some(member) = self.members.get(meant.file as usize) else { return Vec::new() };
        let mut touched = Vec::new();
        let each = &mut |lead, comes| touched.extend(self.shift(member.id, lead, comes));
        if let Some(relinked) = &meant.relinked {
            let before = Leads::of(relinked.iter().map(|relink| &relink.before));
            let after = Leads::of(relinked.iter().map(|relink| &relink.after));
            Leads::differences(&before, &after, each);
            return touched;
        }
        let links = |place: Option<Place>| {
            let links = place.and_then(|place| self.links(place));
            links.unwrap_or_default()
        };
        let now = links(Some(meant.links)).uses;
        match before {
            Some(before) => Leads::differences(&Leads::of_records(before), &Leads::of(&now), each),
            None => leads::differences(&links(member.links).uses, &now, each),
        }
        touched
    }

    /// Likewise, for a file that is gone.
    pub(crate) fn discount(&self, records: &FileRecords) -> Vec<Led> {
        let mut touched = Vec::new();
        let each = &mut |lead, comes| touched.extend(self.shift(records.file.id, lead, comes));
        Leads::differences(&Leads::of_records(records), &Leads::default(), each);
        touched
    }

    /// Counts that something leads from a file to a symbol, or does no more.
    fn shift(&self, from: NodeId, Lead { to, is_call }: Lead, comes: bool) -> Option<Led> {
        let file = *self.numbers.get(&to.file())?;
        let member = self.members.get(file as usize)?;
        let symbol = if is_call { member.symbols.iter().position(|symbol| *symbol == to) } else { None };
        let symbol = symbol.and_then(|at| u32::try_from(at).ok());
        member.fan_in.shift(symbol, to.file() != from, comes);
        Some(Led { file, called: symbol })
    }

    /// Adds what a file leads to, to what leads there. From any thread. Cost: a step for each of its uses.
    pub(crate) fn count_uses_of(&self, file: u32, unit: &Unit, resolved: &Resolved) {
        for (used, verdict) in unit.facts.uses.iter().zip(&resolved.uses) {
            let Verdict::Known(target, _) = verdict else { continue };
            if let Some(member) = self.members.get(target.file as usize) {
                let is_call = used.kind != UseKind::Reference;
                member.fan_in.shift(is_call.then_some(target.symbol), target.file != file, true);
            }
        }
    }

    /// Notes how files were found that are what they were.
    pub(crate) fn see(&mut self, seen: Vec<(String, Seen)>) {
        for (path, seen) in seen {
            let file = self.shelved.number(&path);
            if let Some(member) = file.and_then(|file| self.members.get_mut(file as usize)) {
                member.seen = seen;
            }
        }
    }

    /// The links that stand at a place of the shelf.
    pub(crate) fn links(&self, place: Place) -> Option<Links> {
        Links::decode(&self.shelved.read(place)?)
    }

    /// The node of a symbol.
    pub(crate) fn id_of(&self, target: Target) -> Option<NodeId> {
        self.members.get(target.file as usize)?.symbols.get(target.symbol as usize).copied()
    }
}
