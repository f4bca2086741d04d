//! Bytes that nobody decodes, so that a person can read what there is to be read in them.

/// Bytes in a line of a hex dump, where there is room for them.
pub const LINE: usize = 16;
/// Characters in a row from which they are taken for text.
const TEXT: usize = 4;

/// How many bytes of a hex dump fit into a line of so many columns: all of [`LINE`], or a part of them.
pub fn fitting(columns: usize) -> usize {
    let fits = |bytes: &usize| line(0, &vec![0; *bytes], *bytes).len() <= columns;
    [LINE, LINE / 2].into_iter().find(fits).unwrap_or(LINE / 4)
}

/// A line of a hex dump: from which byte on, two digits each, and those that are letters beside them. `most` bytes stand in
/// a line, of which the last one may have fewer.
pub fn line(from: usize, bytes: &[u8], most: usize) -> String {
    let digits: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let letters: String = bytes
        .iter()
        .map(|byte| if byte.is_ascii_graphic() || *byte == b' ' { char::from(*byte) } else { '.' })
        .collect();
    // Narrow lines save what they can.
    let (begin, between) =
        if most < LINE { (format!("{from:04x} "), " ") } else { (format!("{from:06x}  "), "  ") };
    let width = (most * 3).saturating_sub(1);
    format!("{begin}{:<width$}{between}{letters}", digits.join(" "))
}

/// Some bytes on one line: what is text in them in quotes, the rest as two digits each (`01 "half_day" 00d4`). No more than
/// `most` bytes are looked at.
pub fn readable(bytes: &[u8], most: usize) -> String {
    let mut out = String::new();
    let mut goes_on = false;
    let mut put = |piece: &[u8], text: Option<&str>| {
        let is_hex = text.is_none();
        let joins = std::mem::replace(&mut goes_on, is_hex) && is_hex;
        if !joins && !out.is_empty() {
            out.push(' ');
        }
        match text {
            Some(text) => out.extend(["\"", text, "\""]),
            None => piece.iter().for_each(|byte| out.push_str(&format!("{byte:02x}"))),
        }
    };
    for chunk in bytes.get(..most).unwrap_or(bytes).utf8_chunks() {
        for run in runs(chunk.valid()) {
            let is_text = !run.starts_with(char::is_control) && run.chars().nth(TEXT - 1).is_some();
            put(run.as_bytes(), is_text.then_some(run));
        }
        if !chunk.invalid().is_empty() {
            put(chunk.invalid(), None);
        }
    }
    out
}

/// A text in pieces of which each has only control characters, or none.
fn runs(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let is_control = rest.chars().next()?.is_control();
        let end = rest.find(|c: char| c.is_control() != is_control).unwrap_or(rest.len());
        let (run, behind) = rest.split_at(end);
        rest = behind;
        Some(run)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_reads_what_is_text_in_bytes() {
        for (bytes, told) in [
            (&b"\x01half_day\x00\x00\xd4"[..], "01 \"half_day\" 0000d4"),
            (b"", ""),
            (b"abc\x1b", "6162631b"),
            (b"\xff\xfeabcd", "fffe \"abcd\""),
            ("\u{e9}t\u{e9}s\n\u{9b}ok".as_bytes(), "\"\u{e9}t\u{e9}s\" 0ac29b6f6b"),
        ] {
            assert_eq!(readable(bytes, 200), told);
        }
        assert_eq!(readable(&b"abcdefgh"[..], 5), "\"abcde\"");
    }

    #[test]
    fn a_dump_has_its_letters_in_whatever_width() {
        for (columns, most) in [(200, 16), (73, 16), (72, 8), (37, 8), (36, 4), (3, 4)] {
            assert_eq!(fitting(columns), most, "{columns}");
        }
        assert_eq!(
            line(16, b"half_day\x00", 16),
            "000010  68 61 6c 66 5f 64 61 79 00                       half_day."
        );
        assert_eq!(line(8, b"day", 8), "0008 64 61 79                day");
    }
}
