//! Tree-sitter alone: the files that an index holds, each parsed by its grammar.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use magellan_tui::model::{FileState, Language};
use magellan_tui::store;
use tree_sitter::Parser;

/// The paths of all files in an index.
pub(crate) fn paths(database: &Path) -> Vec<String> {
    let store = store::open(database).unwrap();
    let reader = store.reader().unwrap();
    let mut paths = Vec::new();
    let mut add = |state: FileState| {
        paths.push(state.path);
        true
    };
    reader.file_states(&mut add).unwrap();
    paths
}

/// Parses files on so many threads, the longest first; gives the seconds from when all texts are in memory.
pub(crate) fn all(root: &Path, paths: &[String], threads: usize) -> f64 {
    let read = |path: &String| {
        let language = Language::of_path(path);
        Some((grammar(language)?, std::fs::read(root.join(path)).ok()?))
    };
    let mut files: Vec<(tree_sitter::Language, Vec<u8>)> = paths.iter().filter_map(read).collect();
    files.sort_by_key(|(_, text)| std::cmp::Reverse(text.len()));
    let next = AtomicUsize::new(0);
    let begin = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let mut parser = Parser::new();
                while let Some((language, text)) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
                    parser.set_language(language).unwrap();
                    std::hint::black_box(parser.parse(text, None));
                }
            });
        }
    });
    begin.elapsed().as_secs_f64()
}

fn grammar(language: Language) -> Option<tree_sitter::Language> {
    Some(match language {
        Language::Rust => tree_sitter_rust::LANGUAGE.into(),
        Language::Python => tree_sitter_python::LANGUAGE.into(),
        Language::C => tree_sitter_c::LANGUAGE.into(),
        Language::Cpp => tree_sitter_cpp::LANGUAGE.into(),
        Language::Cuda => tree_sitter_cuda::LANGUAGE.into(),
        Language::Java => tree_sitter_java::LANGUAGE.into(),
        Language::JavaScript => tree_sitter_javascript::LANGUAGE.into(),
        Language::TypeScript => tree_sitter_typescript::LANGUAGE_TYPESCRIPT.into(),
        Language::Tsx => tree_sitter_typescript::LANGUAGE_TSX.into(),
        Language::Go => tree_sitter_go::LANGUAGE.into(),
        _ => return None,
    })
}
