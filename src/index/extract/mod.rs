//! One file's text in, its facts out: a pure function, whatever the text.

mod builder;
mod c;
mod conditions;
mod detail;
pub(super) mod go;
mod grammar;
mod java;
mod javascript;
mod module;
mod names;
mod parse;
mod python;
mod rust;
mod walk;

use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use tree_sitter::Tree;

use super::FileFacts;
use super::flow::{FileFlow, Flow, Structure};
use super::text::Text;
use crate::model::{Diagnostic, Language, Severity};
use crate::syntax::can_index;
use builder::Builder;
use parse::Refusal;
pub(super) use rust::is_ruled_out;

/// Extracts the facts of one file. `path` is relative to the index's root and says which module the
/// file is. Never fails: what is wrong with the file is in [`FileFacts::diagnostics`].
pub fn extract(path: &str, source: &[u8], language: Language) -> FileFacts {
    let text = Text::of(source);
    match extract_timed(path, &text, language, &AtomicBool::new(false)) {
        Some(extracted) => extracted.facts,
        None => empty(path, &text, language),
    }
}

/// The structure of a text of any language that has a grammar, also one that is not indexed. Empty where it
/// cannot be parsed.
pub fn structure(source: &[u8], language: Language) -> Structure {
    let text = Text::of(source);
    let go_on = AtomicBool::new(false);
    let parsed =
        parse::parse_head(&text.head, |head| parse_masked(head, &c::mask(head, language), language, &go_on));
    let Ok((tree, head)) = parsed else { return Structure::default() };
    let mut flow = Flow::new(head, language);
    walk::walk(&tree, &mut walk::Everything, Some(&mut flow));
    Structure::of(&flow)
}

/// Parses a text as the grammar of its language can read it: every byte of it stays at its place.
fn parse_masked(
    head: &[u8],
    mask: &c::Mask,
    language: Language,
    cancel: &AtomicBool,
) -> Result<Tree, Refusal> {
    let terminated = javascript::terminated(head, language);
    parse::parse(terminated.as_deref().unwrap_or(mask.text(head)), language, cancel)
}

/// What was found in a file, and how long it took.
pub(crate) struct Extracted {
    pub(crate) facts: FileFacts,
    pub(crate) flow: FileFlow,
    /// Making the tree and freeing it.
    pub(crate) parsing: Duration,
    pub(crate) extracting: Duration,
}

/// Like [`extract`], with the file's structure and the time that it took. `None` where `cancel` was set before the file was parsed.
pub(crate) fn extract_timed(
    path: &str,
    text: &Text<'_>,
    language: Language,
    cancel: &AtomicBool,
) -> Option<Extracted> {
    let language = c::language_of(path, &text.head, language);
    let mut facts = empty(path, text, language);
    let begin = Instant::now();
    let tree = if can_index(language) {
        parse::parse_head(&text.head, |head| {
            let mask = c::mask(head, language);
            Ok((parse_masked(head, &mask, language, cancel)?, mask))
        })
    } else {
        Err(Refusal::NoGrammar)
    };
    let mut parsing = begin.elapsed();
    let ((tree, mask), source) = match tree {
        Ok(parsed) => parsed,
        Err(refusal) => {
            let message = match refusal {
                Refusal::Cancelled => return None,
                Refusal::NoGrammar => format!("{} cannot be indexed yet", language.name()),
                Refusal::NoStack => "not enough memory for a thread to parse it".to_owned(),
                Refusal::TooSlow { .. } => "parsing took too long; the file is not indexed".to_owned(),
            };
            facts.diagnostics.push(Diagnostic {
                path: path.to_owned(),
                line: 0,
                severity: Severity::Error,
                message,
            });
            let (flow, extracting) = (FileFlow::default(), Duration::ZERO);
            return Some(Extracted { facts, flow, parsing, extracting });
        }
    };
    let begin = Instant::now();
    let mut builder = Builder::new(source, facts);
    let is_cut = (source.len() as u64) < text.bytes;
    if is_cut {
        let (line, message) = told_cut(text, source);
        builder.diagnose(line, Severity::Warning, message);
    }
    if let Some(line) = invalid_utf8_line(source) {
        let message = "not UTF-8; the bytes that are not stand as U+FFFD in names";
        builder.diagnose(line, Severity::Note, message);
    }
    let mut flow = Flow::new(source, language);
    let (error_line, mut builder) = match language {
        Language::Go => go::extract(path, &tree, builder, &mut flow),
        Language::Java => java::extract(&tree, builder, &mut flow),
        Language::Python => python::extract(&tree, builder, &mut flow),
        Language::JavaScript | Language::TypeScript | Language::Tsx => {
            javascript::extract(&tree, builder, &mut flow)
        }
        Language::C | Language::Cpp | Language::Cuda => c::extract(&tree, &mask, builder, &mut flow),
        _ => rust::extract(&tree, builder, &mut flow),
    };
    match error_line {
        // Where a text was cut it has an error of our own making.
        _ if is_cut => {}
        Some(0) => builder.diagnose(0, Severity::Warning, "syntax error; indexed as far as it goes"),
        Some(line) => {
            let message = format!("syntax error near line {line}; indexed as far as it goes");
            builder.diagnose(line, Severity::Warning, message);
        }
        None => {}
    }
    facts = builder.finish();
    for diagnostic in &mut facts.diagnostics {
        path.clone_into(&mut diagnostic.path);
    }
    let flow = FileFlow::of(flow, &mut facts);
    let extracting = begin.elapsed();
    // Freeing the tree is the parser's time too.
    drop(tree);
    parsing += begin.elapsed() - extracting;
    Some(Extracted { facts, flow, parsing, extracting })
}

/// What there is to say of a text of which only the beginning was parsed, and the line where that ends.
fn told_cut(text: &Text<'_>, parsed: &[u8]) -> (usize, String) {
    let reason =
        if parsed.len() < text.head.len() { "parsing it takes too long" } else { "the file is too long" };
    let (length, bytes) = (parsed.len(), text.bytes);
    let message = format!("{reason}: only the first {length} of its {bytes} bytes are indexed");
    (1 + newlines(parsed), message)
}

/// The facts of a file of which nothing is extracted.
pub(super) fn empty(path: &str, text: &Text<'_>, language: Language) -> FileFacts {
    FileFacts {
        lines: text.lines,
        bytes: text.bytes,
        module: module::of_path(path, language),
        ..FileFacts::new(language)
    }
}

fn newlines(text: &[u8]) -> usize {
    text.iter().filter(|&&byte| byte == b'\n').count()
}

/// The line (from 1) of the first byte that is not UTF-8.
fn invalid_utf8_line(source: &[u8]) -> Option<usize> {
    let valid = std::str::from_utf8(source).err()?.valid_up_to();
    Some(1 + newlines(source.get(..valid)?))
}
