//! Packages of Rust that a project has, as `Cargo.toml` names them: found by the name that a library is used by, and by where
//! a file stands. A vendored registry has thousands.

use std::collections::BTreeMap;

use super::features::Features;
use super::script_paths::joined;

/// So many roots of one sort are read from one manifest.
const MAX_ROOTS: usize = 256;

/// What a manifest says of the package in its folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Package {
    /// Its folder, relative to the root of the project, without a slash at its end; empty for that root itself.
    folder: String,
    /// The name that its library is used by.
    pub(super) library: String,
    /// What the package itself is called.
    pub(super) title: String,
    /// The folder of the library's root, where that is said.
    library_folder: Option<String>,
    /// Roots of crates that it names by their paths, from the root of the project.
    roots: Vec<String>,
    features: Features,
}

impl Package {
    /// Takes what the manifest in a folder says; `None` where it gives no name, or is not understood.
    pub(super) fn read(folder: String, manifest: &str) -> Option<Package> {
        let manifest: toml::Table = manifest.parse().ok()?;
        let name = |table: &str| manifest.get(table)?.get("name")?.as_str();
        let title = name("package").or_else(|| name("lib"))?;
        let library = name("lib").unwrap_or(title).replace('-', "_");
        let root = |target: &toml::Value| joined(&folder, target.get("path")?.as_str()?);
        let library_root = manifest.get("lib").and_then(root);
        let library_folder = library_root.as_deref().map(|root| folder_of(root).to_owned());
        let mut roots: Vec<String> = library_root.into_iter().collect();
        for target in ["bin", "test", "example", "bench"] {
            let all = manifest.get(target).and_then(toml::Value::as_array).into_iter().flatten();
            roots.extend(all.take(MAX_ROOTS).filter_map(root));
        }
        let title = title.to_owned();
        let features = Features::read(&title, &manifest);
        Some(Package { folder, library, title, library_folder, roots, features })
    }
}

/// The packages of a project.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(crate) struct Crates {
    /// By folder.
    packages: BTreeMap<String, Package>,
    /// The folders of packages by the names of their libraries; of several the one that is highest up.
    libraries: BTreeMap<String, String>,
    /// Roots of crates that are named by their paths, by their folders.
    roots: BTreeMap<String, Vec<String>>,
}

impl Crates {
    /// Those of these packages.
    pub(super) fn new(mut packages: Vec<Package>) -> Crates {
        packages.sort_by(|a, b| (b.folder.len(), &a.folder).cmp(&(a.folder.len(), &b.folder)));
        let mut crates = Crates::default();
        for package in packages {
            crates.libraries.insert(package.library.clone(), package.folder.clone());
            for root in &package.roots {
                crates.roots.entry(folder_of(root).to_owned()).or_default().push(root.clone());
            }
            crates.packages.insert(package.folder.clone(), package);
        }
        crates
    }

    /// The package in a folder.
    pub(super) fn at(&self, folder: &str) -> Option<&Package> {
        self.packages.get(folder)
    }

    /// The folder of the package that a file is part of; `None` where no manifest stands above it. Cost: a search for each
    /// folder above the file.
    pub(crate) fn folder_above(&self, path: &str) -> Option<&str> {
        let mut above = above(path);
        above.find_map(|folder| self.packages.get_key_value(folder)).map(|(folder, _)| folder.as_str())
    }

    /// Whether a feature is on in the package that a file is part of, where nobody asks for others; `None` where that package does not
    /// name it. Cost: likewise.
    pub(crate) fn has_feature(&self, path: &str, feature: &str) -> Option<bool> {
        self.at(self.folder_above(path)?)?.features.has(feature)
    }

    /// Where a file stands below the root of a crate that a manifest names by its path: the folder of that root, and the
    /// file in it. The root itself is `""`. Cost: likewise.
    pub(crate) fn below_root<'p, 'f>(&'p self, path: &'f str) -> Option<(&'p str, &'f str)> {
        let known = |folder: &str| self.roots.get_key_value(folder);
        if let Some((folder, roots)) = known(folder_of(path))
            && roots.iter().any(|root| root == path)
        {
            return Some((folder, ""));
        }
        let (folder, _) = above(path).filter(|folder| !folder.is_empty()).find_map(known)?;
        Some((folder, path.strip_prefix(folder.as_str())?.strip_prefix('/')?))
    }

    /// Whether just one root of a crate is named by its path in a folder.
    pub(crate) fn is_root_folder(&self, folder: &str) -> bool {
        self.roots.get(folder).is_some_and(|roots| roots.len() == 1)
    }

    /// The package whose library is used as `name`.
    fn library(&self, name: &str) -> Option<&Package> {
        self.packages.get(self.libraries.get(name)?)
    }

    /// The folder of the root of the library that is used as `name`, where that is said.
    pub(crate) fn library_folder(&self, name: &str) -> Option<&str> {
        self.library(name)?.library_folder.as_deref()
    }

    /// The folder of the package whose library is used as `name`.
    pub(crate) fn folder_of_library(&self, name: &str) -> Option<&str> {
        Some(&self.library(name)?.folder)
    }
}

/// The folders above a file, the nearest first, the root of the project last.
fn above(path: &str) -> impl Iterator<Item = &str> {
    let folder = |path: &str| path.rfind('/');
    std::iter::successors(folder(path), move |end| folder(path.get(..*end)?))
        .filter_map(move |end| path.get(..end))
        .chain([""])
}

fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn crates(manifests: &[(&str, &str)]) -> Crates {
        let read = |(folder, text): &(&str, &str)| Package::read((*folder).to_owned(), text);
        Crates::new(manifests.iter().filter_map(read).collect())
    }

    fn three() -> Crates {
        crates(&[
            ("", "[package]\nname = \"whole-thing\""),
            ("crates/a", "[package]\nname = \"a\"\n[lib]\nname = \"liba\""),
            ("crates/b", "not toml at all ["),
        ])
    }

    #[test]
    fn a_file_is_of_the_nearest_package() {
        let crates = three();
        assert_eq!(crates.folder_above("crates/a/src/lib.rs"), Some("crates/a"));
        assert_eq!(crates.folder_above("crates/ab/src/lib.rs"), Some(""));
        assert_eq!(crates.folder_above("src/lib.rs"), Some(""));
        assert_eq!(crates.folder_above("lib.rs"), Some(""));
    }

    #[test]
    fn a_root_may_stand_anywhere() {
        let text = "[package]\nname = \"rg\"\n[lib]\npath = \"lib/all.rs\"\n[[bin]]\npath = \"crates/core/main.rs\"\n";
        let crates = crates(&[("app", text)]);
        assert_eq!(crates.below_root("app/crates/core/main.rs"), Some(("app/crates/core", "")));
        assert_eq!(
            crates.below_root("app/crates/core/flags/mod.rs"),
            Some(("app/crates/core", "flags/mod.rs"))
        );
        assert_eq!(crates.below_root("app/crates/other.rs"), None);
        assert_eq!(crates.library_folder("rg"), Some("app/lib"));
        assert!(crates.is_root_folder("app/lib") && !crates.is_root_folder("app"));
    }

    #[test]
    fn a_crate_goes_by_its_library_name() {
        let crates = three();
        assert_eq!(crates.folder_of_library("liba"), Some("crates/a"));
        assert_eq!(crates.folder_of_library("whole_thing"), Some(""));
        assert_eq!(crates.folder_of_library("b"), None);
    }

    #[test]
    fn of_several_of_one_name_the_highest_is_meant() {
        let text = "[package]\nname = \"one\"";
        let crates = crates(&[("a/b", text), ("a", text), ("b", text), ("a/b/c", text)]);
        assert_eq!(crates.folder_of_library("one"), Some("b"));
    }
}
