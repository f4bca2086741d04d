//! What a compiler says of names goes before what is found without it, for as long as it is of the same text.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::{Duration, SystemTime};

use magellan_tui::index::{self, Heard, IndexError, Options, Summary};
use magellan_tui::model::{
    Call, Certainty, Direction, EdgeKind, Node, NodeData, NodeId, Record, RecordKind, Severity, Symbol,
};
use magellan_tui::store::{self, Engine, Reader};
use protobuf::{EnumOrUnknown, Message as _, MessageField};
use scip::types::{
    Document, Index, Metadata, Occurrence, PositionEncoding, Relationship, SymbolInformation, SymbolRole,
};
use tempfile::TempDir;

/// The qualified name of what a use means, and how that is known.
type Meant = (Option<String>, Option<Certainty>);

const ENGINES: [Engine; 2] = [Engine::Fjall, Engine::Sqlite];

struct Lab {
    dir: TempDir,
    engine: Engine,
}

impl Lab {
    fn new(engine: Engine, files: &[(&str, &str)]) -> Lab {
        let lab = Lab { dir: TempDir::new().unwrap(), engine };
        for (path, text) in files {
            lab.write(path, text);
        }
        lab
    }

    fn root(&self) -> PathBuf {
        self.dir.path().join("src")
    }

    fn at(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Writes a file whose time is long past, so that it may be trusted.
    fn write(&self, path: &str, text: &str) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        let file = fs::File::options().append(true).open(path).unwrap();
        file.set_modified(SystemTime::now() - Duration::from_secs(100)).unwrap();
    }

    fn try_run(&self, scip: &[&Path]) -> Result<Summary, IndexError> {
        let options = Options {
            root: self.root(),
            database: self.at("index"),
            engine: self.engine,
            wait: Duration::ZERO,
            jobs: 2,
            args: vec!["index".to_owned()],
            rules: Default::default(),
            scip: scip.iter().map(|&path| path.to_owned()).collect(),
        };
        index::run(&options, &|_| {}, &AtomicBool::new(false))
    }

    fn run(&self, documents: &[Document]) -> Summary {
        let index = Index { documents: documents.to_vec(), ..Default::default() };
        let path = self.at("index.scip");
        fs::write(&path, index.write_to_bytes().unwrap()).unwrap();
        self.try_run(&[&path]).unwrap()
    }

    fn run_without(&self) {
        self.try_run(&[]).unwrap();
    }

    fn read<T>(&self, read: impl FnOnce(&dyn Reader) -> T) -> T {
        let store = store::open(&self.at("index")).unwrap();
        let found = store.verify(&mut |_, _| true).unwrap();
        assert!(found.damage.is_empty(), "{:?}", found.damage);
        let reader = store.reader().unwrap();
        read(reader.as_ref())
    }

    /// Where each call or reference leads, by its path, line and name: the qualified name of what it means.
    fn uses(&self, sort: RecordKind) -> BTreeMap<(String, u32, String), Meant> {
        self.read(|reader| {
            let mut uses = BTreeMap::new();
            let each = &mut |record| {
                let Record::Node(node) = record else { panic!("no node") };
                let (path, span, name, certainty, kind) = match node.data {
                    NodeData::Call(Call { path, span, callee, certainty, .. }) => {
                        (path, span, callee, certainty, EdgeKind::Calls)
                    }
                    NodeData::Reference(used) => {
                        (used.path, used.span, used.target, None, EdgeKind::References)
                    }
                    other => panic!("{other:?}"),
                };
                let edges = reader.edges(node.id, Direction::Out, &kind, None, 10).unwrap().items;
                let to = edges.first().map(|edge| symbol(reader, edge.to).qualified);
                uses.insert((path, span.start.line, name), (to, certainty));
                true
            };
            reader.records(sort, each).unwrap();
            uses
        })
    }

    /// Where the call of a name on a line leads.
    fn call(&self, path: &str, line: u32, name: &str) -> Meant {
        let calls = self.uses(RecordKind::Call);
        calls
            .get(&(path.to_owned(), line, name.to_owned()))
            .unwrap_or_else(|| panic!("{name}: {calls:?}"))
            .clone()
    }

    /// Everything but the log of runs and what only says when.
    fn content(&self) -> Vec<String> {
        self.read(|reader| {
            let mut content = Vec::new();
            for kind in RecordKind::ALL {
                let is_timed = matches!(
                    kind,
                    RecordKind::Execution
                        | RecordKind::Diagnostic
                        | RecordKind::FileState
                        | RecordKind::File
                        | RecordKind::Chunk
                        | RecordKind::FileMetrics
                        | RecordKind::SymbolMetrics
                );
                let each = &mut |record| {
                    content.push(format!("{record:?}"));
                    true
                };
                if !is_timed {
                    reader.records(kind, each).unwrap();
                }
            }
            content
        })
    }
}

fn symbol(reader: &dyn Reader, id: NodeId) -> Symbol {
    match reader.node(id).unwrap() {
        Some(Node { data: NodeData::Symbol(symbol), .. }) => symbol,
        other => panic!("{other:?}"),
    }
}

/// A document of a text in which names are marked: `«symbol|name»` uses it, `«=symbol|name»` defines it.
fn document(path: &str, marked: &str, encoding: PositionEncoding) -> (String, Document) {
    let mut text = String::new();
    let mut document = Document {
        relative_path: path.to_owned(),
        position_encoding: EnumOrUnknown::new(encoding),
        ..Default::default()
    };
    let units = |text: &str| match encoding {
        PositionEncoding::UTF8CodeUnitOffsetFromLineStart => text.len(),
        PositionEncoding::UTF32CodeUnitOffsetFromLineStart => text.chars().count(),
        _ => text.encode_utf16().count(),
    };
    let mut rest = marked;
    while let Some((before, after)) = rest.split_once('«') {
        text.push_str(before);
        let (mark, after) = after.split_once('»').unwrap();
        let (symbol, name) = mark.split_once('|').unwrap();
        let (is_definition, symbol) =
            symbol.strip_prefix('=').map_or((false, symbol), |symbol| (true, symbol));
        let line = text.matches('\n').count();
        let column = units(text.rsplit('\n').next().unwrap());
        text.push_str(name);
        document.occurrences.push(Occurrence {
            range: [line, column, column + units(name)].map(|n| n as i32).to_vec(),
            symbol: if symbol.starts_with("local ") {
                symbol.to_owned()
            } else {
                format!("x . . . {symbol}")
            },
            symbol_roles: if is_definition { SymbolRole::Definition as i32 } else { 0 },
            ..Default::default()
        });
        rest = after;
    }
    text.push_str(rest);
    (text, document)
}

const UTF16: PositionEncoding = PositionEncoding::UTF16CodeUnitOffsetFromLineStart;

/// Two types with one name of a member, which nobody can tell apart without a compiler, and a call of it.
const SHAPES: &str = "\
class «=Ball#|Ball»:
    def «=Ball#roll().|roll»(self): pass

class «=Cube#|Cube»:
    def «=Cube#roll().|roll»(self): pass
";
const PLAY: &str = "\
from shapes import «Ball#|Ball», «Cube#|Cube»

def «=play().|play»(things):
    for thing in things:
        thing.«Cube#roll().|roll»()
        thing.«other#|stop»()
    «helper().|helper»()

def «=helper().|helper»():
    «play().|play»([])
";

fn shapes() -> [(String, Document); 2] {
    [document("shapes.py", SHAPES, UTF16), document("play.py", PLAY, UTF16)]
}

fn lab(engine: Engine) -> (Lab, [Document; 2]) {
    let [(shapes, of_shapes), (play, of_play)] = shapes();
    (Lab::new(engine, &[("shapes.py", &shapes), ("play.py", &play)]), [of_shapes, of_play])
}

fn certain(name: &str) -> Meant {
    (Some(name.to_owned()), Some(Certainty::Compiler))
}

#[test]
fn a_compiler_says_what_nobody_else_can() {
    for engine in ENGINES {
        let (lab, documents) = lab(engine);
        lab.run_without();
        assert_eq!(lab.call("play.py", 5, "roll").0, None);
        let summary = lab.run(&documents);
        assert_eq!(summary.heard, Some(Heard { files: 2, stale: 0, elsewhere: 0 }));
        assert_eq!(lab.call("play.py", 5, "roll"), certain("Cube.roll"));
        assert_eq!(lab.call("play.py", 7, "helper"), certain("helper"));
        assert_eq!(lab.call("play.py", 10, "play"), certain("play"));
        // What the compiler knows to be of elsewhere is not guessed at.
        assert_eq!(lab.call("play.py", 6, "stop"), (None, None));
    }
}

#[test]
fn what_it_says_holds_for_as_long_as_the_text_is_the_same() {
    for engine in ENGINES {
        let (lab, documents) = lab(engine);
        lab.run(&documents);
        let fresh = lab.content();
        // A run without it that has nothing to do, one that has, and one that hears it again.
        lab.run_without();
        assert_eq!(lab.content(), fresh);
        lab.write("more.py", "from play import play\nplay([])\n");
        lab.run_without();
        assert_eq!(lab.call("play.py", 5, "roll"), certain("Cube.roll"));
        assert_eq!(lab.call("more.py", 2, "play").1, Some(Certainty::Import));
        fs::remove_file(lab.root().join("more.py")).unwrap();
        lab.run_without();
        assert_eq!(lab.content(), fresh);
        lab.run(&documents);
        assert_eq!(lab.content(), fresh);
        // The file that it is of changes: nobody knows better than we do.
        lab.write("play.py", &format!("import os\n{}", shapes()[1].0));
        lab.run_without();
        assert_eq!(lab.call("play.py", 6, "roll"), (None, None));
        assert_eq!(lab.call("play.py", 8, "helper").1, Some(Certainty::Scope));
        // And heard again it is not of this text; of the other one it still is.
        let summary = lab.run(&documents);
        assert_eq!(summary.heard, Some(Heard { files: 1, stale: 1, elsewhere: 0 }));
        assert_eq!(lab.call("play.py", 6, "roll"), (None, None));
        let told = lab.read(|reader| {
            let last = reader.executions(None, 1).unwrap().items.remove(0).execution_id;
            reader.diagnostics(&last, 0, 10).unwrap().items
        });
        let is_told =
            |path: &str| told.iter().any(|told| told.path == path && told.severity == Severity::Note);
        assert!(is_told("play.py") && !is_told("shapes.py"), "{told:?}");
        lab.write("play.py", &shapes()[1].0);
        lab.run(&documents);
        assert_eq!(lab.content(), fresh);
    }
}

#[test]
fn where_a_file_that_it_leads_to_has_changed_ours_holds() {
    let (lab, documents) = lab(Engine::Sqlite);
    lab.run(&documents);
    lab.write("shapes.py", "class Cube:\n    def roll(self): pass\n");
    lab.run_without();
    // One `roll` is left, and it is found by that.
    let (to, certainty) = lab.call("play.py", 5, "roll");
    assert!(to.is_none() || to.as_deref() == Some("Cube.roll"));
    assert_ne!(certainty, Some(Certainty::Compiler));
    assert_eq!(lab.call("play.py", 7, "helper"), certain("helper"));
}

#[test]
fn columns_are_read_in_each_unit() {
    let marked = "def «=größe().|größe»(): pass\nx = '𝄞ä', «größe().|größe»(), «größe().|größe»()\n";
    for encoding in [
        PositionEncoding::UTF8CodeUnitOffsetFromLineStart,
        UTF16,
        PositionEncoding::UTF32CodeUnitOffsetFromLineStart,
    ] {
        let (text, mut document) = document("a.py", marked, encoding);
        for is_said in [true, false] {
            if !is_said {
                document.position_encoding =
                    EnumOrUnknown::new(PositionEncoding::UnspecifiedPositionEncoding);
            }
            let lab = Lab::new(Engine::Sqlite, &[("a.py", &text)]);
            assert_eq!(lab.run(&[document.clone()]).heard.unwrap().files, 1);
            let calls = lab.read(|reader| {
                let mut calls = 0;
                let each = &mut |record| {
                    if let Record::Node(Node { data: NodeData::Call(call), .. }) = record {
                        calls += usize::from(call.certainty == Some(Certainty::Compiler));
                    }
                    true
                };
                reader.records(RecordKind::Call, each).unwrap();
                calls
            });
            assert_eq!(calls, 2, "{encoding:?} {is_said}");
        }
    }
}

#[test]
fn what_extraction_does_not_find_is_added() {
    for engine in ENGINES {
        let marked = "\
def «=make().|make»(«=make().(size)|size»):
    exec('«=made.|made» = 1')

print('«made.|made»', «Thing#|Thing»)

class «=Thing#|Thing»:
    pass
";
        let (text, mut document) = document("a.py", marked, UTF16);
        document.symbols.push(SymbolInformation {
            symbol: "x . . . Thing#".to_owned(),
            relationships: vec![Relationship {
                symbol: "x . . . made#".to_owned(),
                is_implementation: true,
                ..Default::default()
            }],
            ..Default::default()
        });
        let (other, of_other) = self::document("b.py", "class «=made#|made»: pass\n", UTF16);
        let lab = Lab::new(engine, &[("a.py", &text), ("b.py", &other)]);
        let documents = [document, of_other];
        lab.run(&documents);
        let [made] = lab.read(|reader| {
            let mut all = reader.symbols_named("made", None, 10).unwrap().items;
            all.retain(|symbol| symbol.path == "a.py");
            <[Symbol; 1]>::try_from(all).unwrap()
        });
        assert_eq!((made.qualified.as_str(), made.span.start.line), ("make.made", 2));
        assert!(lab.read(|reader| reader.symbols_named("size", None, 10).unwrap().items).is_empty());
        let references = lab.uses(RecordKind::Reference);
        let leads = |name: &str| references[&("a.py".to_owned(), 4, name.to_owned())].0.clone();
        assert_eq!(leads("made").as_deref(), Some("make.made"));
        assert_eq!(leads("Thing").as_deref(), Some("Thing"));
        let bases = lab.read(|reader| {
            let thing = reader.symbols_named("Thing", None, 10).unwrap().items.remove(0).id;
            let edges = reader.edges(thing, Direction::Out, &EdgeKind::Implements, None, 10).unwrap();
            edges.items.iter().map(|edge| symbol(reader, edge.to).path).collect::<Vec<_>>()
        });
        assert_eq!(bases, ["b.py"]);
        // It is there once, however often it is said.
        let before = lab.content();
        lab.run(&documents);
        assert_eq!(lab.content(), before);
    }
}

#[test]
fn code_that_a_compiler_does_not_look_at_is_ours() {
    let marked = "\
fn «=f().|f»() { «g().|g»(); }
fn «=g().|g»() {}
#[cfg(windows)]
fn h() { g(); k(1); }
";
    let (text, document) = document("src/lib.rs", marked, UTF16);
    let lab = Lab::new(Engine::Sqlite, &[("src/lib.rs", &text)]);
    lab.run(&[document]);
    assert_eq!(lab.call("src/lib.rs", 1, "g"), certain("g"));
    assert_eq!(lab.call("src/lib.rs", 4, "g"), (Some("g".to_owned()), Some(Certainty::Scope)));
}

#[test]
fn what_is_local_to_a_function_stays_a_candidate() {
    let marked = "\
def «=outer().|outer»(run):
    def «=local 1|inner»(): pass
    «local 1|inner»()
    «local 2|run»()
";
    let (text, document) = document("a.py", marked, UTF16);
    let lab = Lab::new(Engine::Sqlite, &[("a.py", &text)]);
    lab.run(&[document]);
    let calls = lab.read(|reader| {
        let mut calls = Vec::new();
        let each = &mut |record| {
            if let Record::Node(Node { data: NodeData::Call(call), .. }) = record {
                calls.push(call);
            }
            true
        };
        reader.records(RecordKind::Call, each).unwrap();
        calls
    });
    let inner = lab.read(|reader| reader.symbols_named("inner", None, 10).unwrap().items.remove(0));
    let [call] = &calls[..] else { panic!("{calls:?}") };
    assert_eq!((call.callee.as_str(), call.certainty), ("inner", None));
    assert_eq!(call.candidates, [inner.stable_id]);
}

#[test]
fn an_alias_means_what_it_stands_for_and_a_constructor_its_type() {
    let (b, of_b) = document(
        "b.ts",
        "export class «=Box#|Box» {\n  «=Box#`<constructor>`().|constructor»() {}\n}\nexport function «=open().|open»() {}\n",
        UTF16,
    );
    let (a, of_a) = document(
        "a.ts",
        "import { «Box#|Box», «open().|open» as «open().|begin» } from './b';\nnew «Box#`<constructor>`().|Box»();\n«open().|begin»();\n",
        UTF16,
    );
    let lab = Lab::new(Engine::Sqlite, &[("a.ts", &a), ("b.ts", &b)]);
    assert_eq!(lab.run(&[of_a, of_b]).heard.unwrap().files, 2);
    assert_eq!(lab.call("a.ts", 2, "Box"), certain("Box"));
    assert_eq!(lab.call("a.ts", 3, "begin"), certain("open"));
}

#[test]
fn documents_of_other_files_are_counted() {
    let (lab, documents) = lab(Engine::Sqlite);
    let mut all = documents.to_vec();
    all.push(Document { relative_path: "gone.py".to_owned(), ..Default::default() });
    all.push(Document { relative_path: "../shapes.py".to_owned(), ..Default::default() });
    assert_eq!(lab.run(&all).heard, Some(Heard { files: 2, stale: 0, elsewhere: 2 }));
    // From the folder that the index names; of several for a file the first that is of its text.
    let stale =
        Index { documents: vec![document("play.py", "«=x().|x»\n", UTF16).1], ..Default::default() };
    let root = lab.root().canonicalize().unwrap();
    let mut moved = documents.to_vec();
    for document in &mut moved {
        document.relative_path = format!("src/{}", document.relative_path);
    }
    let metadata = Metadata {
        project_root: format!("file://{}", root.parent().unwrap().display()),
        ..Default::default()
    };
    let moved = Index { metadata: MessageField::some(metadata), documents: moved, ..Default::default() };
    let paths = [("one", stale), ("two", moved)].map(|(name, index)| {
        let path = lab.at(name);
        fs::write(&path, index.write_to_bytes().unwrap()).unwrap();
        path
    });
    let summary = lab.try_run(&[&paths[0], &paths[1]]).unwrap();
    assert_eq!(summary.heard, Some(Heard { files: 2, stale: 1, elsewhere: 0 }));
    assert_eq!(lab.call("play.py", 5, "roll"), certain("Cube.roll"));
}

#[test]
fn what_is_no_index_is_refused_and_nothing_made() {
    let (lab, documents) = lab(Engine::Sqlite);
    let whole = Index { documents: documents.to_vec(), ..Default::default() }.write_to_bytes().unwrap();
    let path = lab.at("index.scip");
    for bytes in [b"".to_vec(), b"no index".to_vec(), whole[..whole.len() - 5].to_vec()] {
        fs::write(&path, bytes).unwrap();
        let error = lab.try_run(&[&path]).unwrap_err();
        assert!(
            matches!(error, IndexError::Scip { .. }) && error.to_string().contains("index.scip"),
            "{error}"
        );
        assert!(!lab.at("index").exists());
    }
    assert!(lab.try_run(&[&lab.at("none")]).is_err());
}

#[test]
fn a_document_that_says_nonsense_breaks_nothing() {
    let (lab, documents) = lab(Engine::Sqlite);
    let with = |ranges: &[&[i32]]| {
        let mut nonsense = documents[1].clone();
        for (at, range) in ranges.iter().enumerate() {
            for symbol in ["", "local ", "`", "x . . . roll().", "x . . . \u{202e}#"] {
                nonsense.occurrences.push(Occurrence {
                    range: range.to_vec(),
                    enclosing_range: vec![3, 2, 1, 0],
                    symbol: symbol.to_owned(),
                    symbol_roles: at as i32,
                    ..Default::default()
                });
            }
        }
        lab.run(&[documents[0].clone(), nonsense]).heard.unwrap()
    };
    // What stands nowhere is of another text.
    let nowhere: [&[i32]; 6] = [&[], &[1], &[i32::MAX, 0, 1], &[0, 5, 2], &[-1, -1, -1], &[0, 0, 99, 0]];
    assert_eq!(with(&nowhere), Heard { files: 1, stale: 1, elsewhere: 0 });
    assert_eq!(lab.call("play.py", 5, "roll").0, None);
    // What stands where something else does, or on many lines, is passed over.
    assert_eq!(with(&[&[0, 0, 3, 0], &[4, 14, 18], &[1, 0, 0]]), Heard { files: 2, stale: 0, elsewhere: 0 });
    assert_eq!(lab.call("play.py", 5, "roll"), certain("Cube.roll"));
}

#[test]
fn our_own_export_says_what_we_say() {
    let sample = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/sample"));
    let lab = Lab::new(Engine::Fjall, &[]);
    fs::create_dir_all(lab.root()).unwrap();
    copy(sample, &lab.root());
    lab.run_without();
    let path = lab.at("own.scip");
    let mut out = Vec::new();
    lab.read(|reader| {
        let cancel = AtomicBool::new(false);
        magellan_tui::export::scip_index(reader, &index::name_starts, &mut out, &cancel).unwrap();
    });
    fs::write(&path, out).unwrap();
    let (calls, references) = (lab.uses(RecordKind::Call), lab.uses(RecordKind::Reference));
    let summary = lab.try_run(&[&path]).unwrap();
    assert_eq!(summary.heard.unwrap().stale, 0);
    let ends = |uses: BTreeMap<_, (Option<String>, _)>| {
        uses.into_iter().map(|(at, (to, _))| (at, to)).collect::<Vec<_>>()
    };
    let known = calls.values().filter(|(to, _)| to.is_some()).count();
    let again = lab.uses(RecordKind::Call);
    let sure = again.values().filter(|(_, certainty)| *certainty == Some(Certainty::Compiler)).count();
    assert!(known > 20 && sure == known, "{sure} of {known}");
    assert_eq!(ends(again), ends(calls));
    assert_eq!(ends(lab.uses(RecordKind::Reference)), ends(references));
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            copy(&from, &to)
        } else {
            let _bytes = fs::copy(from, to).unwrap();
        }
    }
}
