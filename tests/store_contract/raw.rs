//! Keyspaces, entry by entry.

use magellan_tui::model::RecordKind;
use magellan_tui::store::{Engine, Entry, Order, Reader};

use crate::lab::Lab;
use crate::made::project;

fn pages(reader: &dyn Reader, keyspace: &str, order: Order, limit: usize) -> Vec<Entry> {
    let mut found: Vec<Entry> = Vec::new();
    loop {
        let after = found.last().map(|entry| entry.key.clone());
        let page = reader.entries(keyspace, order, after.as_deref(), limit).unwrap();
        found.extend(page.items);
        if !page.more {
            return found;
        }
    }
}

/// What an engine has of keyspaces is read both ways, whole, and says which records there are.
pub(crate) fn entries_are_the_same_both_ways_in_pages_of_any_size(engine: Engine) {
    let lab = Lab::with(engine, &project(5));
    lab.read(|reader| {
        assert_eq!(reader.keyspaces().is_empty(), engine == Engine::Sqlite);
        let mut records = 0;
        for keyspace in reader.keyspaces() {
            let all = pages(reader, keyspace, Order::Ascending, 1000);
            assert!(!all.is_empty() && all.is_sorted_by(|one, other| one.key < other.key), "{keyspace}");
            for limit in [1, 3, all.len()] {
                assert_eq!(pages(reader, keyspace, Order::Ascending, limit), all, "{keyspace}");
                let mut back = pages(reader, keyspace, Order::Descending, limit);
                back.reverse();
                assert_eq!(back, all, "{keyspace}");
            }
            records += all.iter().filter(|entry| entry.record.is_some()).count() as u64;
        }
        let count = RecordKind::ALL.iter().map(|kind| reader.count_records(*kind).unwrap()).sum::<u64>();
        assert_eq!(records, if engine == Engine::Sqlite { 0 } else { count });
        assert!(pages(reader, "nothing of the kind", Order::Ascending, 10).is_empty());
    });
}
