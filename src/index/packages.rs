//! The packages of a project: which name leads to which folder.

use std::ffi::OsStr;
use std::hash::{Hash, Hasher};
use std::path::Path;

use twox_hash::XxHash3_64;

use super::crates::{Crates, Package};
use super::script_packages::{ScriptPackage, package_of};
use super::script_paths::ScriptPaths;

/// A manifest above this size is not one that a person wrote.
const MAX_MANIFEST: u64 = 1 << 20;

/// So many places are looked at for one path.
const MAX_PLACES: usize = 32;

/// A Go module.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct GoModule {
    /// Its folder, likewise.
    folder: String,
    /// What the paths of its packages begin with.
    name: String,
}

/// The packages of a project, as its manifests name them: Cargo's, and Go's modules; and where paths of JavaScript lead.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(crate) struct Packages {
    crates: Crates,
    /// By name, longest first.
    go_modules: Vec<GoModule>,
    /// By folder, longest first.
    scripts: Vec<ScriptPaths>,
    /// By name.
    script_packages: Vec<ScriptPackage>,
}

/// Whether a file is a manifest that [`Packages`] reads.
pub(crate) fn is_manifest(name: &OsStr) -> bool {
    let manifests = ["Cargo.toml", "go.mod", "jsconfig.json", "package.json"];
    manifests.iter().any(|manifest| name == *manifest) || name.to_str().is_some_and(is_script_config)
}

/// Whether a name is one of TypeScript's settings: `tsconfig.json`, and what that extends or refers to (`tsconfig.base.json`,
/// `tsconfig.app.json`).
fn is_script_config(name: &str) -> bool {
    let rest = name.strip_prefix("tsconfig").and_then(|rest| rest.strip_suffix(".json"));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '-']))
}

impl Packages {
    /// Reads the manifests at `paths` (relative to `root`). One that cannot be read or understood
    /// is left out: names then resolve as if it were not there.
    ///
    /// A part of a Go module is imported by that one's name, though its `go.mod` stands above the root.
    pub(crate) fn read(root: &Path, paths: &[String]) -> Packages {
        // What others wrote is not the project's, also where it is kept with it.
        let own = paths.iter().filter(|path| !path.split('/').any(|part| part == "node_modules"));
        let manifests = own.filter_map(|path| Some((path.as_str(), manifest(&root.join(path))?)));
        let mut packages = Packages::from_manifests(manifests);
        if !packages.go_modules.iter().any(|module| module.folder.is_empty()) {
            packages.go_modules.extend(module_above(root));
            packages.sort_modules();
        }
        packages
    }

    /// Takes the names from manifests: their paths and texts.
    pub(crate) fn from_manifests<'a>(manifests: impl IntoIterator<Item = (&'a str, String)>) -> Packages {
        let mut packages: Vec<Package> = Vec::new();
        let mut go_modules: Vec<GoModule> = Vec::new();
        let mut scripts: Vec<ScriptPaths> = Vec::new();
        let mut script_packages: Vec<ScriptPackage> = Vec::new();
        for (path, text) in manifests {
            let folder = |name| path.strip_suffix(name).map(|folder| folder.trim_end_matches('/').to_owned());
            if let Some(folder) = folder("go.mod") {
                go_modules.extend(go_name(&text).map(|name| GoModule { folder, name }));
            } else if let Some(folder) = folder("Cargo.toml") {
                packages.extend(Package::read(folder, &text));
            } else if let Some(folder) = folder("jsconfig.json").or_else(|| script_folder(path)) {
                scripts.extend(ScriptPaths::read(&folder, &text));
            } else if let Some(folder) = folder("package.json") {
                script_packages.extend(ScriptPackage::read(&folder, &text));
            }
        }
        scripts.sort_by(|a, b| (b.folder().len(), a).cmp(&(a.folder().len(), b)));
        script_packages.sort();
        let crates = Crates::new(packages);
        let mut packages = Packages { crates, go_modules, scripts, script_packages };
        packages.sort_modules();
        packages
    }

    fn sort_modules(&mut self) {
        let order = |a: &GoModule, b: &GoModule| {
            (b.name.len(), &a.name, &a.folder).cmp(&(a.name.len(), &b.name, &b.folder))
        };
        self.go_modules.sort_by(order);
    }

    /// Four bytes that are others where the packages are, or what the project is called.
    pub(crate) fn print(&self, project: &str) -> [u8; 4] {
        let mut hasher = XxHash3_64::new();
        (self, project).hash(&mut hasher);
        let [a, b, c, d, ..] = hasher.finish().to_le_bytes();
        [a, b, c, d]
    }

    /// The packages of Rust.
    pub(crate) fn crates(&self) -> &Crates {
        &self.crates
    }

    /// The folder of the Go package that a file imports by this path; `None` for one from outside. Where no
    /// `go.mod` stands above the file, paths count from the root, as in a `GOPATH`.
    pub(crate) fn go_folder(&self, from: &str, path: &str) -> Option<String> {
        let mut is_in_module = false;
        for module in &self.go_modules {
            let is_above = module.folder.is_empty()
                || from.strip_prefix(&module.folder).is_some_and(|rest| rest.starts_with('/'));
            is_in_module |= is_above;
            // The standard library's own packages are imported without a module's name.
            let rest = match module.name.as_str() {
                "std" if is_above => Some(path),
                name => path.strip_prefix(name).filter(|rest| rest.is_empty() || rest.starts_with('/')),
            };
            if let Some(rest) = rest {
                let parts = [module.folder.as_str(), rest.trim_start_matches('/')];
                let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
                return Some(parts.join("/"));
            }
        }
        (!is_in_module).then(|| path.to_owned())
    }

    /// The folders in which a Go file finds what its project keeps of others: beside each `go.mod` above it, and at the root.
    pub(crate) fn go_vendors(&self, from: &str) -> Vec<String> {
        let folders = self.go_modules.iter().map(|module| module.folder.as_str());
        let above = folders.filter(|folder| {
            !folder.is_empty() && from.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
        });
        let mut vendors: Vec<String> = above.map(|folder| format!("{folder}/vendor")).collect();
        vendors.sort_by_key(|vendor| std::cmp::Reverse(vendor.len()));
        vendors.push("vendor".to_owned());
        vendors
    }

    /// What a path that a file of JavaScript or TypeScript imports may be, from the root: as the files say that stand above it, the
    /// nearest first, then in the project's own package of that name.
    pub(crate) fn script_places(&self, from: &str, path: &str) -> Vec<String> {
        let above = self.scripts.iter().filter(|paths| paths.is_above(from));
        let said = above.flat_map(|paths| paths.places(path));
        let name = package_of(path);
        let first = self.script_packages.partition_point(|package| package.name() < name);
        let named = self.script_packages.iter().skip(first).take_while(|package| package.name() == name);
        said.chain(named.flat_map(|package| package.places(path))).take(MAX_PLACES).collect()
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
        self.crates.at("")
    }
}

/// The folder that a path leads to TypeScript's settings in.
fn script_folder(path: &str) -> Option<String> {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    is_script_config(name).then(|| folder.to_owned())
}

/// The text of a manifest, if it is one.
fn manifest(file: &Path) -> Option<String> {
    let is_small = file.metadata().is_ok_and(|meta| meta.is_file() && meta.len() <= MAX_MANIFEST);
    is_small.then(|| std::fs::read_to_string(file).ok()).flatten()
}

/// The Go module that a whole folder is a part of, by the name that the folder has in it.
fn module_above(root: &Path) -> Option<GoModule> {
    let root = root.canonicalize().ok()?;
    let (above, text) =
        root.ancestors().skip(1).find_map(|above| Some((above, manifest(&above.join("go.mod"))?)))?;
    let module = go_name(&text)?;
    let inside = root.strip_prefix(above).ok()?.to_str()?;
    // The standard library's own packages go without a module's name.
    let name = if module == "std" { inside.to_owned() } else { format!("{module}/{inside}") };
    Some(GoModule { folder: String::new(), name })
}

/// What a `go.mod` calls its module.
fn go_name(manifest: &str) -> Option<String> {
    let mut lines = manifest.lines().map(|line| line.split("//").next().unwrap_or(line).trim());
    let name = lines.find_map(|line| line.strip_prefix("module ").or(line.strip_prefix("module\t")))?;
    Some(name.trim().trim_matches(['"', '`']).to_owned()).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::Packages;

    #[test]
    fn the_project_is_called_as_the_package_at_its_root() {
        let manifest = ("Cargo.toml", "[package]\nname = \"whole-thing\"".to_owned());
        let packages = Packages::from_manifests([manifest]);
        assert_eq!(
            (packages.root_library(), packages.root_title()),
            (Some("whole_thing"), Some("whole-thing"))
        );
    }

    #[test]
    fn an_import_of_go_leads_through_the_name_of_a_module() {
        let packages = Packages::from_manifests([
            ("go.mod", "// A comment.\nmodule example.com/whole // more\n\ngo 1.19\n".to_owned()),
            ("inner/go.mod", "module \"example.com/whole/other\"\n".to_owned()),
        ]);
        let folder = |path: &str| packages.go_folder("cmd/main.go", path);
        assert_eq!(folder("example.com/whole").as_deref(), Some(""));
        assert_eq!(folder("example.com/whole/pkg/a").as_deref(), Some("pkg/a"));
        assert_eq!(folder("example.com/whole/other/b").as_deref(), Some("inner/b"));
        assert_eq!(folder("example.com/wholesome"), None);
        assert_eq!(folder("errors"), None);
        let standard = Packages::from_manifests([("src/go.mod", "module std".to_owned())]);
        assert_eq!(standard.go_folder("src/net/http/a.go", "net/url").as_deref(), Some("src/net/url"));
        let vendors = packages.go_vendors("inner/a/b.go");
        assert_eq!(vendors, ["inner/vendor", "vendor"]);
        let none = Packages::from_manifests(std::iter::empty());
        assert_eq!(none.go_folder("a/b.go", "net/url").as_deref(), Some("net/url"));
    }

    #[test]
    fn a_part_of_a_go_module_is_imported_by_its_name() -> std::io::Result<()> {
        let whole = tempfile::tempdir()?;
        let part = whole.path().join("net/http");
        std::fs::create_dir_all(&part)?;
        std::fs::write(whole.path().join("go.mod"), "module example.com/whole\n")?;
        let folder = |path: &str| Packages::read(&part, &[]).go_folder("a.go", path);
        assert_eq!(folder("example.com/whole/net/http").as_deref(), Some(""));
        assert_eq!(folder("example.com/whole/net/http/inner").as_deref(), Some("inner"));
        assert_eq!(folder("example.com/whole/other"), None);
        std::fs::write(whole.path().join("go.mod"), "module std\n")?;
        let folder = |path: &str| Packages::read(&part, &[]).go_folder("a.go", path);
        assert_eq!(folder("net/http/inner").as_deref(), Some("inner"));
        assert_eq!(folder("errors"), None);
        Ok(())
    }
}
