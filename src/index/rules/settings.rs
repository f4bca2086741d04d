//! `magellan.toml`: what a project says of itself.

use std::path::Path;

use toml::de::DeTable;

use super::{RuleOptions, SETTINGS, glob_mistake};
use crate::model::Language;
use crate::settings::{self, Reader, Value};

const KEYS: &str = "are include, exclude, ignored, hidden, generated, binary, max_file_bytes and languages";

/// Reads `magellan.toml` in a folder; nothing where there is none.
///
/// # Errors
/// What is wrong with it, one mistake after another, each with its line.
pub(crate) fn read(root: &Path) -> Result<RuleOptions, String> {
    match settings::read(&root.join(SETTINGS), SETTINGS)? {
        Some(text) => parse(&text),
        None => Ok(RuleOptions::default()),
    }
}

/// Reads its text.
fn parse(text: &str) -> Result<RuleOptions, String> {
    let options = Reader::parse(SETTINGS, text, |reader, table| {
        let mut options = RuleOptions::default();
        for (key, value) in table {
            if key.get_ref() != "index" {
                reader.unknown(key, "is [index]");
            } else if let Some(table) = reader.table("index", value) {
                rules(reader, table, &mut options);
            }
        }
        options
    });
    options.map_err(|mistakes| mistakes.join("; "))
}

fn rules(reader: &mut Reader<'_>, rules: &DeTable<'_>, options: &mut RuleOptions) {
    for (key, value) in rules {
        let name = key.get_ref().as_ref();
        match name {
            "include" => options.include = globs(reader, name, value),
            "exclude" => options.exclude = globs(reader, name, value),
            "ignored" => options.ignored = reader.boolean(name, value),
            "hidden" => options.hidden = reader.boolean(name, value),
            "generated" => options.generated = reader.boolean(name, value),
            "binary" => options.binary = reader.boolean(name, value),
            "max_file_bytes" => options.max_file_bytes = reader.bytes(name, value),
            "languages" => options.languages = languages(reader, name, value),
            _ => reader.unknown(key, KEYS),
        }
    }
}

fn globs(reader: &mut Reader<'_>, name: &str, value: &Value<'_>) -> Option<Vec<String>> {
    let texts = reader.texts(name, value)?;
    for (at, glob) in &texts {
        if let Some(what) = glob_mistake(glob) {
            reader.mistake(*at, what);
        }
    }
    Some(texts.into_iter().map(|(_, glob)| glob).collect())
}

fn languages(reader: &mut Reader<'_>, name: &str, value: &Value<'_>) -> Option<Vec<Language>> {
    let mut languages = Vec::new();
    for (at, text) in reader.texts(name, value)? {
        match Language::of_label(&text) {
            Some(language) => languages.push(language),
            None => {
                let known = Language::labels().join(", ");
                reader.mistake(at, format!("`{text}` is no language; there are {known}"));
            }
        }
    }
    Some(languages)
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
