//! The project as it stands in memory: which files there are, what each defines, what leads to it, and what ties it to
//! the others. A run makes it from nothing, and an edit changes it in place: so what is done for an edit is what is
//! done for all files, for fewer of them.

mod change;
mod leads;

use std::collections::HashMap;
use std::io;

use rayon::ThreadPool;
use rayon::prelude::*;

pub(crate) use change::{Fresh, Touched};

use super::UseKind;
use super::ids;
use super::measure::FanIn;
use super::packages::Packages;
use super::records::symbol_ids;
use super::resolve::{self, Directory, Glance, Resolved, Target, Ties, Unit, Verdict};
use super::scip::{self, Defined};
use super::shelf::{Place, Shelved};
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
    ties: Ties,
    /// What it leads to, as the database has it; on the shelf, where edits follow.
    leads: Option<Place>,
}

/// The files of a project, by their numbers: those of their paths in order.
pub(crate) struct Graph {
    pub(crate) members: Vec<Member>,
    pub(crate) shelved: Shelved,
    numbers: HashMap<NodeId, u32>,
    packages: Packages,
    directory: Directory,
    defined: Defined,
    /// Whether what names need is kept when all are resolved: edits are to follow.
    is_followed: bool,
}

/// What the names of a file were resolved to.
pub(crate) struct Meant {
    pub(crate) file: u32,
    /// The verdicts, on the shelf.
    pub(crate) place: Place,
    /// References and calls that it puts into the index.
    pub(crate) uses: u64,
    /// What it leads to, on the shelf, where edits follow.
    leads: Option<Place>,
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
            leads: None,
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

    /// Resolves the uses of files, each with a word to `each` from any thread, and ties them to what that asked for.
    /// Gives the verdicts, in the order of `files`. Cost: that of the files' uses, and of what these lead to.
    ///
    /// # Errors
    /// Where what is in a file cannot be read, or verdicts cannot be kept.
    pub(crate) fn resolve(
        &mut self,
        pool: &ThreadPool,
        files: &[u32],
        each: &(dyn Fn(&Graph, u32, &Unit, &Resolved) + Sync),
    ) -> io::Result<Vec<Meant>> {
        let resolve = |&file: &u32| -> io::Result<(Meant, Ties)> {
            let Some(unit) = self.shelved.open(file) else { return Err(io::ErrorKind::InvalidData.into()) };
            let (mut resolved, mut ties) =
                resolve::resolve(&self.directory, &self.shelved, file, &unit, self.is_followed);
            ties.extend(scip::apply(file, &unit, &mut resolved, &self.defined, &self.shelved));
            let place = self.shelved.put(&resolved.encode())?;
            let mut meant = Meant { file, place, uses: count_uses(&unit, &resolved), leads: None };
            each(self, file, &unit, &resolved);
            if !self.is_followed {
                return Ok((meant, Ties::default()));
            }
            let leads = Leads::of(&unit, &resolved, &|target| self.id_of(target));
            meant.leads = Some(self.shelved.put(&leads.encode())?);
            Ok((meant, Ties::new(ties)))
        };
        let all: io::Result<Vec<(Meant, Ties)>> = pool.install(|| files.par_iter().map(resolve).collect());
        let all = all?.into_iter().map(|(meant, ties)| {
            if let Some(member) = self.members.get_mut(meant.file as usize) {
                member.ties = ties;
            }
            meant
        });
        Ok(all.collect())
    }

    /// Forgets what names need, where no edit follows: what is written takes memory, too.
    pub(crate) fn forget_names(&mut self) {
        if self.is_followed {
            return;
        }
        self.directory = Directory::new(&self.packages, std::iter::empty());
    }

    /// Notes what files lead to, as the database comes to have it.
    pub(crate) fn note_leads<'m>(&mut self, meant: impl Iterator<Item = &'m Meant>) {
        for meant in meant {
            if let Some(member) = self.members.get_mut(meant.file as usize) {
                member.leads = meant.leads;
            }
        }
    }

    /// Counts anew what leads where, for a file that leads elsewhere than before. Gives the files to which more or
    /// less leads. Cost: a step for each of its uses, and a search for each that is another one.
    pub(crate) fn recount(&self, meant: &Meant) -> Vec<u32> {
        let Some(member) = self.members.get(meant.file as usize) else { return Vec::new() };
        let leads = |place: Option<Place>| {
            let bytes = place.and_then(|place| self.shelved.read(place));
            bytes.map(|bytes| Leads::decode(&bytes)).unwrap_or_default()
        };
        self.shift(member.id, &leads(member.leads), &leads(meant.leads))
    }

    /// Likewise, for a file that is gone.
    pub(crate) fn discount(&self, records: &FileRecords) -> Vec<u32> {
        self.shift(records.file.id, &Leads::of_records(records), &Leads::default())
    }

    fn shift(&self, from: NodeId, before: &Leads, after: &Leads) -> Vec<u32> {
        let mut touched = Vec::new();
        let mut each = |Lead { to, is_call }: Lead, comes: bool| {
            let Some(&file) = self.numbers.get(&to.file()) else { return };
            let Some(member) = self.members.get(file as usize) else { return };
            let symbol = if is_call { member.symbols.iter().position(|symbol| *symbol == to) } else { None };
            let symbol = symbol.and_then(|at| u32::try_from(at).ok());
            member.fan_in.shift(symbol, to.file() != from, comes);
            touched.push(file);
        };
        Leads::differences(before, after, &mut each);
        touched
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

    /// The node of a symbol.
    pub(crate) fn id_of(&self, target: Target) -> Option<NodeId> {
        self.members.get(target.file as usize)?.symbols.get(target.symbol as usize).copied()
    }
}

/// References and calls that a file puts into the index.
fn count_uses(unit: &Unit, resolved: &Resolved) -> u64 {
    let uses = unit.facts.uses.iter().zip(&resolved.uses);
    let stored = uses.filter(|(used, verdict)| match used.kind {
        UseKind::Reference => matches!(verdict, Verdict::Known(..)),
        UseKind::Call | UseKind::MacroCall => **verdict != Verdict::Local,
    });
    stored.count() as u64
}
