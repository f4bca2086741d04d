//! Rust: instances of generic types, and what iterators, futures and functions are.

use super::{calls, references};

#[test]
fn an_impl_for_some_instances_is_for_no_others() {
    let files = [(
        "src/lib.rs",
        "struct Shape<K>(K);\nstruct Round;\nstruct Square;\ntype Ball = Shape<Round>;\n\
         impl Shape<Round> { fn new() -> Self { todo!() } fn draw(&self) { Self::new(); } }\n\
         impl Shape<Square> { fn new(side: u8) -> Self { todo!() } fn draw(&self) {} }\n\
         impl<K> Shape<K> { fn any(&self) { self.draw(); } }\n\
         fn f(s: &Shape<Square>) { s.draw(); Ball::new().draw(); Shape::<Square>::new(1); s.any(); }\n",
    )];
    let round = "src/lib.rs: Shape::draw (type)";
    assert_eq!(calls(&files, "draw"), ["one of 2", round, round]);
    assert_eq!(
        calls(&files, "new"),
        ["src/lib.rs: Shape::new (type)", "src/lib.rs: Shape::new (type)", "one of 2"]
    );
    assert_eq!(calls(&files, "any"), ["src/lib.rs: Shape::any (type)"]);
}

#[test]
fn a_trait_for_some_instances_of_an_outside_type_is_for_no_others() {
    let files = [(
        "src/lib.rs",
        "struct Error;\ntrait More { fn more(self); }\n\
         impl<T> More for Result<T, ()> { fn more(self) {} }\n\
         impl<T> More for Result<T, Error> { fn more(self) {} }\n\
         impl<T> More for other::Result<T> { fn more(self) {} }\n\
         fn f(a: Result<u8, ()>, b: Result<u8, Error>, c: Result<u8, Vec<u8>>) { a.more(); b.more(); c.more(); }\n",
    )];
    let more = "src/lib.rs: Result::more (unique_name)";
    assert_eq!(calls(&files, "more"), [more, more, more]);
}

#[test]
fn what_iterators_give_is_told_by_what_is_bound() {
    let files = [(
        "src/lib.rs",
        "struct Node;\nimpl Node { fn go(&self) {} }\nstruct Other;\nimpl Other { fn go(&self) {} }\n\
         fn all() -> impl Iterator<Item = Node> { todo!() }\n\
         fn boxed<'a>() -> Box<dyn Iterator<Item = &'a Node> + 'a> { todo!() }\n\
         fn each<I: IntoIterator<Item = Node>>(many: I) { for n in many { n.go(); } }\n\
         fn f() { for n in all() { n.go(); } for (_, n) in boxed().enumerate() { n.go(); } }\n",
    )];
    assert_eq!(calls(&files, "go"), ["src/lib.rs: Node::go (type)"; 3]);
}

#[test]
fn what_is_collected_fills_what_a_list_leaves_open() {
    let files = [(
        "src/lib.rs",
        "struct Node;\nimpl Node { fn go(&self) {} }\nstruct Other;\nimpl Other { fn go(&self) {} }\n\
         trait Count { fn count_all(&self); }\nimpl<T> Count for Vec<T> { fn count_all(&self) {} }\n\
         fn f(nodes: &[Node], named: &HashMap<Other, Node>) {\n\
         let kept: Vec<_> = nodes.iter().rev().collect();\n\
         for n in &kept { n.go(); }\n\
         kept.count_all();\n\
         for (key, value) in named { value.go(); }\n\
         for key in named.keys() { key.go(); }\n\
         let none: Vec<_> = unknown().collect();\n\
         none.count_all();\n\
         }\n",
    )];
    let node = "src/lib.rs: Node::go (type)";
    assert_eq!(calls(&files, "go"), [node, node, "src/lib.rs: Other::go (type)"]);
    assert_eq!(calls(&files, "count_all"), ["src/lib.rs: Vec::count_all (unique_name)"; 2]);
}

#[test]
fn what_is_waited_for_comes_to_what_a_future_says() {
    let files = [(
        "src/lib.rs",
        "struct Answer;\nimpl Answer { fn text(&self) {} }\nstruct Other;\nimpl Other { fn text(&self) {} }\n\
         struct Request;\nimpl IntoFuture for Request { type Output = Answer; }\n\
         fn get() -> Request { Request }\n\
         async fn f<F: Future<Output = Answer>>(later: F, boxed: Pin<Box<dyn Future<Output = Answer>>>) {\n\
         get().await.text(); later.await.text(); boxed.await.text(); }\n",
    )];
    assert_eq!(calls(&files, "text"), ["src/lib.rs: Answer::text (type)"; 3]);
}

#[test]
fn functions_have_what_a_trait_gives_to_all_that_can_be_called() {
    let files = [(
        "src/lib.rs",
        "trait Parser { fn parse_next(&self); fn map(&self) {} }\n\
         impl<F: Fn(u8) -> u8> Parser for F { fn parse_next(&self) {} }\n\
         impl Parser for char { fn parse_next(&self) {} }\n\
         fn digit(at: u8) -> u8 { at }\n\
         fn f() { digit.parse_next(); digit.map(); }\n",
    )];
    assert_eq!(calls(&files, "parse_next"), ["src/lib.rs: F::parse_next (unique_name)"]);
    assert_eq!(calls(&files, "map"), ["src/lib.rs: Parser::map (unique_name)"]);
}

#[test]
fn a_module_without_a_file_has_files_inside() {
    let files = [
        ("src/lib.rs", "pub mod server { mod hello; mod state; }\n"),
        (
            "src/server/hello.rs",
            "use super::state::{self, Context};\nfn f(c: &Context) { c.send(); state::make(); }\n",
        ),
        (
            "src/server/state.rs",
            "pub struct Context;\nimpl Context { pub fn send(&self) {} }\npub fn make() {}\n",
        ),
        (
            "src/client/state.rs",
            "pub struct Context;\nimpl Context { pub fn send(&self) {} }\npub fn make() {}\n",
        ),
    ];
    assert_eq!(calls(&files, "send"), ["src/server/state.rs: Context::send (type)"]);
    assert_eq!(calls(&files, "make"), ["src/server/state.rs: make (import)"]);
}

#[test]
fn self_is_the_type_and_in_a_trait_any() {
    let files = [(
        "src/lib.rs",
        "enum Tree { Fork { left: Box<Self> }, Leaf }\nimpl Tree { fn grow() -> Self { Self::Leaf } }\n\
         trait Make { type Made; fn make() -> Self; }\nimpl<T> Make for T { type Made = Self; fn make() -> Self { todo!() } }\n\
         struct Seed;\nimpl Make for Seed { type Made = Self; fn make() -> Self { Self } }\n\
         type Other = Seed;\nimpl Other { fn other() -> Self { todo!() } }\n",
    )];
    let (tree, seed) = ("src/lib.rs: Tree (scope)", "src/lib.rs: Seed (scope)");
    assert_eq!(references(&files, "Self"), [tree, tree, tree, seed, seed, seed, "?"]);
}

#[test]
fn fields_of_variants_are_found_through_the_variant() {
    let files = [
        (
            "src/lib.rs",
            "mod shape;\nuse shape::{Shape, Circle as Round};\nuse Shape::*;\nstruct Radius { radius: u8 }\n\
             fn f(shape: Shape) { match shape { Shape::Circle { radius } => {} Square { side: s } => {} } }\n\
             impl Shape { fn g(&self) { if let Self::Circle { radius } = self { } } }\n\
             fn h() -> Shape { Shape::Circle { radius: 1 } }\n",
        ),
        ("src/shape.rs", "pub enum Shape { Circle { radius: u8 }, Square { side: u8 } }\n"),
    ];
    assert_eq!(references(&files, "radius"), ["src/shape.rs: Shape::Circle::radius (type)"; 3]);
    assert_eq!(references(&files, "side"), ["src/shape.rs: Shape::Square::side (type)"]);
}

#[test]
fn what_is_imported_is_referred_to_where_it_is_no_module() {
    let files = [
        (
            "src/lib.rs",
            "mod a;\nuse a::{b, thing, Thing as Other};\nuse crate::a::b::deep;\nuse std::fmt::thing;\n",
        ),
        ("src/a/mod.rs", "pub mod b;\npub fn thing() {}\npub struct Thing;\n"),
        ("src/a/b.rs", "pub fn deep() {}\n"),
    ];
    assert_eq!(references(&files, "b"), ["?"]);
    assert_eq!(references(&files, "thing"), ["src/a/mod.rs: thing (import)", "?"]);
    assert_eq!(references(&files, "Thing"), ["src/a/mod.rs: Thing (import)"]);
    assert_eq!(references(&files, "deep"), ["src/a/b.rs: deep (import)"]);
}

#[test]
fn the_type_of_an_impl_is_found_by_its_path() {
    let files = [
        ("src/lib.rs", "mod elf;\nmod read;\n"),
        ("src/elf.rs", "pub struct Header { pub entry: u8 }\nimpl Header { pub fn checked(&self) {} }\n"),
        (
            "src/read.rs",
            "use crate::elf;\ntrait Read { fn entry(&self) -> u8; }\n\
             impl Read for elf::Header { fn entry(&self) -> u8 { self.checked(); self.entry } }\n\
             impl Read for std::io::Header { fn entry(&self) -> u8 { self.checked(); 1 } }\n",
        ),
    ];
    assert_eq!(calls(&files, "checked"), ["src/elf.rs: Header::checked (type)", "?"]);
    assert_eq!(references(&files, "entry"), ["src/elf.rs: Header::entry (type)"]);
}

#[test]
fn between_braces_a_field_is_meant_and_behind_a_path_a_method() {
    let files = [(
        "src/lib.rs",
        "struct Builder { size: u8 }\nimpl Builder { fn size(self) -> u8 { 1 }\n\
         fn new() -> Builder { Builder { size: 1 } } }\nfn f(b: Option<Builder>) { b.map(Builder::size); }\n",
    )];
    let found = references(&files, "size");
    assert_eq!(found, ["src/lib.rs: Builder::size (type)", "src/lib.rs: Builder::size (type)"]);
    let lines: Vec<_> =
        super::answers(&files).iter().filter(|of| of.name == "size").map(|of| of.line).collect();
    assert_eq!(lines, [Some(1), Some(2)]);
}

#[test]
fn the_head_of_an_impl_knows_its_parameters() {
    let files = [(
        "src/lib.rs",
        "trait Walk { type Step; }\nstruct All<W>(W);\ntrait Go { fn go(&self); }\n\
         impl<W: Walk> Go for All<W> where W::Step: Copy { fn go(&self) {} }\n\
         fn given(walk: impl Walk<Step = u8>) {}\n",
    )];
    assert_eq!(references(&files, "Step"), ["src/lib.rs: Walk::Step (type)"; 2]);
}

#[test]
fn what_a_result_holds_where_it_failed_is_its_second_argument() {
    let text = "pub struct Fault;\nimpl Fault { pub fn kind(&self) {} }\npub struct Tree;\nimpl Tree { pub fn kind(&self) {} }\n\
        pub type Outcome<T> = Result<T, Fault>;\npub fn made() -> Outcome<Tree> { Ok(Tree) }\n\
        fn f() {\n    made().unwrap().kind();\n    made().unwrap_err().kind();\n    made().expect_err(\"\").kind();\n\
        \x20   made().err().unwrap().kind();\n    made().map_err(|fault| fault.kind());\n    made().map(|tree| tree.kind());\n\
        \x20   made().unwrap_or_else(|fault| fault.kind());\n    some().unwrap_err().kind();\n}\n";
    let (fault, tree) = ("src/lib.rs: Fault::kind (type)", "src/lib.rs: Tree::kind (type)");
    assert_eq!(calls(&[("src/lib.rs", text)], "kind"), [tree, fault, fault, fault, fault, tree, fault, "?"]);
}
