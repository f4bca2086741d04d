//! Whether a database still is what was written.

use std::io::ErrorKind;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use twox_hash::XxHash3_128;

use super::keys::{Key, Parts};
use super::keyspaces::Space;
use super::layout::{index, log, record};
use super::leads::{Leads, follow};
use super::log_keys;
use super::reader::KvReader;
use super::store::KvStore;
use super::view::View;
use super::{foreign, manifest, tables, writer};
use crate::model::{NodeId, RecordKind};
use crate::store::codec::{Totals, decode};
use crate::store::verify::{Dangling, Progress, check_records, differences};
use crate::store::{Result, StoreError, Verification};

/// Entries between two calls of `progress`.
const STEP: u64 = 16 << 10;

/// Checks everything.
pub(super) fn verify(store: &KvStore, progress: Progress<'_>) -> Result<Verification> {
    check(store, progress, &read_back)
}

/// Checks everything but the records and rows themselves.
pub(super) fn verify_beside(store: &KvStore, progress: Progress<'_>) -> Result<Verification> {
    check(store, progress, &|_, view, found, progress| {
        check_indexes(view, &writer::totals(&view.keyspaces)?, found, progress)?;
        check_log(view, found)
    })
}

/// What reads what is in the files.
type ReadBack<'a> = &'a dyn Fn(&KvStore, &Arc<View>, &mut Verification, Progress<'_>) -> Result<()>;

fn check(store: &KvStore, progress: Progress<'_>, read_back: ReadBack<'_>) -> Result<Verification> {
    let mut found = Verification::default();
    let Some(view) = check_files(store, &mut found, progress)? else { return Ok(found) };
    let are_files_whole = found.damage.is_empty();
    let mut read = || read_back(store, &view, &mut found, progress);
    // Where the bytes of a table are not what was written, fjall may panic at them.
    let outcome = std::panic::catch_unwind(AssertUnwindSafe(&mut read));
    match outcome {
        Ok(Ok(())) => {}
        Ok(Err(StoreError::Damaged { detail, .. })) => found.damage.push(format!("reading back: {detail}")),
        Ok(Err(_)) | Err(_) if !are_files_whole => {
            found.notes.push("not everything could be read back".to_owned());
        }
        Ok(Err(error)) => return Err(error),
        Err(_) => found.damage.push("reading back: the tables cannot be read".to_owned()),
    }
    Ok(found)
}

/// Holds every file against its length and hash. Gives a view of the state whose files those are; `None`
/// where it was ended.
fn check_files(
    store: &KvStore,
    found: &mut Verification,
    progress: Progress<'_>,
) -> Result<Option<Arc<View>>> {
    loop {
        let view = store.view()?;
        let mut bytes = 0;
        let mut go_on = progress("bytes of files", bytes);
        let checked = manifest::check(&store.folder().generation(view.number), true, &mut |more| {
            bytes += more;
            go_on = go_on && progress("bytes of files", bytes);
            go_on
        });
        let is_in_force = store.folder().current()? == view.number;
        match checked {
            _ if !is_in_force => continue,
            Ok(damage) => {
                let named = damage.into_iter().map(|line| named(&view, &line));
                found.damage.extend(named);
            }
            Err(error) if error.kind() == ErrorKind::PermissionDenied => {
                return Err(super::error::io_error(store.folder().path(), "read", error));
            }
            Err(error) => found.damage.push(error.to_string()),
        }
        if !go_on {
            found.notes.push("ended early, at the files".to_owned());
            return Ok(None);
        }
        found.checked.push(("bytes of files".to_owned(), bytes));
        return Ok(Some(view));
    }
}

/// What is wrong with a file, with the name of the keyspace that its number stands for.
fn named(view: &View, line: &str) -> String {
    for space in Space::ALL {
        let folder = view.keyspaces.keyspace(space).path().file_name().unwrap_or_default().to_string_lossy();
        if line.contains(&format!("keyspaces/{folder}/")) {
            return format!("{}: {line}", space.name());
        }
    }
    line.to_owned()
}

/// Reads every record back, and holds the totals and the indexes against them.
fn read_back(
    store: &KvStore,
    view: &Arc<View>,
    found: &mut Verification,
    progress: Progress<'_>,
) -> Result<()> {
    // Runs that are not in the log yet are not in its totals either.
    let reader = KvReader::new(store, Arc::clone(view), Vec::new())?;
    let kept = writer::totals(&view.keyspaces)?;
    let dangling = if view.foreign.is_some() { Dangling::Usual } else { Dangling::Damage };
    if check_records(&reader, Some(&kept), dangling, found, progress)?.is_none() {
        return Ok(());
    }
    check_indexes(view, &kept, found, progress)?;
    check_log(view, found)?;
    tables::verify(&view.keyspaces, found, progress).map(drop)
}

/// How many entries an index has, and a digest of them.
type Sum = (u64, u128);

fn add(sum: Option<&mut Sum>, key: &[u8], value: &[u8]) {
    if let Some((count, digest)) = sum {
        *count += 1;
        *digest = digest.wrapping_add(XxHash3_128::oneshot(&[key, b"=", value].concat()));
    }
}

/// That of the index which has this key.
fn sum_of<'s>(sums: &'s mut [Sum], key: &[u8]) -> Option<&'s mut Sum> {
    sums.get_mut(usize::from(*key.first()?))
}

/// Holds each index against what follows from the records, and the totals of files against their sum.
fn check_indexes(view: &View, kept: &Totals, found: &mut Verification, progress: Progress<'_>) -> Result<()> {
    let mut wanted = [Sum::default(); index::NAMES.len()];
    let mut there = wanted;
    let mut of_files = Totals::default();
    let mut done = 0;
    let mut step = |progress: Progress<'_>| {
        done += 1;
        done % STEP != 0 || progress("entries of indexes", done)
    };
    let mut leads = (NodeId(0), Leads::default());
    for pair in view.keyspaces.all(Space::Records) {
        let (key, value) = pair?;
        let mut parts = Parts(&key);
        let (file, tag) = (NodeId(parts.int().unwrap_or_default()).file(), parts.tag());
        let follows = &mut |key: Key, value: &[u8]| add(sum_of(&mut wanted, key.bytes()), key.bytes(), value);
        let followed = if view.foreign.is_some() {
            foreign::follow(&key, &value, follows)
        } else {
            if leads.0 != file {
                std::mem::replace(&mut leads, (file, Leads::default())).1.end(follows);
            }
            let path = match tag {
                Some(record::FILE_METRICS | record::STATE) => Some(view.path_of(file)?),
                _ => None,
            };
            let alone = follow(&key, &value, path.as_deref().unwrap_or_default(), follows);
            alone.and(leads.1.gather(&key, &value))
        };
        if let Err(error) = followed {
            found.damage.push(format!("records: {error}"));
        }
        if tag == Some(record::TOTALS) && view.foreign.is_none() {
            match decode(&value) {
                Ok(totals) => of_files.add(&totals),
                Err(error) => found.damage.push(format!("totals of a file: {error}")),
            }
        }
        if !step(progress) {
            found.notes.push("ended early, at the indexes".to_owned());
            return Ok(());
        }
    }
    leads.1.end(&mut |key: Key, value: &[u8]| add(sum_of(&mut wanted, key.bytes()), key.bytes(), value));
    for pair in view.keyspaces.all(Space::Indexes) {
        let (key, value) = pair?;
        match sum_of(&mut there, &key) {
            Some(sum) => add(Some(sum), &key, &value),
            None => {
                let tag = key.first().copied().unwrap_or_default();
                found.damage.push(format!("indexes: an entry of an index {tag} that nobody knows"));
            }
        }
        if !step(progress) {
            found.notes.push("ended early, at the indexes".to_owned());
            return Ok(());
        }
    }
    for (number, ((name, wanted), there)) in index::NAMES.iter().zip(wanted).zip(there).enumerate() {
        // Each form has some that the other has not.
        let is_other = if view.foreign.is_some() {
            number == usize::from(index::EDGE_INSIDE)
        } else {
            number >= index::OWN
        };
        if is_other && there == Sum::default() {
            continue;
        }
        found.checked.push((format!("index of {name}"), there.0));
        if wanted != there {
            found.damage.push(format!(
                "index of {name}: it does not agree with the records: {} entries, {} follow from the records",
                there.0, wanted.0
            ));
        }
    }
    if view.foreign.is_some() {
        // What one file puts into it nobody can tell.
        return Ok(());
    }
    let of_log = [RecordKind::Execution, RecordKind::Diagnostic];
    let damage = differences(&kept.without(&of_log), &of_files, &of_log);
    found.damage.extend(damage.into_iter().map(|line| format!("totals of files: {line}")));
    Ok(())
}

/// Holds the indexes of the log against its runs.
fn check_log(view: &View, found: &mut Verification) -> Result<()> {
    let (mut wanted, mut there) = (Sum::default(), Sum::default());
    for pair in view.keyspaces.all(Space::Log) {
        let (key, value) = pair?;
        match key.first() {
            Some(&log::RUN) => {
                let row = Parts(key.get(1..).unwrap_or_default()).int().unwrap_or_default();
                if let Some(run) = writer::read_run(&view.keyspaces, row)? {
                    let [by_id, by_outcome, by_time] = log_keys::run_keys(&run);
                    add(Some(&mut wanted), by_id.bytes(), Key::of(row).bytes());
                    add(Some(&mut wanted), by_outcome.bytes(), &[]);
                    add(Some(&mut wanted), by_time.bytes(), &[]);
                }
            }
            Some(&(log::RUN_BY_ID | log::RUN_BY_OUTCOME | log::RUN_BY_TIME)) => {
                add(Some(&mut there), &key, &value);
            }
            Some(&(log::META | log::TOTALS | log::DIAGNOSTIC | log::FOREIGN | log::CARRIED)) => {}
            _ => found.damage.push("log: an entry that nobody knows".to_owned()),
        }
    }
    found.checked.push(("indexes of runs".to_owned(), there.0));
    if wanted != there {
        found.damage.push("indexes of runs: they do not agree with the runs".to_owned());
    }
    Ok(())
}
