//! `magellan.toml`: what a project says of itself.

use std::io::{ErrorKind, Read as _};
use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{RuleOptions, SETTINGS, glob_mistake};
use crate::model::Language;

/// A longer file is none that a person wrote, in bytes.
const MAX_BYTES: u64 = 1 << 20;

/// So many mistakes are told at most.
const MAX_TOLD: usize = 20;

const KEYS: &str = "include, exclude, ignored, hidden, generated, binary, max_file_bytes and languages";

/// Reads `magellan.toml` in a folder; nothing where there is none.
///
/// # Errors
/// What is wrong with it, one mistake after another, each with its line.
pub(crate) fn read(root: &Path) -> Result<RuleOptions, String> {
    let path = root.join(SETTINGS);
    let file = match std::fs::File::open(&path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(RuleOptions::default()),
        Err(error) => return Err(format!("{SETTINGS}: {error}")),
    };
    let mut text = String::new();
    match file.take(MAX_BYTES + 1).read_to_string(&mut text) {
        Ok(_) if text.len() as u64 > MAX_BYTES => Err(format!("{SETTINGS}: longer than {MAX_BYTES} bytes")),
        Ok(_) => parse(&text),
        Err(error) => Err(format!("{SETTINGS}: {error}")),
    }
}

/// Reads its text.
fn parse(text: &str) -> Result<RuleOptions, String> {
    let mut reader = Reader { text, mistakes: Vec::new() };
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let at = error.span().map_or(0, |span| span.start);
        reader.mistake(at, error.message().lines().collect::<Vec<_>>().join(", "));
    }
    let mut options = RuleOptions::default();
    if reader.mistakes.is_empty() {
        for (key, value) in table.get_ref() {
            match (key.get_ref().as_ref(), value.get_ref()) {
                ("index", DeValue::Table(rules)) => reader.rules(rules, &mut options),
                ("index", _) => reader.mistake(value.span().start, "`index` must be a table, [index]"),
                (other, _) => {
                    reader.mistake(key.span().start, format!("`{other}` is not known; there is [index]"))
                }
            }
        }
    }
    reader.mistakes.sort();
    let told: Vec<String> = reader
        .mistakes
        .iter()
        .take(MAX_TOLD)
        .map(|(line, what)| format!("{SETTINGS}:{line}: {what}"))
        .collect();
    if told.is_empty() { Ok(options) } else { Err(told.join("; ")) }
}

struct Reader<'t> {
    text: &'t str,
    /// Lines, from 1, and what is wrong there.
    mistakes: Vec<(usize, String)>,
}

impl Reader<'_> {
    fn mistake(&mut self, at: usize, what: impl Into<String>) {
        let line = 1 + self.text.bytes().take(at).filter(|&byte| byte == b'\n').count();
        self.mistakes.push((line, what.into()));
    }

    fn rules(&mut self, rules: &DeTable<'_>, options: &mut RuleOptions) {
        for (key, value) in rules {
            let name = key.get_ref().as_ref();
            match name {
                "include" => options.include = self.globs(name, value),
                "exclude" => options.exclude = self.globs(name, value),
                "ignored" => options.ignored = self.boolean(name, value),
                "hidden" => options.hidden = self.boolean(name, value),
                "generated" => options.generated = self.boolean(name, value),
                "binary" => options.binary = self.boolean(name, value),
                "max_file_bytes" => options.max_file_bytes = self.number(name, value),
                "languages" => options.languages = self.languages(name, value),
                other => self.mistake(key.span().start, format!("`{other}` is not known; there are {KEYS}")),
            }
        }
    }

    fn boolean(&mut self, name: &str, value: &Spanned<DeValue<'_>>) -> Option<bool> {
        let said = value.get_ref().as_bool();
        if said.is_none() {
            self.mistake(value.span().start, format!("`{name}` must be true or false"));
        }
        said
    }

    fn number(&mut self, name: &str, value: &Spanned<DeValue<'_>>) -> Option<u64> {
        let said = value.get_ref().as_integer();
        let said = said.and_then(|said| u64::from_str_radix(said.as_str(), said.radix()).ok());
        let said = said.filter(|&said| said > 0);
        if said.is_none() {
            self.mistake(value.span().start, format!("`{name}` must be a whole number of bytes above 0"));
        }
        said
    }

    /// The texts of a list, each with its place.
    fn texts(&mut self, name: &str, value: &Spanned<DeValue<'_>>) -> Option<Vec<(usize, String)>> {
        let what = format!("`{name}` must be a list of texts, as [\"…\"]");
        let Some(list) = value.get_ref().as_array() else {
            self.mistake(value.span().start, what);
            return None;
        };
        let mut texts = Vec::new();
        for item in list {
            match item.get_ref().as_str() {
                Some(text) => texts.push((item.span().start, text.to_owned())),
                None => self.mistake(item.span().start, what.clone()),
            }
        }
        Some(texts)
    }

    fn globs(&mut self, name: &str, value: &Spanned<DeValue<'_>>) -> Option<Vec<String>> {
        let texts = self.texts(name, value)?;
        for (at, glob) in &texts {
            if let Some(what) = glob_mistake(glob) {
                self.mistake(*at, what);
            }
        }
        Some(texts.into_iter().map(|(_, glob)| glob).collect())
    }

    fn languages(&mut self, name: &str, value: &Spanned<DeValue<'_>>) -> Option<Vec<Language>> {
        let mut languages = Vec::new();
        for (at, text) in self.texts(name, value)? {
            match Language::of_label(&text) {
                Some(language) => languages.push(language),
                None => {
                    let known = Language::labels().join(", ");
                    self.mistake(at, format!("`{text}` is no language; there are {known}"));
                }
            }
        }
        Some(languages)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_can_be_said_is_understood() {
        let text = "[index]\ninclude = [\"src\"]\nexclude = ['*.py', \"!a.py\"]\nignored = false\nhidden = true\n\
                    generated = true\nbinary = false\nmax_file_bytes = 0x10_00\nlanguages = [\"rust\", \"C++\"]\n";
        let list = |texts: &[&str]| Some(texts.iter().map(|&text| text.to_owned()).collect());
        let expected = RuleOptions {
            include: list(&["src"]),
            exclude: list(&["*.py", "!a.py"]),
            ignored: Some(false),
            hidden: Some(true),
            generated: Some(true),
            binary: Some(false),
            max_file_bytes: Some(4096),
            languages: Some(vec![Language::Rust, Language::Cpp]),
        };
        assert_eq!(parse(text), Ok(expected));
        assert_eq!(parse(""), Ok(RuleOptions::default()));
        assert_eq!(parse("# nothing\n[index]\n"), Ok(RuleOptions::default()));
    }

    #[test]
    fn every_mistake_is_told_with_its_line() {
        let text = "[index]\nhiden = true\ngenerated = 1\nmax_file_bytes = -4\ninclude = [\n  'ok',\n  'a{',\n  7,\n]\n\
                    exclude = 'x'\nlanguages = ['rust', 'cobol']\n\n[color]\n";
        let told = parse(text).unwrap_err();
        let lines: Vec<&str> = told.split("; magellan.toml").collect();
        for (line, what) in [
            (2, "`hiden` is not known; there are include,"),
            (3, "`generated` must be true or false"),
            (4, "`max_file_bytes` must be a whole number"),
            (7, "a{"),
            (8, "`include` must be a list"),
            (10, "`exclude` must be a list"),
            (11, "`cobol` is no language; there are rust, python"),
            (13, "`color` is not known"),
        ] {
            let is_it = |told: &&&str| told.contains(&format!(":{line}: ")) && told.contains(what);
            assert!(lines.iter().any(|told| is_it(&told)), "{line} {what}: {told}");
        }
        assert_eq!(lines.len(), 8, "{told}");
        for broken in ["[index", "a = ", "index = 3", "[index]\nhidden = true\nhidden = false"] {
            assert!(parse(broken).unwrap_err().starts_with("magellan.toml:"), "{broken}");
        }
    }

    #[test]
    fn a_folder_without_it_says_nothing() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(read(folder.path()), Ok(RuleOptions::default()));
        std::fs::write(folder.path().join(SETTINGS), [0xff, 0xfe]).unwrap();
        assert!(read(folder.path()).unwrap_err().starts_with("magellan.toml: "));
    }
}
