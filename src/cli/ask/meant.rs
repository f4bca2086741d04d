//! Which symbols the names on a command line mean.

use super::near;
use crate::cli::args;
use crate::cli::print::Failure;
use crate::graph;
use crate::model::{NodeId, Symbol};
use crate::source::Roots;
use crate::store::{Page, Reader};

/// Symbols of one name that are looked at.
const MOST: usize = 10_000;

/// Symbols that a message lists.
const LISTED: usize = 8;

/// Finds what names mean.
pub(super) struct Names<'a> {
    pub(super) reader: &'a dyn Reader,
    pub(super) roots: &'a Roots,
}

impl Names<'_> {
    /// Every symbol that a name may mean, by file and line: a bare name or one with scopes, `FILE:LINE`, or a stable id.
    pub(super) fn all(&self, name: &str) -> Result<Vec<Symbol>, Failure> {
        Ok(self.page(name)?.items)
    }

    fn page(&self, name: &str) -> Result<Page<Symbol>, Failure> {
        if let Some(at) = self.at_place(name)? {
            return Ok(Page { items: vec![at], more: false });
        }
        let mut found = graph::named(self.reader, name, MOST)?;
        if found.items.is_empty() {
            let near = near::names(self.reader, name)?;
            let what = match near.is_empty() {
                true => "see `find` with a * behind it".to_owned(),
                false => format!("these are like it: {}", near.join(", ")),
            };
            return Err(anyhow::anyhow!("{name}: no symbol has this name; {what}").into());
        }
        found.items.sort_by(|a, b| (&a.path, a.span.byte_start).cmp(&(&b.path, b.span.byte_start)));
        Ok(found)
    }

    /// The one symbol that a name means, or with `all` every one.
    pub(super) fn of(&self, name: &str, all: bool) -> Result<Vec<Symbol>, Failure> {
        let found = self.page(name)?;
        if all || found.items.len() == 1 {
            return Ok(found.items);
        }
        let count = format!("{}{}", found.items.len(), if found.more { "+" } else { "" });
        let mut listed: Vec<String> = found.items.iter().take(LISTED).map(choice).collect();
        if found.items.len() > LISTED {
            listed.push(format!("{} more", found.items.len() - LISTED));
        }
        let listed = listed.join(", ");
        Err(anyhow::anyhow!(
            "{name}: {count} symbols have this name: {listed}; say which by FILE:LINE or its scopes, or give --all"
        )
        .into())
    }

    /// The ids of [`Names::of`].
    pub(super) fn ids_of(&self, name: &str, all: bool) -> Result<Vec<NodeId>, Failure> {
        Ok(self.of(name, all)?.into_iter().map(|symbol| symbol.id).collect())
    }

    /// The innermost symbol at `FILE:LINE`; `None` for what names no file of the index.
    fn at_place(&self, name: &str) -> Result<Option<Symbol>, Failure> {
        let Ok(place) = args::place(name) else { return Ok(None) };
        for path in self.roots.stored(&place.file) {
            let Some(file) = self.reader.file(&path)? else { continue };
            return match graph::at_line(self.reader, file, place.line)? {
                Some(symbol) => Ok(Some(symbol)),
                None => Err(anyhow::anyhow!("{name}: no symbol is at this line").into()),
            };
        }
        Ok(None)
    }
}

fn choice(symbol: &Symbol) -> String {
    format!("{}:{} {}", symbol.path, symbol.span.start.line, symbol.shown_name())
}
