//! Which symbol's text a place lies in.

use crate::index::facts::SymbolFact;

/// The texts of symbols, cut into pieces that lie in the same ones.
pub(super) struct Scopes {
    /// Where each piece begins, and the innermost symbol that it lies in.
    pieces: Vec<(u64, Option<u32>)>,
}

impl Scopes {
    /// Cost: sorts them.
    pub(super) fn of(symbols: &[SymbolFact]) -> Scopes {
        let mut order: Vec<u32> = (0..symbols.len() as u32).collect();
        let span = |at: u32| {
            symbols.get(at as usize).map_or((0, 0), |fact| (fact.span.byte_start, fact.span.byte_end))
        };
        order.sort_by_key(|&at| (span(at).0, std::cmp::Reverse(span(at).1)));
        let mut pieces: Vec<(u64, Option<u32>)> = vec![(0, None)];
        let mut open: Vec<u32> = Vec::new();
        let close_before = |open: &mut Vec<u32>, pieces: &mut Vec<(u64, Option<u32>)>, place: u64| {
            while let Some(&last) = open.last() {
                if span(last).1 > place {
                    break;
                }
                open.pop();
                pieces.push((span(last).1, open.last().copied()));
            }
        };
        for at in order {
            close_before(&mut open, &mut pieces, span(at).0);
            open.push(at);
            pieces.push((span(at).0, Some(at)));
        }
        close_before(&mut open, &mut pieces, u64::MAX);
        Scopes { pieces }
    }

    /// The innermost symbol whose text a byte lies in.
    pub(super) fn around(&self, byte: u64) -> Option<u32> {
        let behind = self.pieces.partition_point(|&(begin, _)| begin <= byte);
        self.pieces.get(behind.checked_sub(1)?)?.1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Span, SymbolKind};

    #[test]
    fn the_innermost_is_found() {
        let symbol = |(byte_start, byte_end): (u64, u64)| {
            let span = Span { byte_start, byte_end, ..Span::default() };
            SymbolFact::new(String::new(), SymbolKind::Function, String::new(), span)
        };
        let symbols: Vec<SymbolFact> =
            [(10, 50), (12, 20), (20, 30), (22, 25), (60, 70), (60, 65)].map(symbol).into();
        let scopes = Scopes::of(&symbols);
        for (byte, expected) in [
            (0, None),
            (10, Some(0)),
            (12, Some(1)),
            (19, Some(1)),
            (20, Some(2)),
            (23, Some(3)),
            (25, Some(2)),
            (30, Some(0)),
            (49, Some(0)),
            (50, None),
            (61, Some(5)),
            (66, Some(4)),
            (70, None),
        ] {
            assert_eq!(scopes.around(byte), expected, "{byte}");
        }
        assert_eq!(Scopes::of(&[]).around(3), None);
    }
}
