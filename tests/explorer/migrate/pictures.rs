//! Every step as a picture in text.

use magellan_tui::migrate::{Event, MigrateError};
use magellan_tui::tui::data::target::Finding;

use super::script::{PARTS, Script, odd_report, part_report};
use crate::harness::Explorer;
use crate::pictures::{SIZES, check, keep};

/// Holds what `play` leads to against its pictures, at every size.
fn pictures(name: &str, play: impl Fn(&Script, &mut Explorer)) {
    for size in SIZES {
        let script = Script::new();
        let world = script.world();
        let mut explorer = world.explore(size);
        play(&script, &mut explorer);
        keep(&format!("migrate-{name}"), &mut explorer);
    }
}

/// At the fourth step, with some copied.
fn copying(script: &Script, explorer: &mut Explorer) {
    explorer.press("M enter enter").send("enter");
    script.copies_some(explorer);
}

/// At the fifth step, with some read back.
fn comparing(script: &Script, explorer: &mut Explorer) {
    copying(script, explorer);
    script.compares_some(explorer);
}

#[test]
fn source() {
    pictures("source", |_, explorer| {
        explorer.press("M");
    });
}

#[test]
fn target() {
    pictures("target", |_, explorer| {
        explorer.press("M enter");
    });
    pictures("target-replaces", |script, explorer| {
        script.finds(Finding::Replaceable("a fjall database"));
        explorer.press("M enter x");
    });
    pictures("target-bad", |script, explorer| {
        script.finds(Finding::Refused(
            "there is no folder /a\u{1b}[2J/\u{202e}b: make it, or give another path".to_owned(),
        ));
        explorer.press("M enter e");
    });
}

#[test]
fn plan() {
    pictures("plan", |_, explorer| {
        explorer.press("M enter enter j j");
    });
    pictures("plan-replaces", |script, explorer| {
        script.finds(Finding::Replaceable("a fjall database"));
        script.plans(|options| {
            let left_over = Some("databases/sample.fjall.building".into());
            Ok(magellan_tui::migrate::Plan { left_over, ..super::script::plan(options) })
        });
        explorer.press("M enter x enter");
    });
}

#[test]
fn run() {
    pictures("run", copying);
    pictures("run-stop", |script, explorer| {
        copying(script, explorer);
        explorer.send("esc");
    });
    pictures("run-stopped", |script, explorer| {
        copying(script, explorer);
        explorer.send("esc").press("y");
    });
    pictures("run-failed", |script, explorer| {
        copying(script, explorer);
        script.end(Err(MigrateError::NoSpace {
            path: "databases/sample.fjall".into(),
            wanted: 70 << 20,
            free: 1 << 20,
        }));
        explorer.settle();
        // The message of the moment is gone with the next key.
        explorer.press("j");
    });
    pictures("run-elsewhere", |script, explorer| {
        copying(script, explorer);
        explorer.send("2");
        explorer.wait_for("tools/");
        // On a slow machine the rest of the screen is told to be on its way.
        explorer.wait_while("reading …");
    });
    pictures("run-leave", |script, explorer| {
        copying(script, explorer);
        explorer.send("q");
    });
}

#[test]
fn verify() {
    pictures("verify", comparing);
    pictures("verify-cross", |script, explorer| {
        comparing(script, explorer);
        script.tell(9_800, Event::Verified { part: 5, report: odd_report(5, PARTS[5].1 - 2) });
        script.tell(9_900, Event::Verified { part: 6, report: part_report(6) });
        let what = "symbols: 83,000 rows became 82,998".to_owned();
        script.end(Err(MigrateError::NotEqual { path: "databases/sample.fjall".into(), what }));
        explorer.settle();
        explorer.press("j k");
    });
    pictures("verify-done", |script, explorer| {
        comparing(script, explorer);
        script.makes(explorer, "databases/sample.fjall");
        explorer.press("g g");
    });
}

#[test]
fn done() {
    pictures("done", |script, explorer| {
        comparing(script, explorer);
        script.makes(explorer, "databases/sample.fjall");
        explorer.press("enter");
    });
}

#[test]
fn help() {
    pictures("help", |_, explorer| {
        explorer.press("M enter ?");
    });
}

#[test]
fn the_offer() {
    for size in SIZES {
        let script = Script::new();
        let world = script.large_world();
        let mut explorer = world.explore(size);
        let text = explorer.text();
        let last = text.lines().nth(usize::from(size.1) - 2).unwrap().to_owned();
        check(&format!("migrate-offer-{}x{}", size.0, size.1), &last);
    }
}
