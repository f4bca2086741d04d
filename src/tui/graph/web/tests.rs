use super::*;
use crate::graph::Spot;
use crate::model::SymbolKind;

fn spot(id: i64) -> Spot {
    let name = format!("f{id}");
    Spot { id: NodeId(id), name, kind: SymbolKind::Function, path: "a.rs".to_owned(), line: 1, column: 0 }
}

fn branch(ids: std::ops::Range<i64>, next: Option<i64>) -> Branch {
    Branch { leaves: ids.map(|id| Leaf::from(&spot(id))).collect(), next: next.map(EdgeId) }
}

fn name(web: &Web) -> String {
    match web.selected {
        Item::Node(node) => web.leaf(node).unwrap().name.clone(),
        Item::More(node, side) => web.rest(node, side),
    }
}

#[test]
fn a_thousand_callers_are_some_and_a_number() {
    let mut web = Web::around(Leaf::from(&spot(0)), Kind::Calls);
    assert!(web.open(0, Side::Left).is_some());
    assert_eq!(web.rest(0, Side::Left), "reading \u{2026}");
    assert_eq!(web.open(0, Side::Left), None, "it is being read");
    web.put(0, Side::Left, Ok(branch(1..51, Some(7))));
    assert_eq!(web.shown(0, Side::Left).len(), 7);
    assert_eq!(web.rest(0, Side::Left), "44+ more");
    web.selected = Item::More(0, Side::Left);
    assert_eq!(web.step(Side::Left), None, "enough is there");
    assert_eq!((name(&web).as_str(), web.rest(0, Side::Left).as_str()), ("f7", "38+ more"));
    for _ in 0..6 {
        web.more(0, Side::Left);
    }
    web.selected = Item::More(0, Side::Left);
    let need = web.more(0, Side::Left).unwrap();
    assert_eq!(need.after, Some(EdgeId(7)), "what was read is shown");
    assert_eq!(web.more(0, Side::Left), None, "it is being read");
    web.put(0, Side::Left, Ok(branch(49..55, None)));
    assert_eq!(web.rest(0, Side::Left), "");
    assert_eq!(web.count(Side::Left), Some((54, true)), "two came twice");
    assert_eq!(name(&web), "f49", "the first that was not shown");
}

#[test]
fn what_was_counted_is_told_before_it_is_read() {
    let mut web = Web::around(Leaf::from(&spot(0)), Kind::Calls);
    web.open(0, Side::Left);
    web.put(0, Side::Left, Ok(branch(1..51, Some(7))));
    assert_eq!((web.count(Side::Left), web.open_questions().len()), (Some((50, false)), 1));
    web.put_extent(0, Side::Left, Extent { things: 1234, is_all: true });
    assert_eq!((web.count(Side::Left), web.open_questions().len()), (Some((1234, true)), 0));
    assert_eq!(web.rest(0, Side::Left), "1,228 more");
    web.put_extent(0, Side::Left, Extent { things: 20_000, is_all: false });
    assert_eq!(web.rest(0, Side::Left), "19,994+ more");
    web.put(0, Side::Left, Ok(branch(51..61, None)));
    assert_eq!((web.count(Side::Left), web.rest(0, Side::Left).as_str()), (Some((60, true)), "54 more"));
}

#[test]
fn steps_unfold_and_fold() {
    let mut web = Web::around(Leaf::from(&spot(0)), Kind::Calls);
    web.open(0, Side::Right);
    web.put(0, Side::Right, Ok(branch(1..3, None)));
    assert_eq!(web.step(Side::Right), None);
    assert_eq!(name(&web), "f1");
    assert_eq!(web.sign(1), "\u{25b8}");
    let need = web.step(Side::Right).unwrap();
    assert_eq!((need.symbol, need.side), (NodeId(1), Side::Right));
    web.put(need.node, need.side, Ok(branch(0..1, None)));
    web.step(Side::Right);
    assert_eq!((name(&web).as_str(), web.sign(3)), ("f0", "\u{21bb}"));
    web.step(Side::Left);
    assert_eq!(name(&web), "f1");
    web.step(Side::Left);
    assert_eq!((name(&web).as_str(), web.rows().len()), ("f1", 3), "folded");
    web.step(Side::Left);
    assert_eq!(name(&web), "f0");
    // Nothing is there: it looks folded, and the way back is one step.
    web.selected = Item::Node(2);
    let need = web.step(Side::Right).unwrap();
    web.put(need.node, need.side, Ok(Branch::default()));
    assert_eq!(web.sign(2), "");
    web.step(Side::Left);
    assert_eq!(web.selected, Item::Node(0));
}

#[test]
fn what_cannot_be_read_says_why_and_is_asked_again() {
    let mut web = Web::around(Leaf::from(&spot(0)), Kind::Calls);
    web.open(0, Side::Right);
    web.put(0, Side::Right, Err("it is damaged".to_owned()));
    assert_eq!(web.rest(0, Side::Right), "it is damaged");
    assert!(web.open(0, Side::Right).is_some());
}
