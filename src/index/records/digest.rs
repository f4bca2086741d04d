//! What the records of a file follow from, in 16 bytes: where those are as they were, so are the records, and nobody
//! has to make them to know it.

use super::Project;
use crate::index::graph::Member;
use crate::index::resolve::Unit;

/// The digest of the facts of a file, of its links (as bytes), of what leads to it, and of the project's name. What the
/// chunks and the structure are follows from the file's hash; times do not count. `None` for a file that is not of
/// the project. Cost: a pass over the links as bytes; and once over the facts.
pub(crate) fn digest(
    project: Project<'_>,
    (file, unit): (u32, &Unit),
    links: &[u8],
    (hash, size): (&str, u64),
) -> Option<[u8; 16]> {
    let Member { fan_in, print, .. } = project.graph.members.get(file as usize)?;
    let facts = print.get_or_init(|| *blake3::hash(unit.encoded()).as_bytes());
    let mut said = Vec::new();
    for text in [project.name.as_bytes(), unit.path.as_bytes(), hash.as_bytes(), links] {
        said.extend_from_slice(&(text.len() as u64).to_le_bytes());
        said.extend_from_slice(text);
    }
    said.extend_from_slice(&size.to_le_bytes());
    said.extend_from_slice(facts);
    fan_in.print().for_each(|count| said.extend_from_slice(&count.to_le_bytes()));
    let mut digest = [0; 16];
    blake3::Hasher::new().update(&said).finalize_xof().fill(&mut digest);
    put_print(project.print, &mut digest);
    Some(digest)
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
