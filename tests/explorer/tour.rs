//! The tour of `docs/tour.md`, pressed key by key on a part of this project's own source.

use std::fs;
use std::path::Path;

use magellan_tui::store::Engine;
use tempfile::TempDir;

use crate::harness::World;

/// What of the project the tour looks at.
const PARTS: [&str; 2] = ["src/store", "src/model"];

/// A row of the tour: what is pressed or typed, and what is on the screen then.
struct Step {
    line: usize,
    keys: String,
    is_typed: bool,
    seen: Vec<String>,
}

fn steps(text: &str) -> Vec<Step> {
    let rows = (1..).zip(text.lines()).filter_map(|(line, text)| {
        let (pressed, seen) = text.strip_prefix("| ")?.strip_suffix(" |")?.split_once(" | ")?;
        let keys = pressed.split('`').nth(1)?.to_owned();
        let seen = seen.split("**").skip(1).step_by(2).map(str::to_owned).collect();
        Some(Step { line, keys, is_typed: pressed.starts_with("type"), seen })
    });
    rows.collect()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let to = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &to);
        } else {
            fs::copy(&path, &to).unwrap();
        }
    }
}

#[test]
fn the_tour_shows_what_it_says() {
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let dir = TempDir::new().unwrap();
    for part in PARTS {
        copy(&project.join(part), &dir.path().join("clock").join(part));
    }
    let world = World::indexed(dir, Engine::Fjall);
    let mut explorer = world.explore((120, 36));
    let steps = steps(&fs::read_to_string(project.join("docs/tour.md")).unwrap());
    assert!(steps.len() > 25, "the tour has steps: {}", steps.len());
    for Step { line, keys, is_typed, seen } in steps {
        if is_typed {
            explorer.type_text(&keys);
        } else if keys.len() == 2 {
            // Two keys, one after the other.
            let both: Vec<String> = keys.chars().map(String::from).collect();
            explorer.press(&both.join(" "));
        } else {
            explorer.press(&keys);
        }
        let screen = explorer.text();
        for text in seen {
            assert!(screen.contains(&text), "docs/tour.md:{line}: after `{keys}` no {text:?} in\n{screen}");
        }
    }
}
