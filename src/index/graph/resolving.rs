//! What the names of files mean: of all of a file, or of those parts that asked for what is another thing now.

use std::io;

use ahash::AHashSet;
use rayon::ThreadPool;
use rayon::prelude::*;

use super::{Graph, Member, Touched};
use crate::index::UseKind;
use crate::index::links::{Link, Links, Relink};
use crate::index::records::{self, Layout};
use crate::index::resolve::{
    self, Found, Notes, Once, Resolved, Seen, Source, Target, Tie, Ties, Unit, Verdict,
};
use crate::index::scip;
use crate::index::shelf::Place;
use crate::model::NodeId;

/// So many files are learned at a time: an edit waits no longer.
const LEARNED: usize = 8;

/// What the names of a file were resolved to.
pub(crate) struct Meant {
    pub(crate) file: u32,
    /// Its links, on the shelf.
    pub(crate) links: Place,
    /// Those of its uses that lead elsewhere, where they are known: then nothing else of it is another thing.
    pub(crate) relinked: Option<Vec<Relink>>,
    /// References and calls that it puts into the index; not counted where only a part of it was resolved.
    pub(crate) uses: u64,
}

/// Is told each file that was resolved, and what to where that was all of it.
type Each<'e> = dyn Fn(&Graph, u32, Option<(&Unit, &Resolved)>) + Sync + 'e;

/// What the resolution of a file asked for.
enum Asked {
    /// What it did before.
    Same,
    /// This, where its ties of before do not hold all of it, and by parts what stands on the shelf.
    Now(Option<Ties>, Option<Place>),
    /// What stands on the shelf as its ties.
    Shelved(Place),
}

impl Member {
    /// Notes what the resolution of it asked for.
    fn take(&mut self, asked: Asked) {
        match asked {
            Asked::Same => {}
            Asked::Now(ties, asked) => {
                self.asked = asked;
                if let Some(ties) = ties {
                    self.ties = ties;
                }
            }
            Asked::Shelved(ties) => self.shelved_ties = Some(ties),
        }
    }
}

impl Graph {
    /// Resolves the uses of files, each with a word to `each` from any thread, with what it was resolved to where that
    /// was all of it, and ties them to what that asked for. Gives what they lead to, in the order of `files`. Cost: that of the files' uses,
    /// or of those parts for which `touched` has other answers, and of what these lead to.
    ///
    /// # Errors
    /// Where what is in a file cannot be read, or links cannot be kept.
    pub(crate) fn resolve(
        &mut self,
        pool: &ThreadPool,
        files: &[u32],
        touched: &Touched,
        each: &Each<'_>,
    ) -> io::Result<Vec<Meant>> {
        let resolve = |&file: &u32| -> io::Result<(Meant, Asked)> {
            let Some(ties) = touched.other_answers(file) else { return self.resolve_all(file, each) };
            match self.resolve_again(file, ties)? {
                Some(again) => {
                    each(self, file, None);
                    Ok(again)
                }
                None => self.resolve_all(file, each),
            }
        };
        let all: io::Result<Vec<(Meant, Asked)>> = pool.install(|| files.par_iter().map(resolve).collect());
        let all = all?.into_iter().map(|(meant, asked)| {
            if let Some(member) = self.members.get_mut(meant.file as usize) {
                member.take(asked);
            }
            meant
        });
        Ok(all.collect())
    }

    /// Resolves some files of which it is not known what they lead to, from the file `first` on. Gives the file to go on from; `None` where
    /// there are no more.
    ///
    /// # Errors
    /// Those of [`Graph::resolve`].
    pub(crate) fn learn(&mut self, pool: &ThreadPool, first: u32) -> io::Result<Option<u32>> {
        let is_unknown = |(_, member): &(u32, &Member)| member.links.is_none() && !member.is_frozen;
        let members = (0u32..).zip(&self.members).skip(first as usize);
        let files: Vec<u32> = members.filter(is_unknown).map(|(file, _)| file).take(LEARNED).collect();
        let shelved = &self.shelved;
        let scopes: Vec<(u32, Place)> =
            pool.install(|| files.par_iter().filter_map(|file| shelved.keep_scopes(*file)).collect());
        self.shelved.note_scopes(scopes);
        let meant = self.resolve(pool, &files, &Touched::default(), &|_, _, _| ())?;
        self.note_links(meant.iter());
        let places: Vec<(u32, Place)> =
            pool.install(|| meant.par_iter().filter_map(|meant| self.made_places(meant)).collect());
        self.note_places(places);
        Ok(files.last().map(|last| last + 1))
    }

    /// Where the uses and edges of a file stand, put onto the shelf; `None` where that fails.
    fn made_places(&self, meant: &Meant) -> Option<(u32, Place)> {
        let Member { id, symbols, .. } = self.members.get(meant.file as usize)?;
        let unit = self.shelved.open(meant.file)?;
        let layout = Layout::of(&unit, *id, symbols, &self.links(meant.links)?);
        Some((meant.file, self.shelved.put(&records::encode_places(&layout, *id)).ok()?))
    }

    fn resolve_all(&self, file: u32, each: &Each<'_>) -> io::Result<(Meant, Asked)> {
        let unit = self.open(file)?;
        let notes = if self.is_followed { Notes::Parts } else { Notes::File };
        let (mut resolved, parts) = resolve::resolve(&self.directory, &self.shelved, file, &unit, notes);
        let heard = scip::apply(file, &unit, &mut resolved, &self.defined, &self.shelved);
        each(self, file, Some((&unit, &resolved)));
        let uses = count_uses(&unit, &resolved);
        let links = Links::of(&unit, &resolved, &|target| self.node(file, target));
        let links = self.shelved.put(&links.encode(self.node_of(file)))?;
        let ties = || Ties::of(parts.iter().flatten().chain(&heard));
        let asked = match self.is_followed {
            false => Asked::Shelved(self.shelved.put(&ties().encode())?),
            // Whatever a compiler says is laid over all of it.
            true if unit.word.is_some() => Asked::Now(Some(ties()), None),
            true => self.asked(&parts, false)?,
        };
        Ok((Meant { file, links, relinked: None, uses }, asked))
    }

    /// Resolves those parts of a file again that asked for one of the `ties`; `None` where nobody knows which these are.
    fn resolve_again(&self, file: u32, ties: &AHashSet<Tie>) -> io::Result<Option<(Meant, Asked)>> {
        let Some(member) = self.members.get(file as usize) else { return Ok(None) };
        let (Some(links), Some(asked)) = (member.links, member.asked) else { return Ok(None) };
        let Some(mut parts) = self.shelved.read(asked).and_then(|bytes| Ties::decode_parts(&bytes)) else {
            return Err(io::ErrorKind::InvalidData.into());
        };
        let is_other = |part: &Vec<Tie>| part.iter().any(|tie| ties.contains(tie));
        if !parts.iter().any(is_other) {
            return Ok(Some((Meant { file, links, relinked: Some(Vec::new()), uses: 0 }, Asked::Same)));
        }
        // It is looked into once more when it is written, and when it is edited again.
        let unit = self.shelved.seen(file).ok_or(io::ErrorKind::InvalidData)?;
        let place = links;
        let mut links = self.links(place).ok_or(io::ErrorKind::InvalidData)?;
        let (mut relinked, mut is_based, mut is_held) = (Vec::new(), false, true);
        let id_of = |target| self.node(file, target);
        let source = Once::new(&self.shelved);
        for (number, asked) in (0u32..).zip(&mut parts).filter(|(_, part)| is_other(part)) {
            let (found, ties) = resolve::resolve_part(&self.directory, &source, (file, &unit), number);
            is_held &= ties.iter().all(|tie| member.ties.may_hold(*tie));
            *asked = ties;
            match found {
                Found::Uses(from, verdicts) => {
                    let uses = unit.facts.uses.iter_from(from as usize);
                    let links = links.uses.get_mut(from as usize..).unwrap_or_default();
                    for (at, ((used, link), verdict)) in (from..).zip(uses.zip(links).zip(verdicts)) {
                        let after = Link::of(used, &verdict, &id_of);
                        if *link != after {
                            let before = std::mem::replace(link, after.clone());
                            relinked.push(Relink { at, before, after });
                        }
                    }
                }
                Found::Bases(bases) => {
                    let bases = bases.into_iter().map(|(symbol, base)| (symbol, id_of(base))).collect();
                    is_based |= std::mem::replace(&mut links.implements, bases) != links.implements;
                }
            }
        }
        let is_same = relinked.is_empty() && !is_based;
        let links = if is_same { place } else { self.shelved.put(&links.encode(member.id))? };
        let relinked = (!is_based).then_some(relinked);
        Ok(Some((Meant { file, links, relinked, uses: 0 }, self.asked(&parts, is_held)?)))
    }

    /// What the parts of a file asked; `is_held` where its ties of before hold all of it. Those may stay then: that they hold
    /// what is no longer asked costs a look at the parts, and to make them anew costs more.
    fn asked(&self, parts: &[Vec<Tie>], is_held: bool) -> io::Result<Asked> {
        let place = self.shelved.put(&Ties::encode_parts(parts))?;
        let ties = (!is_held).then(|| Ties::of(parts.iter().flatten()));
        Ok(Asked::Now(ties, Some(place)))
    }

    fn open(&self, file: u32) -> io::Result<std::sync::Arc<Seen>> {
        self.shelved.open(file).ok_or(io::ErrorKind::InvalidData.into())
    }

    /// The node of a symbol that a file leads to.
    fn node(&self, from: u32, target: Target) -> NodeId {
        self.id_of(target).unwrap_or_else(|| self.node_of(from))
    }

    /// A file's own node.
    fn node_of(&self, file: u32) -> NodeId {
        self.members.get(file as usize).map_or(NodeId(0), |member| member.id)
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
