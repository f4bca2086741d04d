//! What was left out, and why.

use std::collections::BTreeMap;

use crate::model::{Diagnostic, Severity};

/// At most so many files and folders are told of one reason in the diagnostics of a run.
const MAX_TOLD: usize = 50;

/// Why a file or folder was left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// A `.gitignore`, `.ignore` or another of git's lists says so.
    Ignored,
    /// Its name begins with a dot.
    Hidden,
    /// It is excluded, or others are included.
    Excluded,
    /// It is of a language that is not wanted.
    Language,
    /// It is too long.
    TooLong,
    /// A program wrote it.
    Generated,
    /// It is no text.
    Binary,
}

impl Reason {
    /// All of them, in order.
    pub const ALL: [Reason; 7] = [
        Reason::Ignored,
        Reason::Hidden,
        Reason::Excluded,
        Reason::Language,
        Reason::TooLong,
        Reason::Generated,
        Reason::Binary,
    ];

    /// A word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Reason::Ignored => "ignored",
            Reason::Hidden => "hidden",
            Reason::Excluded => "excluded",
            Reason::Language => "language",
            Reason::TooLong => "too long",
            Reason::Generated => "generated",
            Reason::Binary => "binary",
        }
    }

    /// What it says of a file, in a few words.
    pub fn told(self) -> &'static str {
        match self {
            Reason::Ignored => "ignored, as .gitignore or .ignore says",
            Reason::Hidden => "hidden",
            Reason::Excluded => "excluded, or not included",
            Reason::Language => "of a language that is not wanted",
            Reason::TooLong => "too long",
            Reason::Generated => "generated",
            Reason::Binary => "binary",
        }
    }
}

/// A file or folder that was left out. What is in such a folder is not looked at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Skip {
    /// Relative to the root, with `/`; what steers a terminal stands as U+FFFD.
    pub path: String,
    /// Whether it is a folder.
    pub is_folder: bool,
    /// Why.
    pub reason: Reason,
}

/// What there is to say of files and folders that were left out: of each reason the first ones by path, and
/// how many more there are.
pub(crate) fn diagnostics(skips: &[Skip]) -> Vec<Diagnostic> {
    let note = |path: &str, message| Diagnostic {
        path: path.to_owned(),
        line: 0,
        severity: Severity::Note,
        message,
    };
    let mut told: BTreeMap<Reason, usize> = BTreeMap::new();
    let mut notes = Vec::new();
    for skip in skips {
        let count = told.entry(skip.reason).or_default();
        *count += 1;
        if *count <= MAX_TOLD {
            notes.push(note(&skip.path, format!("left out: {}", skip.reason.told())));
        }
    }
    for (reason, count) in told.into_iter().filter(|(_, count)| *count > MAX_TOLD) {
        let more = count - MAX_TOLD;
        notes.push(note("", format!("left out: {}: {more} more files and folders", reason.told())));
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_is_bounded() {
        let skip = |n: usize, reason| Skip { path: format!("{n:04}.py"), is_folder: false, reason };
        let mut skips: Vec<Skip> = (0..MAX_TOLD + 7).map(|n| skip(n, Reason::Generated)).collect();
        skips.push(skip(9999, Reason::Binary));
        let told = diagnostics(&skips);
        assert_eq!(told.len(), MAX_TOLD + 2);
        assert!(told.iter().any(|note| note.message.ends_with("generated: 7 more files and folders")));
        assert!(told.iter().any(|note| note.path == "9999.py"));
    }
}
