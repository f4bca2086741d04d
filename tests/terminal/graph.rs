//! The graph, its lists, control flow, and what opens over every screen, in the real program over what Magellan wrote.

use crate::session::World;

const DARK: [&str; 3] = ["sample.db", "--theme", "dark"];

#[test]
fn the_graph_its_tree_and_its_lists() {
    let world = World::with_sample();
    let mut session = world.start(&DARK);
    session.wait_for("Orrery::attach");
    session.wait_until_taken();
    session.send("\x10attach");
    session.wait_for(" match ");
    session.send("\r");
    session.wait_for("Relations of Orrery::attach");
    session.send("3");
    session.wait_for("calls of Orrery::attach");
    session.wait_for("1 caller");
    session.wait_for("3 callees");
    session.wait_for("build");
    session.send("t");
    session.wait_for("\u{2190} build");
    session.wait_for("\u{2192} ");
    session.send("t");
    session.send("i");
    session.wait_for("Impact of Orrery::attach");
    session.wait_for("2 calls away");
    session.wait_for("1 of 2");
    session.send("\x1b");
    session.wait_for("calls of Orrery::attach");
    // From the caller to the one in the middle.
    session.send("ha");
    session.wait_for(" A ");
    session.send("lb");
    session.wait_for(" B ");
    session.send("p");
    session.wait_for("Ways build \u{2192} Orrery::attach");
    session.wait_for("Way 1 of 1");
    session.send("\x1b");
    session.wait_for("calls of Orrery::attach");
    session.send("c");
    session.wait_for("Cycles among calls");
    session.wait_for("ungerade");
    session.send("\x1b");
    session.wait_for("calls of Orrery::attach");
    session.send("u");
    session.wait_for("Unreached functions");
    // As long as it is computed, `esc` would stop that.
    session.wait_for("only others here call it");
    session.send("\x1b");
    session.wait_for("calls of Orrery::attach");
    session.send("x");
    session.wait_for("Control flow of Orrery::attach");
    session.wait_for("1 of 14");
    session.send("j");
    session.wait_for("2 of 14");
    session.send("\x1b");
    session.wait_for("calls of Orrery::attach");
    session.quit();
}

#[test]
fn help_palette_bookmarks_and_what_was_visited() {
    let world = World::with_sample();
    let mut session = world.start(&DARK);
    session.wait_for("Orrery::attach");
    session.wait_until_taken();
    session.send("?");
    session.wait_for("Keys");
    session.wait_for("esc closes");
    session.send("q");
    session.wait_until("the help is closed", |session| !session.text().contains("esc closes"));
    session.send("\x10attach");
    session.wait_for(" match ");
    session.send("\r");
    session.wait_for("Relations of Orrery::attach");
    session.send("m");
    session.wait_for("bookmark");
    session.send(":the log of runs");
    session.wait_for("Do");
    session.send("\r");
    session.wait_for("It complained of nothing.");
    session.send("'");
    session.wait_for("Bookmarks");
    session.send("\r");
    session.wait_for("Relations of Orrery::attach");
    session.send("`");
    session.wait_for("src/lib.rs:106");
    // The foot is drawn last; and an `esc` with a letter at its heels would be another key.
    session.wait_for("esc close");
    session.send("\x1b");
    session.wait_for("q quit");
    session.quit();
    // On the next start the bookmark is there.
    let mut session = world.start(&DARK);
    session.wait_for("Relations of Orrery::attach");
    session.wait_until_taken();
    session.send("1'");
    session.wait_for("Bookmarks");
    session.wait_for("src/lib.rs:106");
    // The foot is drawn last; and an `esc` with a letter at its heels would be another key.
    session.wait_for("esc close");
    session.send("\x1b");
    session.wait_for("q quit");
    session.quit();
}
