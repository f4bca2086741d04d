//! Chunks, metrics, history and tables in the real program, over what Magellan wrote.

use crate::session::{Session, World};

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

#[test]
fn tabs_borders_and_an_export_in_a_real_terminal() {
    let world = World::with_sample();
    let mut session = world.start(&DARK);
    session.wait_for("Orrery::attach");
    session.wait_until_taken();
    session.send("\x10attach");
    session.wait_for("1 of ");
    session.send("\r");
    session.wait_for("Relations of Orrery::attach");
    session.send("}");
    session.wait_for("Flow of Orrery::attach");
    session.send("gx");
    session.wait_for("function_item");
    // The border of the tree is dragged to the right, and is there again on the next start.
    let before = session.text();
    let edge = before.lines().nth(1).unwrap().chars().position(|c| c == '\u{2510}').unwrap();
    let at = |what: &str, x: usize| format!("\x1b[<{what};{};9M", x + 1);
    session.send(&at("0", edge));
    session.send(&at("32", edge + 6));
    session.send(&format!("\x1b[<0;{};9m", edge + 7));
    let is_moved = |session: &Session| {
        let is_edge = |c: char| matches!(c, '\u{2510}' | '\u{2513}');
        session.text().lines().nth(1).unwrap().chars().position(is_edge) > Some(edge)
    };
    session.wait_until("the border is elsewhere", is_moved);
    session.send("E");
    session.wait_for("Export the syntax tree");
    session.send("\r");
    session.wait_for("written to");
    let csv = std::fs::read_to_string(world.path("syntax.csv")).unwrap();
    assert!(csv.starts_with("depth,kind,byte_start,byte_end\n"), "{csv}");
    session.send("z");
    session.wait_for("one pane: z shows all");
    session.quit();
    let session = world.start(&DARK);
    session.wait_for("Orrery \u{203a} attach");
    session.wait_until("the border is where it was", is_moved);
    session.quit();
}
