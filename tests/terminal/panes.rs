//! Chunks, metrics, history and tables in the real program, over what Magellan wrote.

use crate::session::World;

const DARK: [&str; 3] = ["sample.db", "--theme", "dark"];

#[test]
fn chunks_are_searched_and_nothing_is_left_beside_a_file_of_magellans() {
    let world = World::with_sample();
    let mut session = world.start(&DARK);
    session.wait_for("Orrery::attach");
    session.wait_until_taken();
    session.send("4");
    session.wait_for("1 of 83");
    session.send("/from_te");
    session.wait_for("fn from_teeth");
    session.wait_for("1 of 3");
    session.send("\r\r");
    session.wait_for("src \u{203a} gear.rs \u{203a}");
    session.quit();
    let left: Vec<_> = std::fs::read_dir(world.dir.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().contains("words")), "{left:?}");
}

#[test]
fn metrics_are_sorted_filtered_and_lead_to_the_source() {
    let world = World::with_sample();
    let mut session = world.start(&DARK);
    session.wait_for("Orrery::attach");
    session.wait_until_taken();
    session.send("5");
    session.wait_for("\u{25bc}complexity");
    session.send("s");
    session.wait_for("\u{25b2}complexity");
    session.send("/complexity>11");
    session.wait_for("1 of 1");
    session.send("\r\r");
    session.wait_for("src \u{203a} lib.rs \u{203a} Orrery \u{203a} attach");
    session.quit();
}

#[test]
fn the_history_and_every_table_are_there() {
    let world = World::with_sample();
    let mut session = world.start(&DARK);
    session.wait_for("Orrery::attach");
    session.wait_until_taken();
    session.send("6");
    session.wait_for("It complained of nothing.");
    session.send("7");
    session.wait_for("kind: text");
    session.send("\tj");
    session.wait_for("name: text, 5 bytes");
    session.quit();
}
