//! Text in, syntax tree out, within limits.

use std::cell::RefCell;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use tree_sitter::{ParseOptions, Parser, Tree};

use crate::model::Language;
use crate::syntax::{fits_thread, grammar, spawn_deep};

/// The longest file that is parsed, in bytes. A tree takes some ten times the text's memory, and
/// one huge token is read without a chance to stop.
pub(super) const MAX_FILE_BYTES: usize = 32 << 20;

/// Longest time that one file may take to parse. Real files take milliseconds; text that is made to
/// be ambiguous can take for ever.
const TIME_BUDGET: Duration = Duration::from_secs(10);

/// Why there is no tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    /// No grammar for the language.
    NoGrammar,
    /// Longer than [`MAX_FILE_BYTES`].
    TooLong,
    /// It took longer than the time budget.
    TooSlow,
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
    if source.len() > MAX_FILE_BYTES {
        return Err(Refusal::TooLong);
    }
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

fn run(parser: &mut Parser, source: &[u8], cancel: &AtomicBool) -> Result<Tree, Refusal> {
    let begin = Instant::now();
    let mut refusal = Refusal::TooSlow;
    let mut watch = |_: &tree_sitter::ParseState| {
        if cancel.load(Ordering::Relaxed) {
            refusal = Refusal::Cancelled;
            return ControlFlow::Break(());
        }
        if begin.elapsed() > TIME_BUDGET { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
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
    fn what_is_too_long_or_has_no_grammar_is_refused() {
        let go_on = AtomicBool::new(false);
        assert_eq!(
            parse(&vec![b' '; MAX_FILE_BYTES + 1], Language::Rust, &go_on).err(),
            Some(Refusal::TooLong)
        );
        assert_eq!(parse(b"", Language::Go, &go_on).err(), Some(Refusal::NoGrammar));
    }
}
