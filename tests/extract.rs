//! Extraction against small sources with their expected facts beside them, and against hostile text.
//!
//! `tests/extract/<language>/<case>.<ext>` has its facts in `<case>.facts`: a line each, see [`render`].
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use magellan_tui::index::extract::extract;
use magellan_tui::index::{FileFacts, Qualifier, SymbolFact, TypeFact, UseKind, ValueFact};
use magellan_tui::model::{Language, Span};
use magellan_tui::syntax::{WORKER_STACK_BYTES, declare_thread_stack};
use proptest::prelude::*;

/// Set, the facts beside the sources are written instead of compared: look at what changed.
const UPDATE: &str = "UPDATE_FACTS";

/// Facts as text: symbols, then imports, then uses, then diagnostics.
fn render(facts: &FileFacts) -> String {
    let mut text = String::new();
    let shown = |container: Option<u32>| {
        container.map_or("-".to_owned(), |index| facts.symbols[index as usize].qualified.clone())
    };
    for symbol in &facts.symbols {
        write!(text, "{} {} {}", place(&symbol.span), symbol.kind.label(), symbol.qualified).unwrap();
        if let Some(parent) = symbol.parent {
            write!(text, " in={}", facts.symbols[parent as usize].qualified).unwrap();
        }
        if let Some(owner) = &symbol.member_of {
            write!(text, " of={owner}").unwrap();
        }
        if let Some(of_type) = symbol.of_type {
            write!(text, " instance={}", type_texts(facts, &[of_type])).unwrap();
        }
        if !symbol.bases.is_empty() {
            write!(text, " bases={}", type_texts(facts, &symbol.bases)).unwrap();
        }
        write!(text, "{}", typing(facts, symbol)).unwrap();
        if symbol.complexity != 1 {
            write!(text, " complexity={}", symbol.complexity).unwrap();
        }
        text.push('\n');
    }
    for import in &facts.imports {
        let names = import.names.iter().map(|name| match &name.alias {
            Some(alias) => format!("{} as {alias}", name.name),
            None => name.name.clone(),
        });
        let mut names: Vec<String> = names.collect();
        names.extend(import.is_glob.then(|| "*".to_owned()));
        writeln!(
            text,
            "{} {} [{}] {{{}}} in={}",
            place(&import.span),
            import.kind,
            import.path.join(" "),
            names.join(", "),
            shown(import.container)
        )
        .unwrap();
    }
    for usage in &facts.uses {
        let kind = match usage.kind {
            UseKind::Call => "call",
            UseKind::MacroCall => "macro",
            UseKind::Reference => "ref",
        };
        let before = match &usage.qualifier {
            Qualifier::None => String::new(),
            Qualifier::Path(parts) => format!("{}/", parts.join("/")),
            Qualifier::Value(None) => "(..).".to_owned(),
            Qualifier::Value(Some(value)) => format!("{}.", value_text(facts, *value)),
        };
        let local = if usage.local { " local" } else { "" };
        let given = usage.given.iter().map(|of| of.map_or("_".to_owned(), |of| value_text(facts, of)));
        let arguments = match usage.arguments {
            Some(_) if !usage.given.is_empty() => format!("({})", given.collect::<Vec<_>>().join(", ")),
            Some(count) => format!("({count})"),
            None => String::new(),
        };
        let start = usage.span.start;
        writeln!(
            text,
            "{}:{} {kind} {before}{}{arguments}{local} in={}",
            start.line,
            start.column,
            usage.name,
            shown(usage.container)
        )
        .unwrap();
    }
    for diagnostic in &facts.diagnostics {
        writeln!(text, "{} {}: {}", diagnostic.line, diagnostic.severity.as_str(), diagnostic.message)
            .unwrap();
    }
    text
}

/// What is known of a symbol's type, and what else its text says of it.
fn typing(facts: &FileFacts, symbol: &SymbolFact) -> String {
    let mut text = String::new();
    for (name, bound) in &symbol.type_parameters {
        let bound = bound.map(|bound| format!(": {}", type_text(facts, bound))).unwrap_or_default();
        write!(text, " <{name}{bound}>").unwrap();
    }
    if let Some(declared) = symbol.declared {
        write!(text, " : {}", type_text(facts, declared)).unwrap();
    }
    if !symbol.values.is_empty() {
        let values: Vec<String> = symbol.values.iter().map(|value| value_text(facts, *value)).collect();
        write!(text, " = {}", values.join(" | ")).unwrap();
    }
    if symbol.parameters.iter().any(Option::is_some) {
        let parameters = symbol.parameters.iter();
        let parameters: Vec<String> =
            parameters.map(|of| of.map_or("_".to_owned(), |of| type_text(facts, of))).collect();
        write!(text, " ({})", parameters.join(",")).unwrap();
    }
    if let Some(takes) = symbol.takes {
        let most = if takes.most == u16::MAX { String::new() } else { takes.most.to_string() };
        write!(text, " takes={}..{most}", takes.least).unwrap();
    }
    let flags = symbol.flags;
    for (is_set, name) in [
        (flags.is_declaration, "declaration"),
        (flags.is_file_local, "file-local"),
        (flags.is_static, "static"),
        (flags.is_inner, "inner"),
        (flags.is_constant, "constant"),
        (flags.is_required, "required"),
        (flags.is_test, "test"),
        (flags.is_override, "override"),
        (flags.is_unlikely, "unlikely"),
        (flags.is_stand_in, "stand-in"),
        (flags.is_of_macro, "of-macro"),
    ] {
        text.push_str(if is_set { " " } else { "" });
        text.push_str(if is_set { name } else { "" });
    }
    text
}

fn type_texts(facts: &FileFacts, types: &[u32]) -> String {
    types.iter().map(|of| type_text(facts, *of)).collect::<Vec<_>>().join(",")
}

fn type_text(facts: &FileFacts, of: u32) -> String {
    match &facts.types[of as usize] {
        TypeFact::Named { path, arguments, .. } if arguments.is_empty() => path.join("."),
        TypeFact::Named { path, arguments, .. } => {
            format!("{}<{}>", path.join("."), type_texts(facts, arguments))
        }
        TypeFact::This => "This".to_owned(),
        TypeFact::Sequence(of) => format!("[{}]", type_text(facts, *of)),
        TypeFact::Tuple(of) => format!("({})", type_texts(facts, of)),
        TypeFact::Function(returned) => format!("fn->{}", type_text(facts, *returned)),
        TypeFact::Callable { takes, returns } => {
            let text = |of: &Option<u32>| of.map_or("_".to_owned(), |of| type_text(facts, of));
            let takes: Vec<String> = takes.iter().map(text).collect();
            format!("fn({})->{}", takes.join(","), text(returns))
        }
        TypeFact::AnyOf(of) => type_texts(facts, of).replace(',', "|"),
        TypeFact::Written(members) => {
            let names = members.iter().map(|member| facts.symbols[*member as usize].name.as_str());
            format!("{{{}}}", names.collect::<Vec<_>>().join(","))
        }
        TypeFact::Object(parts) => {
            let parts = parts.iter().map(|(name, value)| format!("{name}={}", value_text(facts, *value)));
            format!("{{{}}}", parts.collect::<Vec<_>>().join(","))
        }
        TypeFact::Held(hold, of) => format!("{hold:?}({})", type_text(facts, *of)),
        TypeFact::OfValue(value) => format!("typeof {}", value_text(facts, *value)),
        TypeFact::Values(of) => of.join("|"),
        TypeFact::With(name, is) => format!("{name}:{is:?}"),
        TypeFact::Says(of) => format!("is {}", type_text(facts, *of)),
        TypeFact::SaidBy(of) => format!("said by {}", value_text(facts, *of)),
    }
}

fn value_text(facts: &FileFacts, value: u32) -> String {
    match facts.values[value as usize] {
        ValueFact::Use(used) => {
            let used = &facts.uses[used as usize];
            format!("{}@{}", used.name, used.span.start.line)
        }
        ValueFact::Local(local) => {
            let local = facts.locals[local as usize];
            let declared = local.declared.map(|of| format!(": {}", type_text(facts, of)));
            let value = local.value.map(|value| format!(" = {}", value_text(facts, value)));
            format!("(local{}{})", declared.unwrap_or_default(), value.unwrap_or_default())
        }
        ValueFact::This(_) => "self".to_owned(),
        ValueFact::Super(_) => "super".to_owned(),
        ValueFact::Call(of) => format!("{}()", value_text(facts, of)),
        ValueFact::CallWith(of, given) => format!("{}<{}>()", value_text(facts, of), type_text(facts, given)),
        ValueFact::Constructed(of, _) => format!("(made {})", type_text(facts, of)),
        ValueFact::Common(of) => format!("key of {}", value_text(facts, of)),
        ValueFact::Of(of) => format!("(new {})", type_text(facts, of)),
        ValueFact::Element(of) => format!("{}[]", value_text(facts, of)),
        ValueFact::Numbered(of, part) => format!("{}[{part}]", value_text(facts, of)),
        ValueFact::Looped(of) => format!("each of {}", value_text(facts, of)),
        ValueFact::Entered(of) => format!("with {}", value_text(facts, of)),
        ValueFact::Inside(of) => format!("{}?", value_text(facts, of)),
        ValueFact::Part(of, part) => format!("{}#{part}", value_text(facts, of)),
        ValueFact::Parameter(of, number) => format!("{}<-{number}", value_text(facts, of)),
        ValueFact::Either(a, b) => format!("({} or {})", value_text(facts, a), value_text(facts, b)),
        ValueFact::Narrowed(of, by) => format!("({} is {})", value_text(facts, of), type_text(facts, by)),
        ValueFact::Without(of, by) => format!("({} is not {})", value_text(facts, of), type_text(facts, by)),
        ValueFact::Fields(of) => format!("fields of {}", value_text(facts, of)),
        ValueFact::Operated(a, b) => format!("({} and {})", value_text(facts, a), value_text(facts, b)),
        ValueFact::Outside => "literal".to_owned(),
        ValueFact::Unknown => "(..)".to_owned(),
    }
}

fn place(span: &Span) -> String {
    format!("{}-{}", span.start.line, span.end.line)
}

/// What holds of the facts of any file.
fn check(source: &[u8], facts: &FileFacts) {
    let end = source.len() as u64;
    let inside = |span: &Span| span.byte_start <= span.byte_end && span.byte_end <= end;
    let symbols = facts.symbols.len();
    let known = |index: Option<u32>| index.is_none_or(|index| (index as usize) < symbols);
    for symbol in &facts.symbols {
        assert!(inside(&symbol.span), "{symbol:?}");
        let (from, to) = symbol.name_bytes;
        assert!(symbol.span.byte_start <= from && from < to && to <= symbol.span.byte_end, "{symbol:?}");
        let name = String::from_utf8_lossy(&source[from as usize..to as usize]);
        assert_eq!(name, symbol.name);
        assert!(symbol.qualified.ends_with(symbol.name.as_str()), "{symbol:?}");
        assert!(known(symbol.parent) && symbol.complexity >= 1, "{symbol:?}");
    }
    for usage in &facts.uses {
        assert!(inside(&usage.span) && known(usage.container), "{usage:?}");
        if let Some(container) = usage.container {
            assert!(facts.symbols[container as usize].span.encloses(&usage.span), "{usage:?}");
        }
        let text = &source[usage.span.byte_start as usize..usage.span.byte_end as usize];
        assert_eq!(String::from_utf8_lossy(text), usage.name);
    }
    assert!(facts.uses.is_sorted_by_key(|usage| usage.span.byte_start));
    check_arenas(facts);
    for import in &facts.imports {
        assert!(inside(&import.span) && known(import.container), "{import:?}");
    }
}

/// What refers to a type, a value or a variable refers to one that is there, and that was there before it.
fn check_arenas(facts: &FileFacts) {
    let (types, values, locals) = (facts.types.len(), facts.values.len(), facts.locals.len());
    let is_type = |of: &u32| (*of as usize) < types;
    let is_value = |of: &u32| (*of as usize) < values;
    for symbol in &facts.symbols {
        assert!(symbol.bases.iter().chain(&symbol.declared).all(is_type), "{symbol:?}");
        assert!(symbol.type_parameters.iter().filter_map(|(_, bound)| bound.as_ref()).all(is_type));
        assert!(symbol.values.iter().all(is_value), "{symbol:?}");
        assert!(symbol.parameters.iter().flatten().all(is_type), "{symbol:?}");
    }
    for (at, of) in (0u32..).zip(&facts.types) {
        let inner: &[u32] = match of {
            TypeFact::Named { arguments, .. } => arguments,
            TypeFact::Tuple(of) | TypeFact::AnyOf(of) => of,
            TypeFact::Sequence(of) | TypeFact::Function(of) | TypeFact::Held(_, of) | TypeFact::Says(of) => {
                std::slice::from_ref(of)
            }
            TypeFact::Callable { takes, returns } => {
                assert!(takes.iter().flatten().chain(returns).all(|inner| is_type(inner) && *inner != at));
                &[]
            }
            TypeFact::OfValue(value) | TypeFact::SaidBy(value) => {
                assert!(is_value(value));
                &[]
            }
            TypeFact::Written(members) => {
                assert!(members.iter().all(|member| (*member as usize) < facts.symbols.len()));
                &[]
            }
            TypeFact::Object(parts) => {
                assert!(parts.iter().all(|(_, value)| (*value as usize) < facts.values.len()));
                &[]
            }
            TypeFact::This | TypeFact::Values(_) | TypeFact::With(..) => &[],
        };
        assert!(inner.iter().all(|inner| is_type(inner) && *inner != at), "{of:?}");
    }
    for (at, value) in (0u32..).zip(&facts.values) {
        match value {
            ValueFact::Use(used) => assert!((*used as usize) < facts.uses.len()),
            ValueFact::Local(local) => assert!((*local as usize) < locals),
            ValueFact::Of(of) => assert!(is_type(of)),
            ValueFact::CallWith(of, given) => assert!(*of < at && is_type(given)),
            ValueFact::Call(of)
            | ValueFact::Common(of)
            | ValueFact::Fields(of)
            | ValueFact::Element(of)
            | ValueFact::Inside(of)
            | ValueFact::Part(of, _)
            | ValueFact::Parameter(of, _) => {
                assert!(*of < at);
            }
            ValueFact::Either(a, b) | ValueFact::Operated(a, b) => assert!(*a < at && *b < at),
            ValueFact::Narrowed(of, by) | ValueFact::Without(of, by) => assert!(*of < at && is_type(by)),
            _ => {}
        }
    }
    for local in &facts.locals {
        assert!(local.declared.iter().all(is_type) && local.value.iter().all(is_value));
    }
    for used in &facts.uses {
        assert!(!matches!(&used.qualifier, Qualifier::Value(Some(value)) if !is_value(value)));
        assert!(used.given.iter().flatten().all(is_value), "{used:?}");
    }
}

fn cases(language: Language, folder: &str, extension: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/extract").join(folder);
    let mut sources: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .collect();
    sources.sort();
    assert!(!sources.is_empty());
    for path in sources {
        let source = fs::read(&path).unwrap();
        let facts = extract(path.file_name().unwrap().to_str().unwrap(), &source, language);
        check(&source, &facts);
        let expected = fs::read_to_string(path.with_extension("facts")).unwrap_or_default();
        let found = render(&facts);
        if std::env::var_os(UPDATE).is_some() {
            fs::write(path.with_extension("facts"), found).unwrap();
            continue;
        }
        assert!(found == expected, "{}: expected\n{expected}\nfound\n{found}", path.display());
    }
}

#[test]
fn rust_sources_have_their_expected_facts() {
    cases(Language::Rust, "rust", "rs");
}

#[test]
fn python_sources_have_their_expected_facts() {
    cases(Language::Python, "python", "py");
}

#[test]
fn java_sources_have_their_expected_facts() {
    cases(Language::Java, "java", "java");
}

#[test]
fn go_sources_have_their_expected_facts() {
    cases(Language::Go, "go", "go");
}

#[test]
fn javascript_sources_have_their_expected_facts() {
    cases(Language::JavaScript, "javascript", "js");
    cases(Language::JavaScript, "javascript", "jsx");
}

#[test]
fn typescript_sources_have_their_expected_facts() {
    cases(Language::TypeScript, "typescript", "ts");
    cases(Language::Tsx, "typescript", "tsx");
}

#[test]
fn c_sources_have_their_expected_facts() {
    cases(Language::C, "c", "c");
}

#[test]
fn cpp_sources_have_their_expected_facts() {
    cases(Language::Cpp, "cpp", "cpp");
}

#[test]
fn a_header_is_in_the_language_that_its_text_shows() {
    for (language, text) in [
        (Language::C, "struct class { int private : 1; };\nint f(struct class *class);\n"),
        (
            Language::C,
            "#ifdef __cplusplus\nextern \"C\" {\nnamespace a { class B {}; }\n#endif\nint f(void);\n",
        ),
        (Language::C, "// class A { public: };\n#define X a::b\nconst char *s = \"std::string\";\n"),
        (Language::Cpp, "namespace a { int f(); }\n"),
        (Language::Cpp, "template <class T> T f();\n"),
        (Language::Cpp, "class A : B {\n public:\n  int x;\n};\n"),
        (Language::Cpp, "struct A { std::string s; };\n"),
        (Language::C, "enum class { using = 1 };\nint f(enum class *);\n"),
        (Language::Cpp, "LIB_BEGIN\nenum class A : uint8 { B };\nLIB_END\n"),
        (Language::Cpp, "class A;\nusing B = const A;\n"),
        (
            Language::C,
            "int f(int operator, const char *virtual) { return operator < 2 && operator == (1); }\n",
        ),
        (Language::Cpp, "struct A {\n  A();\n  bool operator<(A b) const;\n};\n"),
        (Language::Cpp, "struct A {\n  A(const A &a);\n};\n"),
        (Language::Cpp, "struct A {\n  virtual int f() = 0;\n};\n"),
        (Language::Cpp, "class LIB_API A\n{\n  LIB_MEMBERS(A)\npublic:\n  int f();\n};\n"),
        (Language::Cpp, "#ifndef A\n#ifdef __cplusplus\nclass A {\n public:\n  int x;\n};\n#endif\n#endif\n"),
    ] {
        assert_eq!(extract("a.h", text.as_bytes(), Language::C).language, language, "{text}");
        assert_eq!(extract("a.c", text.as_bytes(), Language::C).language, Language::C, "{text}");
    }
}

#[test]
fn cuda_sources_have_their_expected_facts() {
    cases(Language::Cuda, "cuda", "cu");
}

#[test]
fn every_name_of_a_symbol_lies_in_its_file_and_module() {
    let facts = extract("crates/a/src/store/mod.rs", b"fn f() {}", Language::Rust);
    assert_eq!(facts.module, ["store"]);
    let facts = extract("src/main/java/a/A.java", b"package a.b.c; class A {}", Language::Java);
    assert_eq!(facts.module, ["a", "b", "c"]);
    let facts = extract("net/http/client.go", b"package http", Language::Go);
    assert_eq!(facts.module, ["net", "http"]);
    let facts = extract("net/http/client_test.go", b"package http_test", Language::Go);
    assert_eq!(facts.module, ["net", "http_test"]);
    let facts = extract("net/http/gen.go", b"//go:build ignore\n\npackage main", Language::Go);
    assert_eq!(facts.module, ["net", "http", "ignore"]);
    let facts = extract("pkg/json/decoder.py", b"x = 1\r\ny = 2", Language::Python);
    assert_eq!(facts.module, ["pkg", "json", "decoder"]);
    assert_eq!((facts.lines, facts.bytes), (2, 12));
    assert_eq!(facts.symbols.len(), 2);
}

#[test]
fn a_definition_has_its_signature_its_comment_and_its_attributes() {
    let rust = "/// One.\n/// Two.\n#[test]\n#[cfg(unix)]\npub fn f<T>(\n    a: T,\n) -> u8 {\n    0\n}\n\n// Not this.\n\nstruct S { x: u8 }\n";
    let facts = extract("src/lib.rs", rust.as_bytes(), Language::Rust);
    let [f, s, _] = &facts.symbols[..] else { panic!("{:?}", facts.symbols) };
    let [said_of_f, said_of_s, _] = &facts.details[..] else { panic!("{:?}", facts.details) };
    assert_eq!(said_of_f.signature, "pub fn f<T>( a: T, ) -> u8");
    assert_eq!(said_of_f.doc, "One.\nTwo.");
    assert_eq!(said_of_f.attributes, ["#[test]", "#[cfg(unix)]"]);
    assert!(f.flags.is_test && !s.flags.is_test);
    assert_eq!((said_of_s.signature.as_str(), said_of_s.doc.as_str()), ("struct S", ""));

    let python = "@decorated(1)\ndef test_f(a: int) -> str:\n    \"\"\"One.\n\n    Two.\n    \"\"\"\n\nclass C(B):\n    def m(self): pass\n";
    let facts = extract("test_a.py", python.as_bytes(), Language::Python);
    let [f, _, m] = &facts.symbols[..] else { panic!("{:?}", facts.symbols) };
    let [said_of_f, said_of_c, _] = &facts.details[..] else { panic!("{:?}", facts.details) };
    assert_eq!(said_of_f.signature, "def test_f(a: int) -> str");
    assert_eq!(said_of_f.doc, "One.\n\nTwo.");
    assert_eq!(said_of_f.attributes, ["@decorated(1)"]);
    assert!(f.flags.is_test && !m.flags.is_test);
    assert_eq!(said_of_c.signature, "class C(B)");
}

#[test]
fn what_is_wrong_with_a_file_is_said_and_the_rest_is_indexed() {
    let said = |path: &str, source: &[u8]| -> (Vec<String>, Vec<String>) {
        let facts = extract(path, source, Language::of_path(path));
        check(source, &facts);
        assert!(facts.diagnostics.iter().all(|diagnostic| diagnostic.path == path));
        (
            facts.symbols.into_iter().map(|symbol| symbol.name).collect(),
            facts.diagnostics.into_iter().map(|diagnostic| diagnostic.message).collect(),
        )
    };
    let none: [&str; 0] = [];
    let (symbols, messages) = said("a.rs", b"fn a() {}\nfn b( {\n}\nfn c() {}\n");
    assert!(symbols.contains(&"a".to_owned()) && symbols.contains(&"c".to_owned()), "{symbols:?}");
    assert_eq!(messages, ["syntax error near line 2; indexed as far as it goes"]);
    let (symbols, messages) = said("a.py", b"x = '\xff'\ndef f(): pass");
    assert_eq!(symbols, ["x", "f"]);
    assert_eq!(messages, ["not UTF-8; the bytes that are not stand as U+FFFD in names"]);
    let (symbols, messages) = said("a.rs", b"\xef\xbb\xbffn f() {}\r\nfn g() {}");
    assert_eq!((symbols, messages), (vec!["f".to_owned(), "g".to_owned()], Vec::new()));
    let (symbols, messages) = said("a.rs", b"");
    assert_eq!((symbols.as_slice(), messages.as_slice()), (&[][..], &[][..]));
    // Too long: what comes first is found, and the line that is too long is not held against it.
    let mut long = b"fn first() {}\n// ".to_vec();
    long.resize((32 << 20) + 1, b'a');
    long.extend_from_slice(b"\nfn last() {}\n");
    let (symbols, messages) = said("a.rs", &long);
    assert_eq!(symbols, ["first"]);
    assert_eq!(messages, ["the file is too long: only the first 33554432 of its 33554447 bytes are indexed"]);
    let (symbols, messages) = said("a.rb", b"class A end");
    assert_eq!(symbols, none);
    assert_eq!(messages, ["other cannot be indexed yet"]);
    let long = "n".repeat(2000);
    let (symbols, _) = said("a.py", format!("{long} = 1\nshort = {long}\n").as_bytes());
    assert_eq!(symbols, ["short"]);
    let (symbols, _) = said("a.rs", b"fn a() {}\0fn b() {}");
    assert!(symbols.contains(&"a".to_owned()), "{symbols:?}");
}

#[test]
fn deep_nesting_does_not_overflow_the_stack() {
    let deep = 100_000;
    for (path, source) in [
        ("a.rs", "fn f() { ".to_owned() + &"(".repeat(deep) + &")".repeat(deep) + " }"),
        ("a.rs", "mod a { ".repeat(deep / 10) + &"}".repeat(deep / 10)),
        ("a.rs", "m! ".to_owned() + &"{".repeat(deep) + &"}".repeat(deep)),
        // An ambiguous parse, which tree-sitter takes apart by recursion.
        ("a.rs", "\x01\x02{<(".repeat(deep * 4)),
        ("a.rs", "use ".to_owned() + &"a::{".repeat(deep / 10) + "b" + &"}".repeat(deep / 10) + ";"),
        ("a.rs", "fn f() { a".to_owned() + &".b".repeat(deep) + "; a" + &"::b".repeat(deep) + " }"),
        ("a.c", "int x = ".to_owned() + &"(".repeat(deep) + &")".repeat(deep) + ";"),
        ("a.c", "#if A\n".repeat(deep) + &"#endif\n".repeat(deep)),
        ("a.c", "struct {".repeat(deep / 10) + &"} a;".repeat(deep / 10)),
        ("a.c", "int ".to_owned() + &"*".repeat(deep) + "a = " + &"{".repeat(deep / 10)),
        ("a.c", "A(".repeat(deep)),
        ("a.c", "void f() { ".to_owned() + &"a.b[".repeat(deep / 10) + &"]".repeat(deep / 10) + "; }"),
        ("a.cpp", "namespace a {".repeat(deep / 10) + &"}".repeat(deep / 10)),
        ("a.cpp", "a".to_owned() + &"::b".repeat(deep) + " x;"),
        ("a.cpp", "A<".repeat(deep / 10) + &">".repeat(deep / 10) + " x;"),
        ("a.cpp", "auto x = ".to_owned() + &"[] { return ".repeat(deep / 10)),
        ("a.cpp", "int f(".repeat(deep / 10)),
        ("a.cu", "k<<<".repeat(deep / 10)),
        ("a.py", "x = ".to_owned() + &"(".repeat(deep) + &")".repeat(deep)),
        ("a.py", "x = ".to_owned() + &"lambda: ".repeat(deep / 10) + "x"),
        ("a.py", "x = a".to_owned() + &".b".repeat(deep)),
        ("a.go", "package a; var x = ".to_owned() + &"(".repeat(deep) + "y" + &")".repeat(deep)),
        ("a.go", "package a; func f() ".to_owned() + &"{".repeat(deep / 10) + &"}".repeat(deep / 10)),
        ("a.go", "package a; var x = a".to_owned() + &".b()".repeat(deep)),
        ("a.go", "package a; var x ".to_owned() + &"[]".repeat(deep) + "T"),
        ("a.go", "package a; type x ".to_owned() + &"struct{a ".repeat(deep / 10) + &"}".repeat(deep / 10)),
        ("a.go", "package a; var x = T".to_owned() + &"{".repeat(deep / 10) + &"}".repeat(deep / 10)),
        ("a.go", "package a; var x = ".to_owned() + &"func() {".repeat(deep / 10) + &"}".repeat(deep / 10)),
        ("A.java", "class A { int a = ".to_owned() + &"(".repeat(deep) + "b" + &")".repeat(deep) + "; }"),
        ("A.java", "class A { ".repeat(deep / 10) + &"}".repeat(deep / 10)),
        (
            "A.java",
            "class A { a".to_owned() + &".b".repeat(deep) + " c; Object d = a" + &".b()".repeat(deep) + "; }",
        ),
        ("A.java", "class A { ".to_owned() + &"A<".repeat(deep / 10) + &">".repeat(deep / 10) + " a; }"),
        (
            "A.java",
            "class A { A a = ".to_owned() + &"new A() { A a = ".repeat(deep / 100) + &"}".repeat(deep / 100),
        ),
        ("A.java", "@A(".repeat(deep / 10) + &")".repeat(deep / 10) + " class A {}"),
        ("a.js", "x = ".to_owned() + &"(".repeat(deep) + &")".repeat(deep)),
        ("a.js", "x = a".to_owned() + &".b".repeat(deep)),
        ("a.js", "x = a".to_owned() + &"()".repeat(deep)),
        ("a.js", "x = ".to_owned() + &"a = ".repeat(deep / 10) + "b"),
        ("a.js", "x = ".to_owned() + &"a || ".repeat(deep / 10) + "b"),
        ("a.js", "x = ".to_owned() + &"{a: ".repeat(deep / 10) + "1" + &"}".repeat(deep / 10)),
        ("a.js", "x = ".to_owned() + &"() => ".repeat(deep / 10) + "x"),
        ("a.js", "const ".to_owned() + &"[".repeat(deep / 10) + "x" + &"]".repeat(deep / 10) + " = y"),
        ("a.ts", "type A = ".to_owned() + &"B<".repeat(deep / 10) + "C" + &">".repeat(deep / 10)),
        ("a.ts", "type A = ".to_owned() + &"B | ".repeat(deep / 10) + "C"),
        ("a.ts", "type A = ".to_owned() + &"{ a: ".repeat(deep / 10) + "C" + &"}".repeat(deep / 10)),
        ("a.ts", "namespace a { ".repeat(deep / 10) + &"}".repeat(deep / 10)),
        ("a.ts", "class A { b() { ".repeat(deep / 10) + &"}}".repeat(deep / 10)),
        ("a.tsx", "x = ".to_owned() + &"<A>".repeat(deep / 10) + &"</A>".repeat(deep / 10)),
    ] {
        let facts = extract(path, source.as_bytes(), Language::of_path(path));
        check(source.as_bytes(), &facts);
    }
}

#[test]
fn facts_do_not_depend_on_the_stack_that_a_file_is_parsed_on() {
    let source = include_str!("extract/rust/scopes.rs").repeat(20);
    let elsewhere = extract("a.rs", source.as_bytes(), Language::Rust);
    let worker = std::thread::Builder::new().stack_size(WORKER_STACK_BYTES);
    let here = worker.spawn(move || {
        declare_thread_stack(WORKER_STACK_BYTES);
        extract("a.rs", source.as_bytes(), Language::Rust)
    });
    assert_eq!(here.unwrap().join().unwrap(), elsewhere);
}

/// A source of ours with some of it cut out, doubled, or overwritten.
fn mutated(language: Language) -> impl Strategy<Value = Vec<u8>> {
    let sources: Vec<Vec<u8>> = match language {
        Language::Rust => vec![
            include_bytes!("extract/rust/items.rs").to_vec(),
            include_bytes!("extract/rust/scopes.rs").to_vec(),
            include_bytes!("extract/rust/imports.rs").to_vec(),
            include_bytes!("extract/rust/uses.rs").to_vec(),
        ],
        Language::Java => vec![
            include_bytes!("extract/java/items.java").to_vec(),
            include_bytes!("extract/java/scopes.java").to_vec(),
            include_bytes!("extract/java/imports.java").to_vec(),
            include_bytes!("extract/java/uses.java").to_vec(),
        ],
        Language::Go => vec![
            include_bytes!("extract/go/items.go").to_vec(),
            include_bytes!("extract/go/scopes.go").to_vec(),
            include_bytes!("extract/go/imports_test.go").to_vec(),
            include_bytes!("extract/go/uses.go").to_vec(),
        ],
        Language::JavaScript => vec![
            include_bytes!("extract/javascript/items.js").to_vec(),
            include_bytes!("extract/javascript/common.js").to_vec(),
            include_bytes!("extract/javascript/whole.js").to_vec(),
            include_bytes!("extract/javascript/view.jsx").to_vec(),
        ],
        Language::TypeScript => vec![
            include_bytes!("extract/typescript/items.ts").to_vec(),
            include_bytes!("extract/typescript/scopes.ts").to_vec(),
            include_bytes!("extract/typescript/imports.ts").to_vec(),
            include_bytes!("extract/typescript/uses.ts").to_vec(),
        ],
        Language::Tsx => vec![include_bytes!("extract/typescript/component.tsx").to_vec()],
        Language::C => vec![
            include_bytes!("extract/c/items.c").to_vec(),
            include_bytes!("extract/c/uses.c").to_vec(),
            include_bytes!("extract/c/macros.c").to_vec(),
        ],
        Language::Cpp => vec![
            include_bytes!("extract/cpp/items.cpp").to_vec(),
            include_bytes!("extract/cpp/macros.cpp").to_vec(),
            include_bytes!("extract/cpp/uses.cpp").to_vec(),
        ],
        Language::Cuda => vec![
            include_bytes!("extract/cuda/kernels.cu").to_vec(),
            include_bytes!("extract/cpp/uses.cpp").to_vec(),
        ],
        _ => vec![
            include_bytes!("extract/python/items.py").to_vec(),
            include_bytes!("extract/python/scopes.py").to_vec(),
            include_bytes!("extract/python/imports.py").to_vec(),
            include_bytes!("extract/python/uses.py").to_vec(),
        ],
    };
    let edit = (any::<prop::sample::Index>(), 0usize..40, prop::collection::vec(any::<u8>(), 0..4));
    (prop::sample::select(sources), prop::collection::vec(edit, 1..8)).prop_map(|(mut source, edits)| {
        for (at, length, new) in edits {
            let at = at.index(source.len() + 1);
            let end = (at + length).min(source.len());
            source.splice(at..end, new);
        }
        source
    })
}

/// Sources that were changed at random are extracted without a panic, twice alike, into facts that hold together.
macro_rules! mutated_sources {
    ($($name:ident: $path:literal as $language:expr,)*) => {
        proptest! {
            #![proptest_config(ProptestConfig::with_cases(200))]
            $(
                #[test]
                fn $name(source in mutated($language)) {
                    let facts = extract($path, &source, $language);
                    check(&source, &facts);
                    prop_assert_eq!(&facts, &extract($path, &source, $language));
                }
            )*
        }
    };
}

mutated_sources! {
    mutated_rust_gives_sound_facts: "a.rs" as Language::Rust,
    mutated_python_gives_sound_facts: "a.py" as Language::Python,
    mutated_java_gives_sound_facts: "A.java" as Language::Java,
    mutated_go_gives_sound_facts: "a.go" as Language::Go,
    mutated_javascript_gives_sound_facts: "a.js" as Language::JavaScript,
    mutated_typescript_gives_sound_facts: "a.ts" as Language::TypeScript,
    mutated_typescript_with_jsx_gives_sound_facts: "a.tsx" as Language::Tsx,
    mutated_c_gives_sound_facts: "a.c" as Language::C,
    mutated_cpp_gives_sound_facts: "a.cpp" as Language::Cpp,
    mutated_cuda_gives_sound_facts: "a.cu" as Language::Cuda,
}

proptest! {
    #[test]
    fn any_bytes_give_sound_facts(source in prop::collection::vec(any::<u8>(), 0..400)) {
        let languages = [
            Language::Rust,
            Language::Python,
            Language::Java,
            Language::Go,
            Language::JavaScript,
            Language::TypeScript,
            Language::Tsx,
            Language::C,
            Language::Cpp,
            Language::Cuda,
        ];
        for language in languages {
            let facts = extract("a", &source, language);
            check(&source, &facts);
            prop_assert_eq!(&facts, &extract("a", &source, language));
        }
    }
}
