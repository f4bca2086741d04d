//! `index`: which files, as the command line and `magellan.toml` say, and what is told of the others.

use serde_json::Value;

use crate::world::World;

fn tree(world: &World) {
    world.file("p/a.py", "def a(): pass\n");
    world.file("p/b.rs", "fn b() {}\n");
    world.file("p/.hidden/c.py", "def c(): pass\n");
    world.file("p/made.py", "# @generated\ndef made(): pass\n");
    world.file("p/.gitignore", "out/\n");
    world.file("p/out/d.py", "def d(): pass\n");
}

fn json(world: &World, args: &[&str]) -> Value {
    let mut all = vec!["index", "p", "--db", "db", "--json"];
    all.extend(args);
    serde_json::from_str(&world.run(&all)).unwrap()
}

fn paths(summary: &Value) -> Vec<&str> {
    summary["left_out"].as_array().unwrap().iter().map(|skip| skip["path"].as_str().unwrap()).collect()
}

#[test]
fn what_was_left_out_is_told_in_every_form() {
    let world = World::new();
    tree(&world);
    let text = world.run(&["index", "p", "--db", "db"]);
    assert!(text.contains("\nleft out: 1 folder ignored, 1 folder hidden, 1 file generated\n"), "{text}");
    assert!(!text.contains("made.py"), "{text}");
    let text = world.run(&["index", "p", "--db", "db", "--verbose"]);
    for line in [
        "\nleft out: .hidden/: hidden\n",
        "\nleft out: made.py: generated\n",
        "\nleft out: out/: ignored, as .gitignore or .ignore says\n",
    ] {
        assert!(text.contains(line), "{text}");
    }
    let summary = json(&world, &[]);
    assert_eq!(paths(&summary), [".hidden", "made.py", "out"]);
    assert_eq!(
        summary["left_out"][1],
        serde_json::json!({"path": "made.py", "folder": false, "reason": "generated"})
    );
    assert_eq!(
        (&summary["files"], &summary["unchanged"], &summary["outcome"]),
        (&2.into(), &2.into(), &"success".into())
    );
}

#[test]
fn flags_go_before_the_file() {
    let world = World::new();
    tree(&world);
    world.file("p/magellan.toml", "[index]\nhidden = true\ngenerated = true\nexclude = ['*.rs']\n");
    assert_eq!(paths(&json(&world, &[])), ["b.rs", "out"]);
    assert_eq!(paths(&json(&world, &["--hidden=false"])), [".hidden", "b.rs", "out"]);
    assert_eq!(paths(&json(&world, &["--generated=false", "--ignored"])), ["b.rs", "made.py"]);
    assert_eq!(
        paths(&json(&world, &["--exclude", "a.*", "--exclude", "made.py"])),
        ["a.py", "made.py", "out"]
    );
    assert_eq!(
        paths(&json(&world, &["--include", "a.*", "--hidden=false"])),
        [".hidden", "b.rs", "made.py", "out"]
    );
    assert_eq!(paths(&json(&world, &["--languages", "rust,Python", "--exclude", "x"])), ["out"]);
    assert_eq!(
        paths(&json(&world, &["--languages", "rust", "--exclude", "x"])),
        [".hidden/c.py", "a.py", "made.py", "out"]
    );
    assert_eq!(paths(&json(&world, &["--max-file-bytes", "14"])), ["b.rs", "made.py", "out"]);
}

#[test]
fn mistakes_are_told_and_nothing_is_made() {
    let world = World::new();
    tree(&world);
    for (args, said) in [
        (&["--include", "a{"][..], "a{"),
        (&["--exclude", ""], "empty glob"),
        (&["--languages", "cobol"], "there are rust, python, c,"),
        (&["--max-file-bytes", "0"], "0"),
        (&["--hidden=perhaps"], "perhaps"),
        (&["--json", "--verbose"], "--verbose"),
    ] {
        let mut all = vec!["index", "p", "--db", "db"];
        all.extend(args);
        world.refuses(&all, 2, &[said]);
    }
    world.refuses(
        &["index", "p", "--db", "db", "--exclude", "*"],
        1,
        &["all source in this folder is left out", "excluded"],
    );
    world.file("p/magellan.toml", "[index]\nhiden = true\nbinary = 0\n");
    world.refuses(
        &["index", "p", "--db", "db"],
        2,
        &["magellan.toml:2: `hiden` is not known", "magellan.toml:3: `binary` must be true or false"],
    );
}
