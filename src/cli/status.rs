//! `magellan-tui status`.

use std::path::Path;

use serde_json::json;

use super::print::{self, Failure, grouped, harmless, harmless_json};
use super::{args, database};
use crate::model::Counts;
use crate::store::{self, Meta};

/// Says what a database holds.
pub(super) fn run(args: &args::Status) -> Result<(), Failure> {
    let path = database::at(&args.database)?;
    let store = store::open(&path)?;
    let reader = store.reader()?;
    let (meta, counts) = (reader.meta()?, reader.counts()?);
    database::tell_notices(&path, &meta);
    print::result(&if args.json { as_json(&meta, &counts)? } else { as_text(&path, &meta, &counts) })
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
