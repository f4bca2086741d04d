//! In what two databases differ.
//!
//! Each part is hashed on both sides, as a whole and by *buckets*: an entry's bucket follows from its key.
//! Where a part differs, the entries of the first buckets that do are read again and held against each other.
//! So the order in which a database gives its rows does not matter, and memory does not grow with it.

mod tell;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use twox_hash::{XxHash3_64, XxHash3_128};

use self::tell::{Told, tell};
use super::sum::{PartKey, Sum};
use super::{Difference, MigrateError, PartReport, Result, schema};
use crate::model::RecordKind;
use crate::store::{self, Content, Reader, Schema, Table};

/// How many buckets there are.
const BUCKETS: usize = 1 << 16;

/// Differences that are told of a part, and at all.
const OF_PART: usize = 5;
const TOLD: usize = 50;

/// Rows between two calls of the watcher.
const STEP: u64 = 4096;

/// Compares two databases.
pub(super) fn diff(
    paths: [&Path; 2],
    watch: &mut dyn FnMut(&str, u64),
    cancel: &AtomicBool,
) -> Result<Difference> {
    let stores = [store::open(paths[0])?, store::open(paths[1])?];
    let readers = [stores[0].reader()?, stores[1].reader()?];
    let readers = [&*readers[0], &*readers[1]];
    let contents = [readers[0].content()?, readers[1].content()?];
    let mut comparing = Comparing {
        readers,
        watch,
        cancel,
        place: paths[0],
        found: Difference { parts: Vec::new(), first: Vec::new() },
    };
    match (tables_of(&contents[0]), tables_of(&contents[1])) {
        (Some(a), Some(b)) => comparing.tables([a, b])?,
        _ => RecordKind::ALL.into_iter().try_for_each(|kind| comparing.part([PartKey::Records(kind); 2]))?,
    }
    comparing.found.first.truncate(TOLD);
    Ok(comparing.found)
}

/// The tables that say all there is in a database, where it has such.
fn tables_of(content: &Content) -> Option<&Schema> {
    content.schema.as_ref().filter(|_| content.rows_hold)
}

struct Comparing<'a> {
    readers: [&'a dyn Reader; 2],
    watch: &'a mut dyn FnMut(&str, u64),
    cancel: &'a AtomicBool,
    place: &'a Path,
    found: Difference,
}

/// A part with a hash of each of its buckets.
struct Print {
    sum: Sum,
    buckets: Vec<u128>,
}

impl Comparing<'_> {
    /// Compares two databases table by table, with all else that makes a SQLite file.
    fn tables(&mut self, schemas: [&Schema; 2]) -> Result<()> {
        self.found.first.extend(schema::differences(schemas));
        let by_name = |schema: &'_ Schema| -> BTreeMap<String, Table> {
            schema.tables.iter().map(|table| (table.name.clone(), table.clone())).collect()
        };
        let [a, b] = schemas.map(by_name);
        for (name, table) in &a {
            // One that only one side has is told with the schemas.
            let Some(other) = b.get(name) else { continue };
            self.part([PartKey::Table(table), PartKey::Table(other)])?;
        }
        Ok(())
    }

    fn part(&mut self, keys: [PartKey<'_>; 2]) -> Result<()> {
        let [a, b] = [self.print(0, keys[0])?, self.print(1, keys[1])?];
        let report = PartReport {
            name: keys[0].name(),
            rows: [a.sum.rows, b.sum.rows],
            hashes: [a.sum.hex(), b.sum.hex()],
        };
        if !report.is_equal() {
            self.found.first.push(report.difference());
            if self.found.first.len() < TOLD {
                let differs = |bucket: &usize| a.buckets.get(*bucket) != b.buckets.get(*bucket);
                let buckets: Vec<usize> = (0..BUCKETS).filter(differs).take(OF_PART).collect();
                self.entries(keys, &buckets)?;
            }
        }
        self.found.parts.push(report);
        Ok(())
    }

    fn print(&mut self, side: usize, key: PartKey<'_>) -> Result<Print> {
        let mut print = Print { sum: Sum::default(), buckets: vec![0; BUCKETS] };
        self.read(side, key, &mut |item| {
            print.sum.add(item.bytes.whole);
            if let Some(bucket) = print.buckets.get_mut(bucket(item.bytes.key)) {
                *bucket = bucket.wrapping_add(XxHash3_128::oneshot(item.bytes.whole));
            }
        })?;
        Ok(print)
    }

    /// Tells the first differences between the entries of some buckets.
    fn entries(&mut self, keys: [PartKey<'_>; 2], buckets: &[usize]) -> Result<()> {
        let mut sides: [BTreeMap<Vec<u8>, Vec<Told>>; 2] = Default::default();
        for (side, key) in keys.into_iter().enumerate() {
            let Some(entries) = sides.get_mut(side) else { continue };
            self.read(side, key, &mut |item| {
                if buckets.contains(&bucket(item.bytes.key)) {
                    entries.entry(item.bytes.key.to_vec()).or_default().push(Told::of(key, item));
                }
            })?;
        }
        let [mut a, mut b] = sides;
        let all: Vec<Vec<u8>> = a.keys().chain(b.keys()).cloned().collect();
        let mut told = 0;
        for key in all {
            let (mut here, mut there) =
                (a.remove(&key).unwrap_or_default(), b.remove(&key).unwrap_or_default());
            // Equal ones cancel each other: there may be several of one key.
            here.retain(|one| match there.iter().position(|other| other.whole == one.whole) {
                Some(same) => {
                    there.swap_remove(same);
                    false
                }
                None => true,
            });
            for line in tell(keys[0], &here, &there) {
                if told < OF_PART {
                    self.found.first.push(line);
                    told += 1;
                }
            }
        }
        Ok(())
    }

    fn read(
        &mut self,
        side: usize,
        key: PartKey<'_>,
        each: &mut dyn FnMut(&super::sum::Item<'_>),
    ) -> Result<()> {
        let Some(reader) = self.readers.get(side) else { return Ok(()) };
        let name = key.name();
        let (mut done, mut go_on) = (0, true);
        key.read(*reader, &mut |item| {
            each(&item);
            done += 1;
            if done % STEP == 0 {
                (self.watch)(&name, done);
                go_on = !self.cancel.load(Ordering::SeqCst);
            }
            go_on
        })?;
        if go_on && !self.cancel.load(Ordering::SeqCst) {
            return Ok(());
        }
        Err(MigrateError::Cancelled { path: self.place.to_owned() })
    }
}

fn bucket(key: &[u8]) -> usize {
    XxHash3_64::oneshot(key) as usize % BUCKETS
}
