//! `magellan-tui verify`.

use std::path::Path;
use std::sync::atomic::Ordering;

use serde_json::json;

use super::interrupt::Interrupt;
use super::print::{self, Failure, grouped, harmless, harmless_json};
use super::{args, database, spinner};
use crate::store::{self, Verification};

/// Reads a database back as a whole and says what is wrong with it.
pub(super) fn run(args: &args::Verify) -> Result<(), Failure> {
    // Before anything else, so that no signal is lost.
    let interrupt = Interrupt::watch()?;
    let path = database::at(&args.database)?;
    let store = store::open(&path)?;
    let bar = spinner::spinner("checking ");
    let found = store.verify(&mut |what, done| {
        bar.set_message(harmless(what));
        bar.set_position(done);
        !interrupt.flag().load(Ordering::SeqCst)
    });
    bar.finish_and_clear();
    let found = found?;
    print::result(&if args.json { as_json(&found)? } else { as_text(&path, &found) })?;
    let (shown, wrong) = (path.display(), found.damage.len());
    if let Some(code) = interrupt.code() {
        let message =
            format!("{shown}: interrupted; not everything was checked, {wrong} found wrong until then");
        return Err(Failure::interrupted(code, message));
    }
    match wrong {
        0 => Ok(()),
        _ => Err(anyhow::anyhow!(
            "{shown}: damaged ({wrong} found wrong); restore it from a copy or index the sources again"
        )
        .into()),
    }
}

fn as_json(found: &Verification) -> anyhow::Result<String> {
    // Keys as those of `status --json`.
    let checked = found.checked.iter().map(|(name, count)| (name.replace(' ', "_"), (*count).into()));
    let checked: serde_json::Map<_, _> = checked.collect();
    let found = json!({ "checked": checked, "notes": found.notes, "damage": found.damage });
    Ok(harmless_json(&serde_json::to_string_pretty(&found)?) + "\n")
}

fn as_text(path: &Path, found: &Verification) -> String {
    let width = found.checked.iter().map(|(name, _)| name.chars().count()).fold(16, usize::max);
    let mut text = format!("{:<width$}{}\n\n", "database", harmless(&path.display().to_string()));
    for (name, count) in &found.checked {
        text.push_str(&format!("{:<width$}{:>14}\n", harmless(name), grouped(*count)));
    }
    for (sort, lines) in [("note", &found.notes), ("damage", &found.damage)] {
        for line in lines {
            text.push_str(&format!("{sort}: {}\n", harmless(line)));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_is_a_line() {
        let found = Verification {
            checked: vec![("symbols".to_owned(), 1234), ("an index over many things".to_owned(), 5)],
            damage: vec!["symbol 5: \x1b[2Jgone\nfor good".to_owned()],
            notes: vec!["counts were taken again".to_owned()],
        };
        let text = as_text(Path::new("x.db"), &found);
        let expected = "database                 x.db\n\n\
                        symbols                           1,234\n\
                        an index over many things             5\n\
                        note: counts were taken again\n\
                        damage: symbol 5: \\u{1b}[2Jgone\\u{a}for good\n";
        assert_eq!(text, expected);
        let json: serde_json::Value = serde_json::from_str(&as_json(&found).unwrap()).unwrap();
        let expected = serde_json::json!({
            "checked": {"symbols": 1234, "an_index_over_many_things": 5},
            "notes": found.notes,
            "damage": found.damage,
        });
        assert_eq!(json, expected);
    }
}
