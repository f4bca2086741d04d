//! `index --watch` follows a folder until it is told to end.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use crate::signals::interrupt;
use crate::world::World;

#[test]
fn each_update_is_a_line_and_an_interrupt_is_the_end() {
    let world = World::new();
    world.project();
    let mut command = Command::new(env!("CARGO_BIN_EXE_magellan-tui"));
    command.env_clear().env("HOME", world.home.path()).current_dir(world.dir.path());
    command.args(["index", "project", "--db", "index.fjall", "--watch", "--json"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut next = || -> serde_json::Value { serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap() };
    assert_eq!(next()["parsed"], 2);
    world.file("project/src/more.rs", "pub fn more() { crate::outer() }\n");
    let update = next();
    assert_eq!((&update["parsed"], &update["removed"]), (&1.into(), &0.into()), "{update}");
    std::fs::remove_file(world.path("project/src/more.rs")).unwrap();
    assert_eq!(next()["removed"], 1);
    interrupt(&child);
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert!(world.run(&["verify", "index.fjall"]).contains("index.fjall"));
}
