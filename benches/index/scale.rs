//! Whether the cost of a file stays the same where there are many: parts of a tree, of as many files as there are
//! powers of ten, each with the same mix of files.

use std::path::Path;

use crate::steps::{self, Step};
use crate::table::{Row, seconds};
use crate::trees::Tree;

/// So many files, where the tree has them; and all that it has.
const SIZES: [usize; 2] = [1_000, 10_000];

/// Indexes parts of a tree, beside what was measured of all of it.
pub(crate) fn measured(tree: &Tree, whole: &Row, paths: &[String]) -> String {
    let place = tempfile::tempdir().unwrap();
    let threads = whole.threads;
    let mut table = format!(
        "### Files of one tree ({}), few and many\n\n\
         | files | parsing alone | fjall | fjall : parsing | a file | memory |\n\
         | --: | --: | --: | --: | --: | --: |\n",
        tree.name
    );
    let mut measured = Vec::new();
    for size in SIZES.into_iter().filter(|size| *size < paths.len()) {
        let root = place.path().join(size.to_string());
        copy(&tree.root, paths, size, &root);
        let part = Tree { name: tree.name.clone(), root };
        let database = place.path().join(format!("{size}.fjall"));
        let cost = steps::run(&part, Step::Index { database: database.clone(), threads });
        measured.push((cost, steps::run(&part, Step::Parse { database, threads })));
    }
    measured.push((whole.fjall, whole.parsed));
    for (cost, parsed) in measured {
        let cells = [
            cost.files.to_string(),
            seconds(Some(parsed)),
            seconds(Some(cost)),
            format!("{:.2}", cost.seconds / parsed.seconds),
            format!("{:.2} ms", cost.seconds / cost.files as f64 * 1e3),
            format!("{:.0} MiB", cost.peak / f64::from(1 << 20)),
        ];
        table.push_str(&format!("| {} |\n", cells.join(" | ")));
    }
    table
}

/// Copies so many of a tree's files, as far from each other in the order of paths as they can be.
fn copy(from: &Path, paths: &[String], count: usize, to: &Path) {
    for at in 0..count {
        let path = &paths[at * paths.len() / count];
        let place = to.join(path);
        std::fs::create_dir_all(place.parent().unwrap()).unwrap();
        std::fs::copy(from.join(path), place).unwrap();
    }
}
