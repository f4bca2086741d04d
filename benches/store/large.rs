//! Large databases: how long they take to load, how large they are, how quick to ask and to change.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use magellan_tui::model::FileRecords;
use magellan_tui::store::{Engine, open_writer};

use crate::bare::{self, Space};
use crate::made::{begin, file, records_in};
use crate::memory;
use crate::reads::{self, Spread};
use crate::table::{Row, Table, Unit};

/// Times that everything is loaded; the median counts.
const LOADS: usize = 3;
/// Times that one file is changed.
const CHANGES: usize = 15;

/// Measures databases of about so many records.
pub(crate) fn measured(records: usize) -> Table {
    let each = records_in(&file(0, 1000));
    let count = (records.div_ceil(each)) as i64;
    let files: Vec<FileRecords> = (0..count).map(|number| file(number, count)).collect();
    let records: usize = files.iter().map(records_in).sum();
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let places = [at("fjall"), at("sqlite"), at("bare-fjall"), at("bare-sqlite")];
    let [fjall, sqlite, bare_fjall, bare_sqlite] = &places;

    // Turn about, so that what else the machine does hits all of them.
    let mut loads: [Vec<f64>; 4] = Default::default();
    let mut spaces: Vec<Space> = Vec::new();
    for turn in 0..LOADS {
        places.iter().for_each(|place| remove(place));
        loads[0].push(load(fjall, Engine::Fjall, &files));
        loads[1].push(load(sqlite, Engine::Sqlite, &files));
        if turn == 0 {
            spaces = bare::read_raw(fjall);
        }
        loads[2].push(bare::load_fjall(bare_fjall, &spaces).as_secs_f64());
        loads[3].push(bare::load_sqlite(bare_sqlite, &spaces).as_secs_f64());
    }
    let [load_fjall, load_sqlite, load_bare_fjall, load_bare_sqlite] = loads.map(median);
    let mut rows = vec![
        Row {
            what: "bulk load, synced".to_owned(),
            unit: Unit::Seconds,
            fjall: load_fjall,
            sqlite: load_sqlite,
            bare_fjall: Some(load_bare_fjall),
            bare_sqlite: Some(load_bare_sqlite),
        },
        Row {
            what: "size on disk".to_owned(),
            unit: Unit::Mebibytes,
            fjall: size(fjall),
            sqlite: size(sqlite),
            bare_fjall: Some(size(bare_fjall)),
            bare_sqlite: Some(size(bare_sqlite)),
        },
        Row {
            what: "memory of an open one (resident)".to_owned(),
            unit: Unit::Mebibytes,
            fjall: memory::of_open(fjall),
            sqlite: memory::of_open(sqlite),
            bare_fjall: None,
            bare_sqlite: None,
        },
    ];
    let records_space = spaces.iter().find(|space| space.name == "records").unwrap();
    let bare_fjall = reads::of_bare_fjall(bare_fjall, records_space);
    let bare_sqlite = reads::of_bare_sqlite(bare_sqlite, records_space);
    let of_fjall = reads::of_store(fjall, count);
    let of_sqlite = reads::of_store(sqlite, count);
    for ((what, of_fjall), (_, of_sqlite)) in of_fjall.into_iter().zip(of_sqlite) {
        let find = |spreads: &[(&str, Spread)]| spreads.iter().find(|row| row.0 == what).map(|row| row.1);
        let bare = [find(&bare_fjall), find(&bare_sqlite)];
        rows.extend(both(what, of_fjall, of_sqlite, bare));
    }
    let page = [&bare_fjall, &bare_sqlite].map(|spreads| spreads.last().map(|row| row.1).unwrap());
    rows.extend(both("(100 bare keys and values in a row)", page[0], page[1], [None, None]));
    rows.push(Row {
        what: "change one file, synced".to_owned(),
        unit: Unit::Millis,
        fjall: change(fjall, &files),
        sqlite: change(sqlite, &files),
        bare_fjall: None,
        bare_sqlite: None,
    });
    Table { title: format!("{records} records of {count} files"), rows }
}

/// A row for the median and one for the 99th percentile.
fn both(what: &str, fjall: Spread, sqlite: Spread, bare: [Option<Spread>; 2]) -> [Row; 2] {
    let unit = if fjall.p50.max(sqlite.p50) > 1e-3 { Unit::Millis } else { Unit::Micros };
    let row = |name: &str, of: fn(Spread) -> f64| Row {
        what: format!("{what}, {name}"),
        unit,
        fjall: of(fjall),
        sqlite: of(sqlite),
        bare_fjall: bare[0].map(of),
        bare_sqlite: bare[1].map(of),
    };
    [row("median", |spread| spread.p50), row("99 %", |spread| spread.p99)]
}

fn load(path: &Path, engine: Engine, files: &[FileRecords]) -> f64 {
    let started = Instant::now();
    let mut writer = begin(path, engine);
    files.iter().for_each(|file| writer.put_file(file).unwrap());
    writer.settle().unwrap();
    writer.commit().unwrap();
    started.elapsed().as_secs_f64()
}

fn change(path: &Path, files: &[FileRecords]) -> f64 {
    let mut took = Vec::new();
    for turn in 0..CHANGES {
        let mut file = files[turn * files.len() / CHANGES].clone();
        file.symbols.iter_mut().for_each(|symbol| symbol.name.push_str("_changed"));
        let started = Instant::now();
        let mut writer = open_writer(path, Duration::ZERO).unwrap();
        writer.put_file(&file).unwrap();
        writer.commit().unwrap();
        took.push(started.elapsed().as_secs_f64());
    }
    median(took)
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn remove(path: &Path) {
    if path.is_dir() {
        fs::remove_dir_all(path).unwrap();
    } else if path.exists() {
        fs::remove_file(path).unwrap();
    }
}

/// Bytes of a file, or of all files in a folder.
fn size(path: &Path) -> f64 {
    let metadata = fs::metadata(path).unwrap();
    if !metadata.is_dir() {
        return metadata.len() as f64;
    }
    // What a journal has set aside but not written takes no room.
    let entries = fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path());
    entries
        .filter(|path| path.extension().is_none_or(|extension| extension != "jnl"))
        .map(|path| size(&path))
        .sum()
}
