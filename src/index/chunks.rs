//! The text of each symbol, as it was indexed.

use std::collections::HashSet;

use crate::model::{Chunk, Symbol};
use crate::source::sha256;

/// A longer text is left out: whoever wants it has the file.
const MAX_CHUNK: u64 = 1 << 20;
/// The chunks of a file hold at most so many times its bytes, however deep its symbols are nested.
const MAX_COPIES: u64 = 8;

/// Cuts the chunks of a file's symbols out of its text: one for each span, an outer one before those inside. Gives
/// also how many were left out for their size.
pub(crate) fn chunks(path: &str, symbols: &[Symbol], source: &[u8], now: i64) -> (Vec<Chunk>, usize) {
    let mut seen = HashSet::new();
    let mut left_out = 0;
    let mut budget = MAX_COPIES * source.len() as u64;
    let mut chunks = Vec::with_capacity(symbols.len());
    for symbol in symbols {
        let (start, end) = (symbol.span.byte_start, symbol.span.byte_end);
        if !seen.insert((start, end)) {
            continue;
        }
        let Some(bytes) = source.get(start as usize..end as usize) else { continue };
        let length = bytes.len() as u64;
        if length > MAX_CHUNK || length > budget {
            left_out += 1;
            continue;
        }
        budget -= length;
        let content = String::from_utf8_lossy(bytes).into_owned();
        chunks.push(Chunk {
            row: 0,
            path: path.to_owned(),
            byte_start: start,
            byte_end: end,
            content_hash: sha256(content.as_bytes()),
            content,
            symbol_name: Some(symbol.name.clone()),
            symbol_kind: Some(symbol.kind.label().to_owned()),
            created_at: now,
        });
    }
    (chunks, left_out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Json, NodeId, Span, SymbolKind};

    fn symbols(spans: &[(u64, u64)]) -> Vec<Symbol> {
        let symbol = |&(byte_start, byte_end): &(u64, u64)| {
            let span = Span { byte_start, byte_end, ..Span::default() };
            Symbol {
                id: NodeId(1),
                name: "f".to_owned(),
                kind: SymbolKind::Function,
                path: "a.rs".to_owned(),
                qualified: String::new(),
                canonical: String::new(),
                display: String::new(),
                stable_id: String::new(),
                span,
                extra: Json::new(),
            }
        };
        spans.iter().map(symbol).collect()
    }

    #[test]
    fn one_a_span_and_none_out_of_range() {
        let (chunks, left_out) = chunks("a.rs", &symbols(&[(0, 3), (0, 3), (1, 2), (2, 9)]), b"a\xffc", 7);
        let found: Vec<_> = chunks.iter().map(|chunk| chunk.content.as_str()).collect();
        assert_eq!(found, ["a\u{fffd}c", "\u{fffd}"]);
        assert_eq!(left_out, 0);
        assert_eq!(chunks[0].content_hash, sha256("a\u{fffd}c".as_bytes()));
    }

    #[test]
    fn nesting_cannot_blow_a_file_up() {
        let source = vec![b'x'; 1000];
        let spans: Vec<(u64, u64)> = (0..400).map(|at| (at, 1000 - at)).collect();
        let (chunks, left_out) = chunks("a.rs", &symbols(&spans), &source, 0);
        assert!(chunks.iter().map(|chunk| chunk.content.len()).sum::<usize>() <= 8000);
        assert_eq!(chunks.len() + left_out, 400);
        assert!(left_out > 0);
    }
}
