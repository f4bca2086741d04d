//! The part of a check that is the same for every engine: everything is read back, and held against what
//! is kept with it.

use super::codec::{Encoder, Totals};
use super::{Reader, Result, StoreError, Verification};
use crate::model::{Edge, NodeId, Record, RecordKind};

/// Records between two calls of `progress`.
const STEP: u64 = 4096;

/// What is called with the name of what is being checked and how much of it is done; `false` ends the
/// check.
pub(super) type Progress<'a> = &'a mut dyn FnMut(&str, u64) -> bool;

/// What an edge whose end is not there means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dangling {
    /// The database is not what was written: an index of our own has no such edge.
    Damage,
    /// Nothing bad: Magellan leaves them behind.
    Usual,
}

/// Reads every record back, counts it into `found.checked`, and holds it against `kept` where there is
/// something kept. What cannot be read is damage, and the rest is read all the same. Gives the totals
/// of what was read; `None` where `progress` ended it. Memory: 8 bytes a node.
///
/// # Errors
/// Where the database cannot be read for a reason that is no damage.
pub(super) fn check_records(
    reader: &dyn Reader,
    kept: Option<&Totals>,
    dangling: Dangling,
    found: &mut Verification,
    progress: Progress<'_>,
) -> Result<Option<Totals>> {
    let mut taken = Totals::default();
    let mut unread = Vec::new();
    let mut ends = Ends::default();
    // Nodes first: edges are held against them.
    let (nodes, others): (Vec<RecordKind>, Vec<RecordKind>) =
        RecordKind::ALL.into_iter().partition(|kind| *kind <= RecordKind::OtherNode);
    for kinds in [nodes, others] {
        let before = (taken.clone(), ends.mark());
        match read_kinds(reader, &kinds, &mut taken, &mut ends, progress) {
            Ok(true) => {}
            Ok(false) => return Ok(ended(found, &kinds)),
            // Once more, sort by sort, to read as much as can be read.
            Err(_) => {
                taken = before.0;
                ends.go_back(before.1);
                for kind in &kinds {
                    match read_kinds(reader, &[*kind], &mut taken, &mut ends, progress) {
                        Ok(true) => {}
                        Ok(false) => return Ok(ended(found, &[*kind])),
                        Err(error) => {
                            found.damage.push(told(*kind, error)?);
                            unread.push(*kind);
                        }
                    }
                }
            }
        }
        ends.sort();
        let counted = kinds.iter().map(|kind| (name(*kind).to_owned(), taken.records(*kind)));
        found.checked.extend(counted);
    }
    if unread.iter().any(|kind| *kind <= RecordKind::OtherNode) {
        found.notes.push("not all nodes could be read: the ends of edges were not checked".to_owned());
    } else {
        ends.tell(dangling, found);
    }
    if let Some(kept) = kept {
        found.damage.extend(differences(kept, &taken, &unread));
    }
    Ok(Some(taken))
}

/// Notes that a check was ended while records of these sorts were read.
fn ended(found: &mut Verification, kinds: &[RecordKind]) -> Option<Totals> {
    found.notes.push(format!("ended early, at the {}", kinds.first().map_or("records", |kind| name(*kind))));
    None
}

/// Reads all records of some sorts; `false` where it was ended.
fn read_kinds(
    reader: &dyn Reader,
    kinds: &[RecordKind],
    taken: &mut Totals,
    ends: &mut Ends,
    progress: Progress<'_>,
) -> Result<bool> {
    let mut encoder = Encoder::default();
    let mut done = 0;
    let mut go_on = kinds.first().is_none_or(|kind| progress(name(*kind), done));
    if !go_on {
        return Ok(false);
    }
    reader.records_of(kinds, &mut |record| {
        match &record {
            Record::Node(node) => ends.nodes.push(node.id),
            Record::Edge(edge) => ends.hold(edge),
            _ => {}
        }
        taken.add_record(&record, &mut encoder);
        done += 1;
        if done % STEP == 0 {
            go_on = progress(name(record.kind()), done);
        }
        go_on
    })?;
    Ok(go_on)
}

/// A failure while reading as a line of damage; one that says nothing of the database stays a failure.
fn told(kind: RecordKind, error: StoreError) -> Result<String> {
    match error {
        StoreError::Damaged { table: Some(table), detail, .. } => {
            Ok(format!("{}: table {table}: {detail}", name(kind)))
        }
        StoreError::Damaged { table: None, detail, .. } => Ok(format!("{}: {detail}", name(kind))),
        StoreError::Engine { doing, detail, .. } => Ok(format!("{}: {doing}: {detail}", name(kind))),
        other => Err(other),
    }
}

/// What of `taken` is not as it was kept, a line each, but for the sorts that could not be read.
pub(super) fn differences(kept: &Totals, taken: &Totals, unread: &[RecordKind]) -> Vec<String> {
    let mut lines = Vec::new();
    for kind in RecordKind::ALL.into_iter().filter(|kind| !unread.contains(kind)) {
        let (there, written) = (taken.records(kind), kept.records(kind));
        if there != written {
            lines.push(format!("{}: {there} are there, and {written} were written", name(kind)));
        } else if taken.digest(kind) != kept.digest(kind) {
            lines.push(format!("{}: they are not what was written", name(kind)));
        }
    }
    if lines.is_empty() && unread.is_empty() && kept != taken {
        lines.push(
            "kept counts: those of syntax nodes, blocks or languages are not those of what is there"
                .to_owned(),
        );
    }
    lines
}

/// The nodes, and the edges that miss one.
#[derive(Debug, Default)]
struct Ends {
    nodes: Vec<NodeId>,
    /// Edges with an end that is not there.
    dangling: u64,
    first: Option<Edge>,
}

/// A state of [`Ends`] to go back to.
type Mark = (usize, u64, Option<Edge>);

impl Ends {
    fn mark(&self) -> Mark {
        (self.nodes.len(), self.dangling, self.first.clone())
    }

    fn go_back(&mut self, (nodes, dangling, first): Mark) {
        self.nodes.truncate(nodes);
        (self.dangling, self.first) = (dangling, first);
    }

    /// All nodes are there now.
    fn sort(&mut self) {
        self.nodes.sort_unstable();
    }

    fn hold(&mut self, edge: &Edge) {
        let is_there = |node: &NodeId| self.nodes.binary_search(node).is_ok();
        if !(is_there(&edge.from) && is_there(&edge.to)) {
            self.dangling += 1;
            if self.first.is_none() {
                self.first = Some(Edge { data: String::new(), ..edge.clone() });
            }
        }
    }

    fn tell(&self, dangling: Dangling, found: &mut Verification) {
        let Some(edge) = &self.first else { return };
        let line = format!(
            "edges: {} lack an end, the first of them edge {} from node {} to node {}",
            self.dangling, edge.id.0, edge.from.0, edge.to.0
        );
        match dangling {
            Dangling::Damage => found.damage.push(line),
            Dangling::Usual => found.notes.push(line),
        }
    }
}

/// What records of a sort are called where they are counted.
fn name(kind: RecordKind) -> &'static str {
    match kind {
        RecordKind::File => "files",
        RecordKind::Symbol => "symbols",
        RecordKind::Reference => "references",
        RecordKind::Call => "calls",
        RecordKind::Import => "imports",
        RecordKind::OtherNode => "other nodes",
        RecordKind::Edge => "edges",
        RecordKind::Chunk => "chunks",
        RecordKind::FileMetrics => "file metrics",
        RecordKind::SymbolMetrics => "symbol metrics",
        RecordKind::Ast => "syntax trees",
        RecordKind::Cfg => "control flow",
        RecordKind::FileState => "file states",
        RecordKind::Facts => "facts",
        RecordKind::Execution => "runs",
        RecordKind::Diagnostic => "diagnostics",
    }
}
