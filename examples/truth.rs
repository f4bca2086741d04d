//! Holds an index against what a compiler says: `cargo run --release --example truth -- DB INDEX.scip ROOT [list]`.
//!
//! `ROOT` is the folder that both are of. Prints precision and recall, and with `list` every mistake:
//!
//! - *symbols*: of the functions, methods and types that the compiler defines, how many the index has by name and line;
//! - *calls*: of the calls with an edge, in how many the compiler names a symbol whose definition lies in the one that the edge leads
//!   to (precision; where it says nothing the call does not count); of the functions and methods of the project that it
//!   names before a bracket, how many are such calls (recall);
//! - *references*: likewise over references and calls together (recall, import lines apart) and over references (precision).
//!
//! A use of another name than that of what it leads to (an alias, `Self`) is judged where the compiler names something at just
//! that place. What the compiler calls local is wrong, unless the edge leads to just where that
//! begins: indexers call the fields that a JavaScript constructor assigns local, too. Of a local that it defines nowhere in the file
//! it says nothing: so scip-typescript calls what another file exports under another name, or sets on `exports`. Nor does it where
//! it names something that is not called so, but for an alias: so scip-python names the class where an attribute is meant that is
//! in `__slots__`. Where rust-analyzer names the `impl` that a `Self` stands in, that is the type by its name. A place at which it
//! names several things counts once.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use anyhow::{Context, Result, bail};
use magellan_tui::model::{Edge, EdgeKind, FileRecords, NodeId, Span};
use magellan_tui::store;
use protobuf::Message;
use scip::types::Index;

/// A place in a file: line from 0, first and past-the-end byte in the line.
type Spot = (usize, usize, usize);

/// Tells of a mistake: which, in which file and where, of which name, and what more there is to say.
type Tell<'t> = dyn Fn(&str, &str, &Spot, &str, &str) + 't;

/// What a compiler says of one file.
struct Said {
    lines: Vec<String>,
    /// Names that something else has in the file, and words that stand for what has another name.
    aliases: HashSet<String>,
    /// Symbols that are named, and whether they are defined there, by line.
    at: HashMap<usize, Vec<(Spot, String, bool)>>,
    /// Where what the compiler calls local begins.
    locals: HashMap<String, usize>,
}

/// A definition of ours.
struct Ours {
    path: String,
    name: String,
    lines: (usize, usize),
}

#[derive(Default)]
struct Count {
    hit: u64,
    all: u64,
}

impl Count {
    fn add(&mut self, is_hit: bool) {
        self.hit += u64::from(is_hit);
        self.all += 1;
    }

    fn ratio(&self) -> f64 {
        self.hit as f64 / self.all.max(1) as f64
    }
}

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (database, index, root, is_listing) = match arguments.as_slice() {
        [database, index, root] => (database, index, root, false),
        [database, index, root, list] if list == "list" => (database, index, root, true),
        _ => bail!("give DB INDEX.scip ROOT [list]"),
    };
    let tell = |mistake: &str, path: &str, spot: &Spot, name: &str, more: &str| {
        if is_listing {
            println!("{mistake} {path}:{}:{} {name}{more}", spot.0 + 1, spot.1 + 1);
        }
    };
    let files = records(Path::new(database))?;
    let said = said(Path::new(index), Path::new(root))?;
    let mut defined: HashMap<&str, Vec<(&str, usize)>> = HashMap::new();
    for (path, file) in &said {
        for (line, named) in &file.at {
            for (_, symbol, is_definition) in named {
                if *is_definition && !symbol.starts_with("local ") {
                    defined.entry(symbol).or_default().push((path, *line));
                }
            }
        }
    }
    let symbols = symbols(&said, &files, &tell);
    let mut calls = Count::default();
    let mut references = Count::default();
    let mut hit_calls: HashSet<(&str, Spot)> = HashSet::new();
    let mut hit: HashSet<(&str, Spot)> = HashSet::new();
    let ours = definitions(&files);
    for records in &files {
        let Some((path, file)) = said.get_key_value(&records.file.path) else { continue };
        let uses = records.calls.iter().map(|call| (call.id, call.span, true));
        let uses = uses.chain(records.references.iter().map(|of| (of.id, of.span, false)));
        let edges: HashMap<NodeId, &Edge> = (records.edges.iter())
            .filter(|edge| matches!(edge.kind, EdgeKind::Calls | EdgeKind::References))
            .map(|edge| (edge.from, edge))
            .collect();
        for (id, span, is_call) in uses {
            let Some(target) = edges.get(&id).and_then(|edge| ours.get(&edge.to)) else { continue };
            let Some((spot, is_true)) = judge((path, file), &span, target, &defined) else { continue };
            if is_call { &mut calls } else { &mut references }.add(is_true);
            if !is_true {
                let mistake = if is_call { "wrong call" } else { "wrong reference" };
                let leads = format!(" leads to {}:{}", target.path, target.lines.0 + 1);
                tell(mistake, path, &spot, &target.name, &leads);
            } else {
                hit.insert((path, spot));
                if is_call {
                    hit_calls.insert((path, spot));
                }
            }
        }
    }
    let (recalled_calls, recalled) = recall(&said, &defined, &hit_calls, &hit, &tell);
    println!(
        "symbols {:.4}  calls {:.4} / {:.4}  references {:.4} / {:.4}  ({} files, {} calls, {} references judged)",
        symbols.ratio(),
        calls.ratio(),
        recalled_calls.ratio(),
        references.ratio(),
        recalled.ratio(),
        said.len(),
        calls.all,
        references.all,
    );
    Ok(())
}

/// All records of an index of ours.
fn records(database: &Path) -> Result<Vec<FileRecords>> {
    let store = store::open(database)?;
    let reader = store.reader()?;
    let mut files = Vec::new();
    reader.file_states(&mut |state| {
        files.push(state.file);
        true
    })?;
    files.into_iter().map(|file| reader.file_records(file)?.context("a file without records")).collect()
}

/// What a SCIP index says of the files that are there.
fn said(index: &Path, root: &Path) -> Result<HashMap<String, Said>> {
    let index = Index::parse_from_bytes(&std::fs::read(index)?)?;
    let mut said = HashMap::new();
    for document in index.documents {
        let Ok(bytes) = std::fs::read(root.join(&document.relative_path)) else { continue };
        let text = String::from_utf8_lossy(&bytes);
        let lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
        let words = ["self", "Self", "super", "this", "crate", "cls"].map(str::to_owned).into_iter();
        let renamed = lines
            .iter()
            .flat_map(|line| line.match_indices(" as ").filter_map(move |(at, _)| line.get(at + 4..)));
        let renamed = renamed.filter_map(|rest| rest.split(|letter: char| !is_letter(letter)).next());
        let aliases = renamed.map(str::to_owned).chain(words).collect();
        let mut at: HashMap<usize, Vec<(Spot, String, bool)>> = HashMap::new();
        let mut locals = HashMap::new();
        for occurrence in document.occurrences {
            let [line, start, .., end] = *occurrence.range.as_slice() else { continue };
            if occurrence.range.len() != 3 || line < 0 || start < 0 || end < start {
                continue;
            }
            let spot = (line as usize, start as usize, end as usize);
            let is_definition = occurrence.symbol_roles & 1 != 0;
            if is_definition && occurrence.symbol.starts_with("local ") {
                locals.entry(occurrence.symbol.clone()).or_insert(spot.0);
            }
            at.entry(spot.0).or_default().push((spot, occurrence.symbol, is_definition));
        }
        said.insert(document.relative_path, Said { lines, aliases, at, locals });
    }
    Ok(said)
}

fn definitions(files: &[FileRecords]) -> HashMap<NodeId, Ours> {
    let all = files.iter().flat_map(|records| {
        records.symbols.iter().map(|symbol| {
            let lines = (line(symbol.span.start.line), line(symbol.span.end.line));
            (symbol.id, Ours { path: symbol.path.clone(), name: symbol.name.clone(), lines })
        })
    });
    all.collect()
}

fn line(from_one: u32) -> usize {
    (from_one as usize).saturating_sub(1)
}

impl Said {
    /// Whether the compiler means what the text names there.
    fn is_meant(&self, spot: &Spot, symbol: &str) -> bool {
        let text = text(self, spot);
        let name = name(symbol);
        // Judges that are ours name the place of what is meant; clang's names say more than what is called so.
        let is_placed = ["go . . . ", "java . . . "].iter().any(|ours| symbol.starts_with(ours));
        // A module has the name of a constructor, too.
        let is_maker = ["__init__", "<constructor>"].contains(&name) && is_function(symbol);
        let is_spelled =
            is_maker || ["local", text].contains(&name) || name.starts_with("c:") && name.contains(text);
        is_placed || is_spelled || self.aliases.contains(text)
    }
}

/// The last part of a symbol's name; of what is local just that.
fn name(symbol: &str) -> &str {
    if symbol.starts_with("local ") {
        return "local";
    }
    let symbol = match symbol.strip_suffix(").").and_then(|method| method.rsplit_once('(')) {
        Some((method, _)) => method,
        None => symbol.trim_end_matches(['.', '#', '!', '/', ':']),
    };
    match symbol.strip_suffix('`') {
        Some(quoted) => quoted.rsplit('`').next().unwrap_or(quoted),
        None => symbol.rsplit(|letter| !is_letter(letter)).next().unwrap_or(symbol),
    }
}

/// The text of a place, where its columns count bytes, as they do in lines of ASCII.
fn text<'s>(said: &'s Said, spot: &Spot) -> &'s str {
    said.lines.get(spot.0).and_then(|line| line.get(spot.1..spot.2)).unwrap_or_default()
}

/// Where the compiler names something in a use of ours, and whether it is what our edge leads to; `None` where it says
/// nothing there.
fn judge(
    (path, file): (&str, &Said),
    span: &Span,
    target: &Ours,
    defined: &HashMap<&str, Vec<(&str, usize)>>,
) -> Option<(Spot, bool)> {
    let named = file.at.get(&line(span.start.line))?;
    let mut judged = None;
    for (spot, symbol, is_definition) in named {
        let is_inside = spot.1 >= span.start.column as usize
            && (span.end.line != span.start.line || spot.2 <= span.end.column as usize);
        let is_exact = (spot.1, spot.2) == (span.start.column as usize, span.end.column as usize);
        if *is_definition || !is_inside || !is_exact && text(file, spot) != target.name {
            continue;
        }
        let is_local = path == target.path && symbol.starts_with("local ");
        if symbol.starts_with("local ") && !file.locals.contains_key(symbol.as_str()) {
            continue;
        }
        let places = defined.get(symbol.as_str()).map_or(&[][..], Vec::as_slice);
        let is_there = places
            .iter()
            .any(|(path, line)| *path == target.path && (target.lines.0..=target.lines.1).contains(line));
        if !is_there && !file.is_meant(spot, symbol) {
            continue;
        }
        let is_there = match own_type(symbol) {
            Some("_") => continue,
            Some(own) => own == target.name,
            None => is_there,
        };
        let is_true = is_there || is_local && file.locals.get(symbol.as_str()) == Some(&target.lines.0);
        if is_true || judged.is_none() {
            judged = Some((*spot, is_true));
        }
    }
    judged
}

/// The type of an `impl`, where a symbol is one: so newer versions of rust-analyzer name what `Self` is, and define it nowhere.
fn own_type(symbol: &str) -> Option<&str> {
    let (_, of) = symbol.strip_suffix(']')?.split_once("impl#[")?;
    let of = of.trim_start_matches('`');
    let end = of.find(|letter: char| !is_letter(letter) && letter != ':').unwrap_or(of.len());
    of.get(..end)?.rsplit(':').next()
}

fn is_function(symbol: &str) -> bool {
    symbol.ends_with(").")
}

fn symbols(said: &HashMap<String, Said>, files: &[FileRecords], tell: &Tell) -> Count {
    let ours: HashSet<(&str, &str, usize)> = files
        .iter()
        .flat_map(|records| &records.symbols)
        .flat_map(|symbol| {
            // The name stands somewhere between the first line and the last.
            let last = line(symbol.span.end.line);
            let lines = line(symbol.span.start.line)..=last;
            lines.take(64).chain([last]).map(|line| (symbol.path.as_str(), symbol.name.as_str(), line))
        })
        .collect();
    let mut count = Count::default();
    for (path, file) in said {
        for (spot, symbol, is_definition) in file.at.values().flatten() {
            let name = text(file, spot);
            if *is_definition && is_name(name) && (is_function(symbol) || symbol.ends_with('#')) {
                let is_hit = ours.contains(&(path.as_str(), name, spot.0));
                count.add(is_hit);
                if !is_hit {
                    tell("missed symbol", path, spot, name, "");
                }
            }
        }
    }
    count
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(is_letter)
}

fn is_letter(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// How many of the calls, and of all uses, of the project's symbols were found.
fn recall(
    said: &HashMap<String, Said>,
    defined: &HashMap<&str, Vec<(&str, usize)>>,
    hit_calls: &HashSet<(&str, Spot)>,
    hit: &HashSet<(&str, Spot)>,
    tell: &Tell,
) -> (Count, Count) {
    let (mut calls, mut uses) = (Count::default(), Count::default());
    for (path, file) in said {
        let mut counted: HashSet<(Spot, bool)> = HashSet::new();
        for (spot, symbol, is_definition) in file.at.values().flatten() {
            let is_kind = is_function(symbol) || symbol.ends_with('#') || symbol.ends_with('.');
            if *is_definition
                || !is_kind
                || !file.is_meant(spot, symbol)
                || !defined.contains_key(symbol.as_str())
                || !is_name(text(file, spot))
            {
                continue;
            }
            let line = file.lines.get(spot.0).map_or("", String::as_str);
            let first = line.split_whitespace().next().unwrap_or_default();
            let is_import = matches!(first, "use" | "import" | "from" | "export" | "pub");
            if !is_import && counted.insert((*spot, false)) {
                let is_hit = hit.contains(&(path.as_str(), *spot));
                uses.add(is_hit);
                if !is_hit {
                    tell("missed use", path, spot, text(file, spot), "");
                }
            }
            let behind = line.get(spot.2..).unwrap_or_default().trim_start();
            let is_called =
                is_function(symbol) && behind.starts_with(['(', '<', ':']) && behind.contains('(');
            if is_called && counted.insert((*spot, true)) {
                let is_hit = hit_calls.contains(&(path.as_str(), *spot));
                calls.add(is_hit);
                if !is_hit {
                    tell("missed call", path, spot, text(file, spot), "");
                }
            }
        }
    }
    (calls, uses)
}
