//! One file's text in, its facts out: a pure function, whatever the text.

mod builder;
mod grammar;
mod module;
mod parse;
mod python;
mod rust;
mod walk;

use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use super::FileFacts;
use crate::model::{Diagnostic, Language, Severity};
use builder::Builder;
use parse::Refusal;

/// Extracts the facts of one file. `path` is relative to the index's root and says which module the
/// file is. Never fails: what is wrong with the file is in [`FileFacts::diagnostics`].
pub fn extract(path: &str, source: &[u8], language: Language) -> FileFacts {
    match extract_timed(path, source, language, &AtomicBool::new(false)) {
        Some((facts, _, _)) => facts,
        None => empty(path, source, language),
    }
}

/// Like [`extract`], with the time that the parser (making and freeing the tree) and the extraction took. `None` where `cancel`
/// was set before the file was parsed.
pub fn extract_timed(
    path: &str,
    source: &[u8],
    language: Language,
    cancel: &AtomicBool,
) -> Option<(FileFacts, Duration, Duration)> {
    let mut facts = empty(path, source, language);
    let begin = Instant::now();
    let tree = parse::parse(source, language, cancel);
    let mut parsing = begin.elapsed();
    let refused = match &tree {
        Ok(_) => None,
        Err(Refusal::Cancelled) => return None,
        Err(Refusal::NoGrammar) => Some(format!("{} cannot be indexed yet", language.name())),
        Err(Refusal::TooLong) => {
            let (bytes, limit) = (source.len(), parse::MAX_FILE_BYTES >> 20);
            Some(format!("too long to index: {bytes} bytes, more than {limit} MiB"))
        }
        Err(Refusal::NoStack) => Some("not enough memory for a thread to parse it".to_owned()),
        Err(Refusal::TooSlow) => Some("parsing took too long; the file is not indexed".to_owned()),
    };
    if let Some(message) = refused {
        facts.diagnostics.push(Diagnostic {
            path: path.to_owned(),
            line: 0,
            severity: Severity::Error,
            message,
        });
    }
    let begin = Instant::now();
    let mut extracting = Duration::ZERO;
    if let Ok(tree) = tree {
        let mut builder = Builder::new(source, facts);
        if let Some(line) = invalid_utf8_line(source) {
            let message = "not UTF-8; the bytes that are not stand as U+FFFD in names";
            builder.diagnose(line, Severity::Note, message);
        }
        let (error_line, mut builder) = match language {
            Language::Python => python::extract(&tree, builder),
            _ => rust::extract(&tree, builder),
        };
        match error_line {
            Some(0) => builder.diagnose(0, Severity::Warning, "syntax error; indexed as far as it goes"),
            Some(line) => {
                let message = format!("syntax error near line {line}; indexed as far as it goes");
                builder.diagnose(line, Severity::Warning, message);
            }
            None => {}
        }
        facts = builder.facts;
        facts.uses.sort_by_key(|usage| (usage.span.byte_start, usage.span.byte_end));
        for diagnostic in &mut facts.diagnostics {
            path.clone_into(&mut diagnostic.path);
        }
        extracting = begin.elapsed();
        // Freeing the tree is the parser's time too.
        drop(tree);
        parsing += begin.elapsed() - extracting;
    }
    Some((facts, parsing, extracting))
}

fn empty(path: &str, source: &[u8], language: Language) -> FileFacts {
    let newlines = source.iter().filter(|&&byte| byte == b'\n').count();
    let unended = usize::from(source.last().is_some_and(|&byte| byte != b'\n'));
    FileFacts {
        language,
        lines: u32::try_from(newlines + unended).unwrap_or(u32::MAX),
        bytes: source.len() as u64,
        module: module::of_path(path, language),
        symbols: Vec::new(),
        imports: Vec::new(),
        uses: Vec::new(),
        diagnostics: Vec::new(),
    }
}

/// The line (from 1) of the first byte that is not UTF-8.
fn invalid_utf8_line(source: &[u8]) -> Option<usize> {
    let valid = std::str::from_utf8(source).err()?.valid_up_to();
    Some(1 + source.iter().take(valid).filter(|&&byte| byte == b'\n').count())
}
