//! Printing: results to standard output, messages to standard error, and nothing raw.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{ErrorKind, Write as _};
use std::process::ExitCode;

use crate::export::is_harmful;
use crate::index::IndexError;
use crate::migrate::MigrateError;
use crate::store::StoreError;

/// Why the program ends without having done what it was asked.
#[derive(Debug)]
pub(super) struct Failure {
    code: u8,
    error: anyhow::Error,
}

impl Failure {
    /// It was used wrongly, or not on a terminal.
    pub(super) fn usage(message: impl std::fmt::Display) -> Failure {
        Failure { code: 2, error: anyhow::anyhow!("{message}") }
    }

    /// A signal ended it; `code` is that signal's.
    pub(super) fn interrupted(code: u8, message: impl std::fmt::Display) -> Failure {
        Failure { code, error: anyhow::anyhow!("{message}") }
    }

    /// The same as a failure of a command whose code 1 says something else; what has a code of its own keeps
    /// it.
    pub(super) fn trouble(self) -> Failure {
        Failure { code: if self.code == 1 { 2 } else { self.code }, ..self }
    }

    /// Says why, in one line.
    pub(super) fn report(&self) -> ExitCode {
        tracing::error!(code = self.code, error = %self.error, "the program ends");
        message(&self.error.to_string());
        ExitCode::from(self.code)
    }
}

impl<E: Into<anyhow::Error>> From<E> for Failure {
    fn from(error: E) -> Failure {
        let error = error.into();
        Failure { code: if is_locked(&error) { 3 } else { 1 }, error }
    }
}

/// Whether somebody else was at the database.
fn is_locked(error: &anyhow::Error) -> bool {
    let of_index = || match error.downcast_ref::<IndexError>() {
        Some(IndexError::Store(error)) => Some(error),
        _ => None,
    };
    let of_copy = || match error.downcast_ref::<MigrateError>() {
        Some(MigrateError::Store(error)) => Some(error),
        _ => None,
    };
    let found = error.downcast_ref::<StoreError>().or_else(of_index).or_else(of_copy);
    matches!(found, Some(StoreError::Locked { .. }))
}

/// One line on standard error.
pub(super) fn message(text: &str) {
    // There is nowhere left to say that this failed.
    let _ = writeln!(std::io::stderr().lock(), "magellan-tui: {}", harmless(&shortened(text)));
}

/// A result on standard output. That nobody reads on (`| head`) is no failure.
pub(super) fn result(text: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(anyhow::Error::new(error).context("standard output: cannot write the result").into())
        }
        _ => Ok(()),
    }
}

/// Prints what clap has to say: help and version as a result, else what is wrong, in one line.
pub(super) fn usage(error: &clap::Error) -> ExitCode {
    if !error.use_stderr() {
        // A closed pipe again.
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    message(&see_help(&one_line(&error.render().to_string())));
    ExitCode::from(2)
}

/// What is wrong with the command line, and where to read what is right.
pub(super) fn see_help(what: &str) -> String {
    format!("{what}; see --help")
}

/// What clap says of a mistake without its paragraphs on usage and help.
fn one_line(text: &str) -> String {
    let is_said = |line: &&str| !(line.starts_with("Usage:") || line.starts_with("For more information"));
    let mut said = String::new();
    for line in text.lines().take_while(is_said).map(str::trim).filter(|line| !line.is_empty()) {
        let between = match said.chars().last() {
            None => "",
            Some(':') => " ",
            Some(_) if line.starts_with('[') => " ",
            Some('>') => ", ",
            Some(_) => "; ",
        };
        said.push_str(between);
        said.push_str(line);
    }
    said.strip_prefix("error: ").map(str::to_owned).unwrap_or(said)
}

/// The longest path, or other word, that a message shows in full, in bytes.
const MAX_WORD: usize = 200;

/// Text in which the middle of a very long word, as a path can be, is left out.
fn shortened(text: &str) -> Cow<'_, str> {
    if text.split(' ').all(|word| word.len() <= MAX_WORD) {
        return Cow::Borrowed(text);
    }
    let shorten = |word: &str| {
        if word.len() <= MAX_WORD {
            return word.to_owned();
        }
        let begin = word.get(..word.floor_char_boundary(MAX_WORD / 2)).unwrap_or_default();
        let end = word.get(word.ceil_char_boundary(word.len() - MAX_WORD / 2)..).unwrap_or_default();
        format!("{begin}\u{2026}{end}")
    };
    Cow::Owned(text.split(' ').map(shorten).collect::<Vec<_>>().join(" "))
}

/// A number with a comma between each three digits.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Text in which control characters, and those that turn the direction of writing, are spelled out, so
/// that a file's name cannot steer the terminal.
pub(super) fn harmless(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if is_harmful(c) {
            // Writing to a string cannot fail.
            let _ = write!(shown, "\\u{{{:x}}}", u32::from(c));
        } else {
            shown.push(c);
        }
    }
    shown
}

/// Likewise for JSON: there such a character stands inside a string and is escaped as JSON does it.
pub(super) fn harmless_json(json: &str) -> String {
    let mut shown = String::with_capacity(json.len());
    for c in json.chars() {
        if is_harmful(c) && c != '\n' {
            let _ = write!(shown, "\\u{:04x}", u32::from(c));
        } else {
            shown.push(c);
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_that_another_holds_has_a_code_of_its_own() {
        let locked = || StoreError::Locked { path: "x.db".into() };
        assert_eq!(Failure::from(locked()).code, 3);
        assert_eq!(Failure::from(IndexError::from(locked())).code, 3);
        assert_eq!(Failure::from(anyhow::Error::new(locked()).context("reading")).code, 3);
        assert_eq!(Failure::from(StoreError::Empty { path: "x.db".into() }).code, 1);
    }

    #[test]
    fn digits_stand_in_threes() {
        let shown: Vec<String> = [0, 12, 123, 1234, 1_234_567].map(grouped).to_vec();
        assert_eq!(shown, ["0", "12", "123", "1,234", "1,234,567"]);
    }

    #[test]
    fn nothing_steers_the_terminal() {
        assert_eq!(harmless("a\x1b[31mb\u{202e}\u{9b}\n"), "a\\u{1b}[31mb\\u{202e}\\u{9b}\\u{a}");
        assert_eq!(harmless("Größe.rs"), "Größe.rs");
    }

    #[test]
    fn what_clap_says_is_one_line() {
        let text = "error: invalid value 'pink' for '--theme <auto|dark|light>'\n  \
                    [possible values: auto, dark, light]\n\nFor more information, try '--help'.\n";
        let said =
            "invalid value 'pink' for '--theme <auto|dark|light>' [possible values: auto, dark, light]";
        assert_eq!(one_line(text), said);
        let text = "error: these were not provided:\n  <DIR>\n  <DB>\n\nUsage: x\n";
        assert_eq!(one_line(text), "these were not provided: <DIR>, <DB>");
        let text = "error: unexpected '--symbl'\n\n  tip: there is '--symbol'\n\nUsage: x\n";
        assert_eq!(one_line(text), "unexpected '--symbl'; tip: there is '--symbol'");
    }

    #[test]
    fn a_long_path_is_shortened_in_its_middle() {
        let path = |at: usize| format!("/begin/{}/end.rs", "ö".repeat(at));
        let short = format!("{}: no such file", path(80));
        assert_eq!(shortened(&short), short);
        let long = format!("{}: no such file", path(2000));
        let shown = shortened(&long);
        assert!(shown.starts_with("/begin/öö") && shown.ends_with("öö/end.rs: no such file"), "{shown}");
        assert!(shown.len() < 230 && shown.contains('\u{2026}'), "{shown}");
    }

    #[test]
    fn json_stays_json() {
        let json = serde_json::to_string_pretty(&serde_json::json!({"a": "x\u{9b}\u{202e}\x1b"})).unwrap();
        let shown = harmless_json(&json);
        assert!(!shown.chars().any(|c| is_harmful(c) && c != '\n'));
        let back: serde_json::Value = serde_json::from_str(&shown).unwrap();
        assert_eq!(back["a"], "x\u{9b}\u{202e}\x1b");
    }
}
