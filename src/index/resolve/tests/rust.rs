//! Rust: conditions, traits in scope, `impl` blocks in other files, and crates of one file each.

use super::{answers, calls};
use crate::index::UseKind;

/// What the references of a name lead to.
fn named(files: &[(&str, &str)], name: &str) -> Vec<String> {
    let all = answers(files).into_iter();
    all.filter(|answer| answer.name == name && answer.kind == UseKind::Reference)
        .map(|answer| answer.verdict)
        .collect()
}

#[test]
fn a_member_of_another_files_type_is_in_no_scope_of_its_own() {
    let files = [
        ("src/lib.rs", "mod de;\nmod number;\n"),
        ("src/number.rs", "pub struct Number;\n"),
        (
            "src/de.rs",
            "use crate::number::Number;\n\
             impl FromStr for Number { type Err = u8; fn from_str(s: &str) {} }\n\
             pub fn from_str(s: &str) {}\n\
             fn f() { from_str(\"\"); Err(1); Number::from_str(\"\"); }\n",
        ),
    ];
    assert_eq!(
        calls(&files, "from_str"),
        ["src/de.rs: from_str (scope)", "src/de.rs: Number::from_str (type)"]
    );
    assert_eq!(calls(&files, "Err"), ["?"]);
}

#[test]
fn of_definitions_under_conditions_the_likely_one_is_meant() {
    let files = [
        ("src/lib.rs", "mod map;\nmod other;\n"),
        (
            "src/map.rs",
            "#[cfg(not(feature = \"std\"))]\npub struct Map<K, S>(K, S);\n\
             #[cfg(feature = \"std\")]\npub struct Map<K, S = State>(K, S);\n\
             impl<K, S> Map<K, S> { pub fn new() -> Self {} pub fn put(&self) {} }\n\
             #[cfg(feature = \"a\")]\npub fn some() {}\n#[cfg(not(feature = \"a\"))]\npub fn some() {}\n",
        ),
        (
            "src/other.rs",
            "#[cfg(windows)]\nuse crate::away::open;\n#[cfg(unix)]\nuse crate::map::some as open;\n\
             use crate::map::{Map, some};\nfn f() { let map = Map::new(); map.put(); some(); open(); }\n",
        ),
    ];
    let lines: Vec<_> = answers(&files).into_iter().filter(|of| of.name == "Map").map(|of| of.line).collect();
    assert!(lines.iter().all(|line| *line == Some(4)), "{lines:?}");
    assert_eq!(calls(&files, "put"), ["src/map.rs: Map::put (type)"]);
    assert_eq!(calls(&files, "some"), ["one of 2"]);
    assert_eq!(calls(&files, "open"), ["one of 2"]);
}

#[test]
fn a_trait_in_scope_extends_types_from_outside() {
    let more = "pub trait More: Iterator { fn pairs(self) -> Pairs { Pairs } fn of_each(self); fn unwrap(self) {} }\n\
        pub struct Pairs;\nimpl Pairs { pub fn join(self) {} }\n\
        impl<T: Iterator> More for T { fn of_each(self) {} }\n";
    let files = [
        ("src/lib.rs", "mod more;\nmod used;\nmod unused;\n"),
        ("src/more.rs", more),
        (
            "src/used.rs",
            "use crate::more::More;\nfn f(x: Vec<u8>) { x.iter().pairs(); x.iter().of_each(); x.unwrap(); }\n",
        ),
        ("src/unused.rs", "fn f(x: Vec<u8>) { x.iter().pairs(); x.iter().of_each(); }\n"),
    ];
    assert_eq!(calls(&files, "pairs"), ["src/more.rs: More::pairs (unique_name)", "?"]);
    // What its one implementation for all types says.
    assert_eq!(calls(&files, "of_each"), ["src/more.rs: T::of_each (unique_name)", "?"]);
    assert_eq!(calls(&files, "unwrap"), ["?"]);
}

#[test]
fn parts_of_structs_and_bounds_of_impls_are_followed() {
    let files = [(
        "src/lib.rs",
        "trait Pool { fn size(&self) -> usize; }\n\
         struct Inner;\nimpl Inner { fn get(&self) -> u8 { 0 } fn make() -> Inner { Inner } }\n\
         struct Outer<P>(Inner, P);\n\
         impl<P: Pool> Outer<P> { fn f(&self) { self.0.get(); self.1.size(); } }\n\
         fn g(x: Unknown) { x.make(); }\n",
    )];
    assert_eq!(calls(&files, "get"), ["src/lib.rs: Inner::get (type)"]);
    assert_eq!(calls(&files, "size"), ["src/lib.rs: Pool::size (type)"]);
    // It takes no `self`.
    assert_eq!(calls(&files, "make"), ["?"]);
}

#[test]
fn each_target_is_a_crate_of_its_own() {
    let files = [
        ("Cargo.toml", "[package]\nname = \"app\""),
        ("src/lib.rs", "pub fn common() {}\n"),
        ("tests/it/main.rs", "mod common;\nmod more;\nfn here() {}\n"),
        ("tests/it/common.rs", "pub fn helper() {}\n"),
        ("tests/it/more.rs", "use crate::common::helper;\nfn f() { helper(); super::here(); }\n"),
        ("src/bin/tool/main.rs", "mod part;\npub fn start() {}\n"),
        ("src/bin/tool/part.rs", "fn f() { crate::start(); }\n"),
    ];
    assert_eq!(calls(&files, "helper"), ["tests/it/common.rs: helper (import)"]);
    assert_eq!(calls(&files, "here"), ["tests/it/main.rs: here (import)"]);
    assert_eq!(calls(&files, "start"), ["src/bin/tool/main.rs: start (import)"]);
}

#[test]
fn a_build_script_beside_a_root_is_no_part_of_it() {
    let files = [
        ("Cargo.toml", "[package]\nname = \"app\""),
        ("sys/Cargo.toml", "[package]\nname = \"app-sys\"\n[lib]\npath = \"lib.rs\""),
        ("sys/lib.rs", "extern \"C\" { pub fn start(); }\n"),
        ("sys/build.rs", "fn start() {}\nfn main() { start(); }\n"),
        ("src/lib.rs", "mod build;\npub mod part;\npub use crate::part::Part;\n"),
        ("src/part.rs", "pub struct Part;\nimpl Part { pub fn run(&self) {} }\n"),
        ("src/build.rs", "use crate::Part;\nfn f(part: Part) { part.run(); app_sys::start(); }\n"),
    ];
    assert_eq!(calls(&files, "run"), ["src/part.rs: Part::run (type)"]);
    assert_eq!(calls(&files, "start"), ["sys/build.rs: start (scope)", "sys/lib.rs: start (import)"]);
}

#[test]
fn what_a_macro_defines_is_called() {
    let files = [(
        "src/lib.rs",
        "macro_rules! getters { ($($name:ident),*) => { $(pub fn $name(&self) -> u8 { 0 })* }; }\n\
         struct S;\nimpl S { getters!(first, second); }\n\
         fn f(s: S) { s.first(); s.second(); }\n",
    )];
    assert_eq!(calls(&files, "first"), ["src/lib.rs: S::first (type)"]);
    assert_eq!(calls(&files, "second"), ["src/lib.rs: S::second (type)"]);
    assert_eq!(named(&files, "S").len(), 2);
}

#[test]
fn a_variant_is_imported_with_all_others_and_nothing_else_is() {
    let files = [(
        "src/lib.rs",
        "use Month::*;\nenum Month { May }\n\
         impl std::str::FromStr for Month { type Err = u8; fn from_str(s: &str) -> Result<Month, u8> { Err(May) } }\n\
         enum Err { Other }\nfn f(x: Result<u8, u8>) { match x { Err(e) => {} Ok(_) => {} } }\nfn g(x: Err) {}\n",
    )];
    assert_eq!(calls(&files, "Err"), ["?"]);
    assert_eq!(named(&files, "May"), ["src/lib.rs: Month::May (import)"]);
    // What a pattern takes apart is no enum, but what is written as a type is.
    assert_eq!(named(&files, "Err"), ["?", "src/lib.rs: Err (scope)"]);
}

#[test]
fn conditions_hold_for_what_macros_hold() {
    let files = [
        (
            "src/lib.rs",
            "mod a;\nmod b;\nmod c;\n\
             #[cfg(windows)]\nany! { pub use crate::a::*; }\n\
             one! { pub use crate::b::*; }\nother! { pub use crate::c::*; }\n\
             fn f() { open(); only(); }\n",
        ),
        ("src/a.rs", "pub fn open() {}\npub fn only() {}\n"),
        ("src/b.rs", "pub fn open() {}\npub fn only() {}\n"),
        ("src/c.rs", "pub fn open() {}\n"),
    ];
    // Which of two a build has is not known.
    assert_eq!(calls(&files, "open"), ["one of 2"]);
    assert_eq!(calls(&files, "only"), ["src/b.rs: only (import)"]);
}

#[test]
fn a_macro_from_elsewhere_among_members_makes_methods_of_its_names() {
    let files = [(
        "src/lib.rs",
        "struct Style;\nimpl Style { color!(pub const Color::Red, red(), on_red() -> Self); }\n\
         trait Stylize { fn red(self) {} }\nfn f(x: Style) { x.red(); x.on_red(); }\n",
    )];
    assert_eq!(calls(&files, "red"), ["src/lib.rs: Style::red (type)"]);
    assert_eq!(calls(&files, "on_red"), ["src/lib.rs: Style::on_red (type)"]);
}

#[test]
fn an_import_of_everything_gives_on_what_it_says_it_does() {
    let files = [
        ("src/lib.rs", "mod a;\nmod b;\nmod c;\npub use a::*;\n"),
        ("src/b.rs", "pub fn made() {}\npub mod other { pub fn made() {} }\n"),
        (
            "src/a.rs",
            "use crate::b::*;\npub(crate) mod inner;\nmod tests { use super::*; fn t() { made(); } }\n",
        ),
        ("src/a/inner.rs", "use super::*;\nfn f() { made(); }\n"),
        ("src/c.rs", "use crate::a::*;\nfn f() { made(); }\nfn g() { crate::made(); crate::a::made(); }\n"),
    ];
    // Inside of the module it is seen, outside it is not: that would be no program.
    assert_eq!(
        calls(&files, "made"),
        ["src/b.rs: made (import)", "src/b.rs: made (import)", "one of 2", "?", "?"]
    );
    let public = files.map(|(path, text)| (path, text.replace("use crate::b::*", "pub use crate::b::*")));
    let public: Vec<(&str, &str)> = public.iter().map(|(path, text)| (*path, text.as_str())).collect();
    assert_eq!(calls(&public, "made"), ["src/b.rs: made (import)"; 5]);
}

#[test]
fn what_a_prelude_brings_in_from_outside_hides_no_library() {
    let files = [
        ("Cargo.toml", "[package]\nname = \"quad\"\n"),
        ("src/lib.rs", "pub mod prelude;\npub mod window;\n"),
        ("src/window.rs", "pub fn width() {}\npub mod other { pub fn width() {} }\n"),
        ("src/prelude.rs", "pub use crate::window::*;\npub use away::*;\n"),
        ("examples/life.rs", "use quad::prelude::*;\nfn main() { width(); }\n"),
        ("examples/other.rs", "use away::quad;\nuse quad::prelude::*;\nfn main() { width(); }\n"),
    ];
    // What is called so there is another one.
    assert_eq!(calls(&files, "width"), ["src/window.rs: width (import)", "?"]);
}

#[test]
fn of_definitions_and_imports_the_features_of_the_package_decide() {
    let manifest = "[package]\nname = \"app\"\n[features]\ndefault = [\"on\"]\non = []\noff = []\n";
    let files = [
        ("Cargo.toml", manifest),
        (
            "src/lib.rs",
            "mod place;\nmod no_place;\nmod used;\n\
             #[cfg(feature = \"off\")]\npub use no_place::Place;\n#[cfg(not(feature = \"off\"))]\npub use place::Place;\n\
             #[cfg(feature = \"on\")]\npub fn some() {}\n#[cfg(not(feature = \"on\"))]\npub fn some() {}\n\
             #[cfg(feature = \"unknown\")]\npub fn any() {}\n#[cfg(not(feature = \"unknown\"))]\npub fn any() {}\n\
             #[cfg(feature = \"off\")]\npub fn made() {}\n#[cfg(not(feature = \"off\"))]\npub use place::made;\n",
        ),
        (
            "src/place.rs",
            "pub fn made() {}\npub struct Place;\n#[cfg(feature = \"off\")]\nimpl Place { pub fn line(&self) {} }\n\
             #[cfg(not(feature = \"off\"))]\nimpl Place { pub fn line(&self) {} }\n",
        ),
        ("src/no_place.rs", "pub struct Place;\nimpl Place { pub fn line(&self) {} }\n"),
        ("src/used.rs", "use crate::*;\nfn f(place: Place) { place.line(); some(); any(); made(); }\n"),
    ];
    assert_eq!(calls(&files, "line"), ["src/place.rs: Place::line (type)"]);
    assert_eq!(calls(&files, "some"), ["src/lib.rs: some (import)"]);
    assert_eq!(calls(&files, "any"), ["one of 2"]);
    assert_eq!(calls(&files, "made"), ["src/place.rs: made (import)"]);
    let lines: Vec<_> =
        answers(&files).into_iter().filter(|of| of.name == "line").map(|of| of.line).collect();
    assert_eq!(lines, [Some(6)]);
    let some: Vec<_> = answers(&files).into_iter().filter(|of| of.name == "some").map(|of| of.line).collect();
    assert_eq!(some, [Some(9)]);
}

#[test]
fn a_type_that_two_features_define_has_the_members_of_both() {
    let files = [
        ("Cargo.toml", "[package]\nname = \"app\"\n[features]\nsmall = []\n"),
        (
            "src/lib.rs",
            "#[cfg(feature = \"small\")]\npub struct Map(u8);\n#[cfg(not(feature = \"small\"))]\npub struct Map(u64);\n\
             impl Map { pub fn new() -> Self { Map(0) } pub fn put(&self) {} }\nfn f() { let map = Map::new(); map.put(); }\n",
        ),
    ];
    assert_eq!(calls(&files, "new"), ["src/lib.rs: Map::new (type)"]);
    assert_eq!(calls(&files, "put"), ["src/lib.rs: Map::put (type)"]);
}

#[test]
fn a_type_and_a_function_of_one_name_are_two() {
    let files = [
        ("src/lib.rs", "mod dim;\nmod used;\npub use dim::*;\n"),
        (
            "src/dim.rs",
            "pub struct Dim<I> { index: I }\nimpl<I> Dim<I> { pub fn by(&self) {} }\npub fn Dim(index: u8) -> Dim<u8> {}\n",
        ),
        ("src/used.rs", "use crate::Dim;\nfn f(dim: Dim<u8>) { Dim(4).by(); dim.by(); }\n"),
    ];
    assert_eq!(calls(&files, "Dim"), ["src/dim.rs: Dim (import)"]);
    assert_eq!(calls(&files, "by"), ["src/dim.rs: Dim::by (type)"; 2]);
    let called = answers(&files).into_iter().filter(|of| of.name == "Dim" && of.kind == UseKind::Call);
    assert_eq!(called.map(|of| of.line).collect::<Vec<_>>(), [Some(3)]);
    let named = answers(&files).into_iter().filter(|of| of.name == "Dim" && of.kind == UseKind::Reference);
    assert!(named.map(|of| of.line).all(|line| line == Some(1)));
}
