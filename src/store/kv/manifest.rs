//! Length and hash of every file in a generation, so that a changed byte is seen wherever it is.
//!
//! fjall checks each block of a table when it reads it. This list also sees what no look-up comes by, and
//! small files can be held against it at every start.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Component, Path, PathBuf};

use twox_hash::XxHash3_128;

use super::folder::open_plain;

/// What the list is called.
const NAME: &str = "files";

/// Files up to this many bytes are small: fjall's own lists of tables are.
const SMALL: u64 = 256 << 10;

/// Longest list that is read, in bytes.
const MAX: u64 = 64 << 20;

/// Length in bytes and hash of a file.
type Print = (u64, u128);

/// The list: files by their paths below the generation's folder.
type Files = BTreeMap<String, Print>;

/// Writes the list for the closed generation in `folder`. Of files that `before`, which it was cloned from, has too,
/// the hash is taken from there: they are the same files. Gives what has to be made durable then: the list, all folders, and those
/// files that may have been copied; fjall syncs its tables.
///
/// # Errors
/// Where a file cannot be read, or the list not be written.
pub(super) fn write(folder: &Path, before: Option<&Path>) -> std::io::Result<Vec<PathBuf>> {
    let known = before.map(read).transpose().ok().flatten().unwrap_or_default();
    let mut list = String::new();
    let (files, mut made) = walk(folder)?;
    for path in files {
        let file = folder.join(&path);
        let length = fs::metadata(&file)?.len();
        let print = match known.get(&path) {
            Some(&print) if print.0 == length && is_unchanging(&path) => print,
            _ => print(&file)?,
        };
        made.extend((!is_unchanging(&path)).then_some(file));
        list.push_str(&format!("{:032x} {} {path}\n", print.1, print.0));
    }
    let hash = XxHash3_128::oneshot(list.as_bytes());
    list.push_str(&format!("{hash:032x}\n"));
    let name = folder.join(NAME);
    fs::write(&name, list)?;
    made.push(name);
    Ok(made)
}

/// What is wrong with the files of a generation; its small files are read whole, of others only the
/// length is looked at unless `thorough`. Cost: a look at each file, and where thorough a read of all.
/// `each` is called with the bytes of each file that was read, and ends the check with `false`.
///
/// # Errors
/// Where the list cannot be read.
pub(super) fn check(
    folder: &Path,
    thorough: bool,
    each: &mut dyn FnMut(u64) -> bool,
) -> std::io::Result<Vec<String>> {
    let mut damage = Vec::new();
    for (path, wanted) in read(folder)? {
        let file = folder.join(&path);
        let length = match fs::metadata(&file) {
            Ok(metadata) => metadata.len(),
            Err(error) => {
                damage.push(format!("the file {path} cannot be read: {error}"));
                continue;
            }
        };
        if length != wanted.0 {
            damage.push(format!("the file {path} has {length} bytes where it had {}", wanted.0));
            continue;
        }
        if thorough || length <= SMALL && !is_unchanging(&path) {
            match print(&file) {
                Ok(found) if found == wanted => {}
                Ok(_) => damage.push(format!("the file {path} is not what was written: its hash is another")),
                Err(error) => damage.push(format!("the file {path} cannot be read: {error}")),
            }
            if !each(length) {
                break;
            }
        }
    }
    Ok(damage)
}

/// Reads the list.
fn read(folder: &Path) -> std::io::Result<Files> {
    let wrong = || std::io::Error::other(format!("its list `{NAME}` is not what was written"));
    let mut text = String::new();
    let read = open_plain(&folder.join(NAME)).and_then(|file| file.take(MAX).read_to_string(&mut text));
    read.map_err(|error| std::io::Error::new(error.kind(), format!("its list `{NAME}`: {error}")))?;
    let (list, hash) = text.trim_end().rsplit_once('\n').ok_or_else(wrong)?;
    let list = format!("{list}\n");
    if hash != format!("{:032x}", XxHash3_128::oneshot(list.as_bytes())) {
        return Err(wrong());
    }
    let file = |line: &str| {
        let (hash, rest) = line.split_once(' ')?;
        let (length, path) = rest.split_once(' ')?;
        // A list may say anything: nothing outside of the folder is looked at.
        let is_below = Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
        if !is_below {
            return None;
        }
        Some((path.to_owned(), (length.parse().ok()?, u128::from_str_radix(hash, 16).ok()?)))
    };
    list.lines().map(|line| file(line).ok_or_else(wrong)).collect()
}

fn print(path: &Path) -> std::io::Result<Print> {
    let mut hasher = XxHash3_128::new();
    let mut file = open_plain(path)?;
    let mut buffer = vec![0; 128 << 10];
    let mut length = 0;
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok((length, hasher.finish_128())),
            read => {
                length += read as u64;
                hasher.write(buffer.get(..read).unwrap_or_default());
            }
        }
    }
}

/// Whether a file is one that fjall never changes once it is written.
fn is_unchanging(path: &str) -> bool {
    path.contains("/tables/") || path.contains("/blobs/")
}

/// The files below a folder but the list itself, the lock and the journal, which each clone has anew: by their paths
/// there, in order. And that folder and those below it.
fn walk(folder: &Path) -> std::io::Result<(Vec<String>, Vec<PathBuf>)> {
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::new()];
    let mut looked_into = 0;
    while let Some(below) = folders.get(looked_into).cloned() {
        looked_into += 1;
        for entry in fs::read_dir(folder.join(&below))? {
            let entry = entry?;
            let path = below.join(entry.file_name());
            if entry.file_type()?.is_dir() {
                folders.push(path);
                continue;
            }
            let is_ours = path.parent() == Some(Path::new(""))
                && (path.ends_with(NAME)
                    || path.ends_with("lock")
                    || path.extension().is_some_and(|extension| extension == "jnl"));
            if !is_ours {
                found.push(path.to_string_lossy().into_owned());
            }
        }
    }
    found.sort();
    Ok((found, folders.into_iter().map(|below| folder.join(below)).collect()))
}
