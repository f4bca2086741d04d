//! Which engine an index is made with, and which index is taken where there are two.

use std::fs;
use std::time::{Duration, SystemTime};

use crate::world::{ENGINES, World, status_json};

/// The name of a folder's own index.
fn own(engine: &str) -> &'static str {
    if engine == "fjall" { "tui.fjall" } else { "tui.db" }
}

/// The engine of the database that a command takes for a path.
fn engine(world: &World, path: &str) -> String {
    status_json(world, path)["engine"].as_str().unwrap().to_owned()
}

#[test]
fn an_index_is_made_and_told_of() {
    let world = World::new();
    world.project();
    for engine in ENGINES {
        let world = World::new();
        world.project();
        let args = ["index", "project", "--timings", "--engine", engine];
        let output = world.command().args(args).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        for part in ["2 files", "walk", "read", "parse", "extract", "resolve", "write", "wall"] {
            assert!(text.contains(part), "{text}");
        }
        let place = format!("project/.magellan/{}", own(engine));
        assert!(world.path(&place).exists() && text.contains(&place), "{text}");
        // By the folder and by the database alike.
        let status = status_json(&world, "project");
        assert_eq!(status["engine"], engine);
        assert_eq!(status["schema_version"], 21);
        assert_eq!(status["project"], "project");
        assert!(status["size_bytes"].as_u64().unwrap() > 0);
        let root = fs::canonicalize(world.dir.path().join("project")).unwrap();
        assert_eq!(status["root"], root.to_str().unwrap());
        let keys: Vec<&str> = status["counts"].as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(
            keys,
            [
                "files",
                "symbols",
                "references",
                "calls",
                "imports",
                "edges",
                "chunks",
                "executions",
                "file_metrics",
                "symbol_metrics",
                "ast_nodes",
                "cfg_blocks",
                "cfg_edges"
            ]
        );
        assert_eq!(status["counts"]["files"], 2);
        assert_eq!(status["counts"]["symbols"], 4);
        assert_eq!(status["counts"]["calls"], 2);
        assert_eq!(status["counts"]["executions"], 1);
        assert_eq!(status, status_json(&world, &place));
        let text = world.command().args(["status", "project"]).output().unwrap();
        assert!(String::from_utf8(text.stdout).unwrap().contains(engine));
    }
}

#[test]
fn an_index_is_fjalls_unless_another_is_asked_for_or_there() {
    let world = World::new();
    world.project();
    world.run(&["index", "project", "--quiet"]);
    assert_eq!(engine(&world, "project"), "fjall");
    assert!(!world.path("project/.magellan/tui.db").exists());

    let world = World::new();
    world.project();
    world.run(&["index", "project", "--quiet", "--engine", "sqlite"]);
    // What is there is brought up to date, and nothing is made beside it.
    world.run(&["index", "project", "--quiet"]);
    assert_eq!(engine(&world, "project"), "sqlite");
    assert_eq!(status_json(&world, "project")["counts"]["executions"], 2);
    assert!(!world.path("project/.magellan/tui.fjall").exists());
}

#[test]
fn of_two_indexes_the_one_committed_last_is_taken() {
    let world = World::new();
    world.project();
    for engine in ENGINES {
        world.run(&["index", "project", "--quiet", "--engine", engine]);
    }
    let place = |name: &str| world.path("project/.magellan").join(name);
    let at = |name: &str, seconds: u64| {
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
        fs::File::options().append(true).open(place(name)).unwrap().set_modified(time).unwrap();
    };
    for (seconds, newest) in [(1, "sqlite"), (3, "fjall")] {
        at("tui.db", 2);
        at("tui.fjall/current", seconds);
        assert_eq!(engine(&world, "project"), newest);
        world.run(&["index", "project", "--quiet"]);
        assert_eq!(engine(&world, "project"), newest);
    }
    // Each was brought up to date once, by the one that it was taken for.
    for name in ["project/.magellan/tui.db", "project/.magellan/tui.fjall"] {
        assert_eq!(status_json(&world, name)["counts"]["executions"], 2, "{name}");
    }
}

#[test]
fn the_name_of_a_new_database_tells_its_engine() {
    let world = World::new();
    world.project();
    for (name, expected) in [
        ("a.db", "sqlite"),
        ("b.sqlite", "sqlite"),
        ("c.SQLITE3", "sqlite"),
        ("d.fjall", "fjall"),
        ("e", "fjall"),
    ] {
        world.run(&["index", "project", "--quiet", "--db", name]);
        assert_eq!(engine(&world, name), expected, "{name}");
    }
    world.run(&["index", "project", "--quiet", "--db", "f.db", "--engine", "fjall"]);
    assert_eq!(engine(&world, "f.db"), "fjall");
}

#[test]
fn a_database_keeps_its_engine() {
    for [has, wanted] in [["sqlite", "fjall"], ["fjall", "sqlite"]] {
        let world = World::new();
        world.project();
        world.run(&["index", "project", "--quiet", "--db", "own", "--engine", has]);
        let says = ["own: ", has, wanted, "--engine"];
        world.refuses(&["index", "project", "--db", "own", "--engine", wanted], 2, &says);
        world.run(&["index", "project", "--quiet", "--db", "own", "--engine", has]);
        world.run(&["index", "project", "--quiet", "--db", "own"]);
        assert_eq!(status_json(&world, "own")["counts"]["executions"], 3);
    }
}

#[test]
fn a_copy_of_a_checkout_brings_its_indexes_along() {
    let world = World::new();
    world.project();
    for engine in ENGINES {
        world.run(&["index", "project", "--quiet", "--engine", engine]);
    }
    copy(&world.path("project"), &world.path("copy"));
    for engine in ENGINES {
        world.run(&["index", "copy", "--quiet", "--engine", engine]);
    }
    let root = fs::canonicalize(world.path("copy")).unwrap();
    for engine in ENGINES {
        let status = status_json(&world, &format!("copy/.magellan/{}", own(engine)));
        assert_eq!(status["root"], root.to_str().unwrap());
    }
}

fn copy(from: &std::path::Path, to: &std::path::Path) {
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let (from, to) = (entry.as_ref().unwrap().path(), to.join(entry.as_ref().unwrap().file_name()));
        if from.is_dir() {
            copy(&from, &to);
        } else {
            fs::copy(from, to).unwrap();
        }
    }
}
