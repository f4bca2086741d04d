//! Functions that nothing reaches.

use std::collections::{HashMap, HashSet};

use petgraph::visit::{Dfs, Visitable as _};

use super::Result;
use super::calls::CallGraph;
use super::dispatch::{Dispatch, Function, Names};
use super::outside::{from_outside, is_well_known};
use super::spot::Spot;
use super::watch::Watch;
use crate::model::{
    EdgeKind, Import, Language, Node, NodeData, NodeId, Record, RecordKind, Reference, Symbol,
};
use crate::store::Reader;

/// What begins without being called, by its bare name.
pub const ENTRIES: [&str; 4] = ["main", "_main", "wmain", "WinMain"];

/// A function that nothing reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreached {
    /// The function.
    pub spot: Spot,
    /// Whether others call it, none of which is reached.
    pub is_called: bool,
}

/// The functions, methods and macros that no entry reaches along calls, by path and line. Entries are
///
/// - those called `main`, tests, and what a language calls by itself (in Go `init`, examples and `String`, in Python `__init__`
///   and its like);
/// - what says that it stands in the place of a method that no base or trait of the project has;
/// - what is named without being called (a function that is passed on, say), save by an import, and what is called outside of
///   any function: in a file itself, a class or a module;
/// - what an unresolved call may mean: whatever has the name that it calls; and what has a name that an attribute in its file
///   has in it.
///
/// Where a method of a trait or an interface is reached, so are those of its name in what implements that: in Rust in every `impl`
/// of a trait of that name; in Go, where no type says what it implements, all methods of that name.
///
/// What has its body elsewhere, as a prototype, is not in the list. So one that only other projects use is in the list, and one
/// that is called by a name that is made at run time. Cost: two scans, of symbols, calls and imports and of edges, a look-up each,
/// and one for each time that a function is named, until it is found to be an entry; memory of some 180 bytes a function, and 16 an
/// import, a name and a word of an attribute.
///
/// # Errors
/// Where the graph cannot be read, and where it was cancelled.
pub fn unreached(reader: &dyn Reader, watch: &Watch<'_>) -> Result<Vec<Unreached>> {
    let mut known = Known::default();
    let mut go_on = Ok(());
    reader.records_of(&[RecordKind::Symbol, RecordKind::Call, RecordKind::Import], &mut |record| {
        match record {
            Record::Node(Node { data: NodeData::Import(import), .. }) => known.import(&import),
            Record::Node(Node { data: NodeData::Symbol(symbol), .. }) => known.symbol(&symbol),
            Record::Node(Node { data: NodeData::Call(call), .. }) if call.certainty.is_none() => {
                known.unsaid.insert(call.id, known.names.hash(&call.callee));
            }
            _ => {}
        }
        go_on = watch.step();
        go_on.is_ok()
    })?;
    go_on?;
    for spans in known.imports.values_mut() {
        *spans = merged(std::mem::take(spans));
    }
    let mut roots = std::mem::take(&mut known.entries);
    let (mut named, mut implements) = (Vec::new(), Vec::new());
    let functions: HashSet<NodeId> = known.functions.iter().map(|function| function.id).collect();
    let (graph, outside) = CallGraph::read_with(reader, watch, &mut |edge| match edge.kind {
        EdgeKind::References if functions.contains(&edge.to) => named.push((edge.to, edge.from)),
        EdgeKind::Implements => implements.push((edge.from, edge.to)),
        // What Magellan wrote says of no call how it is resolved.
        EdgeKind::Calls => drop(known.unsaid.remove(&edge.from)),
        _ => {}
    })?;
    roots.extend(outside);
    roots.extend(known.passed_on(reader, named, watch)?);
    let by_name: HashSet<u64> = known.unsaid.values().copied().collect();
    let may_be_meant = |function: &&Function| {
        by_name.contains(&function.name) || known.attributed.contains(&(function.id.file(), function.name))
    };
    roots.extend(known.functions.iter().filter(may_be_meant).map(|function| function.id));
    let kinds = (std::mem::take(&mut known.interfaces), std::mem::take(&mut known.traits));
    let mut dispatch = Dispatch::read(reader, &known.names, &known.functions, &implements, kinds, watch)?;
    roots.extend(from_outside(&known.functions, &dispatch));
    roots.sort_unstable();
    let walked = graph.walked(watch);
    let numbers = roots.iter().filter_map(|id| graph.number(*id)).collect();
    let mut walk = Dfs::from_parts(numbers, walked.visit_map());
    // What is reached without being called by name or calling anything has no number in the graph.
    let mut led_to: HashSet<NodeId> = HashSet::new();
    loop {
        while walk.next(walked).is_some() {}
        watch.look()?;
        let more = dispatch.follow(&|id| {
            let is_walked = |number: u32| walk.discovered.contains(number as usize);
            roots.binary_search(&id).is_ok()
                || led_to.contains(&id)
                || graph.number(id).is_some_and(is_walked)
        });
        if more.is_empty() {
            break;
        }
        walk.stack.extend(more.iter().filter_map(|id| graph.number(*id)));
        led_to.extend(more);
    }
    let mut found = Vec::new();
    // What has its body elsewhere is reached there or not.
    for Function { id, .. } in known.functions.into_iter().filter(|function| !function.is_declaration) {
        let number = graph.number(id);
        let is_walked = number.is_some_and(|number| walk.discovered.contains(number as usize));
        if is_walked || led_to.contains(&id) || roots.binary_search(&id).is_ok() {
            continue;
        }
        watch.step()?;
        let is_called = number.is_some_and(|number| !graph.callers(number).is_empty());
        found.extend(Spot::read(reader, id)?.map(|spot| Unreached { spot, is_called }));
    }
    found.sort_by(|a, b| (&a.spot.path, a.spot.line, a.spot.id).cmp(&(&b.spot.path, b.spot.line, b.spot.id)));
    Ok(found)
}

/// Whether a function is called without a call of it in any source: `main`; what the language's own libraries call by its name; in
/// Go `init`, and what `go test` runs beside tests; in Python what has two underscores on either side.
fn begins_by_itself(symbol: &Symbol) -> bool {
    let (name, language) = (symbol.name.as_str(), Language::of_path(&symbol.path));
    ENTRIES.contains(&name)
        || is_well_known(symbol, language)
        || match language {
            Language::Go => {
                let is_run = name == "TestMain" || name.starts_with("Example");
                name == "init" || is_run && symbol.path.ends_with("_test.go")
            }
            Language::Python => name.len() > 4 && name.starts_with("__") && name.ends_with("__"),
            _ => false,
        }
}

/// Whether a character may be one of a name.
fn is_of_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// What the first scan finds.
#[derive(Default)]
struct Known {
    names: Names,
    /// What can be called.
    functions: Vec<Function>,
    /// The interfaces of Go, and the traits of Rust.
    interfaces: HashSet<u64>,
    traits: HashSet<u64>,
    entries: Vec<NodeId>,
    /// Words of attributes, annotations and decorators, with the file where they stand.
    attributed: HashSet<(NodeId, u64)>,
    /// Where imports stand in a file, by the hash of its path.
    imports: HashMap<u64, Vec<(u64, u64)>>,
    /// Calls of which their nodes do not say how they are resolved, with the hash of the name that they call.
    unsaid: HashMap<NodeId, u64>,
}

impl Known {
    fn symbol(&mut self, symbol: &Symbol) {
        let is_function = symbol.kind.is_callable();
        if is_function {
            self.functions.push(self.names.function(symbol));
        }
        for word in symbol.attributes().flat_map(|attribute| attribute.split(|c| !is_of_name(c))) {
            self.attributed.insert((symbol.id.file(), self.names.hash(word)));
        }
        self.interfaces.extend(self.names.interface(symbol));
        self.traits.extend(self.names.rust_trait(symbol));
        // What is no function and calls all the same does so when it is loaded.
        if !is_function || symbol.is_test() || begins_by_itself(symbol) {
            self.entries.push(symbol.id);
        }
    }

    fn import(&mut self, import: &Import) {
        // A header's names are none of its text.
        if import.import_kind != "include" {
            let span = (import.span.byte_start, import.span.byte_end);
            self.imports.entry(self.names.hash(&import.path)).or_default().push(span);
        }
    }

    /// Of functions and what names them without calling them, those that something else than an import names.
    fn passed_on(
        &self,
        reader: &dyn Reader,
        mut named: Vec<(NodeId, NodeId)>,
        watch: &Watch<'_>,
    ) -> Result<Vec<NodeId>> {
        named.sort_unstable();
        let mut found: Vec<NodeId> = Vec::new();
        for (function, name) in named {
            watch.step()?;
            if found.last() == Some(&function) {
                continue;
            }
            let is_import = match reader.node(name)?.map(|node| node.data) {
                Some(NodeData::Reference(name)) => self.is_imported(&name),
                _ => false,
            };
            if !is_import {
                found.push(function);
            }
        }
        Ok(found)
    }

    /// Whether a name stands in an import: what that names is not used by it.
    fn is_imported(&self, name: &Reference) -> bool {
        let Some(imports) = self.imports.get(&self.names.hash(&name.path)) else { return false };
        let before = imports.partition_point(|(begin, _)| *begin <= name.span.byte_start);
        let around = before.checked_sub(1).and_then(|at| imports.get(at));
        around.is_some_and(|(_, end)| name.span.byte_end <= *end)
    }
}

/// Spans in order, those that overlap as one.
fn merged(mut spans: Vec<(u64, u64)>) -> Vec<(u64, u64)> {
    spans.sort_unstable();
    let mut merged: Vec<(u64, u64)> = Vec::with_capacity(spans.len());
    for (begin, end) in spans {
        match merged.last_mut() {
            Some(last) if begin < last.1 => last.1 = last.1.max(end),
            _ => merged.push((begin, end)),
        }
    }
    merged
}
