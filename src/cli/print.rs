//! Printing: results to standard output, messages to standard error, and nothing raw.

use std::fmt::Write as _;
use std::io::{ErrorKind, Write as _};
use std::process::ExitCode;

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

    /// Says why, in one line.
    pub(super) fn report(&self) -> ExitCode {
        tracing::error!(code = self.code, error = %self.error, "the program ends");
        message(&self.error.to_string());
        ExitCode::from(self.code)
    }
}

impl<E: Into<anyhow::Error>> From<E> for Failure {
    fn from(error: E) -> Failure {
        Failure { code: 1, error: error.into() }
    }
}

/// One line on standard error.
pub(super) fn message(text: &str) {
    // There is nowhere left to say that this failed.
    let _ = writeln!(std::io::stderr().lock(), "magellan-tui: {}", harmless(text));
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

/// Prints what clap has to say: help and version as a result, else what is wrong.
pub(super) fn usage(error: &clap::Error) -> ExitCode {
    if !error.use_stderr() {
        // A closed pipe again.
        let _ = error.print();
        return ExitCode::SUCCESS;
    }
    let text = error.render().to_string();
    let lines: Vec<String> = text.lines().map(harmless).collect();
    let _ = writeln!(std::io::stderr().lock(), "{}", lines.join("\n"));
    ExitCode::from(2)
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

fn is_harmful(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_steers_the_terminal() {
        assert_eq!(harmless("a\x1b[31mb\u{202e}\u{9b}\n"), "a\\u{1b}[31mb\\u{202e}\\u{9b}\\u{a}");
        assert_eq!(harmless("Größe.rs"), "Größe.rs");
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
