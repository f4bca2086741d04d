//! The crates of a project: which name leads to which folder.

use std::path::Path;

/// A manifest above this size is not one that a person wrote.
const MAX_MANIFEST: u64 = 1 << 20;

/// A Cargo package.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Package {
    /// Its folder, relative to the root, without a slash at its end; empty for the root itself.
    folder: String,
    /// The name that its library is used by.
    library: String,
    /// What the package itself is called.
    title: String,
}

/// The Cargo packages of a project, as their manifests name them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Packages {
    /// By folder, longest first.
    packages: Vec<Package>,
}

impl Packages {
    /// Reads the manifests at `paths` (relative to `root`). One that cannot be read or understood
    /// is left out: names then resolve as if it were not there.
    pub(crate) fn read(root: &Path, paths: &[String]) -> Packages {
        let manifests = paths.iter().filter_map(|path| {
            let file = root.join(path);
            let small = file.metadata().is_ok_and(|meta| meta.len() <= MAX_MANIFEST);
            Some((path.as_str(), small.then(|| std::fs::read_to_string(file).ok()).flatten()?))
        });
        Packages::from_manifests(manifests)
    }

    /// Takes the names from manifests: their paths and texts.
    pub(crate) fn from_manifests<'a>(manifests: impl IntoIterator<Item = (&'a str, String)>) -> Packages {
        let mut packages: Vec<Package> = manifests
            .into_iter()
            .filter_map(|(path, text)| {
                let folder = path.strip_suffix("Cargo.toml")?.trim_end_matches('/').to_owned();
                let (library, title) = names(&text)?;
                Some(Package { folder, library, title })
            })
            .collect();
        packages.sort_by(|a, b| (b.folder.len(), &a.folder).cmp(&(a.folder.len(), &b.folder)));
        Packages { packages }
    }

    /// The folder of the package that a file is part of; `None` where no manifest stands above it.
    pub(crate) fn folder_of(&self, path: &str) -> Option<&str> {
        self.packages.iter().map(|package| package.folder.as_str()).find(|folder| {
            folder.is_empty() || path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
        })
    }

    /// The folder of the package whose library is used as `name`.
    pub(crate) fn folder_of_crate(&self, name: &str) -> Option<&str> {
        let package = self.packages.iter().rev().find(|package| package.library == name)?;
        Some(&package.folder)
    }

    /// The name that the library of the package at the root is used by.
    pub(crate) fn root_library(&self) -> Option<&str> {
        Some(&self.root()?.library)
    }

    /// What the package at the root is called.
    pub(crate) fn root_title(&self) -> Option<&str> {
        Some(&self.root()?.title)
    }

    fn root(&self) -> Option<&Package> {
        self.packages.iter().find(|package| package.folder.is_empty())
    }
}

/// The names of a package's library and of the package itself.
fn names(manifest: &str) -> Option<(String, String)> {
    let manifest: toml::Table = manifest.parse().ok()?;
    let name = |table: &str| manifest.get(table)?.get("name")?.as_str();
    let title = name("package").or_else(|| name("lib"))?;
    Some((name("lib").unwrap_or(title).replace('-', "_"), title.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::Packages;

    fn packages() -> Packages {
        Packages::from_manifests([
            ("Cargo.toml", "[package]\nname = \"whole-thing\"".to_owned()),
            ("crates/a/Cargo.toml", "[package]\nname = \"a\"\n[lib]\nname = \"liba\"".to_owned()),
            ("crates/b/Cargo.toml", "not toml at all [".to_owned()),
        ])
    }

    #[test]
    fn a_file_is_of_the_nearest_package() {
        let packages = packages();
        assert_eq!(packages.folder_of("crates/a/src/lib.rs"), Some("crates/a"));
        assert_eq!(packages.folder_of("crates/ab/src/lib.rs"), Some(""));
        assert_eq!(packages.folder_of("src/lib.rs"), Some(""));
    }

    #[test]
    fn a_crate_goes_by_its_library_name() {
        let packages = packages();
        assert_eq!(packages.folder_of_crate("liba"), Some("crates/a"));
        assert_eq!(packages.folder_of_crate("whole_thing"), Some(""));
        assert_eq!(packages.folder_of_crate("b"), None);
        assert_eq!(
            (packages.root_library(), packages.root_title()),
            (Some("whole_thing"), Some("whole-thing"))
        );
    }
}
