//! Files of a project change, come and go: which others may mean something else by that.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::OnceLock;

use ahash::AHashSet;

use super::{Graph, Member};
use crate::index::measure::FanIn;
use crate::index::packages::Packages;
use crate::index::records::symbol_ids;
use crate::index::resolve::{Glance, Outline, Source, Tie, Ties};
use crate::index::shelf::Facts;
use crate::index::write::Seen;
use crate::model::{Language, NodeId};

/// A file that is new, or another one than it was.
#[derive(Debug)]
pub(crate) struct Fresh {
    pub(crate) path: String,
    /// Where its facts stand on the shelf.
    pub(crate) facts: Facts,
    pub(crate) glance: Glance,
    pub(crate) seen: Seen,
}

/// What a change leads to.
#[derive(Debug, Default)]
pub(crate) struct Touched {
    /// Whether everything must be looked at anew: the project is another one.
    pub(crate) is_whole: bool,
    /// Files that are new or others than they were, by their numbers now.
    pub(crate) changed: BTreeSet<u32>,
    /// Files whose names may mean something else than before, those too.
    pub(crate) tied: BTreeSet<u32>,
    /// Of which the names that asked one of these questions do; but for the files of which all may.
    ties: AHashSet<Tie>,
    entirely: BTreeSet<u32>,
    /// The nodes of files that are not there any more.
    pub(crate) gone: Vec<NodeId>,
}

impl Touched {
    /// All of a project of so many files, where some are gone.
    pub(crate) fn whole(files: u32, gone: Vec<NodeId>) -> Touched {
        Touched { is_whole: true, tied: (0..files).collect(), gone, ..Touched::default() }
    }

    /// The questions to which a file is given other answers than before; `None` where all of its names may mean
    /// something else.
    pub(crate) fn other_answers(&self, file: u32) -> Option<&AHashSet<Tie>> {
        let is_partly = !self.is_whole && self.tied.contains(&file) && !self.entirely.contains(&file);
        is_partly.then_some(&self.ties)
    }
}

/// What others saw of files before a change.
#[derive(Default)]
struct Before {
    outlines: HashMap<String, Outline>,
    /// The files' nodes, by their numbers.
    ids: Vec<NodeId>,
    /// Packages that files were in, or come to be in.
    packages: BTreeSet<(Language, String)>,
}

impl Graph {
    /// Puts files into the project, in the place of those that were there by their paths, and takes the `gone` out of
    /// it. Cost: that of their facts; a few looks for each other file and each answer that is another one now; a
    /// pass over all names where there are other names than before; and where files come or go, or are in other places,
    /// that of listing all names anew.
    pub(crate) fn change(
        &mut self,
        fresh: Vec<Fresh>,
        gone: &HashSet<String>,
        packages: &Packages,
    ) -> Touched {
        let places: Option<Vec<u32>> = fresh.iter().map(|fresh| self.place(fresh)).collect();
        match places.filter(|_| gone.is_empty() && self.packages == *packages) {
            Some(places) => self.edit(fresh, places),
            None => self.rearrange(fresh, gone, packages),
        }
    }

    /// The number of the file in whose place another one comes, if that stands just as the first does.
    fn place(&self, fresh: &Fresh) -> Option<u32> {
        let file = self.shelved.number(&fresh.path)?;
        self.members.get(file as usize)?.glance.stands_like(&fresh.glance).then_some(file)
    }

    /// Puts files in the places of others.
    fn edit(&mut self, fresh: Vec<Fresh>, places: Vec<u32>) -> Touched {
        let mut ties = AHashSet::new();
        for (fresh, &file) in fresh.into_iter().zip(&places) {
            let before = self.outline(file);
            self.shelved.replace(file, fresh.facts);
            if let Some(member) = self.members.get_mut(file as usize) {
                let known = std::mem::replace(&mut member.glance, fresh.glance);
                self.directory.replace(file, &known, &member.glance);
                (member.seen, member.is_frozen, member.ties) = (fresh.seen, false, Ties::default());
                (member.asked, member.places, member.print) = (None, None, OnceLock::new());
            }
            self.name_symbols(file);
            ties.extend(Outline::changed(before.as_ref(), self.outline(file).as_ref()));
        }
        self.define();
        let changed: BTreeSet<u32> = places.into_iter().collect();
        let mut tied = self.tied(&ties);
        tied.extend(&changed);
        Touched { entirely: changed.clone(), changed, tied, ties, ..Touched::default() }
    }

    /// Puts files in and takes files out, by which others may have other numbers, or stand elsewhere.
    fn rearrange(&mut self, fresh: Vec<Fresh>, gone: &HashSet<String>, packages: &Packages) -> Touched {
        let paths: HashSet<String> = fresh.iter().map(|fresh| fresh.path.clone()).collect();
        let mut before = self.before(&paths, gone);
        before.packages.extend(fresh.iter().flat_map(|fresh| fresh.glance.packages(&fresh.path, packages)));
        let is_other = self.packages != *packages;
        self.packages = packages.clone();
        let moves = self.put(fresh, gone);
        let mut touched = Touched::default();
        let changed = (0u32..).zip(self.shelved.paths()).filter(|(_, path)| paths.contains(*path));
        touched.changed = changed.map(|(file, _)| file).collect();
        touched.changed.iter().for_each(|&file| self.name_symbols(file));
        let old = self.list();
        let is_moved = |(was, now): (&NodeId, &Option<u32>)| {
            now.is_some_and(|now| self.members.get(now as usize).is_some_and(|member| member.id != *was))
        };
        touched.gone = before.ids.iter().filter(|id| !self.numbers.contains_key(id)).copied().collect();
        // Where two paths fall on one id, who comes and goes may move another.
        touched.is_whole = is_other
            || old.has_scopes() != self.directory.has_scopes()
            || before.ids.iter().zip(&moves).any(is_moved);
        if touched.is_whole {
            self.forget();
            touched.tied = (0..self.members.len() as u32).collect();
            return touched;
        }
        let mut ties = self.changed_answers(&mut before, &touched.changed);
        let packages = before.packages.iter();
        let packages = packages.filter(|(language, parts)| {
            old.has_package(*language, parts) != self.directory.has_package(*language, parts)
        });
        ties.extend(packages.map(|(language, parts)| Tie::package(*language, parts)));
        let including = self.directory.included_otherwise(&old, &moves);
        ties.extend(including.iter().filter_map(|file| Some(Tie::includes(self.shelved.path(*file)?))));
        touched.tied = self.tied(&ties);
        touched.ties = ties;
        touched.entirely = touched.changed.iter().copied().chain(including).collect();
        touched.tied.extend(&touched.entirely);
        touched
    }

    /// What others see of the files that a change is of.
    fn before(&self, paths: &HashSet<String>, gone: &HashSet<String>) -> Before {
        let mut before =
            Before { ids: self.members.iter().map(|member| member.id).collect(), ..Before::default() };
        for (file, (path, member)) in (0u32..).zip(self.shelved.paths().zip(&self.members)) {
            if !paths.contains(path) && !gone.contains(path) {
                continue;
            }
            before.packages.extend(member.glance.packages(path, &self.packages));
            before.outlines.extend(self.outline(file).map(|outline| (path.to_owned(), outline)));
        }
        before
    }

    /// Forgets what leads where, before everything is looked at anew.
    fn forget(&mut self) {
        for member in &mut self.members {
            member.fan_in = FanIn::new(member.symbols.len());
        }
    }

    fn outline(&self, file: u32) -> Option<Outline> {
        let seen = self.shelved.seen(file)?;
        let member = self.members.get(file as usize)?;
        Some(Outline::of(&seen, &member.glance, &member.symbols, &self.packages))
    }

    /// Puts files in, in the order of their paths, and takes others out. Gives the numbers of the files of before as
    /// they are now.
    fn put(&mut self, fresh: Vec<Fresh>, gone: &HashSet<String>) -> Vec<Option<u32>> {
        let mut files: BTreeMap<String, (Facts, Member, Option<usize>)> = BTreeMap::new();
        let (places, members) = (self.shelved.take(), std::mem::take(&mut self.members));
        let mut moves = vec![None; members.len()];
        for (was, ((path, place), member)) in places.into_iter().zip(members).enumerate() {
            if !gone.contains(&path) {
                files.insert(path, (place, member, Some(was)));
            }
        }
        for Fresh { path, facts, glance, seen } in fresh {
            let known = files.remove(&path);
            let was = known.as_ref().and_then(|(_, _, was)| *was);
            let (symbols, fan_in, links) = match known {
                Some((_, member, _)) => (member.symbols, member.fan_in, member.links),
                None => (Vec::new(), FanIn::new(0), None),
            };
            let member = Member {
                id: NodeId(0),
                symbols,
                fan_in,
                seen,
                is_frozen: false,
                glance,
                ties: Ties::default(),
                shelved_ties: None,
                asked: None,
                links,
                places: None,
                print: OnceLock::new(),
            };
            files.insert(path, (facts, member, was));
        }
        let mut places = Vec::with_capacity(files.len());
        for (now, (path, (place, member, was))) in (0u32..).zip(files) {
            if let Some(moved) = was.and_then(|was| moves.get_mut(was)) {
                *moved = Some(now);
            }
            places.push((path, place));
            self.members.push(member);
        }
        self.shelved.set(places);
        self.name_files();
        moves
    }

    /// Gives the symbols of a file that changed their ids. What leads to those that stay leads there still.
    fn name_symbols(&mut self, file: u32) {
        let Some(member) = self.members.get_mut(file as usize) else { return };
        let symbols = symbol_ids(member.id, &member.glance.keys);
        member.fan_in = member.fan_in.carried(&member.symbols, &symbols);
        member.symbols = symbols;
    }

    /// The questions to which the files that a change is of give another answer now.
    fn changed_answers(&self, before: &mut Before, changed: &BTreeSet<u32>) -> AHashSet<Tie> {
        let mut ties = AHashSet::new();
        for &file in changed {
            let now = self.outline(file);
            let was = self.shelved.path(file).and_then(|path| before.outlines.remove(path));
            ties.extend(Outline::changed(was.as_ref(), now.as_ref()));
        }
        ties.extend(before.outlines.values().flat_map(|was| Outline::changed(Some(was), None)));
        ties
    }

    /// The files that may have asked one of these questions.
    fn tied(&self, ties: &AHashSet<Tie>) -> BTreeSet<u32> {
        let members = (0u32..).zip(&self.members);
        let tied = members.filter(|(_, member)| ties.iter().any(|tie| member.ties.may_hold(*tie)));
        tied.map(|(file, _)| file).collect()
    }
}
