//! Trees of real sources, where a machine has them.

use std::path::{Path, PathBuf};

use magellan_tui::index::RuleOptions;

const TREES: &str = "MAGELLAN_TUI_BENCH_TREES";

/// A folder of sources.
#[derive(Debug, Clone)]
pub(crate) struct Tree {
    pub(crate) name: String,
    pub(crate) root: PathBuf,
}

/// Where trees are that are known by name; `*` stands for the last one of what there is.
const KNOWN: &[(&str, &[&str])] = &[
    ("rust", &["~/.cargo/registry/src"]),
    ("python", &["~/.pyenv/versions/*/lib/*", "/usr/lib/python3*", "/usr/local/lib/python3*"]),
    ("go", &["/usr/share/go-*/src", "/usr/local/go/src"]),
    ("java", &["/usr/lib/jvm/openjdk-*/src", "/usr/lib/jvm/openjdk-*/lib/src"]),
    ("c", &["/usr/src/linux-source-*/linux-source-*", "/usr/src/linux-source-*"]),
    ("c++", &["/usr/include/boost"]),
    ("javascript", &["~/node_modules", "/usr/lib/node_modules", "/usr/local/lib/node_modules"]),
];

/// The trees that are asked for, else all that are known and there; else the sources of this project. Says which are
/// not there.
pub(crate) fn chosen() -> Vec<Tree> {
    let asked = std::env::var(TREES).ok();
    let found: Vec<Tree> = match &asked {
        Some(asked) => asked.split(',').filter_map(named).collect(),
        None => KNOWN.iter().filter_map(|(name, _)| named(name)).collect(),
    };
    if found.is_empty() {
        vec![tree("own", &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"))]
    } else {
        found
    }
}

/// What is measured of a tree: also what is left out for git, as Debian's packages of sources are, and whatever is in a
/// file, so that the bare parser has just the same files.
pub(crate) fn rules() -> RuleOptions {
    let yes = Some(true);
    RuleOptions { ignored: yes, generated: yes, binary: yes, ..RuleOptions::default() }
}

fn named(asked: &str) -> Option<Tree> {
    let (name, place) = match asked.split_once('=') {
        Some((name, place)) => (name, Some(PathBuf::from(place)).filter(|place| place.is_dir())),
        None => (asked, known(asked)),
    };
    if place.is_none() {
        eprintln!("{name}: not on this machine, left out");
    }
    Some(tree(name, &place?))
}

fn known(name: &str) -> Option<PathBuf> {
    let (_, places) = KNOWN.iter().find(|(known, _)| *known == name)?;
    places.iter().find_map(|place| expanded(place))
}

fn tree(name: &str, root: &Path) -> Tree {
    Tree { name: name.to_owned(), root: root.to_owned() }
}

/// The folder that a place means.
fn expanded(place: &str) -> Option<PathBuf> {
    let mut at = PathBuf::from("/");
    for part in place.split('/').filter(|part| !part.is_empty()) {
        at = match part.split_once('*') {
            _ if part == "~" => PathBuf::from(std::env::var_os("HOME")?),
            None => at.join(part),
            Some((before, after)) => {
                let entries = std::fs::read_dir(&at)
                    .ok()?
                    .filter_map(|entry| entry.ok()?.file_name().into_string().ok());
                let fits = |name: &String| name.starts_with(before) && name.ends_with(after);
                at.join(entries.filter(fits).max()?)
            }
        };
    }
    at.is_dir().then_some(at)
}
