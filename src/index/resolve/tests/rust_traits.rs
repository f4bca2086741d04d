//! Rust: what traits give to types from outside, and what is not known of what stands behind a trait.

use super::{answers, calls};

#[test]
fn self_may_be_of_a_type_from_outside() {
    let files = [(
        "src/lib.rs",
        "trait More { fn more(&self); fn checked_mul(self); }\n\
         impl More for u64 { fn more(&self) { self.checked_mul(2); self.lowest(); } fn checked_mul(self) {} }\n\
         impl More for [u8] { fn more(&self) { self.lowest(); } fn checked_mul(self) {} }\n\
         trait Low { fn low(&self) {} }\n\
         impl<T: Low> More for T { fn more(&self) { self.low(); } fn checked_mul(self) {} }\n\
         struct Own;\nimpl Own { fn lowest(&self) {} }\n\
         fn f() { let x = unknown(); x.lowest(); }\n",
    )];
    // A number has such a method of its own, and neither it nor a slice is `Own`.
    assert_eq!(calls(&files, "checked_mul"), ["?"]);
    assert_eq!(calls(&files, "lowest"), ["?", "?", "src/lib.rs: Own::lowest (unique_name)"]);
    assert_eq!(calls(&files, "low"), ["src/lib.rs: Low::low (type)"]);
}

#[test]
fn what_no_implementation_is_seen_of_is_made_by_a_macro() {
    let files = [(
        "src/lib.rs",
        "trait Wide { fn wide(&self); fn doubled(&self) {} }\n\
         macro_rules! all { ($($t:ty)*) => { $(impl Wide for $t { fn wide(&self) {} })* } }\n\
         all!(u8 u16);\n\
         fn f(x: u8) { x.wide(); x.doubled(); }\n",
    )];
    // The name in the macro's text is none that is called.
    assert_eq!(calls(&files, "wide"), ["?", "?"]);
    assert_eq!(calls(&files, "doubled"), ["src/lib.rs: Wide::doubled (unique_name)"]);
}

#[test]
fn what_is_given_to_a_box_goes_before_what_it_holds() {
    let files = [(
        "src/lib.rs",
        "trait Run { fn run(&self); fn rest(&self) {} }\n\
         impl Run for Box<dyn Run> { fn run(&self) {} }\n\
         fn f(x: Box<dyn Run>, y: std::rc::Rc<dyn Run>) { x.run(); x.rest(); y.run(); }\n",
    )];
    assert_eq!(calls(&files, "run"), ["src/lib.rs: Box::run (type)", "src/lib.rs: Run::run (type)"]);
    assert_eq!(calls(&files, "rest"), ["src/lib.rs: Run::rest (type)"]);
}

#[test]
fn a_parameter_that_stands_for_a_type_elsewhere_leaves_the_implementation_open() {
    let files = [(
        "src/lib.rs",
        "trait Back { fn draw(&self); }\nstruct Test;\nimpl Back for Test { fn draw(&self) {} }\n\
         struct Screen<B: Back> { back: B }\n\
         impl<B: Back> Screen<B> { fn new(back: B) -> Self { Screen { back } }\n\
         fn back(&self) -> &B { &self.back } fn f(&self) { self.back.draw(); } }\n\
         fn g() { let s = Screen::new(Test); s.back().draw(); }\n",
    )];
    assert_eq!(calls(&files, "draw"), ["src/lib.rs: Back::draw (type)", "one of 2"]);
}

#[test]
fn a_type_behind_impl_may_be_what_a_trait_is_implemented_by_for_all() {
    let blanket = "trait Parse { fn parse(&self); }\nimpl<F: Fn()> Parse for F { fn parse(&self) {} }\n";
    let one = "trait Parse { fn parse(&self); }\nstruct A;\nimpl Parse for A { fn parse(&self) {} }\n";
    let uses = "fn make() -> impl Parse { todo!() }\nfn f(x: &dyn Parse) { make().parse(); x.parse(); }\n";
    let meant = |text: &str| calls(&[("src/lib.rs", &format!("{text}{uses}"))], "parse");
    assert_eq!(meant(blanket), ["one of 2", "src/lib.rs: Parse::parse (type)"]);
    assert_eq!(meant(one), ["src/lib.rs: Parse::parse (type)", "src/lib.rs: Parse::parse (type)"]);
}

#[test]
fn what_a_type_is_known_not_to_have_is_no_other_types() {
    let files = [(
        "src/lib.rs",
        "struct A;\nstruct B;\nimpl B { fn only(&self) {} }\ntrait T { fn given(&self) {} }\n\
         fn f(a: A) { a.only(); a.given(); }\n",
    )];
    assert_eq!(calls(&files, "only"), ["?"]);
    // A macro may implement it.
    assert_eq!(calls(&files, "given"), ["src/lib.rs: T::given (unique_name)"]);
}

#[test]
fn what_a_trait_from_outside_makes_is_of_its_type() {
    let files = [(
        "src/lib.rs",
        "#[derive(Default)]\nstruct A;\n\
         impl A { fn go(&self) {} fn again() { Self::default().go(); } }\n\
         struct Each;\nimpl Iterator for Each { type Item = A; fn next(&mut self) -> Option<A> { None } }\n\
         fn f(each: Each) { A::default().go(); let mut some = each.skip(1); some.next().unwrap().go(); }\n",
    )];
    assert_eq!(calls(&files, "go"), ["src/lib.rs: A::go (type)"; 3]);
    // That of what `skip` gives is not `Each`'s.
    assert_eq!(calls(&files, "next"), ["?"]);
}

#[test]
fn a_literal_is_of_a_type() {
    let files = [(
        "src/lib.rs",
        "trait Spell { fn spell(&self); }\n\
         impl Spell for i64 { fn spell(&self) {} }\nimpl Spell for f64 { fn spell(&self) {} }\n\
         impl Spell for str { fn spell(&self) {} }\n\
         fn f() { 5.spell(); (-5).spell(); 1.5.spell(); \"a\".spell(); 5u8.spell(); true.spell(); }\n",
    )];
    let spelled = |of: &str| format!("src/lib.rs: {of}::spell (unique_name)");
    let expected = [spelled("i64"), spelled("i64"), spelled("f64"), spelled("str"), "?".into(), "?".into()];
    assert_eq!(calls(&files, "spell"), expected);
}

#[test]
fn a_conversion_is_chosen_by_what_it_is_given() {
    let files = [(
        "src/lib.rs",
        "struct A;\nstruct B;\n\
         impl From<&str> for A { fn from(x: &str) -> A { A } }\n\
         impl From<B> for A { fn from(x: B) -> A { A } }\n\
         impl From<&[u8]> for A { fn from(x: &[u8]) -> A { A } }\n\
         fn f(b: B) { A::from(\"text\"); A::from(b); A::from(&b\"bytes\"[1..]); A::from(unknown()); }\n",
    )];
    let lines: Vec<Option<usize>> = answers(&files)
        .into_iter()
        .filter(|answer| answer.name == "from")
        .map(|answer| answer.line)
        .collect();
    assert_eq!(lines, [Some(3), Some(4), Some(5), None]);
}

#[test]
fn what_a_reference_to_self_points_to_is_not_self() {
    let files = [(
        "src/lib.rs",
        "struct Text;\nstruct Own;\nimpl Own { fn look(&self) {} }\n\
         impl std::ops::Deref for Text { type Target = Own; fn deref(&self) -> &Own { todo!() } }\n\
         impl Text { fn look(&self) { (**self).look(); (*self).look(); } }\n\
         struct Bare;\nimpl Clone for Bare { fn clone(&self) -> Self { (**self).clone() } }\n",
    )];
    assert_eq!(calls(&files, "look"), ["src/lib.rs: Own::look (type)", "src/lib.rs: Text::look (type)"]);
    assert_eq!(calls(&files, "clone"), ["src/lib.rs: Bare::clone (type)"]);
}

#[test]
fn a_method_that_the_library_has_too_is_only_guessed_to_be_a_traits() {
    let files = [(
        "src/lib.rs",
        "struct A;\nimpl A { fn as_mut_ptr(&self) {} fn lowest(&self) {} }\n\
         trait With { fn with(&self) {} }\n\
         fn f() { let x = unknown(); x.as_mut_ptr(); x.lowest(); x.with(); }\n",
    )];
    assert_eq!(calls(&files, "as_mut_ptr"), ["?"]);
    assert_eq!(calls(&files, "lowest"), ["src/lib.rs: A::lowest (unique_name)"]);
    assert_eq!(calls(&files, "with"), ["src/lib.rs: With::with (unique_name)"]);
}

#[test]
fn what_a_macro_gives_a_trait_is_no_method_of_who_has_it() {
    let text = "macro_rules! methods { ($($name:ident)*) => { $(fn $name(&mut self);)* } }\n\
        pub trait Visitor { all_of_them!(visit_one); }\npub struct Checker;\n\
        impl Visitor for Checker { fn visit_two(&mut self) {} }\n\
        pub fn read<V: Visitor>(visitor: &mut V) { visitor.visit_two(); }\n";
    assert_eq!(calls(&[("src/lib.rs", text)], "visit_two"), ["?"]);
}

#[test]
fn what_is_called_on_a_pin_is_of_what_it_holds() {
    let text = "use std::pin::Pin;\npub trait Write { fn poll_flush(self: Pin<&mut Self>); }\n\
        impl<P> Write for Pin<P> { fn poll_flush(self: Pin<&mut Self>) {} }\n\
        pub struct Rewind<T> { inner: T }\n\
        impl<T: Write> Rewind<T> { fn flush(&mut self) { Pin::new(&mut self.inner).poll_flush() } }\n";
    let lines =
        super::answers(&[("src/lib.rs", text)]).into_iter().filter(|answer| answer.name == "poll_flush");
    assert_eq!(lines.map(|answer| answer.line).collect::<Vec<_>>(), [Some(2)]);
}

#[test]
fn what_a_function_imports_from_outside_hides_nothing_around_it() {
    let text = "fn budget() {}\nfn own() { use elsewhere::*; budget(); }\nfn other() { use elsewhere::budget; budget(); }\n";
    assert_eq!(calls(&[("src/lib.rs", text)], "budget"), ["src/lib.rs: budget (scope)", "?"]);
}

#[test]
fn what_only_texts_have_a_trait_may_give_to_slices_and_numbers() {
    let text = "pub trait Bytes { fn trim(&self) -> &Self; }\nimpl Bytes for [u8] { fn trim(&self) -> &Self { self } }\n\
        pub fn of_bytes(line: &[u8]) { line.trim(); }\npub fn of_text(line: &str) { line.trim(); }\n";
    let lines = super::answers(&[("src/lib.rs", text)]).into_iter().filter(|answer| answer.name == "trim");
    assert_eq!(lines.map(|answer| answer.line).collect::<Vec<_>>(), [Some(2), None]);
}
