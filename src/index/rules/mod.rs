//! Which files are indexed and which are left out: what the user may say of it, and what holds where nobody
//! says anything (`docs/rules.md`).

mod heading;
mod marks;
mod settings;
mod skips;

pub(crate) use marks::{Class, Mark};
pub(crate) use settings::read as read_settings;
pub(crate) use skips::diagnostics;
pub use skips::{Reason, Skip};

use std::path::Path;

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use crate::model::Language;

/// The file in a project's folder that says its rules.
pub const SETTINGS: &str = "magellan.toml";

/// The longest file that is indexed unless somebody says otherwise, in bytes.
const MAX_FILE_BYTES: u64 = 16 << 20;

/// What somebody says about which files are to be indexed; `None` where nothing is said.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RuleOptions {
    /// Only files that one of these globs fits, or a folder above them. Globs are those of a `.gitignore`,
    /// from the root of the project.
    pub include: Option<Vec<String>>,
    /// No files or folders that one of these globs fits; of one after it that begins with `!` they are in again.
    pub exclude: Option<Vec<String>>,
    /// Also what `.gitignore`, `.ignore` and git's other lists leave out.
    pub ignored: Option<bool>,
    /// Also what has a name that begins with a dot.
    pub hidden: Option<bool>,
    /// Also files that a program wrote.
    pub generated: Option<bool>,
    /// Also files that are no text.
    pub binary: Option<bool>,
    /// No files that are longer, in bytes.
    pub max_file_bytes: Option<u64>,
    /// Only files of these languages.
    pub languages: Option<Vec<Language>>,
}

impl RuleOptions {
    /// These, and where they say nothing, those.
    #[must_use]
    pub fn or(self, those: RuleOptions) -> RuleOptions {
        RuleOptions {
            include: self.include.or(those.include),
            exclude: self.exclude.or(those.exclude),
            ignored: self.ignored.or(those.ignored),
            hidden: self.hidden.or(those.hidden),
            generated: self.generated.or(those.generated),
            binary: self.binary.or(those.binary),
            max_file_bytes: self.max_file_bytes.or(those.max_file_bytes),
            languages: self.languages.or(those.languages),
        }
    }
}

/// Why a glob means nothing; `None` where it does.
pub fn glob_mistake(glob: &str) -> Option<String> {
    if glob.trim().is_empty() || glob.trim() == "!" {
        return Some("an empty glob".to_owned());
    }
    GitignoreBuilder::new("").add_line(None, glob).err().map(|error| error.to_string())
}

/// The rules of a run.
#[derive(Debug, Clone)]
pub(crate) struct Rules {
    include: Gitignore,
    exclude: Gitignore,
    /// Whether lists of ignored files are not looked at.
    pub(crate) ignored: bool,
    pub(crate) hidden: bool,
    pub(crate) content: ContentRules,
    max_file_bytes: u64,
    languages: Option<Vec<Language>>,
}

/// The rules about what only the text of a file tells.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct ContentRules {
    generated: bool,
    binary: bool,
}

impl ContentRules {
    /// Whether a file with this mark is left out.
    pub(crate) fn leave_out(self, mark: Mark) -> bool {
        match mark {
            Mark::Generated => !self.generated,
            Mark::Binary => !self.binary,
        }
    }
}

impl Rules {
    /// The rules that somebody says. Globs that mean nothing, see [`glob_mistake`], are passed over.
    pub(crate) fn new(options: &RuleOptions) -> Rules {
        Rules {
            include: globs(options.include.as_deref()),
            exclude: globs(options.exclude.as_deref()),
            ignored: options.ignored.unwrap_or_default(),
            hidden: options.hidden.unwrap_or_default(),
            content: ContentRules {
                generated: options.generated.unwrap_or_default(),
                binary: options.binary.unwrap_or_default(),
            },
            max_file_bytes: options.max_file_bytes.unwrap_or(MAX_FILE_BYTES),
            languages: options.languages.clone(),
        }
    }

    /// Whether a path, relative to the root, is excluded by name. Of a folder that is, all is.
    pub(crate) fn is_excluded(&self, path: &str, is_folder: bool) -> bool {
        self.exclude.matched(path, is_folder).is_ignore()
    }

    /// Why a file of source is left out, as far as its path and length tell.
    pub(crate) fn of_file(&self, path: &str, language: Language, bytes: u64) -> Option<Reason> {
        let is_wanted = |wanted: &Language| wanted.label() == language.label();
        if !self.is_included(path) {
            Some(Reason::Excluded)
        } else if self.languages.as_ref().is_some_and(|languages| !languages.iter().any(is_wanted)) {
            Some(Reason::Language)
        } else if !self.content.generated && marks::is_named_generated(path) {
            Some(Reason::Generated)
        } else if bytes > self.max_file_bytes {
            Some(Reason::TooLong)
        } else {
            None
        }
    }

    fn is_included(&self, path: &str) -> bool {
        if self.include.is_empty() {
            return true;
        }
        let is_in = |path: &Path, is_folder| self.include.matched(path, is_folder).is_ignore();
        let mut above = Path::new(path).ancestors().skip(1).filter(|above| !above.as_os_str().is_empty());
        is_in(Path::new(path), false) || above.any(|above| is_in(above, true))
    }
}

fn globs(globs: Option<&[String]>) -> Gitignore {
    let mut builder = GitignoreBuilder::new("");
    for glob in globs.unwrap_or_default() {
        if let Err(error) = builder.add_line(None, glob) {
            tracing::warn!(%error, glob, "a glob that means nothing");
        }
    }
    builder.build().unwrap_or_else(|_| Gitignore::empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(options: RuleOptions) -> Rules {
        Rules::new(&options)
    }

    fn list(globs: &[&str]) -> Option<Vec<String>> {
        Some(globs.iter().map(|&glob| glob.to_owned()).collect())
    }

    #[test]
    fn a_file_is_included_by_its_own_name_or_a_folder_above_it() {
        let all = rules(RuleOptions::default());
        assert_eq!(all.of_file("a/b.rs", Language::Rust, 1), None);
        let some = rules(RuleOptions { include: list(&["src", "/tools/*.py"]), ..RuleOptions::default() });
        for (path, is_in) in [
            ("src/deep/a.rs", true),
            ("crates/x/src/a.rs", true),
            ("src.rs", false),
            ("tools/a.py", true),
            ("tools/deep/a.py", false),
            ("more/tools/a.py", false),
        ] {
            assert_eq!(some.of_file(path, Language::Rust, 1).is_none(), is_in, "{path}");
        }
    }

    #[test]
    fn what_is_excluded_can_be_taken_back() {
        let some =
            rules(RuleOptions { exclude: list(&["vendor/", "*.py", "!keep.py"]), ..RuleOptions::default() });
        assert!(some.is_excluded("a/vendor", true) && !some.is_excluded("a/vendor", false));
        assert!(some.is_excluded("a.py", false) && !some.is_excluded("keep.py", false));
    }

    #[test]
    fn languages_and_lengths_are_held_to() {
        let some = rules(RuleOptions {
            languages: Some(vec![Language::TypeScript]),
            max_file_bytes: Some(10),
            ..RuleOptions::default()
        });
        assert_eq!(some.of_file("a.tsx", Language::Tsx, 10), None);
        assert_eq!(some.of_file("a.ts", Language::TypeScript, 11), Some(Reason::TooLong));
        assert_eq!(some.of_file("a.rs", Language::Rust, 1), Some(Reason::Language));
    }

    #[test]
    fn who_says_it_first_wins() {
        let flags = RuleOptions { hidden: Some(false), ..RuleOptions::default() };
        let file = RuleOptions { hidden: Some(true), generated: Some(true), ..RuleOptions::default() };
        let both = flags.or(file);
        assert_eq!((both.hidden, both.generated, both.binary), (Some(false), Some(true), None));
    }

    #[test]
    fn mistakes_in_globs_are_told() {
        assert_eq!(glob_mistake("src/**/*.rs"), None);
        for wrong in ["", " ", "!", "a{b", "a[z-a]"] {
            assert!(glob_mistake(wrong).is_some(), "{wrong}");
        }
    }
}
