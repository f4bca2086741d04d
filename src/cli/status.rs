//! `magellan-tui status`.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::args;
use super::print::{self, Failure, harmless, harmless_json};
use crate::model::Counts;
use crate::store::{self, Meta};

/// Says what a database holds.
pub(super) fn run(args: &args::Status) -> Result<(), Failure> {
    let path = database(&args.database)?;
    let store = store::open(&path)?;
    let reader = store.reader()?;
    let (meta, counts) = (reader.meta()?, reader.counts()?);
    for notice in &meta.notices {
        print::message(&format!("{}: {notice}", path.display()));
    }
    print::result(&if args.json { as_json(&meta, &counts)? } else { as_text(&path, &meta, &counts) })
}

/// The database at a path; that of a folder is the index in it.
fn database(path: &Path) -> Result<PathBuf, Failure> {
    match store::identify(path)? {
        store::Found::Database(_) => Ok(path.to_owned()),
        store::Found::Folder => match store::find_database(path) {
            Some(database) => Ok(database),
            None => Err(no_index(path)),
        },
    }
}

/// Why no index was found in a folder.
fn no_index(folder: &Path) -> Failure {
    let shown = folder.display();
    // Nobody can tell what is in a folder that may not be entered or read.
    let looked = std::fs::metadata(folder.join(".")).and_then(|_| std::fs::read_dir(folder));
    match looked {
        Ok(_) => {
            anyhow::anyhow!("{shown}: no index in this folder; make one with `magellan-tui index {shown}`")
        }
        Err(error) => anyhow::anyhow!("{shown}: {error}; give a folder that you may read"),
    }
    .into()
}

fn as_json(meta: &Meta, counts: &Counts) -> anyhow::Result<String> {
    let status = json!({
        "engine": meta.engine.as_str(),
        "schema_version": meta.schema_version,
        "project": meta.project,
        "root": meta.root,
        "size_bytes": meta.size_bytes,
        "counts": counts,
    });
    Ok(harmless_json(&serde_json::to_string_pretty(&status)?) + "\n")
}

fn as_text(path: &Path, meta: &Meta, counts: &Counts) -> String {
    let none = || "-".to_owned();
    let rows = [
        ("database", path.display().to_string()),
        ("engine", meta.engine.as_str().to_owned()),
        ("schema", meta.schema_version.to_string()),
        ("written by", meta.tool_version.clone().unwrap_or_else(none)),
        ("project", meta.project.clone().unwrap_or_else(none)),
        ("root", meta.root.clone().unwrap_or_else(none)),
        ("size", format!("{} bytes", grouped(meta.size_bytes))),
    ];
    let mut text = String::new();
    for (name, value) in rows {
        text.push_str(&format!("{name:<16}{}\n", harmless(&value)));
    }
    text.push('\n');
    for (name, count) in counts.entries() {
        text.push_str(&format!("{name:<16}{:>14}\n", grouped(count)));
    }
    text
}

/// A number with a comma between each three digits.
fn grouped(number: u64) -> String {
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

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn digits_stand_in_threes() {
        let shown: Vec<String> = [0, 12, 123, 1234, 1_234_567].map(grouped).to_vec();
        assert_eq!(shown, ["0", "12", "123", "1,234", "1,234,567"]);
    }
}
