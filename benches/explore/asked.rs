//! The questions, screen by screen.

use std::hint::black_box;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use magellan_tui::model::NodeId;
use magellan_tui::store::{Order, Reader, SymbolColumn, open};
use magellan_tui::tui::data::finder::{self, NameTable};
use magellan_tui::tui::data::graph::{self, Side};
use magellan_tui::tui::data::metrics::{self, Column, Measured, Sort};
use magellan_tui::tui::data::relations::{self, SectionKind};
use magellan_tui::tui::data::{overview, tree};

/// How long answers to a question took, in seconds.
pub(crate) struct Answered {
    pub(crate) what: String,
    pub(crate) p50: f64,
    pub(crate) p99: f64,
}

/// Times that a question is asked.
const TIMES: usize = 200;
/// Likewise, of one that goes over everything.
const FEW: usize = 15;

/// Rows of a page.
const PAGE: usize = 200;

/// What is typed into the finder.
const TYPED: [&str; 4] = ["re", "node", "idxpars", "zzqx"];

fn answered(what: &str, times: usize, mut ask: impl FnMut(usize)) -> Answered {
    let mut took: Vec<f64> = (0..times)
        .map(|time| {
            let begin = Instant::now();
            ask(time);
            begin.elapsed().as_secs_f64()
        })
        .collect();
    took.sort_by(f64::total_cmp);
    let at = |share: f64| took[((times - 1) as f64 * share) as usize];
    Answered { what: what.to_owned(), p50: at(0.5), p99: at(0.99) }
}

/// Asks everything of one database.
pub(crate) fn all(path: &Path) -> Vec<Answered> {
    let go_on = AtomicBool::new(false);
    let mut all = vec![answered("open, and what the first frame shows", FEW, |_| {
        let store = open(path).unwrap();
        let reader = store.reader().unwrap();
        black_box((reader.meta().unwrap(), reader.counts().unwrap(), reader.languages().unwrap()));
        black_box((overview::standouts(&*reader).unwrap(), overview::runs(&*reader).unwrap()));
        black_box(tree::folder(&*reader, "", None).unwrap());
    })];
    let store = open(path).unwrap();
    let reader = store.reader().unwrap();
    all.extend(pages(&*reader));
    all.push(answered("finder: all names into memory", 3, |_| {
        black_box(NameTable::read(&*reader, &go_on).unwrap());
    }));
    let names = NameTable::read(&*reader, &go_on).unwrap().unwrap();
    for typed in TYPED {
        let mut first = Vec::new();
        all.push(answered(&format!("finder: all matches of `{typed}`"), FEW, |_| {
            let begin = Instant::now();
            let found = names.search(typed, &go_on, |indices, _| {
                black_box(finder::hits(&*reader, &names, &indices, typed).unwrap());
                first.push(begin.elapsed().as_secs_f64());
            });
            black_box(finder::hits(&*reader, &names, &found.unwrap().0, typed).unwrap());
        }));
        if !first.is_empty() {
            let count = first.len();
            all.push(answered_by(&format!("finder: first matches of `{typed}`"), &mut first, count));
        }
    }
    let size = names.bytes() as f64 / f64::from(1 << 20);
    println!("{}: {} names take {size:.1} MiB", path.display(), names.len());
    all
}

fn answered_by(what: &str, took: &mut [f64], count: usize) -> Answered {
    took.sort_by(f64::total_cmp);
    Answered { what: what.to_owned(), p50: took[count / 2], p99: took[(count - 1) * 99 / 100] }
}

/// What a screen shows at once.
fn pages(reader: &dyn Reader) -> Vec<Answered> {
    let most = reader.symbols_by(SymbolColumn::FanIn, Order::Descending, None, TIMES).unwrap().items;
    let symbols: Vec<NodeId> = most.iter().map(|metrics| metrics.symbol).collect();
    let symbol = |time: usize| symbols[time % symbols.len()];
    let file = |time: usize| reader.file_of_symbol(symbol(time)).unwrap();
    let mut all = vec![
        answered("tree: the top folder", TIMES, |_| {
            black_box(tree::folder(reader, "", None).unwrap());
        }),
        answered("tree: the symbols of a file", TIMES, |time| {
            black_box(tree::symbols(reader, file(time).unwrap()).unwrap());
        }),
        answered("relations of one of the most called symbols", TIMES, |time| {
            for kind in SectionKind::ALL {
                let asked = relations::section(reader, kind, Some(symbol(time)), file(time), None);
                black_box(asked.unwrap());
            }
        }),
        answered("graph: callers of one of the most called symbols", TIMES, |time| {
            black_box(graph::branch(reader, graph::Kind::Calls, Side::Left, symbol(time), None).unwrap());
        }),
    ];
    for column in [Column::Name, Column::Complexity, Column::FanIn] {
        let sort = Sort { column, order: Order::Descending };
        all.push(answered(&format!("metrics: a page by {column:?}"), TIMES, |_| {
            black_box(metrics::page(reader, Measured::Symbols, sort, None, PAGE).unwrap());
        }));
    }
    all.push(answered("history: a page", TIMES, |_| {
        black_box(reader.executions(None, PAGE).unwrap());
    }));
    all
}
