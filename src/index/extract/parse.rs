//! Text in, syntax tree out, within limits.

use std::cell::RefCell;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use tree_sitter::{ParseOptions, Parser, Range, Tree};

use crate::index::text::cut;
use crate::model::Language;
use crate::syntax::{fits_thread, grammar, spawn_deep};

/// Longest time that one text may take to parse. Real files take milliseconds; text that is made to
/// be ambiguous can take for ever.
const TIME_BUDGET: Duration = Duration::from_secs(10);

/// The longest part of a text that is parsed once more by itself, in bytes.
const MAX_PART: usize = 64 << 10;

/// Why there is no tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    /// No grammar for the language.
    NoGrammar,
    /// It took longer than the time budget.
    TooSlow {
        /// How far the parser had come, in bytes.
        reached: usize,
    },
    /// No thread could be started with a stack for it.
    NoStack,
    /// The caller no longer wants it.
    Cancelled,
}

thread_local! {
    /// A parser keeps its stacks from file to file; one a thread, whatever the language.
    static PARSER: RefCell<Parser> = RefCell::new(Parser::new());
}

/// Parses a file with the thread's own parser, on a deeper stack where the file may need it.
pub(super) fn parse(source: &[u8], language: Language, cancel: &AtomicBool) -> Result<Tree, Refusal> {
    let grammar = grammar(language).ok_or(Refusal::NoGrammar)?;
    PARSER.with_borrow_mut(|parser| {
        parser.set_language(&(grammar.parser)()).map_err(|_| Refusal::NoGrammar)?;
        if fits_thread(source.len()) {
            return run(parser, source, cancel);
        }
        thread::scope(|scope| {
            let worker = spawn_deep(scope, source.len(), || run(parser, source, cancel));
            worker.ok().and_then(|worker| worker.join().ok()).unwrap_or(Err(Refusal::NoStack))
        })
    })
}

/// Parses parts of a text, in order, as if they stood there alone, with the positions that they have in the whole. `None`
/// where they are too long to be parsed in passing.
pub(super) fn parse_parts(source: &[u8], parts: &[Range], language: Language) -> Option<Tree> {
    let lengths = parts.iter().map(|part| part.end_byte.checked_sub(part.start_byte));
    let length: usize = lengths.sum::<Option<usize>>()?;
    let grammar = grammar(language).filter(|_| length <= MAX_PART && fits_thread(length))?;
    PARSER.with_borrow_mut(|parser| {
        parser.set_language(&(grammar.parser)()).ok()?;
        parser.set_included_ranges(parts).ok()?;
        let tree = run(parser, source, &AtomicBool::new(false)).ok();
        // Else it would be the next file's part.
        parser.set_included_ranges(&[]).ok()?;
        tree
    })
}

/// Parses a text, or where that takes too long half of what the parser got through: what made it slow may
/// well stand behind that. Gives also the part that was parsed.
pub(super) fn parse_head<T>(
    text: &[u8],
    mut parse: impl FnMut(&[u8]) -> Result<T, Refusal>,
) -> Result<(T, &[u8]), Refusal> {
    match parse(text) {
        Err(Refusal::TooSlow { reached }) if reached > 1 => {
            let shorter = cut(text, reached / 2);
            Ok((parse(shorter)?, shorter))
        }
        tree => Ok((tree?, text)),
    }
}

fn run(parser: &mut Parser, source: &[u8], cancel: &AtomicBool) -> Result<Tree, Refusal> {
    let begin = Instant::now();
    let mut refusal = Refusal::TooSlow { reached: 0 };
    let mut watch = |state: &tree_sitter::ParseState| {
        if cancel.load(Ordering::Relaxed) {
            refusal = Refusal::Cancelled;
            return ControlFlow::Break(());
        }
        if begin.elapsed() > TIME_BUDGET {
            refusal = Refusal::TooSlow { reached: state.current_byte_offset() };
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    };
    let options = ParseOptions::new().progress_callback(&mut watch);
    let mut read = |offset: usize, _| source.get(offset..).unwrap_or_default();
    let tree = parser.parse_with_options(&mut read, None, Some(options));
    if tree.is_none() {
        // Else the next file would go on with this one's half-built tree.
        parser.reset();
    }
    tree.ok_or(refusal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parser_that_was_stopped_parses_the_next_file_from_its_start() {
        let long = "fn f() {}\n".repeat(20_000);
        let stopped = parse(long.as_bytes(), Language::Rust, &AtomicBool::new(true));
        assert_eq!(stopped.err(), Some(Refusal::Cancelled));
        let tree = parse(b"x = 1\n", Language::Python, &AtomicBool::new(false)).unwrap();
        assert_eq!(tree.root_node().kind(), "module");
        assert_eq!(tree.root_node().end_byte(), 6);
        assert!(!tree.root_node().has_error());
    }

    #[test]
    fn what_is_slow_is_tried_once_more_up_to_half_of_what_was_reached() {
        let text = b"0123\n6789\n".repeat(100);
        let mut tried = Vec::new();
        let done = parse_head(&text, |head| {
            tried.push(head.len());
            if head.len() > 500 { Err(Refusal::TooSlow { reached: 604 }) } else { Ok(()) }
        });
        assert_eq!(done, Ok(((), text.get(..300).unwrap())));
        assert_eq!(tried, [1000, 300]);
        for refusal in
            [Refusal::TooSlow { reached: 900 }, Refusal::TooSlow { reached: 0 }, Refusal::Cancelled]
        {
            assert_eq!(parse_head(&text, |_| Err::<(), _>(refusal)), Err(refusal));
        }
    }

    #[test]
    fn what_has_no_grammar_is_refused() {
        let go_on = AtomicBool::new(false);
        assert_eq!(parse(b"", Language::Other, &go_on).err(), Some(Refusal::NoGrammar));
    }
}
