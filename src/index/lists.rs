//! Lists as bytes from which items are taken a few at a time, when somebody asks for them: whoever follows a name into
//! another file looks at a handful of what is in it.

use std::sync::OnceLock;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::bytes::Bytes;
use super::facts::{Detail, ImportFact, LocalFact, SymbolFact, TypeFact, UseFact, ValueFact};

/// What stands in lists.
pub(crate) trait Item: Serialize + DeserializeOwned {
    /// So many are taken out of their bytes at once.
    const TOGETHER: usize;
}

impl Item for SymbolFact {
    const TOGETHER: usize = 4;
}

impl Item for Detail {
    const TOGETHER: usize = 8;
}

impl Item for ImportFact {
    const TOGETHER: usize = 64;
}

impl Item for UseFact {
    const TOGETHER: usize = 16;
}

impl Item for TypeFact {
    const TOGETHER: usize = 8;
}

impl Item for ValueFact {
    const TOGETHER: usize = 64;
}

impl Item for LocalFact {
    const TOGETHER: usize = 64;
}

/// Where the items of a list stand.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(crate) struct Layout {
    /// How many there are.
    items: u32,
    /// How many bytes each group takes.
    groups: Vec<u32>,
}

impl Layout {
    /// Puts items behind `bytes`.
    ///
    /// # Errors
    /// Where there are more than can be counted.
    pub(crate) fn put<T: Item>(items: &[T], mut bytes: Vec<u8>) -> postcard::Result<(Layout, Vec<u8>)> {
        let too_many = |_| postcard::Error::SerializeBufferFull;
        let mut layout = Layout { items: u32::try_from(items.len()).map_err(too_many)?, groups: Vec::new() };
        for group in items.chunks(T::TOGETHER) {
            let begin = bytes.len();
            for item in group {
                bytes = postcard::to_extend(item, bytes)?;
            }
            layout.groups.push(u32::try_from(bytes.len() - begin).map_err(too_many)?);
        }
        Ok((layout, bytes))
    }

    /// How many bytes all items take.
    pub(crate) fn length(&self) -> usize {
        self.groups.iter().map(|group| *group as usize).sum()
    }
}

/// A list that stands somewhere in `bytes`.
#[derive(Debug)]
pub(crate) struct List<T> {
    bytes: Bytes,
    begin: usize,
    items: usize,
    /// Where each group ends, from `begin`.
    ends: Box<[u32]>,
    groups: Box<[OnceLock<Box<[T]>>]>,
    /// What stands behind those.
    more: Vec<T>,
}

impl<T: Item> List<T> {
    /// A list that begins at a byte. `None` where it cannot be like that.
    pub(crate) fn new(bytes: &Bytes, begin: usize, layout: &Layout) -> Option<List<T>> {
        let items = layout.items as usize;
        if layout.groups.len() != items.div_ceil(T::TOGETHER) {
            return None;
        }
        let mut end = 0u32;
        let add = |group: &u32| {
            end = end.checked_add(*group)?;
            Some(end)
        };
        let ends: Box<[u32]> = layout.groups.iter().map(add).collect::<Option<_>>()?;
        let groups = ends.iter().map(|_| OnceLock::new()).collect();
        Some(List { bytes: bytes.clone(), begin, items, ends, groups, more: Vec::new() })
    }

    /// Adds items behind the others.
    pub(crate) fn extend(&mut self, items: impl IntoIterator<Item = T>) {
        self.more.extend(items);
    }

    pub(crate) fn len(&self) -> usize {
        self.items + self.more.len()
    }

    /// The item at an index. Cost: that of its group, once.
    pub(crate) fn get(&self, at: usize) -> Option<&T> {
        if at >= self.items {
            return self.more.get(at - self.items);
        }
        let group = at / T::TOGETHER;
        self.groups.get(group)?.get_or_init(|| self.take(group)).get(at % T::TOGETHER)
    }

    /// All items, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &T> {
        self.iter_from(0)
    }

    /// The items from an index on. Cost: that of those that are taken.
    pub(crate) fn iter_from(&self, first: usize) -> impl Iterator<Item = &T> {
        (first..self.len()).filter_map(|at| self.get(at))
    }

    /// All items, in order; `None` where one is damaged.
    pub(crate) fn into_items(self) -> Option<Vec<T>> {
        let mut items = Vec::with_capacity(self.len());
        for group in 0..self.ends.len() {
            self.take_into(group, &mut items)?;
        }
        items.extend(self.more);
        Some(items)
    }

    /// A group, out of its bytes: nothing where these are damaged.
    fn take(&self, group: usize) -> Box<[T]> {
        let mut items = Vec::with_capacity(T::TOGETHER.min(self.items));
        match self.take_into(group, &mut items) {
            Some(()) => items.into_boxed_slice(),
            None => Box::default(),
        }
    }

    /// Puts the items of a group behind others; `None` where they are damaged.
    fn take_into(&self, group: usize, items: &mut Vec<T>) -> Option<()> {
        let count = (self.items - group * T::TOGETHER).min(T::TOGETHER);
        let begin =
            group.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or_default();
        let end = self.ends.get(group).copied().unwrap_or_default();
        let mut bytes = self.bytes.get(self.begin + begin as usize..self.begin + end as usize)?;
        for _ in 0..count {
            let (item, rest) = postcard::take_from_bytes(bytes).ok()?;
            items.push(item);
            bytes = rest;
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn locals(count: u32) -> Vec<LocalFact> {
        (0..count).map(|at| LocalFact { declared: Some(at), value: None }).collect()
    }

    #[test]
    fn items_come_out_in_any_order() {
        for count in [0, 1, 63, 64, 65, 1000] {
            let items = locals(count);
            let (layout, bytes) = Layout::put(&items, b"before".to_vec()).unwrap();
            assert_eq!(layout.length(), bytes.len() - 6);
            let mut list: List<LocalFact> = List::new(&Bytes::from(&*bytes), 6, &layout).unwrap();
            list.extend(locals(1));
            assert_eq!(list.len(), items.len() + 1);
            for at in (0..items.len()).rev() {
                assert_eq!(list.get(at), items.get(at));
            }
            assert_eq!(list.get(items.len()), Some(&locals(1)[0]));
            assert_eq!(list.get(items.len() + 1), None);
            assert!(list.iter().eq(items.iter().chain(&locals(1))));
            assert!(list.iter_from(60).eq(items.iter().chain(&locals(1)).skip(60)));
        }
    }

    #[test]
    fn all_items_come_out_at_once() {
        let (layout, bytes) = Layout::put(&locals(100), Vec::new()).unwrap();
        let list = |bytes: &[u8]| List::<LocalFact>::new(&Bytes::from(bytes), 0, &layout).unwrap();
        let mut longer = list(&bytes);
        longer.extend(locals(1));
        assert_eq!(longer.into_items(), Some([locals(100), locals(1)].concat()));
        assert_eq!(list(&bytes[..bytes.len() - 1]).into_items(), None);
    }

    #[test]
    fn damage_gives_nothing() {
        let (layout, bytes) = Layout::put(&locals(100), Vec::new()).unwrap();
        let short: List<LocalFact> = List::new(&Bytes::from(&bytes[..bytes.len() - 1]), 0, &layout).unwrap();
        assert!(short.get(0).is_some() && short.get(99).is_none());
        let wrong = Layout { items: 1000, ..layout };
        assert!(List::<LocalFact>::new(&Bytes::from(&*bytes), 0, &wrong).is_none());
    }
}
