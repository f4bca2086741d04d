//! Measures in the order of a column.

use std::cmp::Ordering;

use magellan_tui::model::{FileMetrics, FileRecords, SymbolMetrics};
use magellan_tui::store::{Engine, FileColumn, Order, SymbolColumn};

use crate::lab::{Lab, in_pages};
use crate::made::{named, project};

/// Values of a column with equals, numbers of one and of more bytes, and the least and largest there are.
const VALUES: [i64; 9] = [3, 0, 255, 256, 3, 1, 70_000, i64::MAX, 3];

/// Files whose paths have another order than their ids, with values in another order in each column.
fn measured() -> Vec<FileRecords> {
    let mut files: Vec<FileRecords> = (1..10)
        .map(|file| named(file, &format!("src/{}.rs", (file * 7) % 10), &["b", "a", "ab", "a\u{0}"]))
        .collect();
    for (at, file) in files.iter_mut().enumerate() {
        let value = |turn: usize| VALUES[(at * turn + turn) % VALUES.len()];
        file.metrics.fan_in = value(1);
        file.metrics.fan_out = value(2);
        file.metrics.loc = value(4) / 4;
        file.metrics.symbol_count = value(5);
        file.metrics.complexity_score = [0.1, 2.0, 10.25, 0.0, -1.5, -0.25, 2.0, 1e300, 2.5][at];
        for (metrics, turn) in file.symbol_metrics.iter_mut().zip(1..) {
            metrics.fan_in = value(turn);
            metrics.fan_out = value(turn + 1);
            metrics.loc = value(turn + 2) / 4;
            metrics.cyclomatic_complexity = value(turn + 3);
        }
    }
    files
}

fn compare_symbols(column: SymbolColumn, a: &SymbolMetrics, b: &SymbolMetrics) -> Ordering {
    let by = match column {
        SymbolColumn::Name => a.name.cmp(&b.name),
        SymbolColumn::Complexity => a.cyclomatic_complexity.cmp(&b.cyclomatic_complexity),
        SymbolColumn::FanIn => a.fan_in.cmp(&b.fan_in),
        SymbolColumn::FanOut => a.fan_out.cmp(&b.fan_out),
        SymbolColumn::Lines => a.loc.cmp(&b.loc),
    };
    // Largest first, and equals by their id; a name's smallest id is no exception.
    by.reverse().then(a.symbol.cmp(&b.symbol))
}

fn compare_files(column: FileColumn, a: &FileMetrics, b: &FileMetrics) -> Ordering {
    let by = match column {
        FileColumn::Path => a.path.cmp(&b.path),
        FileColumn::Complexity => a.complexity_score.total_cmp(&b.complexity_score),
        FileColumn::FanIn => a.fan_in.cmp(&b.fan_in),
        FileColumn::FanOut => a.fan_out.cmp(&b.fan_out),
        FileColumn::Lines => a.loc.cmp(&b.loc),
        FileColumn::Symbols => a.symbol_count.cmp(&b.symbol_count),
    };
    by.reverse().then_with(|| a.path.cmp(&b.path))
}

fn assert_symbols_sorted(lab: &Lab, files: &[FileRecords]) {
    let mut wanted: Vec<SymbolMetrics> = files.iter().flat_map(|file| file.symbol_metrics.clone()).collect();
    lab.read(|reader| {
        for column in SymbolColumn::ALL {
            wanted.sort_by(|a, b| compare_symbols(column, a, b));
            for order in [Order::Descending, Order::Ascending] {
                for limit in [1, 4, 1000] {
                    let found = in_pages(limit, SymbolMetrics::clone, |after| {
                        reader.symbols_by(column, order, after.as_ref(), limit).unwrap()
                    });
                    assert_eq!(found, wanted, "{column:?} {order:?} in pages of {limit}");
                }
                let some = one_by_one(|each| reader.each_symbol_by(column, order, each).unwrap(), usize::MAX);
                assert_eq!(some, wanted, "{column:?} {order:?} in one pass");
                let some = one_by_one(|each| reader.each_symbol_by(column, order, each).unwrap(), 3);
                assert_eq!(some, wanted[..3], "{column:?} {order:?}, the first three");
                wanted.reverse();
            }
        }
    });
}

/// The first so many that `read` gives, which is to stop there.
fn one_by_one<T>(read: impl Fn(&mut dyn FnMut(T) -> bool), most: usize) -> Vec<T> {
    let mut found = Vec::new();
    read(&mut |row| {
        found.push(row);
        found.len() < most
    });
    found
}

fn assert_files_sorted(lab: &Lab, files: &[FileRecords]) {
    let mut wanted: Vec<FileMetrics> = files.iter().map(|file| file.metrics.clone()).collect();
    lab.read(|reader| {
        for column in FileColumn::ALL {
            wanted.sort_by(|a, b| compare_files(column, a, b));
            for order in [Order::Descending, Order::Ascending] {
                for limit in [1, 4, 1000] {
                    let found = in_pages(limit, FileMetrics::clone, |after| {
                        reader.files_by(column, order, after.as_ref(), limit).unwrap()
                    });
                    assert_eq!(found, wanted, "{column:?} {order:?} in pages of {limit}");
                }
                let all = one_by_one(|each| reader.each_file_by(column, order, each).unwrap(), usize::MAX);
                assert_eq!(all, wanted, "{column:?} {order:?} in one pass");
                let some = one_by_one(|each| reader.each_file_by(column, order, each).unwrap(), 2);
                assert_eq!(some, wanted[..2], "{column:?} {order:?}, the first two");
                wanted.reverse();
            }
        }
    });
}

pub(crate) fn symbols_are_sorted_by_any_column_either_way(engine: Engine) {
    let mut files = measured();
    let lab = Lab::with(engine, &files);
    assert_symbols_sorted(&lab, &files);
    files[4].symbol_metrics[1].fan_in = 12;
    files[4].symbol_metrics[2].cyclomatic_complexity = 0;
    let gone = files.remove(0);
    lab.change(|writer| {
        writer.put_file(&files[3]).unwrap();
        writer.remove_file(gone.file.id).unwrap();
    });
    assert_symbols_sorted(&lab, &files);
    lab.read(|reader| {
        let after =
            reader.symbols_by(SymbolColumn::FanIn, Order::Descending, None, 1).unwrap().items.remove(0);
        let edge = SymbolMetrics { fan_in: -1, ..after };
        let page = reader.symbols_by(SymbolColumn::FanIn, Order::Descending, Some(&edge), 5).unwrap();
        assert_eq!((page.items, page.more), (Vec::new(), false), "behind the last");
        let all = reader.symbols_by(SymbolColumn::FanIn, Order::Ascending, Some(&edge), 1000).unwrap();
        assert_eq!(all.items.len(), files.len() * 4, "before the first");
    });
}

pub(crate) fn files_are_sorted_by_any_column_either_way(engine: Engine) {
    let mut files = measured();
    let lab = Lab::with(engine, &files);
    assert_files_sorted(&lab, &files);
    files[4].metrics.fan_in = 12;
    files[4].metrics.complexity_score = -7.0;
    let gone = files.remove(0);
    lab.change(|writer| {
        writer.put_file(&files[3]).unwrap();
        writer.remove_file(gone.file.id).unwrap();
    });
    assert_files_sorted(&lab, &files);
    let lab = Lab::with(engine, &project(2));
    lab.read(|reader| {
        let page = reader.files_by(FileColumn::Path, Order::Ascending, None, 1).unwrap();
        assert_eq!((page.items.len(), page.more), (1, true));
    });
}
