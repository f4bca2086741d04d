//! What the records of a file follow from, in 16 bytes: where those are as they were, so are the records, and nobody
//! has to make them to know it.

use super::Project;
use crate::index::graph::Member;
use crate::index::resolve::{Resolved, Target, Unit, Verdict};
use crate::model::NodeId;

/// The digest of the facts of a file, of what its uses mean, of what leads to it, and of the project's name. What the
/// chunks and the structure are follows from the file's hash; times do not count. `None` for a file that is not of
/// the project. Cost: a pass over the facts as bytes, and a step for each use.
pub(crate) fn digest(
    project: Project<'_>,
    (file, unit): (u32, &Unit),
    resolved: &Resolved,
    (hash, size): (&str, u64),
) -> Option<[u8; 16]> {
    let Member { id, fan_in, .. } = project.graph.members.get(file as usize)?;
    let mut said = Said { project, id: *id, bytes: Vec::with_capacity(9 * resolved.uses.len()) };
    for text in [project.name, &unit.path, hash] {
        said.number(text.len() as u64);
        said.bytes.extend_from_slice(text.as_bytes());
    }
    said.number(size);
    said.number(unit.encoded().len() as u64);
    said.number(resolved.uses.len() as u64);
    resolved.uses.iter().for_each(|verdict| said.verdict(verdict));
    for (symbol, base) in &resolved.implements {
        said.number(u64::from(*symbol));
        said.target(*base);
    }
    fan_in.print().for_each(|count| said.bytes.extend_from_slice(&count.to_le_bytes()));
    let mut digest = [0; 16];
    blake3::Hasher::new().update(&said.bytes).update(unit.encoded()).finalize_xof().fill(&mut digest);
    put_print(project.print, &mut digest);
    Some(digest)
}

struct Said<'a> {
    project: Project<'a>,
    /// The file's node.
    id: NodeId,
    bytes: Vec<u8>,
}

impl Said<'_> {
    fn number(&mut self, number: u64) {
        self.bytes.extend_from_slice(&number.to_le_bytes());
    }

    fn target(&mut self, target: Target) {
        let id = self.project.graph.id_of(target).unwrap_or(self.id);
        self.bytes.extend_from_slice(&id.0.to_le_bytes());
    }

    fn verdict(&mut self, verdict: &Verdict) {
        match verdict {
            Verdict::Local => self.bytes.push(0),
            Verdict::Unknown => self.bytes.push(1),
            Verdict::Known(target, certainty) => {
                self.bytes.extend_from_slice(&[2, *certainty as u8]);
                self.target(*target);
            }
            Verdict::Ambiguous(targets) => {
                self.bytes.push(3);
                self.number(targets.len() as u64);
                targets.iter().for_each(|target| self.target(*target));
            }
        }
    }
}

/// Writes into a digest of which project the file is a part.
fn put_print(print: [u8; 4], digest: &mut [u8; 16]) {
    let [.., a, b, c, d] = digest;
    [*a, *b, *c, *d] = print;
}

/// Whether a digest says that its file is a part of just this project.
pub(crate) fn has_print(digest: &[u8; 16], print: [u8; 4]) -> bool {
    digest.ends_with(&print)
}
