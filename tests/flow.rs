//! Control flow and syntax trees: small sources with their expected graphs beside them, and hostile text.
//!
//! `tests/flow/<case>.<ext>` has its graphs in `<case>.<ext>.flow`: for each function its first line and its
//! complexity, then a line a block: number, kind, line, the first line of its text, how it ends, and the ways
//! out of it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]

use std::fmt::Write;
use std::fs;
use std::path::Path;

use magellan_tui::index::extract::structure;
use magellan_tui::index::flow::Structure;
use magellan_tui::model::Language;
use magellan_tui::syntax::{WORKER_STACK_BYTES, declare_thread_stack};
use proptest::prelude::*;

fn first_line(source: &[u8], from: u64, to: u64) -> String {
    let text = String::from_utf8_lossy(&source[from as usize..to as usize]).into_owned();
    let line = text.lines().next().unwrap_or_default().trim();
    line.chars().take(48).collect()
}

/// The graphs of a file as text, in the order of the text.
fn render(source: &[u8], found: &Structure) -> String {
    let mut text = String::new();
    let mut functions: Vec<_> = found.functions.iter().collect();
    functions.sort_by_key(|function| (function.bytes.0, std::cmp::Reverse(function.bytes.1)));
    for function in functions {
        let title = first_line(source, function.bytes.0, function.bytes.1);
        writeln!(text, "{title}  [complexity {}]", function.complexity).unwrap();
        for (number, block) in function.cfg.blocks.iter().enumerate() {
            let span = &block.span;
            let words = first_line(source, span.byte_start, span.byte_end);
            write!(text, "  {number} {} :{} `{words}` {}", block.kind, span.start.line, block.terminator)
                .unwrap();
            for edge in function.cfg.edges.iter().filter(|edge| edge.source as usize == number) {
                write!(text, ", {} {}", edge.kind, edge.target).unwrap();
            }
            text.push('\n');
        }
        text.push('\n');
    }
    text
}

/// What holds of the structure of any text.
fn check(source: &[u8], found: &Structure) {
    let end = source.len() as u64;
    for (number, node) in found.nodes.iter().enumerate() {
        assert!(node.byte_start <= node.byte_end && node.byte_end <= end, "{node:?}");
        if let Some(parent) = node.parent {
            assert!((parent as usize) < number);
            let parent = &found.nodes[parent as usize];
            assert!(parent.byte_start <= node.byte_start && node.byte_end <= parent.byte_end);
        }
    }
    for function in &found.functions {
        let (from, to) = function.bytes;
        let (blocks, edges) = (&function.cfg.blocks, &function.cfg.edges);
        assert!(blocks.len() >= 2 && blocks[0].kind == "entry", "{function:?}");
        let exit = blocks.len() - 1;
        assert_eq!(blocks[exit].kind, "exit");
        assert!(blocks.iter().filter(|block| block.kind == "exit").count() == 1);
        for block in blocks {
            let span = &block.span;
            assert!(
                from <= span.byte_start && span.byte_start <= span.byte_end && span.byte_end <= to,
                "{block:?}"
            );
        }
        let mut ways = vec![Vec::new(); blocks.len()];
        for edge in edges {
            assert!((edge.target as usize) < blocks.len(), "{edge:?}");
            ways[edge.source as usize].push(edge);
        }
        assert!(ways[exit].is_empty());
        let mut reached = vec![false; blocks.len()];
        let mut waiting = vec![0];
        while let Some(at) = waiting.pop() {
            if !std::mem::replace(&mut reached[at], true) {
                waiting.extend(ways[at].iter().map(|edge| edge.target as usize));
            }
        }
        for (block, reached) in blocks.iter().zip(&reached) {
            assert!(block.kind == "exit" || *reached == (block.kind != "unreachable"), "{block:?}");
        }
        let decided = |kind: &str| !matches!(kind, "closure" | "alternative" | "resume");
        let decisions: usize = ways
            .iter()
            .map(|ways| ways.iter().filter(|edge| decided(&edge.kind)).count().saturating_sub(1))
            .sum();
        assert_eq!(function.complexity as usize, decisions + 1);
        // Each decision and each block stands for something in the text.
        assert!((blocks.len() as u64) <= 3 * (to - from) + 3 && (edges.len() as u64) <= 4 * (to - from) + 4);
    }
}

fn case(name: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/flow").join(name);
    let source = fs::read(&path).unwrap();
    let found = structure(&source, Language::of_path(name));
    check(&source, &found);
    assert!(!found.nodes.is_empty());
    let beside = path.with_file_name(format!("{name}.flow"));
    let text = render(&source, &found);
    let expected = fs::read_to_string(beside).unwrap_or_default();
    assert!(text == expected, "{name}: expected\n{expected}\nfound\n{text}");
}

#[test]
fn rust_functions_have_their_expected_graphs() {
    case("control.rs");
}

#[test]
fn python_functions_have_their_expected_graphs() {
    case("control.py");
}

#[test]
fn c_functions_have_their_expected_graphs() {
    case("control.c");
}

#[test]
fn cpp_functions_have_their_expected_graphs() {
    case("control.cpp");
}

#[test]
fn cuda_functions_have_their_expected_graphs() {
    case("control.cu");
}

#[test]
fn java_functions_have_their_expected_graphs() {
    case("Control.java");
}

#[test]
fn javascript_functions_have_their_expected_graphs() {
    case("control.js");
}

#[test]
fn typescript_functions_have_their_expected_graphs() {
    case("control.ts");
}

#[test]
fn tsx_functions_have_their_expected_graphs() {
    case("control.tsx");
}

#[test]
fn go_functions_have_their_expected_graphs() {
    case("control.go");
}

/// Pieces of which sources are made that mean nothing and nest anyhow.
const PIECES: &[&str] = &[
    "fn f() {",
    "def f():\n ",
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    ";",
    ":",
    ",",
    "\n",
    "\n    ",
    "if ",
    "if (a) ",
    "else ",
    "elif a:\n ",
    "while a ",
    "while (a) ",
    "for a in b ",
    "for (;;) ",
    "for (a; b; c) ",
    "do ",
    "loop ",
    "match a ",
    "switch (a) ",
    "case 1: ",
    "default: ",
    "case _:\n ",
    "a => ",
    "_ => ",
    "break",
    "continue",
    "return ",
    "throw ",
    "raise ",
    "try ",
    "try:\n ",
    "catch (e) ",
    "except:\n ",
    "finally ",
    "finally:\n ",
    "with a:\n ",
    "a && b",
    "a || b",
    "a and b",
    "a or b",
    "not a",
    "!",
    "?",
    "a ? b : c",
    "a if b else c",
    "'l: ",
    "l: ",
    "break 'l",
    "break l",
    "goto l;",
    "|a| ",
    "lambda a: ",
    "a => {",
    "() -> ",
    "let a = ",
    "let Some(a) = b ",
    "[a for a in b if c]",
    "async ",
    "yield ",
    "await ",
    "a",
    "b()",
    "1",
    "\"x\"",
    "x = ",
    "func f() {",
    "func() {",
    "select {",
    "fallthrough;",
    "defer ",
    "void f() {",
    "int f(int a) {",
    "class A {",
    "class A:\n ",
    "impl A {",
    "function f() {",
    "synchronized (a) ",
];

const ALL: &[Language] = &[
    Language::Rust,
    Language::Python,
    Language::C,
    Language::Cpp,
    Language::Cuda,
    Language::Java,
    Language::JavaScript,
    Language::TypeScript,
    Language::Tsx,
    Language::Go,
];

fn shake(language: Language, source: &[u8]) {
    check(source, &structure(source, language));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn arbitrary_bytes_have_a_sound_structure(source in prop::collection::vec(any::<u8>(), 0..300)) {
        for &language in ALL {
            shake(language, &source);
        }
    }

    #[test]
    fn arbitrary_pieces_have_a_sound_structure(
        pieces in prop::collection::vec(prop::sample::select(PIECES), 0..80),
        opening in prop::sample::select(&["", "fn f() { ", "def f():\n ", "void f() { ", "func f() { ", "function f() { "][..]),
    ) {
        let source = format!("{opening}{}", pieces.concat());
        for &language in ALL {
            shake(language, source.as_bytes());
        }
    }

    #[test]
    fn mutated_sources_have_a_sound_structure(
        changes in prop::collection::vec((any::<prop::sample::Index>(), 0usize..30, prop::sample::select(PIECES)), 1..12),
        which in any::<prop::sample::Index>(),
    ) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/flow");
        let mut names: Vec<String> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.retain(|name| !name.ends_with(".flow"));
        names.sort();
        let name = &names[which.index(names.len())];
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/flow").join(name);
        let mut source = fs::read(path).unwrap();
        for (at, length, piece) in changes {
            let from = at.index(source.len() + 1);
            let to = (from + length).min(source.len());
            source.splice(from..to, piece.bytes());
        }
        shake(Language::of_path(name), &source);
    }
}

#[test]
fn deep_nesting_is_only_long() {
    let work = || {
        declare_thread_stack(WORKER_STACK_BYTES);
        for (language, opening, pieces) in [
            (
                Language::Rust,
                "fn f() {",
                &["if a {", "match a { _ => {", "loop {", "(", "!(", "a && (", "|| {"][..],
            ),
            (Language::Python, "def f():\n ", &["(", "[", "not ", "a and (", "lambda: ", "[a for a in "]),
            (
                Language::C,
                "void f() {",
                &["if (a) {", "{", "while (a) ", "a ? b : ", "l: ", "!", "switch (a) { case 1: "],
            ),
            (Language::Java, "class A { void f() {", &["if (a) ", "do {", "try {", "a = () -> {"]),
            (Language::JavaScript, "function f() {", &["if (a) ", "for (;;) ", "try {", "(() => {", "a || "]),
            (Language::Go, "func f() {", &["if a {", "for {", "func() {", "switch {\ncase a: "]),
        ] {
            for piece in pieces {
                let source = format!("{opening}{}", piece.repeat(20_000));
                shake(language, source.as_bytes());
            }
        }
    };
    std::thread::Builder::new().stack_size(WORKER_STACK_BYTES).spawn(work).unwrap().join().unwrap();
}
