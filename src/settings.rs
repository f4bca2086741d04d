//! Files of settings that people write: what can be read of them, and every mistake with its line.

use std::io::{ErrorKind, Read as _};
use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A longer file is none that a person wrote, in bytes.
const MAX_BYTES: u64 = 1 << 20;

/// So many mistakes are told at most.
const MAX_TOLD: usize = 20;

/// A value, and the byte at which it begins.
pub(crate) type Value<'t> = Spanned<DeValue<'t>>;

/// The text of a file of settings; `None` where there is none.
///
/// # Errors
/// Why it cannot be read, behind `name`.
pub(crate) fn read(path: &Path, name: &str) -> Result<Option<String>, String> {
    let file = match std::fs::File::open(path) {
        Ok(file) => file,
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            return Ok(None);
        }
        Err(error) => return Err(format!("{name}: {error}")),
    };
    let mut text = String::new();
    match file.take(MAX_BYTES + 1).read_to_string(&mut text) {
        Ok(_) if text.len() as u64 > MAX_BYTES => Err(format!("{name}: longer than {MAX_BYTES} bytes")),
        Ok(_) => Ok(Some(text)),
        Err(error) => Err(format!("{name}: {error}")),
    }
}

/// Reads settings, and notes what is wrong with them.
pub(crate) struct Reader<'t> {
    text: &'t str,
    /// Lines, from 1, and what is wrong there.
    mistakes: Vec<(usize, String)>,
}

impl<'t> Reader<'t> {
    /// Has `read` look at the text's tables. Where the text is no TOML, that is what is wrong with it.
    ///
    /// # Errors
    /// Every mistake, a line each, behind `name` and its line.
    pub(crate) fn parse<T: Default>(
        name: &str,
        text: &'t str,
        read: impl FnOnce(&mut Reader<'t>, &DeTable<'t>) -> T,
    ) -> Result<T, Vec<String>> {
        let mut reader = Reader { text, mistakes: Vec::new() };
        let (table, errors) = DeTable::parse_recoverable(text);
        for error in errors {
            let at = error.span().map_or(0, |span| span.start);
            reader.mistake(at, error.message().lines().collect::<Vec<_>>().join(", "));
        }
        let read = if reader.mistakes.is_empty() { read(&mut reader, table.get_ref()) } else { T::default() };
        reader.mistakes.sort();
        let told = reader.mistakes.iter().take(MAX_TOLD).map(|(line, what)| format!("{name}:{line}: {what}"));
        let told: Vec<String> = told.collect();
        if told.is_empty() { Ok(read) } else { Err(told) }
    }

    /// Notes what is wrong at a byte of the text.
    pub(crate) fn mistake(&mut self, at: usize, what: impl Into<String>) {
        let line = 1 + self.text.bytes().take(at).filter(|&byte| byte == b'\n').count();
        self.mistakes.push((line, what.into()));
    }

    /// Notes that a key is not one of `known`, which is said in words.
    pub(crate) fn unknown<K: AsRef<str>>(&mut self, key: &Spanned<K>, known: &str) {
        let name = key.get_ref().as_ref();
        self.mistake(key.span().start, format!("`{name}` is not known; there {known}"));
    }

    /// A table.
    pub(crate) fn table<'v>(&mut self, name: &str, value: &'v Value<'t>) -> Option<&'v DeTable<'t>> {
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.mistake(value.span().start, format!("`{name}` must be a table, [{name}]"));
        }
        table
    }

    /// A switch.
    pub(crate) fn boolean(&mut self, name: &str, value: &Value<'_>) -> Option<bool> {
        let said = value.get_ref().as_bool();
        if said.is_none() {
            self.mistake(value.span().start, format!("`{name}` must be true or false"));
        }
        said
    }

    /// A number of bytes, above 0.
    pub(crate) fn bytes(&mut self, name: &str, value: &Value<'_>) -> Option<u64> {
        let said = value.get_ref().as_integer();
        let said = said.and_then(|said| u64::from_str_radix(said.as_str(), said.radix()).ok());
        let said = said.filter(|&said| said > 0);
        if said.is_none() {
            self.mistake(value.span().start, format!("`{name}` must be a whole number of bytes above 0"));
        }
        said
    }

    /// A text.
    pub(crate) fn text<'v>(&mut self, name: &str, value: &'v Value<'_>) -> Option<&'v str> {
        let said = value.get_ref().as_str();
        if said.is_none() {
            self.mistake(value.span().start, format!("`{name}` must be a text, \"…\""));
        }
        said
    }

    /// The texts of a list, each with the byte at which it begins.
    pub(crate) fn texts(&mut self, name: &str, value: &Value<'_>) -> Option<Vec<(usize, String)>> {
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
}
