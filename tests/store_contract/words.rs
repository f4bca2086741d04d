//! The index of words beside a database.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use magellan_tui::model::{Chunk, FileRecords};
use magellan_tui::store::words::{ChunkKey, ChunkOrder, Wanted, Words, WordsPlace};
use magellan_tui::store::{Engine, Order, open};

use crate::lab::Lab;
use crate::made::records;

/// A file whose two chunks have these texts, and a hash that follows from them.
fn with_texts(file: i64, path: &str, texts: [&str; 2]) -> FileRecords {
    let mut made = records(file, path, file);
    made.file.hash = texts.concat();
    made.state.hash = texts.concat();
    for (chunk, text) in made.chunks.iter_mut().zip(texts) {
        chunk.content = text.to_owned();
    }
    made
}

/// The index of the database, brought up to date; with how many files were as they should be at first.
fn words(lab: &Lab) -> (Words, usize) {
    let store = open(&lab.path()).unwrap();
    let words = Words::open(&WordsPlace::of(&*store).unwrap()).unwrap();
    let mut first = None;
    let mut progress = |done: usize, _: usize| {
        first.get_or_insert(done);
    };
    words.update(&*store.reader().unwrap(), &AtomicBool::new(false), &mut progress).unwrap();
    (words, first.unwrap())
}

/// All that is found, in pages of a size.
fn pages(words: &Words, wanted: &Wanted, order: Order, limit: usize) -> Vec<ChunkKey> {
    let mut found: Vec<ChunkKey> = Vec::new();
    loop {
        let page = words.find(wanted, order, found.last(), limit).unwrap();
        found.extend(page.items);
        if !page.more {
            return found;
        }
    }
}

fn found(words: &Words, text: &str) -> Vec<String> {
    let wanted = Wanted { texts: vec![text.to_owned()], ..Wanted::default() };
    let found = pages(words, &wanted, Order::Ascending, 100);
    found.into_iter().map(|key| format!("{}:{}", key.path, key.name)).collect()
}

fn lab(engine: Engine) -> Lab {
    let files = [
        with_texts(1, "a.rs", ["spin_lock(x)", "other words"]),
        with_texts(2, "b.rs", ["the spinning Lock", "words"]),
    ];
    Lab::with(engine, &files)
}

pub(crate) fn texts_are_found_wherever_they_stand(engine: Engine) {
    let lab = lab(engine);
    let (words, _) = words(&lab);
    let [none, both] = [vec![], vec!["a.rs:outer", "b.rs:outer"]];
    for (text, expected) in [
        ("spin", both.clone()),
        ("pin_l", vec!["a.rs:outer"]),
        ("LOCK", both.clone()),
        ("ing lo", vec!["b.rs:outer"]),
        ("ock(x)", vec!["a.rs:outer"]),
        ("pinned", none.clone()),
        ("\"or\"", none.clone()),
        // Two letters, and one, at the beginning, in the middle and at the end.
        ("sp", both.clone()),
        ("ck", both),
        ("x)", vec!["a.rs:outer"]),
        (")", vec!["a.rs:outer"]),
        ("qz", none.clone()),
        ("\u{60d1}", none),
    ] {
        assert_eq!(found(&words, text), expected, "{text}");
    }
    let two = Wanted { texts: ["spin", "th"].map(str::to_owned).to_vec(), ..Wanted::default() };
    assert_eq!(pages(&words, &two, Order::Ascending, 100).len(), 1, "all texts are to be there");
}

pub(crate) fn the_index_follows_the_files(engine: Engine) {
    let lab = lab(engine);
    drop(words(&lab));
    let (index, current) = words(&lab);
    assert_eq!(current, 2, "what is current is not read again");
    drop(index);
    lab.change(|writer| {
        writer.put_file(&with_texts(2, "b.rs", ["a fresh text", "words"])).unwrap();
        writer.remove_file(records(1, "a.rs", 1).file.id).unwrap();
        writer.put_file(&with_texts(3, "c.rs", ["another fresh one", "words"])).unwrap();
    });
    let (words, current) = words(&lab);
    assert_eq!(current, 0);
    assert_eq!(found(&words, "fresh"), ["b.rs:outer", "c.rs:outer"]);
    assert_eq!(found(&words, "spin"), Vec::<String>::new());
    assert_eq!(pages(&words, &Wanted::default(), Order::Ascending, 100).len(), 4);
}

/// Wherever an update is stopped, of each file there is all in the index or nothing; and a later one goes on.
pub(crate) fn an_update_that_is_stopped_leaves_whole_files(engine: Engine) {
    const CHUNKS: usize = 700;
    let files: Vec<FileRecords> = (1..=4)
        .map(|file| {
            let mut made = with_texts(file, &format!("{file}.rs"), ["x", "y"]);
            let model = made.chunks[0].clone();
            made.chunks = (0..CHUNKS as u64)
                .map(|at| {
                    let content = format!("spin_lock number {at}");
                    Chunk { byte_start: at * 100, byte_end: at * 100 + 99, content, ..model.clone() }
                })
                .collect();
            made
        })
        .collect();
    let lab = Lab::with(engine, &files);
    let store = open(&lab.path()).unwrap();
    let reader = store.reader().unwrap();
    let words = Words::open(&WordsPlace::of(&*store).unwrap()).unwrap();
    for micros in (0..40).map(|step| step * 500) {
        let cancel = AtomicBool::new(false);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                std::thread::sleep(Duration::from_micros(micros));
                cancel.store(true, Ordering::Relaxed);
            });
            words.update(&*reader, &cancel, &mut |_, _| {}).unwrap();
        });
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        let all = pages(&words, &Wanted::default(), Order::Ascending, 500);
        all.into_iter().for_each(|key| *counts.entry(key.path).or_default() += 1);
        assert!(counts.values().all(|count| *count == CHUNKS), "{counts:?}");
        assert_eq!(found(&words, "spin_lock").len(), counts.len() * CHUNKS);
    }
    words.update(&*reader, &AtomicBool::new(false), &mut |_, _| {}).unwrap();
    assert_eq!(found(&words, "spin_lock").len(), files.len() * CHUNKS);
}

pub(crate) fn every_order_is_the_same_in_pages_of_any_size(engine: Engine) {
    let files: Vec<FileRecords> =
        (1..8).map(|file| with_texts(file, &format!("{}.rs", file % 4 * 10 + file), ["x", "x y"])).collect();
    let lab = Lab::with(engine, &files);
    let (words, _) = words(&lab);
    for by in [ChunkOrder::File, ChunkOrder::Name, ChunkOrder::Kind] {
        for (text, kind, count) in
            [(None, None, 14), (Some("x"), None, 14), (Some("y"), None, 7), (None, Some("struct"), 7)]
        {
            let texts = text.iter().map(|text: &&str| (*text).to_owned()).collect();
            let wanted = Wanted { by, texts, kind: kind.map(str::to_owned) };
            let all = pages(&words, &wanted, Order::Ascending, 100);
            assert_eq!(all.len(), count, "{wanted:?}");
            let by_key = |key: &ChunkKey| match by {
                ChunkOrder::File => key.path.clone(),
                ChunkOrder::Name => key.name.clone(),
                ChunkOrder::Kind => key.kind.clone(),
            };
            assert!(all.is_sorted_by_key(by_key), "{wanted:?}");
            for limit in [1, 2, 3, 14] {
                assert_eq!(pages(&words, &wanted, Order::Ascending, limit), all, "{wanted:?}");
                let mut back = pages(&words, &wanted, Order::Descending, limit);
                back.reverse();
                assert_eq!(back, all, "{wanted:?}");
            }
        }
    }
}

pub(crate) fn an_index_that_is_no_good_is_made_again(engine: Engine) {
    let lab = lab(engine);
    drop(words(&lab));
    let mut name = lab.path().into_os_string();
    name.push(".words");
    std::fs::write(&name, "this is no index").unwrap();
    let (words, current) = words(&lab);
    assert_eq!((current, found(&words, "words").len()), (0, 2));
}
