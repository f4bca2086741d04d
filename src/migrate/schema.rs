//! What makes a SQLite file what it is beside its rows, compared.

use std::collections::BTreeMap;

use crate::store::{Schema, SchemaEntry};

/// In what two files differ beside their rows, a line each.
pub(super) fn differences([a, b]: [&Schema; 2]) -> Vec<String> {
    let mut lines = Vec::new();
    let settings = [
        ("encoding", a.encoding.clone(), b.encoding.clone()),
        ("page size", a.page_size.to_string(), b.page_size.to_string()),
        ("auto-vacuum", a.auto_vacuum.to_string(), b.auto_vacuum.to_string()),
        ("user_version", a.user_version.to_string(), b.user_version.to_string()),
        ("application_id", a.application_id.to_string(), b.application_id.to_string()),
    ];
    for (what, a, b) in settings {
        if a != b {
            lines.push(format!("{what}: {a} and {b}"));
        }
    }
    let entries = |schema: &Schema| -> BTreeMap<(String, String), SchemaEntry> {
        let key = |entry: &SchemaEntry| ((entry.kind.clone(), entry.name.clone()), entry.clone());
        schema.entries.iter().map(key).collect()
    };
    let (a, mut b) = (entries(a), entries(b));
    for ((kind, name), entry) in a {
        match b.remove(&(kind.clone(), name.clone())) {
            None => lines.push(format!("{kind} {name}: only in the first")),
            Some(other) if other.sql != entry.sql || other.table != entry.table => {
                lines.push(format!("{kind} {name}: made in another way"));
            }
            Some(_) => {}
        }
    }
    lines.extend(b.into_keys().map(|(kind, name)| format!("{kind} {name}: only in the second")));
    lines
}
