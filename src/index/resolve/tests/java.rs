//! Java: packages, inheritance, overloads.

use super::{answers, calls};
use crate::index::UseKind;

/// Verdicts of the references to a name, in the order of the text.
fn references(files: &[(&str, &str)], name: &str) -> Vec<String> {
    let all = answers(files).into_iter();
    let references = all.filter(|answer| answer.name == name && answer.kind == UseKind::Reference);
    references.map(|answer| answer.verdict).collect()
}

#[test]
fn a_type_is_found_by_import_then_in_the_package_then_where_all_is_imported_from() {
    let files = [
        ("src/a/One.java", "package a; public class One { public static void make() {} }"),
        ("src/b/One.java", "package b; public class One { public static void make() {} }"),
        ("src/b/Two.java", "package b; public class Two { public static void make() {} }"),
        ("src/c/Use.java", "package c; import a.One; import b.*; class Use { { One.make(); Two.make(); } }"),
        ("src/b/Use.java", "package b; import a.*; class Use { { One.make(); a.One.make(); } }"),
        ("src/c/Out.java", "package c; import java.util.*; class Out { { One.make(); List.make(); } }"),
    ];
    assert_eq!(
        calls(&files, "make"),
        [
            "src/a/One.java: One.make (type)",
            "src/b/Two.java: Two.make (type)",
            "src/b/One.java: One.make (type)",
            "src/a/One.java: One.make (type)",
            "?",
            "?",
        ]
    );
    assert_eq!(references(&files, "List"), ["?"]);
}

#[test]
fn static_imports_bring_in_members() {
    let files = [
        (
            "a/Names.java",
            "package a; class Names { static int LIMIT; static void go() {} static class In {} }",
        ),
        (
            "b/One.java",
            "package b; import static a.Names.go; import static a.Names.LIMIT;\nclass One { { go(); use(LIMIT); } }",
        ),
        ("b/All.java", "package b; import static a.Names.*; class All { { go(); use(LIMIT); new In(); } }"),
    ];
    assert_eq!(calls(&files, "go"), ["a/Names.java: Names.go (import)"; 2]);
    assert_eq!(references(&files, "LIMIT")[2..], ["a/Names.java: Names.LIMIT (import)"]);
    assert_eq!(calls(&files, "In"), ["a/Names.java: Names.In (import)"]);
}

#[test]
fn a_bare_call_means_a_member_of_the_nearest_type_that_has_it() {
    let java = "class Base<T> { T first() { return null; } void shared() {} }\n\
                class Item { void go() {} }\n\
                class Outer extends Base<Item> {\n\
                void own() {}\n\
                void run() { own(); shared(); first().go();\n\
                new Base<Item>() { void own() { shared(); run(); this.own(); super.shared(); } };\n\
                Runnable r = () -> own(); } }";
    let files = [("Outer.java", java)];
    assert_eq!(
        calls(&files, "own"),
        [
            "Outer.java: Outer.own (scope)",
            "Outer.java: Outer.run.new.own (type)",
            "Outer.java: Outer.own (scope)"
        ]
    );
    assert_eq!(calls(&files, "run"), ["Outer.java: Outer.run (scope)"]);
    assert_eq!(calls(&files, "go"), ["Outer.java: Item.go (type)"]);
    assert_eq!(calls(&files, "shared").len(), 3);
    assert!(calls(&files, "shared").iter().all(|found| found.starts_with("Outer.java: Base.shared")));
}

#[test]
fn methods_fields_and_types_have_names_of_their_own() {
    let java = "class Size { int size; int size() { return size; } Size Size() { return new Size(this.size()); }\n\
                Size(int size) { this.size = size; } static Size of(Size other) { return other.size; } }";
    let files = [("Size.java", java)];
    assert_eq!(calls(&files, "size"), ["Size.java: Size.size (type)"]);
    assert_eq!(references(&files, "size"), ["Size.java: Size.size (type)"; 3]);
    assert_eq!(references(&files, "Size"), ["Size.java: Size (scope)"; 3]);
    assert_eq!(calls(&files, "Size"), ["Size.java: Size.Size (scope)"]);
}

#[test]
fn constructors_are_chosen_by_what_they_take() {
    let java = "class A { A() { this(1); } A(int a) { super(); } }\n\
                class B extends A { B() { super(1); } }\n\
                class C { Object o = new A(); Object p = new A(1); Object q = new B(); Object r = new C(); }";
    let files = [("A.java", java)];
    assert_eq!(calls(&files, "A"), ["A.java: A.A (scope)"; 2]);
    assert_eq!(calls(&files, "B"), ["A.java: B.B (scope)"]);
    assert_eq!(calls(&files, "this"), ["A.java: A.A (type)"]);
    assert_eq!(calls(&files, "super"), ["?", "A.java: A.A (type)"]);
    assert_eq!(calls(&files, "C"), ["A.java: C (scope)"]);
}

#[test]
fn overloads_are_told_apart_by_the_types_of_what_they_are_given() {
    let java = "class Animal {} class Dog extends Animal {} class Plant {}\n\
        class A { One f(int a) {} Two f(String a) {} Three f(Animal a) {} Four f(Object a) {} Five f(char a) {}\n\
        Six f(int[] a) {} Seven f(long a) {} Eight f(String a, Object... b) {}\n\
        void run(Dog dog, Plant plant, int[] numbers) {\n\
        f(1).one(); f(\"a\").two(); f(dog).three(); f(plant).four(); f('c').five(); f(numbers).six(); f(1L).seven();\n\
        f(\"a\", dog).eight(); f(\"a\" + 1).two(); f(dog == null).four(); f(unknown()).none(); } }\n\
        class One { void one() {} } class Two { void two() {} } class Three { void three() {} }\n\
        class Four { void four() {} } class Five { void five() {} } class Six { void six() {} }\n\
        class Seven { void seven() {} } class Eight { void eight() {} }";
    let files = [("A.java", java)];
    for (name, of) in [
        ("one", "One"),
        ("two", "Two"),
        ("three", "Three"),
        ("four", "Four"),
        ("five", "Five"),
        ("six", "Six"),
        ("seven", "Seven"),
        ("eight", "Eight"),
    ] {
        let found = calls(&files, name);
        assert!(!found.is_empty());
        for found in found {
            assert_eq!(found, format!("A.java: {of}.{name} (type)"));
        }
    }
    let all = calls(&files, "f");
    assert_eq!(all.iter().filter(|found| *found == "A.java: A.f (scope)").count(), 10);
    assert_eq!(all.last().map(String::as_str), Some("one of 8"));
}

#[test]
fn what_is_private_elsewhere_is_not_meant() {
    let files = [
        ("a/A.java", "package a; class A { private void f(int a) {} void f(Object a) {} private int g; }"),
        ("a/B.java", "package a; class B { void run(A a) { a.f(1); use(a.g); } }"),
    ];
    let table = calls(&files, "f");
    assert_eq!(table, ["a/A.java: A.f (type)"]);
    assert_eq!(references(&files, "g"), ["?"]);
}

#[test]
fn a_case_names_a_constant_of_what_the_switch_is_over() {
    let java = "enum Colour { RED } class A { static final int RED = 1;\n\
                void run(Colour colour, int number) { switch (colour) { case RED: } switch (number) { case RED: } } }";
    let files = [("A.java", java)];
    let found = references(&files, "RED");
    assert_eq!(found[1..], ["A.java: A.RED (type)"]);
}

#[test]
fn of_very_many_overloads_none_is_meant() {
    let methods: String = (0..1100).map(|at| format!("void m(T{at} a) {{}}\n")).collect();
    let text = format!("class Over {{ {methods} void f() {{ m(x); m(y); }} }}");
    assert_eq!(calls(&[("Over.java", &text)], "m"), ["one of 16", "one of 16"]);
}

#[test]
fn a_visitor_has_one_method_for_each_of_many_classes() {
    let many = 100;
    let methods: String = (0..many).map(|at| format!("<S> void m(T{at} it, S with);\n")).collect();
    let classes: String = (0..many)
        .map(|at| format!("class T{at} {{ void f(Over over) {{ over.m(this, null); }} }}\n"))
        .collect();
    let text = format!(
        "{classes} interface Over {{ {methods} }} class Else {{ void f(Over over) {{ over.m(x, 1); }} }}"
    );
    let all = answers(&[("Over.java", &text)]).into_iter().filter(|answer| answer.name == "m");
    let mut lines: Vec<Option<usize>> = all.map(|answer| answer.line).collect();
    assert_eq!(lines.pop(), Some(None));
    let first = many + 1;
    assert_eq!(lines, (0..many).map(|at| Some(first + at)).collect::<Vec<_>>());
}
