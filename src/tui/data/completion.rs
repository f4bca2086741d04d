//! What a path that is being typed may go on as.

use std::sync::atomic::{AtomicBool, Ordering};

use super::target;

/// Entries of a folder that are looked at.
const LOOKED_AT: usize = 100_000;
/// Names that are offered.
const OFFERED: usize = 500;

/// The names that a path may go on as.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Completion {
    /// What was typed.
    pub typed: String,
    /// What they all begin with: what was typed, or more.
    pub common: String,
    /// The paths, as they would be typed; folders end in a slash.
    pub paths: Vec<String>,
}

/// Finds what `typed` may go on as; nothing where its folder cannot be read or `cancel` is set. Names that cannot
/// be typed, for not being UTF-8, are left out, and hidden ones unless their dot was typed. Cost: a read
/// of the folder.
pub fn complete(typed: &str, cancel: &AtomicBool) -> Completion {
    let at = typed.rfind('/').map_or(0, |slash| slash + 1);
    let (folder, begun) = typed.split_at_checked(at).unwrap_or(("", typed));
    let entries = std::fs::read_dir(target::resolved(if folder.is_empty() { "." } else { folder }));
    let mut paths: Vec<String> = entries
        .into_iter()
        .flatten()
        .take(LOOKED_AT)
        .take_while(|_| !cancel.load(Ordering::Relaxed))
        .filter_map(|entry| {
            let entry = entry.ok()?;
            let name = entry.file_name().into_string().ok()?;
            let fits = name.starts_with(begun) && (begun.starts_with('.') || !name.starts_with('.'));
            let fits = fits && !name.chars().any(char::is_control);
            // Of a link it is of interest where it leads.
            let is_folder = fits && entry.path().is_dir();
            fits.then(|| format!("{folder}{name}{}", if is_folder { "/" } else { "" }))
        })
        .collect();
    paths.sort_unstable();
    paths.truncate(OFFERED);
    let common = paths.iter().skip(1).fold(paths.first().cloned(), |common, path| {
        let same = |common: String| {
            let alike = common.chars().zip(path.chars()).take_while(|(a, b)| a == b);
            alike.map(|(c, _)| c).collect()
        };
        common.map(same)
    });
    Completion { typed: typed.to_owned(), common: common.unwrap_or_else(|| typed.to_owned()), paths }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_a_folder_are_offered() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| format!("{}/{name}", folder.path().display());
        for name in ["clock.db", "clock.fjall", ".hidden", "w\u{e4}nde", "w\u{e4}lder", "bad\u{1b}name"] {
            std::fs::write(at(name), "").unwrap();
        }
        std::fs::create_dir(at("databases")).unwrap();
        let complete = |name: &str| complete(&at(name), &AtomicBool::new(false));
        assert_eq!(complete("cl").paths, [at("clock.db"), at("clock.fjall")]);
        assert_eq!(complete("cl").common, at("clock."));
        assert_eq!(complete("d").common, at("databases/"));
        assert_eq!(complete("w").common, at("w\u{e4}"));
        assert_eq!(complete(".").paths, [at(".hidden")]);
        assert_eq!(complete("").paths.len(), 5, "what is hidden or cannot be typed is left out");
        assert_eq!(complete("none").common, at("none"));
        assert!(complete("nowhere/x").paths.is_empty());
    }
}
