//! Where the indexed tree stands now.

use std::path::{Component, Path, PathBuf};

/// The folder that a database was made in, and where that folder is now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Roots {
    recorded: Option<String>,
    current: Option<PathBuf>,
}

impl Roots {
    /// `recorded` is what the database says ([`crate::store::Meta::root`]); `current` is where the
    /// user says that the checkout is now.
    pub fn new(recorded: Option<&str>, current: Option<&Path>) -> Roots {
        let recorded =
            recorded.map(|root| root.trim_end_matches('/').to_owned()).filter(|root| !root.is_empty());
        Roots { recorded, current: current.map(Path::to_owned) }
    }

    /// The folder to look in; `None` where nobody knows one.
    pub fn folder(&self) -> Option<&Path> {
        self.current.as_deref().or(self.recorded.as_deref().map(Path::new))
    }

    /// A path of the database without the recorded root, for showing and for comparing.
    pub fn relative<'p>(&self, path: &'p str) -> &'p str {
        self.recorded
            .as_deref()
            .and_then(|root| path.strip_prefix(root))
            .and_then(|rest| rest.strip_prefix('/'))
            .unwrap_or(path)
    }

    /// Where a path of the database is on disk; `None` where that cannot be told, or where the path
    /// climbs out of the tree (`..`).
    pub fn locate(&self, path: &str) -> Option<PathBuf> {
        let relative = Path::new(self.relative(path));
        if relative.components().any(|part| part == Component::ParentDir) {
            return None;
        }
        if relative.is_absolute() { Some(relative.to_owned()) } else { Some(self.folder()?.join(relative)) }
    }

    /// The ways in which a database may have stored a path that a user wrote, likeliest first.
    pub fn stored(&self, written: &str) -> Vec<String> {
        let mut paths = vec![written.trim_start_matches("./").to_owned(), self.relative(written).to_owned()];
        if let Ok(absolute) = std::path::absolute(written) {
            let absolute = absolute.to_string_lossy().into_owned();
            if let Some(folder) = self.folder()
                && let Ok(inside) = Path::new(&absolute).strip_prefix(folder)
            {
                paths.push(inside.to_string_lossy().into_owned());
            }
            paths.push(self.relative(&absolute).to_owned());
            paths.push(absolute);
        }
        paths.dedup();
        paths
    }

    /// The prefix of the stored paths of files right below the root: empty where they are relative.
    pub fn prefix(&self, stored_absolute: bool) -> String {
        match &self.recorded {
            Some(root) if stored_absolute => format!("{root}/"),
            _ => String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moved_checkout_is_found() {
        let roots = Roots::new(Some("/srv/code/x/"), Some(Path::new("/home/me/x")));
        assert_eq!(roots.relative("/srv/code/x/src/a.rs"), "src/a.rs");
        assert_eq!(roots.relative("/srv/code/xy/a.rs"), "/srv/code/xy/a.rs");
        assert_eq!(roots.locate("/srv/code/x/src/a.rs"), Some("/home/me/x/src/a.rs".into()));
        assert_eq!(roots.locate("src/a.rs"), Some("/home/me/x/src/a.rs".into()));
        assert_eq!(roots.locate("src/../../a.rs"), None);
        let unmoved = Roots::new(Some("/srv/code/x"), None);
        assert_eq!(unmoved.locate("src/a.rs"), Some("/srv/code/x/src/a.rs".into()));
        assert_eq!(Roots::default().locate("src/a.rs"), None);
    }
}
