//! Names of symbols in SCIP, as far as a reader of them needs to know.

/// What the last part of a symbol's name says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Suffix {
    /// `name/`: a package, namespace or module.
    Namespace,
    /// `name#`.
    Type,
    /// `name.`: a variable, constant, field.
    Term,
    /// `name().`.
    Method,
    /// `name!`.
    Macro,
    /// `name:`, `[name]`, `(name)`: what is no symbol of ours.
    Other,
}

/// The bare name at the end of a symbol's, and what it is of; `None` of one that is local to its document or does not
/// follow the grammar. Escapes of a backtick within a name are left as they stand.
pub(super) fn last(symbol: &str) -> Option<(&str, Suffix)> {
    if symbol.starts_with("local ") {
        return None;
    }
    let (rest, suffix) = split_suffix(symbol)?;
    let name = match rest.strip_suffix('`') {
        Some(quoted) => quoted.get(opening(quoted)?..)?,
        None => {
            let is_simple = |c: char| c.is_alphanumeric() || matches!(c, '_' | '+' | '-' | '$');
            let begin = rest.char_indices().rev().take_while(|&(_, c)| is_simple(c)).last()?.0;
            rest.get(begin..)?
        }
    };
    (!name.is_empty()).then_some((name, suffix))
}

/// What stands before the last suffix. A method's has what tells it from others of its name between brackets.
fn split_suffix(symbol: &str) -> Option<(&str, Suffix)> {
    if let Some(method) = symbol.strip_suffix(").") {
        return Some((method.get(..method.rfind('(')?)?, Suffix::Method));
    }
    let suffixes = [
        ('/', Suffix::Namespace),
        ('#', Suffix::Type),
        ('.', Suffix::Term),
        ('!', Suffix::Macro),
        (':', Suffix::Other),
        (']', Suffix::Other),
        (')', Suffix::Other),
    ];
    suffixes.into_iter().find_map(|(sign, suffix)| Some((symbol.strip_suffix(sign)?, suffix)))
}

/// Where a name begins behind its first backtick; two in a row are one of the name's own.
fn opening(quoted: &str) -> Option<usize> {
    let bytes = quoted.as_bytes();
    let mut at = bytes.len();
    while at > 0 {
        at = quoted.get(..at)?.rfind('`')?;
        match at.checked_sub(1).and_then(|before| bytes.get(before)) {
            Some(b'`') => at -= 1,
            _ => return Some(at + 1),
        }
    }
    None
}

/// Whether a text is one word, as names are that a text spells.
pub(super) fn is_word(text: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
    !text.is_empty() && text.chars().all(is_part)
}

/// Whether a text spells a name: it is the name, or the name with the number cut off by which indexers tell
/// equal names apart.
pub(super) fn spells(text: &str, name: &str) -> bool {
    let number = name.strip_prefix(text);
    is_word(text) && number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_part_of_a_name_is_found() {
        for (symbol, expected) in [
            (
                "scip-python python x 1 `click.core`/Group#add_command().",
                Some(("add_command", Suffix::Method)),
            ),
            ("scip-python python x 1 `click.core`/__init__:", Some(("__init__", Suffix::Other))),
            (
                "rust-analyzer cargo petgraph 0.8.3 graph/impl#[`Graph<N, E>`]add_node().",
                Some(("add_node", Suffix::Method)),
            ),
            ("scip-typescript npm . . internal/`types.ts`/", Some(("types.ts", Suffix::Namespace))),
            (
                "scip-typescript npm . . `types.ts`/Subject#`<constructor>`().",
                Some(("<constructor>", Suffix::Method)),
            ),
            ("a . . . f(+1).", Some(("f", Suffix::Method))),
            ("a . . . T#", Some(("T", Suffix::Type))),
            ("a . . . T#x.", Some(("x", Suffix::Term))),
            ("a . . . m!", Some(("m", Suffix::Macro))),
            ("a . . . f().(self)", Some(("self", Suffix::Other))),
            ("a . . . f().[T]", Some(("T", Suffix::Other))),
            ("a . . . T#`a``b`.", Some(("a``b", Suffix::Term))),
            ("a . . . größe().", Some(("größe", Suffix::Method))),
            ("local 5", None),
            ("", None),
            (").", None),
            ("`", None),
            ("`.", None),
            ("``.", None),
            ("#", None),
        ] {
            assert_eq!(last(symbol), expected, "{symbol}");
        }
    }

    #[test]
    fn a_text_spells_a_name() {
        assert!(spells("error", "error") && spells("error", "error0"));
        assert!(
            !spells("error", "errors")
                && !spells("errors", "error")
                && !spells("", "12")
                && !spells("+", "+")
        );
    }
}
