//! What a run leaves beside an index for the next one, so that it need not find out again what names mean that nobody
//! touched: what each file asked of the others, and how often its symbols are led to.
//!
//! It follows from the sources as the index does, and is no part of it: it may be thrown away at any time, and is not
//! believed where it is damaged, was left by another version of this program or beside another state of the index.
//!
//! Format: [`MAGIC`]; [`FORMAT`] and the version of the facts, a byte each; the print of the files' states; the number of files, and
//! each file in the order of their paths (postcard); the XXH3-128 of all that.

use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use twox_hash::XxHash3_128;

use super::encoding;
use super::measure::FanIn;
use super::resolve::Ties;
use crate::model::FileState;

const MAGIC: &[u8; 8] = b"mgt-ties";
/// Another one for every change of what is in it.
const FORMAT: u8 = 1;
/// What is added to the database's name.
const ENDING: &str = ".ties";
/// A larger one is not read, in bytes: the Linux kernel's has 75 million.
const MAX_BYTES: u64 = 1 << 30;
/// What is added to that while it is written. Where two write at once the hash is wrong of what comes of it.
const STAGED: &str = ".part";

/// What is left of a file.
#[derive(Debug)]
pub(crate) struct Left {
    pub(crate) ties: Ties,
    pub(crate) fan_in: FanIn,
}

/// Likewise, as it is written.
#[derive(Serialize, Deserialize)]
struct Encoded<'b> {
    ties: &'b [u8],
    /// Uses from elsewhere that lead to the file.
    file: u32,
    /// Calls that lead to each of its symbols.
    symbols: Vec<u32>,
}

/// A state of the index: of each of its files which one it is, what is in it and what it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Print([u8; 16]);

impl Print {
    /// That of these states. Cost: a sort of their paths.
    pub(crate) fn of<'s>(states: impl Iterator<Item = &'s FileState>) -> Print {
        let mut states: Vec<&FileState> = states.collect();
        states.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        let mut hasher = blake3::Hasher::new();
        for state in states {
            hasher.update(&(state.path.len() as u64).to_le_bytes());
            hasher.update(state.path.as_bytes());
            hasher.update(&state.file.0.to_le_bytes());
            hasher.update(&state.digest);
        }
        let mut print = [0; 16];
        hasher.finalize_xof().fill(&mut print);
        Print(print)
    }
}

/// Where it stands.
fn place(database: &Path) -> PathBuf {
    with(database, ENDING)
}

fn with(path: &Path, ending: &str) -> PathBuf {
    // A slash at its end is no part of its name.
    let mut name = path.components().as_path().as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// What a file begins with that was left beside this state of an index.
fn head(print: Print) -> Vec<u8> {
    [MAGIC.as_slice(), &[FORMAT, encoding::VERSION], &print.0].concat()
}

/// Takes away what a run that was killed left of a file that it wrote.
pub(crate) fn tidy(database: &Path) {
    let _ = fs::remove_file(with(&place(database), STAGED));
}

/// Leaves it beside an index, in the place of what another run left there: of each file its ties, [encoded](Ties::encode), and how
/// often it is led to.
///
/// # Errors
/// Where one is not known, or it cannot be written; then none is there.
pub(crate) fn write<'m>(
    database: &Path,
    print: Print,
    files: impl ExactSizeIterator<Item = Option<(Vec<u8>, &'m FanIn)>>,
) -> io::Result<()> {
    let place = place(database);
    let staged = with(&place, STAGED);
    tidy(database);
    let written = try_write(&staged, print, files).and_then(|()| fs::rename(&staged, &place));
    if written.is_err() {
        [staged, place].iter().for_each(|path| drop(fs::remove_file(path)));
    }
    written
}

fn try_write<'m>(
    place: &Path,
    print: Print,
    files: impl ExactSizeIterator<Item = Option<(Vec<u8>, &'m FanIn)>>,
) -> io::Result<()> {
    let file = File::create_new(place)?;
    let mut out = Out { file: BufWriter::new(file), hasher: XxHash3_128::new() };
    out.put(&head(print))?;
    out.put(&(files.len() as u64).to_le_bytes())?;
    let mut bytes = Vec::new();
    for left in files {
        let (ties, fan_in) = left.ok_or(io::ErrorKind::InvalidData)?;
        let mut counts = fan_in.print();
        let file = counts.next().unwrap_or_default();
        bytes.clear();
        bytes = postcard::to_extend(&Encoded { ties: &ties, file, symbols: counts.collect() }, bytes)
            .map_err(io::Error::other)?;
        out.put(&bytes)?;
    }
    out.end()
}

/// What is written, and the hash of it.
struct Out {
    file: BufWriter<File>,
    hasher: XxHash3_128,
}

impl Out {
    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.hasher.write(bytes);
        self.file.write_all(bytes)
    }

    fn end(mut self) -> io::Result<()> {
        self.file.write_all(&self.hasher.finish_128().to_le_bytes())?;
        self.file.flush()
    }
}

/// What the last run left beside an index, a file each in the order of their paths; `None` where it left nothing, or
/// the index is in another state now.
pub(crate) fn read(database: &Path, print: Print) -> Option<Vec<Left>> {
    let wanted = head(print);
    let mut file = File::open(place(database)).ok()?.take(MAX_BYTES);
    let mut bytes = vec![0; wanted.len()];
    file.read_exact(&mut bytes).ok().filter(|()| bytes == wanted)?;
    file.read_to_end(&mut bytes).ok()?;
    let (said, hash) = bytes.split_last_chunk()?;
    let rest = said.get(wanted.len()..)?;
    if XxHash3_128::oneshot(said).to_le_bytes() != *hash {
        return None;
    }
    let (count, mut rest) = rest.split_first_chunk()?;
    let mut files = Vec::new();
    for _ in 0..u64::from_le_bytes(*count) {
        let (encoded, left): (Encoded<'_>, &[u8]) = postcard::take_from_bytes(rest).ok()?;
        let ties = Ties::decode(encoded.ties)?;
        files.push(Left { ties, fan_in: FanIn::of(encoded.file, encoded.symbols) });
        rest = left;
    }
    rest.is_empty().then_some(files)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::resolve::Tie;
    use crate::model::NodeId;

    fn state(path: &str, digest: u8) -> FileState {
        FileState {
            file: NodeId(7),
            path: path.to_owned(),
            size: 0,
            modified_ns: 0,
            hash: String::new(),
            digest: [digest; 16],
        }
    }

    #[test]
    fn what_is_left_is_found_beside_the_same_state_alone() {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("a.fjall");
        let states = [state("b.c", 1), state("a.c", 2)];
        let print = Print::of(states.iter());
        assert_eq!(print, Print::of(states.iter().rev()));
        assert!(read(&database, print).is_none());

        let ties = [Ties::of([Tie::file("b.c")].iter()), Ties::default()];
        let fan_in = [FanIn::of(3, vec![0, 900, 1]), FanIn::of(0, Vec::new())];
        let known = || ties.iter().zip(&fan_in).map(|(ties, fan_in)| Some((ties.encode(), fan_in)));
        write(&database, print, known()).unwrap();
        let left = read(&database, print).unwrap();
        let counts: Vec<Vec<u32>> = left.iter().map(|left| left.fan_in.print().collect()).collect();
        assert_eq!(counts, [vec![3, 0, 900, 1], vec![0]]);
        assert!(left[0].ties.may_hold(Tie::file("b.c")) && !left[0].ties.may_hold(Tie::file("c.c")));
        assert!(left[1].ties.may_hold(Tie::file("c.c")));

        assert!(read(&database, Print::of([state("b.c", 1), state("a.c", 3)].iter())).is_none());
        assert!(read(&database, Print::of(states[..1].iter())).is_none());

        let unknown = known().take(1).chain([None]).collect::<Vec<_>>();
        assert!(write(&database, print, unknown.into_iter()).is_err());
        assert!(read(&database, print).is_none());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn what_is_damaged_is_not_believed() {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("a.db");
        let print = Print::of([state("a.c", 1)].iter());
        let (ties, fan_in) = (Ties::of([Tie::file("b.c")].iter()), FanIn::of(1, vec![2]));
        write(&database, print, [Some((ties.encode(), &fan_in))].into_iter()).unwrap();
        let whole = fs::read(place(&database)).unwrap();
        for at in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[at] ^= 0x10;
            fs::write(place(&database), &bytes).unwrap();
            assert!(read(&database, print).is_none(), "byte {at}");
            fs::write(place(&database), &whole[..at]).unwrap();
            assert!(read(&database, print).is_none(), "the first {at} bytes");
        }
        fs::write(place(&database), &whole).unwrap();
        assert!(read(&database, print).is_some());
    }
}
