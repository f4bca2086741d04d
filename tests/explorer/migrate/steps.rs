//! From step to step, and what can go wrong on the way.

use magellan_tui::migrate::{Event, MigrateError};
use magellan_tui::store::{Engine, StoreError};
use magellan_tui::tui::answer::Slot;
use magellan_tui::tui::jobs::Delivery;
use magellan_tui::tui::migrate::Question;
use magellan_tui::tui::services::Effect;

use super::script::{PARTS, Script, odd_report, report};
use crate::common;
use crate::harness::{Explorer, PATIENCE, World};

const SIZE: (u16, u16) = (120, 36);

/// At the fourth step, with some copied.
fn copying(script: &Script, world: &World) -> Explorer {
    let mut explorer = world.explore(SIZE);
    explorer.press("M enter enter").send("enter");
    script.copies_some(&mut explorer);
    explorer
}

/// Which step the bar says that one is at, and what is over the screen.
fn is_at(explorer: &mut Explorer, step: &str) {
    explorer.shows(&format!(" {step} "));
    let (number, title) = step.split_once(' ').unwrap();
    let frames = ["\u{2501}", "\u{2500}"].map(|line| format!(" {title} {line}"));
    let shown = explorer.text();
    let framed = frames.iter().any(|frame| shown.contains(frame)) || shown.contains(&format!(" {title}: "));
    assert!(framed || number == "3" && shown.contains("to copy"), "not at {step}:\n{shown}");
}

#[test]
fn it_leads_forward_and_back_and_remembers() {
    let script = Script::new();
    let world = script.world();
    let mut explorer = world.explore(SIZE);
    explorer.hides("Migrate");
    explorer.press("M");
    is_at(&mut explorer, "1 Source");
    explorer.shows("M Migrate");
    explorer.press("enter t");
    is_at(&mut explorer, "2 Target");
    explorer.shows("\u{2039}sqlite\u{203a}");
    explorer.press("enter");
    is_at(&mut explorer, "3 Plan");
    explorer.press("backspace").shows("\u{2039}sqlite\u{203a}");
    explorer.press("esc");
    is_at(&mut explorer, "1 Source");
    // What was chosen is there after other screens, too.
    explorer.press("enter t 1").shows("Stands out");
    explorer.press("M").shows("\u{2039}fjall\u{203a}");
    explorer.press("2 M").shows("\u{2039}fjall\u{203a}");
    // Left from where it begins, it leads to where it was begun.
    explorer.press("backspace esc").shows("Files");
    explorer.hides("Migrate");
    assert!(explorer.app.take_effects().is_empty());
}

#[test]
fn a_copy_is_made_verified_reported_and_opened() {
    let script = Script::looking();
    let mut world = World::of_clock();
    world.copier = script.copier.clone();
    let to = world.dir.path().join("clock.db");
    let mut explorer = world.explore(SIZE);
    explorer.press("M enter").shows("\u{2039}sqlite\u{203a}");
    explorer.press("t enter").send("enter");
    script.copies_some(&mut explorer);
    is_at(&mut explorer, "4 Run");
    script.compares_some(&mut explorer);
    // It goes on by itself.
    is_at(&mut explorer, "5 Verify");
    explorer.shows("3 \u{2713} 0 \u{2717} of 8");
    explorer.send("backspace");
    is_at(&mut explorer, "4 Run");
    explorer.send("enter");
    is_at(&mut explorer, "5 Verify");
    explorer.send("enter");
    assert_eq!(explorer.said(), "not all of it is read back yet");
    // What the copier would have made.
    std::fs::copy(common::fixture("magellan-4.17.0.db"), &to).unwrap();
    script.makes(&mut explorer, to.to_str().unwrap());
    explorer.shows("every part of the copy is the same as in the source");
    explorer.press("enter");
    is_at(&mut explorer, "6 Done");
    explorer.shows("761,003 in 8 parts");
    explorer.press("backspace backspace backspace");
    assert!(explorer.said().contains("the copy is made"), "{}", explorer.said());
    explorer.press("enter enter enter");
    // A fresh explorer, of the copy.
    explorer.shows("Stands out");
    explorer.shows("orrery");
    explorer.shows("\u{b7} sqlite");
    explorer.hides("Migrate");
    assert!(explorer.said().contains("this is the copy"), "{}", explorer.said());
    explorer.press("2").shows("tools/");
    explorer.find("attach").press("tab").shows("Orrery::attach");
    // And it can be copied in its turn.
    explorer.press("M").shows(to.to_str().unwrap());
}

#[test]
fn one_may_keep_the_source_or_make_another_copy() {
    let script = Script::new();
    let world = script.world();
    let mut explorer = copying(&script, &world);
    script.compares_some(&mut explorer);
    script.makes(&mut explorer, "databases/sample.fjall");
    explorer.press("enter n");
    is_at(&mut explorer, "2 Target");
    explorer.press("enter").send("enter");
    script.end(Ok(report("databases/sample.fjall")));
    explorer.settle();
    // Also where nothing was told one by one.
    explorer.shows("8 \u{2713} 0 \u{2717} of 8");
    explorer.press("enter esc").shows("Stands out");
    explorer.hides("Migrate");
    explorer.shows("orrery \u{b7} sqlite");
}

#[test]
fn the_rest_of_the_explorer_goes_on_while_it_copies() {
    let script = Script::new();
    let world = script.world();
    let mut explorer = copying(&script, &world);
    // Nothing is drawn for a question that tells itself how far it is.
    assert_eq!(explorer.app.busy_from(), None);
    explorer.shows("M Migrate 13%");
    explorer.send("2");
    explorer.wait_for("tools/");
    explorer.shows("M Migrate 13%");
    explorer.hides("reading");
    explorer.send("ctrl-p").send("a").send("t").send("t").send("a").send("c").send("h");
    explorer.wait_for("1 of 93");
    explorer.send("enter");
    explorer.wait_for("\u{203a} Orrery \u{203a} attach");
    script.tell(2_500, Event::Copied { part: 1, rows: 310_000, bytes: 50 << 20 });
    explorer.wait_for("M Migrate 28%");
    explorer.send("M");
    is_at(&mut explorer, "4 Run");
    explorer.shows("430,400 of 761,003");
    // The end is told wherever one is.
    explorer.send("1");
    script.end(Ok(report("databases/sample.fjall")));
    explorer.settle();
    assert!(explorer.said().contains("the copy is made"), "{}", explorer.said());
    explorer.press("M enter");
    is_at(&mut explorer, "6 Done");
}

#[test]
fn stopping_is_asked_for_and_waits_for_the_clean_up() {
    let script = Script::new();
    script.lingers();
    let world = script.world();
    let mut explorer = copying(&script, &world);
    explorer.send("backspace");
    assert_eq!(explorer.said(), "a copy is being made: esc stops it");
    explorer.send("esc").shows("Stop the copy?");
    explorer.send("n").hides("Stop the copy?");
    explorer.send("esc").send("esc").hides("Stop the copy?");
    assert!(!script.was_cancelled());
    explorer.send("esc").send("y");
    script.wait_for_cancel();
    explorer.shows("M Migrate stopping");
    explorer.shows("what was copied is taken away");
    explorer.send("esc");
    assert!(explorer.said().contains("it is stopping"), "{}", explorer.said());
    script.end(Err(MigrateError::Cancelled { path: "databases/sample.fjall".into() }));
    explorer.settle();
    is_at(&mut explorer, "4 Run");
    explorer.shows("what is there is as it was");
    explorer.press("enter");
    assert!(explorer.said().contains("backspace goes back to the plan"), "{}", explorer.said());
    explorer.press("esc");
    is_at(&mut explorer, "3 Plan");
    // And once more.
    explorer.send("enter");
    script.end(Ok(report("databases/sample.fjall")));
    explorer.settle();
    is_at(&mut explorer, "5 Verify");
}

#[test]
fn leaving_while_it_copies_is_asked_for() {
    let script = Script::new();
    let world = script.world();
    let mut explorer = copying(&script, &world);
    for quit in ["q", "ctrl-c"] {
        explorer.send("1").send(quit).shows("Leave?");
        explorer.send("n").hides("Leave?");
        assert!(explorer.app.take_effects().is_empty());
    }
    // What is asked goes away with its reason.
    explorer.send("q").shows("Leave?");
    script.end(Err(MigrateError::Cancelled { path: "databases/sample.fjall".into() }));
    explorer.settle();
    explorer.hides("Leave?");
    explorer.press("q");
    assert_eq!(explorer.effect(), Effect::Quit);

    let world = script.world();
    let mut explorer = copying(&script, &world);
    explorer.send("q").send("y");
    assert_eq!(explorer.effect(), Effect::Quit);
    script.wait_for_cancel();
    assert!(!explorer.app.stop_copy() || script.was_cancelled());
    explorer.settle();
}

#[test]
fn a_copy_ends_with_the_explorer() {
    let script = Script::new();
    let world = script.world();
    drop(copying(&script, &world));
    assert!(script.was_cancelled(), "it was told to stop, and waited for");
}

#[test]
fn a_failure_is_told_with_what_to_do_and_another_way_is_open() {
    let script = Script::new();
    let world = script.world();
    let mut explorer = copying(&script, &world);
    explorer.send("2");
    explorer.wait_for("tools/");
    script.end(Err(MigrateError::Store(StoreError::Locked { path: "databases/sample.fjall".into() })));
    explorer.settle();
    assert!(explorer.said().contains("there is no copy"), "{}", explorer.said());
    explorer.press("M").shows("locked by another program");
    explorer.shows("4 Run \u{2717}");
    explorer.press("backspace");
    is_at(&mut explorer, "3 Plan");
    explorer.press("backspace");
    is_at(&mut explorer, "2 Target");
    explorer.press("t enter").shows("sample.db (sqlite)");
}

#[test]
fn a_part_that_differs_explains_itself() {
    for (rows, words) in [
        (PARTS[1].1, "as many rows, but not the same"),
        (PARTS[1].1 - 1, "1 row of the source did not arrive in the copy"),
        (PARTS[1].1 + 1_000, "the copy has 1,000 rows that the source does not have"),
    ] {
        let script = Script::new();
        let world = script.world();
        let mut explorer = copying(&script, &world);
        script.tell(3_000, Event::Verified { part: 1, report: odd_report(1, rows) });
        script.tell(4_000, Event::Compared { part: 5, rows: 3 });
        let what = "table graph_edges".to_owned();
        script.end(Err(MigrateError::NotEqual { path: "databases/sample.fjall".into(), what }));
        explorer.settle();
        is_at(&mut explorer, "5 Verify");
        explorer.shows("5 Verify \u{2717}");
        explorer.shows(words);
        explorer.shows("was thrown away");
        explorer.press("enter");
        assert!(explorer.said().contains("there is no copy"), "{}", explorer.said());
        explorer.press("backspace backspace");
        is_at(&mut explorer, "3 Plan");
    }
}

#[test]
fn a_plan_that_cannot_be_is_told_and_leads_back() {
    let script = Script::new();
    script.plans(|options| {
        let what = "table odd".to_owned();
        let why = "its columns hide every name of its rowid".to_owned();
        Err(MigrateError::Store(StoreError::CannotCarry { path: options.from.clone(), what, why }))
    });
    let world = script.world();
    let mut explorer = world.explore(SIZE);
    explorer.press("M enter enter").shows("its columns hide every name of its rowid");
    explorer.shows("3 Plan \u{2717}");
    explorer.press("enter");
    assert!(explorer.said().contains("cannot be copied like this"), "{}", explorer.said());
    explorer.press("backspace");
    is_at(&mut explorer, "2 Target");
}

#[test]
fn a_damaged_source_is_told_and_may_be_gone_on_with() {
    let dir = tempfile::tempdir().unwrap();
    common::write_clock(&dir.path().join("clock"));
    let script = Script::new();
    let mut world = World::indexed(dir, Engine::Sqlite);
    let path = world.dir.path().join("clock.index");
    let database = rusqlite::Connection::open(&path).unwrap();
    database.execute_batch("DELETE FROM graph_edges WHERE id = (SELECT max(id) FROM graph_edges)").unwrap();
    drop(database);
    world.store = magellan_tui::store::open(&path).unwrap();
    world.copier = script.copier.clone();
    let mut explorer = world.explore(SIZE);
    explorer.press("M").shows("\u{2717} ");
    explorer.shows("what is damaged may not be copied");
    explorer.press("enter enter").shows("what is damaged may not be copied");
    is_at(&mut explorer, "3 Plan");
}

#[test]
fn the_check_is_stopped_and_made_again() {
    let script = Script::new();
    let world = script.world();
    let mut explorer = world.explore(SIZE);
    explorer.send("M").send("c");
    // It may have been done before it heard of it.
    explorer.settle();
    let text = explorer.text();
    assert!(text.contains("stopped early") || text.contains("\u{2713} sound"), "{text}");
    explorer.press("c").shows("\u{2713} sound");
}

#[test]
fn the_other_engine_is_offered_once_and_in_nobodys_way() {
    let script = Script::new();
    let world = script.large_world();
    let mut explorer = world.explore(SIZE);
    explorer.shows("M copies it there");
    explorer.shows("Stands out");
    explorer.press("2").hides("copies it there");
    explorer.press("1 / g e a r enter esc").shows("M copies it there");
    explorer.press("esc").hides("copies it there");
    explorer.press("2 1").hides("copies it there");
    // Nothing is offered where all is found at once anyway, nor in the faster engine.
    for world in [World::of_magellan("4.17.0"), World::of_clock()] {
        world.explore(SIZE).hides("copies it there");
    }
}

#[test]
fn answers_that_come_late_change_nothing() {
    let script = Script::new();
    let world = script.world();
    let mut explorer = world.explore(SIZE);
    explorer.send("M");
    let mut late = Vec::new();
    while !late.iter().any(|delivery: &Delivery| delivery.slot == Slot::Migrate(Question::Facts)) {
        late.push(explorer.deliveries.recv_timeout(PATIENCE).unwrap());
    }
    // Only now: what nobody has begun to answer is not answered when nobody wants it any more.
    explorer.send("esc");
    let before = explorer.text();
    for delivery in late {
        if matches!(delivery.slot, Slot::Migrate(_)) {
            explorer.app.deliver(delivery);
        }
    }
    assert_eq!(explorer.text(), before);
}
