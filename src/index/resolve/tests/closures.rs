//! Rust: what closures are handed, and which of several conditions a build has.

use super::calls;

#[test]
fn a_closure_is_handed_what_the_function_says_that_it_hands() {
    let text = "pub struct Guard; impl Guard { fn held(&self) {} fn other(&self) -> bool { true } }\n\
        pub struct Node; impl Node { fn held(&self) {} }\n\
        pub struct Tree { nodes: Vec<Node>, visit: Box<dyn Fn(&Guard)> }\n\
        impl Tree {\n\
        fn each<F: FnMut(&Node)>(&self, f: F) {}\n\
        fn with<T>(&self, key: usize, f: impl FnOnce(&Guard, usize) -> T) -> T { todo!() }\n\
        }\n\
        fn enter<T, F>(f: F) -> T where F: FnOnce(&Guard) -> T { todo!() }\n\
        fn main(tree: Tree) { tree.each(|x| x.held()); tree.with(1, |x, _| x.held());\n\
        enter(|x| x.held()); Tree::each(&tree, |x| x.held()); tree.nodes.iter().for_each(|x| x.held()); }\n";
    let (guard, node) = ("src/lib.rs: Guard::held (type)", "src/lib.rs: Node::held (type)");
    assert_eq!(calls(&[("src/lib.rs", text)], "held"), [node, guard, guard, node, node]);
}

#[test]
fn brackets_around_a_type_are_no_tuple() {
    let text = "pub trait Sub { fn record(&self); }\n\
        pub struct Other; impl Other { fn record(&self) {} }\n\
        pub struct Held; impl Held { fn sub(&self) -> &(dyn Sub + Send) { todo!() } fn f(&self) { self.sub().record(); } }\n";
    assert_eq!(calls(&[("src/lib.rs", text)], "record"), ["src/lib.rs: Sub::record (type)"]);
}

#[test]
fn what_implements_a_trait_from_outside_hands_on_and_does_not_call_itself() {
    let text = "pub struct Both<L>(L);\n\
        impl<L: std::io::Read> std::io::Read for Both<L> { fn read_exactly(&mut self) { unknown!(self).read_exactly() } }\n\
        fn f() { unknown!(1).read_exactly(); }\n";
    assert_eq!(
        calls(&[("src/lib.rs", text)], "read_exactly"),
        ["?", "src/lib.rs: Both::read_exactly (unique_name)"]
    );
}

#[test]
fn of_what_is_defined_and_imported_under_conditions_a_build_has_one() {
    let text = |definition: &str| {
        format!(
            "mod fast {{ pub fn f() {{}} }}\n\
             #[cfg({definition})]\nfn f() {{}}\n\
             #[cfg(not({definition}))]\nuse fast::f;\n\
             fn main() {{ f(); }}\n"
        )
    };
    assert_eq!(calls(&[("src/lib.rs", &text("set_by_hand"))], "f"), ["src/lib.rs: fast::f (scope)"]);
    let either = calls(&[("src/lib.rs", &text("feature = \"slow\""))], "f");
    assert!(either[0].starts_with("one of"), "{either:?}");
    assert_eq!(calls(&[("src/lib.rs", &text("unix"))], "f"), ["src/lib.rs: f (scope)"]);
}

#[test]
fn of_modules_under_conditions_of_which_one_is_from_outside_none_is_sure() {
    let text = "pub use self::inner::made;\n\
        #[cfg(feature = \"theirs\")]\nmod inner { pub use theirs::made; }\n\
        #[cfg(not(feature = \"theirs\"))]\nmod inner { pub fn made() {} }\n\
        fn f() { made(); }\n";
    assert_eq!(calls(&[("src/lib.rs", text)], "made"), ["?"]);
}

#[test]
fn where_something_generic_is_around_a_trait_is_meant() {
    let text = "pub trait Zero { fn zero() -> Self; fn set(&mut self) { *self = Zero::zero(); } }\n\
        pub struct Own; impl Zero for Own { fn zero() -> Own { Own } }\n\
        pub fn zero_of<T: Zero>() -> T { Zero::zero() }\n\
        fn plain() -> Own { Zero::zero() }\n";
    let found = calls(&[("src/lib.rs", text)], "zero");
    assert_eq!(found[..2], ["src/lib.rs: Zero::zero (type)", "src/lib.rs: Zero::zero (type)"]);
    assert!(found[2].starts_with("one of"), "{found:?}");
}
