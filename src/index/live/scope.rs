//! Where in a project something may have changed.

use std::collections::BTreeSet;
use std::ops::Bound;

/// The part of a project that is to be looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// All of it, and its rules and manifests too.
    All,
    /// Files and folders, and what is in those: paths relative to the root, with `/` between their parts.
    Within(BTreeSet<String>),
}

impl Scope {
    /// None of it.
    pub fn nothing() -> Scope {
        Scope::Within(BTreeSet::new())
    }

    /// Whether there is nothing to look at.
    pub fn is_empty(&self) -> bool {
        matches!(self, Scope::Within(paths) if paths.is_empty())
    }

    /// Adds a file or folder; the root itself is all.
    pub fn add(&mut self, path: String) {
        match self {
            Scope::All => {}
            Scope::Within(_) if path.is_empty() => *self = Scope::All,
            Scope::Within(paths) => {
                paths.insert(path);
            }
        }
    }

    /// Adds all that is in another one.
    pub fn merge(&mut self, other: Scope) {
        match other {
            Scope::All => *self = Scope::All,
            Scope::Within(paths) => paths.into_iter().for_each(|path| self.add(path)),
        }
    }

    /// Whether a file or folder is in it.
    pub(crate) fn covers(&self, path: &str) -> bool {
        let Scope::Within(paths) = self else { return true };
        let mut at = Some(path);
        while let Some(path) = at {
            if paths.contains(path) {
                return true;
            }
            at = path.rsplit_once('/').map(|(above, _)| above);
        }
        false
    }

    /// Whether a folder is in it, or leads to something that is. Its path ends in `/`; the root's is empty.
    pub(crate) fn leads_through(&self, folder: &str) -> bool {
        let Scope::Within(paths) = self else { return true };
        let below = (Bound::Included(folder), Bound::Unbounded);
        paths.range::<str, _>(below).next().is_some_and(|path| path.starts_with(folder))
            || self.covers(folder.trim_end_matches('/'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn within(paths: &[&str]) -> Scope {
        Scope::Within(paths.iter().map(|&path| path.to_owned()).collect())
    }

    #[test]
    fn what_is_in_a_folder_is_in_the_scope() {
        let scope = within(&["a/b.rs", "c"]);
        for (path, is_in) in [
            ("a/b.rs", true),
            ("a/c.rs", false),
            ("a", false),
            ("c", true),
            ("c/d/e.rs", true),
            ("cd", false),
        ] {
            assert_eq!(scope.covers(path), is_in, "{path}");
        }
        for (folder, leads) in
            [("", true), ("a/", true), ("a/b/", false), ("c/", true), ("c/d/", true), ("b/", false)]
        {
            assert_eq!(scope.leads_through(folder), leads, "{folder}");
        }
        assert!(!Scope::nothing().leads_through(""));
        assert!(Scope::All.covers("x") && Scope::All.leads_through("x/"));
    }

    #[test]
    fn the_root_is_all() {
        let mut scope = within(&["a"]);
        scope.merge(within(&["b"]));
        assert_eq!(scope, within(&["a", "b"]));
        scope.add(String::new());
        assert_eq!(scope, Scope::All);
    }
}
