//! Two databases are asked the same, and have to answer the same.

use std::fmt::Debug;

use super::queries::Queries;
use crate::model::{
    Direction, Edge, EdgeKind, FileMetrics, NodeId, NodeKind, Outcome, RecordKind, Symbol, SymbolMetrics,
};
use crate::store::codec::{Encoder, Totals};
use crate::store::{Engine, FileColumn, Meta, Order, Page, Reader, Result, Store, SymbolColumn};

const LIMITS: [usize; 5] = [0, 1, 2, 7, 1000];
const ORDERS: [Order; 2] = [Order::Ascending, Order::Descending];

/// Both databases.
struct Both<'a> {
    source: &'a dyn Reader,
    copy: &'a dyn Reader,
}

/// Asserts that `copy` answers everything that `source` does: each sort of question with at most `most` of
/// what there is to ask for.
pub(super) fn assert_alike(source: &dyn Store, copy: &dyn Store, most: usize) {
    let (source, copy) = (source.reader().unwrap(), copy.reader().unwrap());
    let both = Both { source: &*source, copy: &*copy };
    let mut queries = Queries::of(both.source);
    queries.add_enclosing(both.source);
    both.whole(&queries);
    both.records();
    both.nodes(&queries, most);
    both.names(&queries, most);
    both.files(&queries, most);
    both.places(&queries, most);
    both.runs(&queries, most);
    both.measures(&queries, most);
}

/// Asserts that both hold the same records.
pub(super) fn assert_records(source: &dyn Store, copy: &dyn Store) {
    let (source, copy) = (source.reader().unwrap(), copy.reader().unwrap());
    Both { source: &*source, copy: &*copy }.records();
}

/// At most `most` of them, from all over.
fn some<T>(
    all: impl IntoIterator<Item = T, IntoIter: ExactSizeIterator>,
    most: usize,
) -> impl Iterator<Item = T> {
    let all = all.into_iter();
    let step = all.len().div_ceil(most).max(1);
    all.step_by(step)
}

impl Both<'_> {
    fn same<T: PartialEq + Debug>(&self, what: &dyn Fn() -> String, ask: impl Fn(&dyn Reader) -> Result<T>) {
        let (wanted, found) = (ask(self.source).unwrap(), ask(self.copy).unwrap());
        assert!(wanted == found, "{}:\n{found:#?}\nnot\n{wanted:#?}", what());
    }

    /// Asks for one page after the other.
    fn pages<T: PartialEq + Debug>(
        &self,
        what: &dyn Fn() -> String,
        ask: impl Fn(&dyn Reader, Option<&T>, usize) -> Result<Page<T>>,
    ) {
        for limit in LIMITS {
            let mut last = None;
            for number in 0.. {
                let wanted = ask(self.source, last.as_ref(), limit).unwrap();
                let found = ask(self.copy, last.as_ref(), limit).unwrap();
                let which = || format!("{}, page {number} of {limit}", what());
                assert!(wanted == found, "{}:\n{found:#?}\nnot\n{wanted:#?}", which());
                // A long list in small pages: its beginning says it all.
                if !wanted.more || limit == 0 || number * limit > 200 && limit < 1000 {
                    break;
                }
                last = Some(wanted.items.into_iter().next_back().unwrap());
            }
        }
    }

    fn whole(&self, queries: &Queries) {
        self.same(&|| "meta".to_owned(), |reader| {
            let meta = reader.meta()?;
            Ok(Meta { engine: Engine::Fjall, size_bytes: 0, notices: Vec::new(), ..meta })
        });
        self.same(&|| "counts".to_owned(), |reader| reader.counts());
        self.same(&|| "languages".to_owned(), |reader| reader.languages());
        for kind in &queries.node_kinds {
            self.same(&|| format!("count {kind}"), |reader| reader.count_nodes(&NodeKind::from_text(kind)));
        }
        self.same(&|| "names".to_owned(), |reader| {
            let mut names = Vec::new();
            reader.names(&mut |row| {
                names.push((row.is_file, row.id, row.name.to_owned()));
                true
            })?;
            let files = names.iter().take_while(|(is_file, ..)| *is_file).count();
            assert!(names[files..].iter().all(|(is_file, ..)| !is_file), "files first");
            names.sort();
            Ok(names)
        });
        self.same(&|| "states".to_owned(), |reader| {
            let mut states = Vec::new();
            reader.file_states(&mut |state| {
                states.push(state);
                true
            })?;
            Ok(states)
        });
    }

    fn records(&self) {
        for kind in RecordKind::ALL {
            self.same(&|| format!("records {kind:?}"), |reader| {
                let mut records = Vec::new();
                let (mut totals, mut with) = (Totals::default(), Encoder::default());
                reader.records(kind, &mut |record| {
                    totals.add_record(&record, &mut with);
                    records.push(format!("{record:?}"));
                    true
                })?;
                records.sort();
                assert_eq!(reader.count_records(kind)?, totals.records(kind), "{kind:?}");
                Ok((records, totals))
            });
        }
    }

    fn nodes(&self, queries: &Queries, most: usize) {
        for &id in some(&queries.ids, most) {
            let id = NodeId(id);
            self.same(&|| format!("{id:?}"), |reader| reader.node(id));
            for kind in &queries.edge_kinds {
                let kind = EdgeKind::from_text(kind);
                for direction in [Direction::Out, Direction::In] {
                    self.pages(
                        &|| format!("{direction:?} {kind:?} of {id:?}"),
                        |reader, last: Option<&Edge>, limit| {
                            reader.edges(id, direction, &kind, last.map(|edge: &Edge| edge.id), limit)
                        },
                    );
                }
            }
            self.pages(&|| format!("symbols of {id:?}"), |reader, last: Option<&(_, Symbol)>, limit| {
                reader.symbols_of_file(id, last.map(|(edge, _)| *edge), limit)
            });
            self.same(&|| format!("file of {id:?}"), |reader| reader.file_of_symbol(id));
            self.same(&|| format!("ast of {id:?}"), |reader| reader.ast(id));
            self.same(&|| format!("cfg of {id:?}"), |reader| reader.cfg(id));
            self.same(&|| format!("facts of {id:?}"), |reader| reader.facts(id));
        }
    }

    fn names(&self, queries: &Queries, most: usize) {
        for name in some(&queries.names, most) {
            self.pages(&|| format!("named {name:?}"), |reader, last: Option<&Symbol>, limit| {
                reader.symbols_named(name, last.map(|symbol| symbol.id), limit)
            });
        }
        for prefix in some(&queries.prefixes, most) {
            self.pages(&|| format!("beginning with {prefix:?}"), |reader, last: Option<&Symbol>, limit| {
                let after = last.map(|symbol| (symbol.name.as_str(), symbol.id));
                reader.symbols_prefixed(prefix, after, limit)
            });
        }
        for qualified in some(&queries.qualified, most) {
            self.pages(&|| format!("qualified {qualified:?}"), |reader, last: Option<&Symbol>, limit| {
                reader.symbols_qualified(qualified, last.map(|symbol| symbol.id), limit)
            });
        }
        for stable in some(&queries.stable_ids, most) {
            self.pages(&|| format!("stable id {stable:?}"), |reader, last: Option<&Symbol>, limit| {
                reader.symbols_with_stable_id(stable, last.map(|symbol| symbol.id), limit)
            });
        }
    }

    fn files(&self, queries: &Queries, most: usize) {
        for folder in some(&queries.folders, most) {
            self.pages(&|| format!("folder {folder:?}"), |reader, last, limit| {
                reader.folder(folder, last.map(crate::store::FolderEntry::name), limit)
            });
        }
        for path in some(&queries.paths, most) {
            self.same(&|| format!("file {path:?}"), |reader| reader.file(path));
            self.same(&|| format!("measures of {path:?}"), |reader| reader.file_metrics(path));
            self.pages(
                &|| format!("chunks of {path:?}"),
                |reader, last: Option<&crate::model::Chunk>, limit| {
                    let after = last.map(|chunk| (chunk.byte_start, chunk.byte_end));
                    reader.chunks_of_file(path, after, limit)
                },
            );
        }
        for (path, start, end) in some(&queries.chunks, most) {
            self.same(&|| format!("chunk {path:?} {start}"), |reader| reader.chunk(path, *start, *end));
            let below = path.rsplit_once('/').map_or(path.as_str(), |(_, name)| name);
            self.same(&|| format!("chunk {below:?} {start}"), |reader| reader.chunk(below, *start, *end));
        }
    }

    fn places(&self, queries: &Queries, most: usize) {
        for (path, enclosing, offset) in some(&queries.places, most.saturating_mul(20)) {
            for file in [NodeId(1), NodeId(0)] {
                self.same(&|| format!("targets in {path:?} at {offset} in {enclosing:?}"), |reader| {
                    reader.targets_at(file, path, *enclosing, *offset)
                });
            }
        }
    }

    fn runs(&self, queries: &Queries, most: usize) {
        self.pages(&|| "runs".to_owned(), |reader, last: Option<&crate::model::Execution>, limit| {
            reader.executions(last.map(|run| run.row), limit)
        });
        for id in some(&queries.runs, most) {
            self.same(&|| format!("run {id:?}"), |reader| reader.execution(id));
            for limit in LIMITS {
                for skip in [0, 1, 3] {
                    self.same(&|| format!("told by {id:?}"), |reader| reader.diagnostics(id, skip, limit));
                }
            }
        }
        for outcome in &queries.outcomes {
            let outcome = Outcome::from_text(outcome);
            self.pages(
                &|| format!("{outcome:?}"),
                |reader, last: Option<&crate::model::Execution>, limit| {
                    reader.executions_ended(&outcome, last.map(|run| run.row), limit)
                },
            );
        }
        for from in some(&queries.times, most.min(12)) {
            for to in some(&queries.times, most.min(12)) {
                self.pages(
                    &|| format!("runs {from}..{to}"),
                    |reader, last: Option<&crate::model::Execution>, limit| {
                        let before = last.map(|run| (run.started_at, run.row));
                        reader.executions_between(*from..*to, before, limit)
                    },
                );
            }
        }
    }

    fn measures(&self, queries: &Queries, most: usize) {
        for symbol in some(&queries.symbols, most) {
            self.same(&|| format!("measures of {symbol:?}"), |reader| reader.symbol_metrics(symbol));
            let other = Symbol { name: "another".to_owned(), ..symbol.clone() };
            self.same(&|| "measures of another".to_owned(), |reader| reader.symbol_metrics(&other));
        }
        for (column, order) in
            SymbolColumn::ALL.into_iter().flat_map(|column| ORDERS.map(|order| (column, order)))
        {
            self.pages(
                &|| format!("symbols by {column:?} {order:?}"),
                |reader, last: Option<&SymbolMetrics>, limit| reader.symbols_by(column, order, last, limit),
            );
        }
        for (column, order) in
            FileColumn::ALL.into_iter().flat_map(|column| ORDERS.map(|order| (column, order)))
        {
            self.pages(
                &|| format!("files by {column:?} {order:?}"),
                |reader, last: Option<&FileMetrics>, limit| reader.files_by(column, order, last, limit),
            );
        }
    }
}
