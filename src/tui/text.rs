//! Text from databases and files, made safe and fitted into cells.
//!
//! Nothing that a database or a source file holds reaches the terminal without passing here: a
//! control character is shown as its picture, what would reorder or hide text as a mark.

mod names;

pub use names::fit_name;

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Columns between two tab stops.
pub const TAB_WIDTH: usize = 4;

/// What is shown for a character; `None` for one that is left out because terminals do not agree on
/// its width (joiners and variation selectors: the characters that they join are shown apart).
pub fn shown(character: char) -> Option<char> {
    match character {
        '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' => None,
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(character)),
        '\u{7f}' => Some('\u{2421}'),
        // C1 controls; zero-width, line-separating and direction-changing characters; tags.
        '\u{80}'..='\u{9f}'
        | '\u{ad}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}' => Some('\u{fffd}'),
        other => Some(other),
    }
}

/// A name, path or message with nothing in it that a terminal would act on, on one line.
pub fn clean(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| shown(c) == Some(c)) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(
            text.chars().map(|c| if matches!(c, '\n' | '\t') { ' ' } else { c }).filter_map(shown).collect(),
        )
    }
}

/// Columns that a cleaned text takes.
pub fn width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

/// Columns that a shown character takes.
pub fn char_width(character: char) -> usize {
    character.width().unwrap_or(0)
}

/// `text`, cleaned, in at most `columns` columns; what is cut off at its end is marked.
pub fn fit(text: &str, columns: usize) -> String {
    let text = clean(text);
    if width(&text) <= columns {
        return text.into_owned();
    }
    let mut out = String::new();
    let mut used = 0;
    for part in text.graphemes(true) {
        if used + width(part) + 1 > columns {
            break;
        }
        used += width(part);
        out.push_str(part);
    }
    if columns > 0 {
        out.push('\u{2026}');
    }
    out
}

/// `text`, cleaned, in at most `columns` columns; what is cut off at its start is marked. For paths,
/// whose end says most.
pub fn fit_end(text: &str, columns: usize) -> String {
    let text = clean(text);
    if width(&text) <= columns {
        return text.into_owned();
    }
    let mut parts = Vec::new();
    let mut used = 0;
    for part in text.graphemes(true).rev() {
        if used + width(part) + 1 > columns {
            break;
        }
        used += width(part);
        parts.push(part);
    }
    let mark = if columns > 0 { "\u{2026}" } else { "" };
    parts.iter().rev().fold(mark.to_owned(), |mut out, part| {
        out.push_str(part);
        out
    })
}

/// `text`, cleaned, in lines of at most `columns` columns, of which all but the first are set in by
/// `hanging`. Broken behind a blank where that leaves half a line at least, else anywhere.
pub fn broken(text: &str, columns: usize, hanging: usize) -> Vec<String> {
    let text = clean(text);
    let hanging = if hanging * 2 < columns { hanging } else { 0 };
    let mut lines = Vec::new();
    let mut line = String::new();
    // Bytes of `line` up to behind its last blank.
    let mut blank = 0;
    // Whether a blank stands behind `line`, for which it has no room.
    let mut is_full = false;
    for part in text.graphemes(true) {
        if width(&line) + width(part) > columns && !line.is_empty() {
            if part == " " {
                is_full = true;
                continue;
            }
            let rest = if !std::mem::take(&mut is_full)
                && blank > 0
                && width(line.get(..blank).unwrap_or("")) * 2 >= columns
            {
                line.split_off(blank)
            } else {
                String::new()
            };
            lines.push(std::mem::take(&mut line));
            line = " ".repeat(hanging) + &rest;
            blank = 0;
        }
        line.push_str(part);
        if part == " " {
            blank = line.len();
        }
    }
    lines.push(line);
    lines
}

/// A number with a thin mark between its thousands (`1,234,567`).
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// So many things, whose plural ends in an s (`1 file`, `1,234 files`).
pub fn counted(number: u64, thing: &str) -> String {
    format!("{} {thing}{}", grouped(number), if number == 1 { "" } else { "s" })
}

/// A size in bytes as people read it (`16.4 MiB`).
pub fn size(bytes: u64) -> String {
    const UNITS: [&str; 5] = ["KiB", "MiB", "GiB", "TiB", "PiB"];
    if bytes < 1024 {
        return format!("{bytes} B");
    }
    let mut value = bytes as f64 / 1024.0;
    let mut unit = UNITS[0];
    for next in UNITS.into_iter().skip(1) {
        if value < 1024.0 {
            break;
        }
        value /= 1024.0;
        unit = next;
    }
    format!("{value:.1} {unit}")
}

/// A duration in milliseconds as people read it (`340 ms`, `2.5 s`, `3 min 20 s`).
pub fn duration(ms: i64) -> String {
    match ms {
        ..1_000 => format!("{ms} ms"),
        1_000..120_000 => format!("{:.1} s", ms as f64 / 1000.0),
        _ => format!("{} min {} s", ms / 60_000, ms % 60_000 / 1000),
    }
}

/// A time in Unix seconds as a UTC date and time (`2026-11-23 13:31`).
pub fn time(seconds: i64) -> String {
    // Civil date from a day number: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
    let days = seconds.div_euclid(86_400);
    let minutes = seconds.rem_euclid(86_400) / 60;
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02} {:02}:{:02}", minutes / 60, minutes % 60)
}

/// How long ago something was, in seconds, as people say it (`3 hours ago`).
pub fn ago(seconds: i64) -> String {
    const UNITS: [(u64, &str); 6] = [
        (365 * 86_400, "year"),
        (30 * 86_400, "month"),
        (7 * 86_400, "week"),
        (86_400, "day"),
        (3_600, "hour"),
        (60, "minute"),
    ];
    let Ok(seconds) = u64::try_from(seconds) else { return "in the future".to_owned() };
    match UNITS.into_iter().find(|(length, _)| seconds >= *length) {
        Some((length, unit)) => format!("{} ago", counted(seconds / length, unit)),
        None => "just now".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_a_terminal_acts_on_passes() {
        assert_eq!(clean("a\x1b[31mb"), "a\u{241b}[31mb");
        assert_eq!(clean("a\u{202e}b\u{9b}c"), "a\u{fffd}b\u{fffd}c");
        assert_eq!(clean("one\ntwo\tthree\r"), "one two three\u{240d}");
        assert_eq!(clean("\u{1f468}\u{200d}\u{1f469}"), "\u{1f468}\u{1f469}");
        assert!(matches!(clean("na\u{ef}ve \u{6f22}\u{5b57}"), Cow::Borrowed(_)));
    }

    #[test]
    fn cutting_counts_columns_not_bytes() {
        assert_eq!(fit("\u{6f22}\u{5b57}\u{6f22}\u{5b57}", 5), "\u{6f22}\u{5b57}\u{2026}");
        assert_eq!(fit("\u{6f22}\u{5b57}\u{6f22}\u{5b57}", 4), "\u{6f22}\u{2026}");
        assert_eq!(fit_end("src/very/long.rs", 8), "\u{2026}long.rs");
        assert_eq!(fit("abc", 0), "");
        assert_eq!(fit("abc", 3), "abc");
    }

    #[test]
    fn long_lines_are_broken_at_blanks_and_else_anywhere() {
        assert_eq!(broken("one two three four", 9, 0), ["one two ", "three ", "four"]);
        assert_eq!(broken("abcdefgh", 3, 0), ["abc", "def", "gh"]);
        assert_eq!(broken("root      /a/b/c/d/e/f/g", 21, 10), ["root      /a/b/c/d/e/", "          f/g"]);
        assert_eq!(broken("\u{6f22}\u{5b57}", 3, 2), ["\u{6f22}", "\u{5b57}"]);
        assert_eq!(broken("", 3, 2), [""]);
        // A blank for which there is no room is none at the start of the next line.
        assert_eq!(broken("four five six", 9, 2), ["four five", "  six"]);
        assert_eq!(broken("four ", 4, 2), ["four"]);
        assert_eq!(broken("ab", 0, 2), ["a", "b"]);
    }

    #[test]
    fn numbers_sizes_and_times_read_well() {
        assert_eq!(grouped(1_234_567), "1,234,567");
        assert_eq!(grouped(12), "12");
        assert_eq!(counted(1, "file"), "1 file");
        assert_eq!(counted(1000, "file"), "1,000 files");
        assert_eq!(size(17_182_720), "16.4 MiB");
        assert_eq!(time(0), "1970-01-01 00:00");
        assert_eq!(time(951_782_400), "2000-02-29 00:00");
        assert_eq!(time(-1), "1969-12-31 23:59");
        assert_eq!(duration(60_651), "60.7 s");
        assert_eq!([ago(-5), ago(59), ago(60)], ["in the future", "just now", "1 minute ago"]);
        assert_eq!([ago(7_300), ago(86_400 * 400)], ["2 hours ago", "1 year ago"]);
    }
}
