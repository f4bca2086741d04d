//! The features of Rust packages: which a manifest names, and which of them are on where nobody asks for others.

use std::collections::{BTreeMap, BTreeSet};

/// So many features are read from one manifest.
const MAX_FEATURES: usize = 4096;

/// The tables of a manifest that name what a package builds on.
const DEPENDENCIES: [&str; 3] = ["dependencies", "dev-dependencies", "build-dependencies"];

/// The features of one package.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Features {
    /// All that it has, each with those that it brings along.
    known: BTreeMap<String, Vec<String>>,
    /// Those that are on.
    on: BTreeSet<String>,
}

impl Features {
    /// Those that the manifest of a package names. What other packages ask it for is not known: they may be of another workspace. Cost:
    /// linear in it.
    pub(super) fn read(title: &str, manifest: &toml::Table) -> Features {
        let mut features = Features::default();
        let named = manifest.get("features").and_then(toml::Value::as_table).into_iter().flatten();
        for (name, with) in named.take(MAX_FEATURES) {
            features.known.insert(name.clone(), texts(Some(with)));
        }
        let mut asked = vec!["default".to_owned()];
        for table in DEPENDENCIES {
            let of = manifest.get(table).and_then(toml::Value::as_table).into_iter().flatten();
            for (name, said) in of.take(MAX_FEATURES) {
                // What may be left out is a feature too.
                if said.get("optional").and_then(toml::Value::as_bool) == Some(true) {
                    features.known.entry(name.clone()).or_default();
                }
                // Tests ask for more of their own package.
                if said.get("package").and_then(toml::Value::as_str).unwrap_or(name) == title {
                    asked.extend(texts(said.get("features")));
                }
            }
        }
        asked.iter().for_each(|feature| features.turn_on(feature));
        features
    }

    /// Turns a feature on, and what it brings along.
    fn turn_on(&mut self, feature: &str) {
        let mut next = vec![feature.to_owned()];
        while let Some(feature) = next.pop() {
            if let Some(with) = self.known.get(&feature)
                && !self.on.contains(&feature)
            {
                next.extend(with.iter().cloned());
                self.on.insert(feature);
            }
        }
    }

    /// Whether a feature is on; `None` for one that the manifest does not name.
    pub(super) fn has(&self, feature: &str) -> Option<bool> {
        self.known.contains_key(feature).then(|| self.on.contains(feature))
    }
}

/// The texts of a list.
fn texts(list: Option<&toml::Value>) -> Vec<String> {
    let all = list.and_then(toml::Value::as_array).into_iter().flatten();
    all.take(MAX_FEATURES).filter_map(|text| Some(text.as_str()?.to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn features(manifest: &str) -> Features {
        Features::read("one", &manifest.parse().unwrap())
    }

    #[test]
    fn what_is_on_by_default_brings_more_along() {
        let features = features(
            "[features]\ndefault = [\"a\"]\na = [\"b\", \"dep:x\", \"y/z\"]\nb = []\nc = [\"a\"]\nround = [\"round\"]\n\
             [dependencies]\nx = { version = \"1\", optional = true }\ny = \"1\"\n",
        );
        let has = |name| features.has(name);
        assert_eq!([has("a"), has("b"), has("default")], [Some(true); 3]);
        assert_eq!([has("c"), has("x"), has("round")], [Some(false); 3]);
        assert_eq!([has("y"), has("other")], [None; 2]);
    }

    #[test]
    fn tests_ask_for_more_of_their_own_package() {
        let features = features(
            "[features]\nfast = [\"hot\"]\nhot = []\nslow = []\n\
             [dev-dependencies]\nit = { package = \"one\", path = \".\", features = [\"fast\"] }\n",
        );
        let has = |name| features.has(name);
        assert_eq!([has("fast"), has("hot"), has("slow")], [Some(true), Some(true), Some(false)]);
    }
}
