//! What the grammar of TypeScript misses. Ends of members: in a type, one that begins with `<` may stand on a line of its
//! own behind a member that nothing ends. The grammar takes its type parameters for arguments of the type before. And marks
//! in texts: a type that is a text in back quotes may have some in it, behind `\`.

use crate::model::Language;

/// Type parameters longer than this are taken for something else.
const MAX_PARAMETERS: usize = 2 << 10;

/// The text with a `;` before each such line, in the place of a space, and without such marks; `None` where there is neither.
pub(in crate::index::extract) fn terminated(source: &[u8], language: Language) -> Option<Vec<u8>> {
    if language != Language::TypeScript {
        return None;
    }
    let mut text: Option<Vec<u8>> = None;
    let mut line_begin = 0;
    for line in source.split_inclusive(|byte| *byte == b'\n') {
        let blank = line.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        if blank > 0 && line.get(blank) == Some(&b'<') {
            let at = line_begin + blank;
            let (before, behind) = source.split_at_checked(at).unwrap_or_default();
            if is_ended(before)
                && is_call_signature(behind)
                && let Some(space) = text.get_or_insert_with(|| source.to_vec()).get_mut(at - 1)
            {
                *space = b';';
            }
        }
        line_begin += line.len();
    }
    without_quoted(source, text)
}

/// Replaces back quotes in texts, with what marks them.
fn without_quoted(source: &[u8], mut text: Option<Vec<u8>>) -> Option<Vec<u8>> {
    let mut marks = 0usize;
    for (at, &byte) in source.iter().enumerate() {
        if byte == b'`'
            && marks % 2 == 1
            && let Some(quoted) = text.get_or_insert_with(|| source.to_vec()).get_mut(at - 1..=at)
        {
            quoted.fill(b'_');
        }
        marks = if byte == b'\\' { marks + 1 } else { 0 };
    }
    text
}

/// Whether a member can end here.
fn is_ended(before: &[u8]) -> bool {
    let before = before.trim_ascii_end();
    let is_end = |byte: &u8| {
        byte.is_ascii_alphanumeric()
            || matches!(byte, b'_' | b'$' | b'>' | b']' | b'}' | b')' | b'\'' | b'"' | b'/' | b'.')
    };
    before.last().is_some_and(is_end) && !before.ends_with(b"=>")
}

/// Whether type parameters begin here, and behind them the parameters of a function.
fn is_call_signature(text: &[u8]) -> bool {
    let mut depth = 0usize;
    let mut before = 0u8;
    for (at, &byte) in text.iter().enumerate().take(MAX_PARAMETERS) {
        match byte {
            b'<' => depth += 1,
            b'>' if before != b'=' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            let behind = text.get(at + 1..).unwrap_or_default();
            return behind.first() == Some(&b'(');
        }
        before = byte;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terminated_text(text: &str) -> String {
        let found = terminated(text.as_bytes(), Language::TypeScript);
        found.map_or_else(|| text.to_owned(), |found| String::from_utf8(found).unwrap())
    }

    #[test]
    fn a_call_signature_on_its_own_line_is_set_apart() {
        let type_text =
            "interface F {\n  <A>(a: A): B\n  <C extends D<E>>(c: C): () => void\n  <G>(g: G): H;\n}";
        let expected =
            "interface F {\n  <A>(a: A): B\n ;<C extends D<E>>(c: C): () => void\n ;<G>(g: G): H;\n}";
        assert_eq!(terminated_text(type_text), expected);
    }

    #[test]
    fn a_back_quote_in_a_text_is_not_its_end() {
        assert_eq!(terminated_text(r"type T = `a \`b\` c`"), "type T = `a __b__ c`");
        assert_eq!(terminated_text(r"x = `a\\`"), r"x = `a\\`");
    }

    #[test]
    fn what_goes_on_is_left_alone() {
        for text in
            ["type F =\n  <A>(a: A) => A", "f(\n  <any>(x))", "a\n  < b", "x = y =>\n  <T>(z)", "<T>(x)"]
        {
            assert_eq!(terminated_text(text), text);
        }
    }
}
