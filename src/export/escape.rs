//! JSON that does nothing to a terminal which it is shown on.

use std::io::{self, Write};

use serde_json::ser::Formatter;

/// Whether a terminal would act on a character: control characters, and those that turn the direction of
/// writing.
pub(crate) fn is_harmful(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Compact JSON in which also those harmful characters are escaped that JSON lets stand.
pub(super) struct Harmless;

impl Formatter for Harmless {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some((before, c, after)) = split_at_harmful(rest) {
            out.write_all(before.as_bytes())?;
            // All of them have four digits.
            write!(out, "\\u{:04x}", u32::from(c))?;
            rest = after;
        }
        out.write_all(rest.as_bytes())
    }
}

fn split_at_harmful(text: &str) -> Option<(&str, char, &str)> {
    let (at, c) = text.char_indices().find(|&(_, c)| is_harmful(c))?;
    Some((text.get(..at)?, c, text.get(at + c.len_utf8()..)?))
}

#[cfg(test)]
mod tests {
    use serde::Serialize as _;

    use super::*;

    #[test]
    fn nothing_harmful_is_left_and_nothing_is_lost() {
        let text = "\0a\x1b[2J\u{7f}ö\u{9b}\u{202e}\"\\\n\u{2069}";
        let mut json = Vec::new();
        text.serialize(&mut serde_json::Serializer::with_formatter(&mut json, Harmless)).unwrap();
        let json = String::from_utf8(json).unwrap();
        assert_eq!(json, r#""\u0000a\u001b[2J\u007fö\u009b\u202e\"\\\n\u2069""#);
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
    }
}
