//! Syntax colours: text in, ranges with a role out.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use tree_sitter_highlight::{HighlightConfiguration, HighlightEvent, Highlighter};

use super::grammars::{Grammar, grammar};
use super::stack::spawn_deep;
use crate::model::Language;

/// The longest text that is highlighted, in bytes.
pub const MAX_HIGHLIGHT_BYTES: usize = 4 << 20;

/// Longest time that one text may take. Only hostile text (macros nested thousands deep, which are
/// parsed anew at each level) comes near it.
const TIME_BUDGET: Duration = Duration::from_secs(3);

/// How often a running highlight looks whether it is still wanted.
const CANCEL_INTERVAL: Duration = Duration::from_millis(10);

/// What a piece of text is, to be coloured by a theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum SyntaxRole {
    Attribute,
    Comment,
    Constant,
    Escape,
    Function,
    Keyword,
    /// A Rust lifetime or a loop's label.
    Label,
    Macro,
    /// A module in a path or an import.
    Namespace,
    Number,
    Operator,
    Parameter,
    Property,
    Punctuation,
    String,
    /// A type, or a constructor or enum variant that is named like one.
    Type,
    Variable,
}

/// Capture names of the queries and their roles; tree-sitter-highlight takes the most specific
/// name of which all parts occur in a capture.
const CAPTURES: [(&str, SyntaxRole); 21] = [
    ("attribute", SyntaxRole::Attribute),
    ("comment", SyntaxRole::Comment),
    ("constant", SyntaxRole::Constant),
    ("constructor", SyntaxRole::Type),
    ("embedded", SyntaxRole::Variable),
    ("escape", SyntaxRole::Escape),
    ("function", SyntaxRole::Function),
    ("function.macro", SyntaxRole::Macro),
    ("keyword", SyntaxRole::Keyword),
    ("label", SyntaxRole::Label),
    ("namespace", SyntaxRole::Namespace),
    ("number", SyntaxRole::Number),
    ("operator", SyntaxRole::Operator),
    ("property", SyntaxRole::Property),
    ("punctuation", SyntaxRole::Punctuation),
    ("string", SyntaxRole::String),
    ("string.escape", SyntaxRole::Escape),
    ("type", SyntaxRole::Type),
    ("variable", SyntaxRole::Variable),
    ("variable.builtin", SyntaxRole::Keyword),
    ("variable.parameter", SyntaxRole::Parameter),
];

/// A range of the text and its role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Highlight {
    /// First byte, from 0; on a boundary between characters.
    pub start: u32,
    /// The byte behind the last one; likewise.
    pub end: u32,
    /// What the range is.
    pub role: SyntaxRole,
}

/// Highlights a text: ranges in ascending order that do not overlap and are never empty. What has no
/// role stands in none. Costs about the time of parsing the text twice; for a worker thread.
///
/// `None` where there is no grammar for the language, the text is longer than
/// [`MAX_HIGHLIGHT_BYTES`], it took more than a few seconds, or `cancel` was set meanwhile.
pub fn highlight(language: Language, text: &str, cancel: &AtomicBool) -> Option<Vec<Highlight>> {
    if text.len() > MAX_HIGHLIGHT_BYTES || cancel.load(Ordering::Relaxed) {
        return None;
    }
    let configuration = configuration(language)?;
    // tree-sitter-highlight listens to a flag of its own type; this thread passes ours on to it and
    // keeps the time, while one with a deeper stack does the work.
    let stop = AtomicUsize::new(0);
    let stop_after = &stop;
    let (done, watched) = channel::<()>();
    thread::scope(|scope| {
        let begin = Instant::now();
        let worker = spawn_deep(scope, text.len(), move || {
            let highlights = run(configuration, text, stop_after);
            drop(done);
            highlights
        });
        let worker = worker.ok()?;
        while watched.recv_timeout(CANCEL_INTERVAL) == Err(RecvTimeoutError::Timeout) {
            if cancel.load(Ordering::Relaxed) || begin.elapsed() > TIME_BUDGET {
                stop.store(1, Ordering::Relaxed);
                break;
            }
        }
        worker.join().ok().flatten()
    })
}

fn run(configuration: &HighlightConfiguration, text: &str, stop: &AtomicUsize) -> Option<Vec<Highlight>> {
    let mut highlighter = Highlighter::new();
    // The only injection is a macro's inside, in the language that surrounds it.
    let inject = |name: &str| (name == configuration.language_name).then_some(configuration);
    let events = highlighter.highlight(configuration, text.as_bytes(), None, Some(stop), inject).ok()?;
    let mut open = Vec::new();
    let mut highlights: Vec<Highlight> = Vec::new();
    for event in events {
        match event.ok()? {
            HighlightEvent::HighlightStart(highlight) => open.push(highlight.0),
            HighlightEvent::HighlightEnd => {
                open.pop();
            }
            HighlightEvent::Source { start, end } => {
                let Some((_, role)) = open.last().and_then(|&index| CAPTURES.get(index)) else { continue };
                push(&mut highlights, text, start, end, *role);
            }
        }
    }
    Some(highlights)
}

/// Adds a range, joined to the one before where both touch and have one role.
fn push(highlights: &mut Vec<Highlight>, text: &str, start: usize, end: usize, role: SyntaxRole) {
    if !text.is_char_boundary(start) || !text.is_char_boundary(end) {
        return;
    }
    let (Ok(mut start), Ok(end)) = (u32::try_from(start), u32::try_from(end)) else { return };
    if let Some(last) = highlights.last_mut() {
        if last.role == role && last.end == start {
            last.end = last.end.max(end);
            return;
        }
        start = start.max(last.end);
    }
    if start < end {
        highlights.push(Highlight { start, end, role });
    }
}

/// The queries of a language, compiled on first use (some milliseconds).
fn configuration(language: Language) -> Option<&'static HighlightConfiguration> {
    static COMPILED: [OnceLock<Option<HighlightConfiguration>>; Language::COUNT] =
        [const { OnceLock::new() }; Language::COUNT];
    let cell = COMPILED.get(language as usize)?;
    cell.get_or_init(|| compile(grammar(language)?)).as_ref()
}

fn compile(grammar: &Grammar) -> Option<HighlightConfiguration> {
    let mut configuration = HighlightConfiguration::new(
        (grammar.parser)(),
        grammar.language.label(),
        &grammar.highlights.join("\n"),
        grammar.injections,
        "",
    )
    .ok()?;
    configuration.configure(&CAPTURES.map(|(name, _)| name));
    Some(configuration)
}

#[cfg(test)]
#[allow(clippy::string_slice)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn roles(language: Language, text: &str) -> Vec<(&str, SyntaxRole)> {
        highlight(language, text, &AtomicBool::new(false))
            .unwrap()
            .iter()
            .map(|h| (&text[h.start as usize..h.end as usize], h.role))
            .collect()
    }

    #[test]
    fn rust_words_have_their_roles() {
        let found = roles(
            Language::Rust,
            "use std::io;\n#[inline]\nfn area(w: u32) -> f64 { 1.5 + MAX // c\n }\nstruct Map { len: &'static str }\n",
        );
        for expected in [
            ("fn", SyntaxRole::Keyword),
            ("std", SyntaxRole::Namespace),
            ("area", SyntaxRole::Function),
            ("w", SyntaxRole::Parameter),
            ("f64", SyntaxRole::Type),
            ("1.5", SyntaxRole::Number),
            ("MAX", SyntaxRole::Constant),
            ("// c\n", SyntaxRole::Comment),
            ("Map", SyntaxRole::Type),
            ("len", SyntaxRole::Property),
            ("static", SyntaxRole::Label),
        ] {
            let trimmed = |(text, role): &(&str, SyntaxRole)| (text.trim_end().to_owned(), *role);
            assert!(
                found.iter().any(|piece| trimmed(piece) == trimmed(&expected)),
                "{expected:?} in {found:?}"
            );
        }
    }

    #[test]
    fn the_inside_of_a_rust_macro_is_coloured_too() {
        let found = roles(Language::Rust, "fn f() { assert_eq!(build(\"x\"), 7); }");
        assert!(found.contains(&("assert_eq!", SyntaxRole::Macro)), "{found:?}");
        assert!(found.contains(&("build", SyntaxRole::Function)), "{found:?}");
        assert!(found.contains(&("\"x\"", SyntaxRole::String)), "{found:?}");
        assert!(found.contains(&("7", SyntaxRole::Number)), "{found:?}");
    }

    #[test]
    fn python_words_have_their_roles() {
        let found = roles(
            Language::Python,
            "from os import path\n@cached\ndef area(self, w=2):\n    return Map(f'{w}\\n').size  # c\n",
        );
        for expected in [
            ("from", SyntaxRole::Keyword),
            ("os", SyntaxRole::Namespace),
            ("@cached", SyntaxRole::Attribute),
            ("area", SyntaxRole::Function),
            ("self", SyntaxRole::Keyword),
            ("w", SyntaxRole::Parameter),
            ("2", SyntaxRole::Number),
            ("Map", SyntaxRole::Type),
            ("\\n", SyntaxRole::Escape),
            ("size", SyntaxRole::Property),
            ("# c", SyntaxRole::Comment),
        ] {
            assert!(found.contains(&expected), "{expected:?} in {found:?}");
        }
    }

    #[test]
    fn every_language_with_a_grammar_is_coloured() {
        for (language, text, expected) in [
            (
                Language::C,
                "int main(void) { return MAX; }",
                [("return", SyntaxRole::Keyword), ("main", SyntaxRole::Function)],
            ),
            (
                Language::Cpp,
                "class Map { int f() { return 1; } };",
                [("class", SyntaxRole::Keyword), ("1", SyntaxRole::Number)],
            ),
            (
                Language::Cuda,
                "__global__ void f() { return; }",
                [("__global__", SyntaxRole::Keyword), ("return", SyntaxRole::Keyword)],
            ),
            (
                Language::Java,
                "class Map { int f() { return 1; } }",
                [("class", SyntaxRole::Keyword), ("Map", SyntaxRole::Type)],
            ),
            (
                Language::JavaScript,
                "function f() { return <b id='x'/>; }",
                [("function", SyntaxRole::Keyword), ("f", SyntaxRole::Function)],
            ),
            (
                Language::TypeScript,
                "interface Map { size: number }",
                [("interface", SyntaxRole::Keyword), ("number", SyntaxRole::Type)],
            ),
            (
                Language::Tsx,
                "let a: Map = <b id='x'/>;",
                [("let", SyntaxRole::Keyword), ("Map", SyntaxRole::Type)],
            ),
            (
                Language::Go,
                "func f() int { return 1 }",
                [("func", SyntaxRole::Keyword), ("f", SyntaxRole::Function)],
            ),
        ] {
            let found = roles(language, text);
            for piece in expected {
                assert!(found.contains(&piece), "{language:?}: {piece:?} in {found:?}");
            }
        }
    }

    #[test]
    fn what_cannot_be_highlighted_is_refused() {
        let go_on = AtomicBool::new(false);
        assert_eq!(highlight(Language::Other, "package main", &go_on), None);
        assert_eq!(highlight(Language::Rust, &" ".repeat(MAX_HIGHLIGHT_BYTES + 1), &go_on), None);
        assert_eq!(highlight(Language::Rust, "fn f() {}", &AtomicBool::new(true)), None);
        assert_eq!(highlight(Language::Rust, "", &go_on), Some(Vec::new()));
    }

    #[test]
    fn deeply_nested_text_neither_overflows_the_stack_nor_runs_for_ever() {
        for text in ["(".repeat(100_000), "a!(".repeat(5_000), "[".repeat(50_000) + &"]".repeat(50_000)] {
            // Whether it ends in time depends on the machine; that it ends does not.
            let _ = highlight(Language::Rust, &text, &AtomicBool::new(false));
            let _ = highlight(Language::Python, &text, &AtomicBool::new(false));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn ranges_ascend_and_lie_on_characters(text in "[ -~\u{e9}\u{1f600}\r\n\0\"'(){}#!:]{0,200}") {
            for language in [Language::Rust, Language::Python] {
                let found = highlight(language, &text, &AtomicBool::new(false)).unwrap();
                let mut behind = 0;
                for piece in found {
                    prop_assert!(behind <= piece.start && piece.start < piece.end);
                    prop_assert!(text.get(piece.start as usize..piece.end as usize).is_some());
                    behind = piece.end;
                }
            }
        }
    }
}
