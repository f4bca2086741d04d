//! Rust: what expressions give that are made of others, and methods of the library that are given functions.

use super::calls;

/// Two types with a method of one name, so that only a known type tells which is meant.
const NODES: &str = "struct Node;\nimpl Node { fn go(&self) {} fn new() -> Node { Node } }\n\
                     struct Other;\nimpl Other { fn go(&self) {} }\n";

const NODE: &str = "src/lib.rs: Node::go (type)";

fn goes(text: &str) -> Vec<String> {
    calls(&[("src/lib.rs", &format!("{NODES}{text}"))], "go")
}

#[test]
fn branches_and_blocks_give_what_their_last_expressions_do() {
    assert_eq!(goes("fn f(c: bool) { let n = if c { Node::new() } else { Node }; n.go(); }"), [NODE]);
    assert_eq!(goes("fn f(c: u8) { let n = match c { 0 => Node::new(), _ => todo!() }; n.go(); }"), [NODE]);
    assert_eq!(goes("fn f() { let n = { let _c = 1; Node::new() }; n.go(); }"), [NODE]);
    assert_eq!(goes("fn f() { let n = unsafe { Node::new() }; n.go(); }"), [NODE]);
    // What is bound inside is not what has that name outside.
    assert_eq!(goes("fn f(o: &Other) { let n = { let o = make(); o }; n.go(); }"), ["one of 2"]);
    assert_eq!(goes("fn f(o: &Other) { let n = match make() { o => o }; n.go(); }"), ["one of 2"]);
}

#[test]
fn tuples_and_arrays_are_taken_apart_as_they_were_made() {
    assert_eq!(goes("fn f(n: &Node, o: &Other) { let (a, b) = (n, o); a.go(); }"), [NODE]);
    assert_eq!(
        goes(
            "fn f(n: &Option<Node>, o: &Option<Other>) { match (n, o) { (Some(a), Some(_)) => a.go(), _ => {} } }"
        ),
        [NODE]
    );
    assert_eq!(goes("fn f() { for n in [Node::new(), Node] { n.go(); } }"), [NODE]);
    assert_eq!(goes("fn f() { if let Some(n) = Some(Node::new()) { n.go(); } }"), [NODE]);
    assert_eq!(goes("fn f() { let n = Box::new(Node); n.go(); }"), [NODE]);
    assert_eq!(goes("fn f(r: Result<Other, Node>) { if let Err(n) = r { n.go(); } }"), [NODE]);
}

#[test]
fn what_a_closure_gives_is_what_is_mapped_to() {
    assert_eq!(goes("fn f(o: Option<Other>) { o.map(|_| Node::new()).unwrap().go(); }"), [NODE]);
    assert_eq!(
        goes("fn f(o: Option<Other>) { o.map(|o| { o.go(); Node }).unwrap().go(); }"),
        ["src/lib.rs: Other::go (type)", NODE]
    );
    assert_eq!(
        goes(
            "fn to(_: &Other) -> Node { Node }\nfn f(o: &[Other]) { for n in o.iter().map(to) { n.go(); } }"
        ),
        [NODE]
    );
    assert_eq!(
        goes("fn f(o: &[Other]) { for n in o.iter().filter_map(|_| Some(Node)) { n.go(); } }"),
        [NODE]
    );
    assert_eq!(goes("fn f(o: &[Other]) { o.iter().fold(Node, |n, _| n).go(); }"), [NODE]);
    assert_eq!(
        goes("fn f(o: &[Other], n: &[Node]) { for (_, n) in o.iter().zip(n.iter()) { n.go(); } }"),
        [NODE]
    );
    assert_eq!(goes("fn f() { let make = || Node::new(); make().go(); }"), [NODE]);
}

#[test]
fn an_error_that_is_mapped_is_another_one() {
    let text = "fn f(r: Result<u8, Other>) { if let Err(n) = r.map_err(|_| Node::new()) { n.go(); } }\n\
                fn g(r: Result<u8, Other>) { if let Err(n) = r.map_err(make) { n.go(); } }";
    assert_eq!(goes(text), [NODE, "one of 2"]);
}

#[test]
fn what_a_macro_makes_gives_what_it_says() {
    let text = "macro_rules! with { ($($name:ident),*) => { $(pub fn $name(mut self) -> Self { self })* } }\n\
                struct Config;\nimpl Config { with!(red, blue); fn node(&self) -> Node { Node } }\n\
                struct Else;\nimpl Else { fn node(&self) -> Other { Other } }\n\
                fn f(c: Config) { c.red().blue().node().go(); }";
    assert_eq!(goes(text), [NODE]);
}

#[test]
fn a_trait_gives_functions_to_a_type_by_its_name() {
    let text = "trait Read { fn take_from(from: &[u8]) -> Self; }\nimpl Read for u64 { fn take_from(_: &[u8]) -> u64 { 0 } }\n\
                impl Read for bool { fn take_from(_: &[u8]) -> bool { true } }\nfn f() { u64::take_from(&[]); u8::take_from(&[]); }";
    assert_eq!(
        calls(&[("src/lib.rs", text)], "take_from"),
        ["src/lib.rs: u64::take_from (unique_name)", "?"]
    );
}

#[test]
fn what_a_generic_function_gives_its_arguments_tell() {
    const GENERIC: &str = "struct Held<A> { held: A }\nimpl<A> Held<A> { fn new(held: A) -> Held<A> { Held { held } } \
        fn get(&self) -> &A { &self.held } fn map<B>(self, f: impl FnOnce(A) -> B) -> Held<B> { Held { held: f(self.held) } } }\n\
        fn same<A>(a: A) -> A { a }\nfn first<A: Clone>(all: &[A]) -> A { all[0].clone() }\n\
        fn apply<A, B>(a: A, f: impl Fn(A) -> B) -> B { f(a) }\n";
    let goes = |text: &str| goes(&format!("{GENERIC}{text}"));
    assert_eq!(goes("fn f() { same(Node::new()).go(); Held::new(Node).get().go(); }"), [NODE, NODE]);
    assert_eq!(goes("fn f(all: Vec<Node>) { first(&all).go(); }"), [NODE]);
    assert_eq!(goes("fn f(o: Other) { Held::new(o).map(|_| Node::new()).get().go(); }"), [NODE]);
    assert_eq!(goes("fn f() { apply(Node::new(), |n| n.go()); }"), [NODE]);
    assert_eq!(goes("fn f() { same(unknown()).go(); }"), ["one of 2"]);
}
