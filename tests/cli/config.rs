//! The configuration file, and what is made of the definition of the command line.

use std::fs;

use crate::world::World;

fn configure(world: &World, text: &str) {
    let folder = world.home.path().join(".config/magellan-tui");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("config.toml"), text).unwrap();
}

#[test]
fn the_printed_configuration_changes_nothing() {
    let world = World::new();
    let printed = world.run(&["config"]);
    assert!(printed.contains("config.toml\n") && printed.contains("# [keys.global]\n"), "{printed}");
    assert!(printed.contains("# quit = [\"q\", \"ctrl-c\"]"), "{printed}");
    configure(&world, &printed);
    assert_eq!(world.run(&["config", "--check"]), "");
}

#[test]
fn every_mistake_is_told_with_its_line() {
    let world = World::new();
    assert_eq!(world.run(&["config", "--check"]), "");
    configure(&world, "theme = \"pink\"\n\n[keys.global]\nfly = [\"x\"]\nquit = [\"hyper-q\"]\n");
    let says = [
        "config.toml:1: \"pink\" is no theme",
        "config.toml:4: `fly` is not known",
        "config.toml:5: \"hyper-q\" is no key",
    ];
    let output = world.command().args(["config", "--check"]).output().unwrap();
    let message = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{message}");
    assert_eq!(message.lines().count(), says.len(), "{message}");
    for (line, said) in message.lines().zip(says) {
        assert!(line.contains(said), "{line}");
    }
    configure(&world, "[keys.global]\nquit = [\"?\"]\n");
    assert_eq!(world.run(&["config", "--check"]), "[global] \"?\" for `help` is taken for `quit`\n");
}

#[test]
fn completions_and_the_manual_page_know_every_command() {
    let world = World::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = world.run(&["completions", shell]);
        for command in ["index", "migrate", "completions"] {
            assert!(script.contains(command), "{shell}: {command}");
        }
    }
    world.refuses(&["completions", "csh"], 2, &["csh", "bash"]);
    let page = world.run(&["man"]);
    assert!(page.starts_with(".ie") || page.starts_with(".TH"), "{}", &page[..80]);
    for said in ["magellan\\-tui", "\\-\\-max\\-file\\-bytes", "\\-\\-dry\\-run", "Exit codes"] {
        assert!(page.contains(said), "{said}");
    }
}
