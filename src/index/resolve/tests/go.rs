//! Go: packages over several files, imports, embedding.

use super::{answers, calls};
use crate::index::UseKind;

#[test]
fn the_files_of_a_folder_are_one_package() {
    let files = [
        ("a/one.go", "package a\nfunc run() { help(); var t T; t.Go(); t.own() }\nfunc (t *T) own() {}"),
        ("a/two.go", "package a\ntype T struct{}\nfunc help() {}\nfunc (t T) Go() {}"),
        ("a/two_test.go", "package a_test\nfunc help() {}\nfunc TestIt() { help() }"),
        ("b/three.go", "package b\nfunc run() { help() }"),
    ];
    assert_eq!(calls(&files, "help"), ["a/two.go: help (import)", "a/two_test.go: help (scope)", "?"]);
    assert_eq!(calls(&files, "Go"), ["a/two.go: T.Go (type)"]);
    assert_eq!(calls(&files, "own"), ["a/one.go: T.own (type)"]);
}

#[test]
fn an_import_leads_through_the_name_of_the_module() {
    let files = [
        ("go.mod", "module example.com/m\n"),
        ("errors/errors.go", "package errors\nfunc New() {}"),
        ("main.go", "package main\nimport \"errors\"\nfunc main() { errors.New() }"),
        ("own.go", "package main\nimport \"example.com/m/errors\"\nfunc f() { errors.New() }"),
        ("named.go", "package main\nimport e \"example.com/m/errors\"\nfunc g() { e.New() }"),
        ("dot.go", "package main\nimport . \"example.com/m/errors\"\nfunc h() { New() }"),
    ];
    let own = "errors/errors.go: New (import)";
    assert_eq!(calls(&files, "New"), ["?", own, own, own]);
}

#[test]
fn a_package_goes_by_its_own_name() {
    let files = [
        ("go.mod", "module example.com/json/go\n"),
        ("a.go", "package jsonic\nfunc New() {}"),
        ("sub/b.go", "package sub\nimport \"example.com/json/go\"\nfunc f() { jsonic.New(); other.New() }"),
    ];
    assert_eq!(calls(&files, "New"), ["a.go: New (import)", "?"]);
}

#[test]
fn what_a_project_keeps_of_others_is_found_there() {
    let files = [
        ("go.mod", "module example.com/m\n"),
        ("vendor/other.org/x/x.go", "package x\nfunc New() {}"),
        ("main.go", "package main\nimport \"other.org/x\"\nfunc main() { x.New() }"),
    ];
    assert_eq!(calls(&files, "New"), ["vendor/other.org/x/x.go: New (import)"]);
    let files = [
        ("src/go.mod", "module std\n"),
        ("src/cmd/go.mod", "module cmd\n"),
        ("src/vendor/other.org/x/x.go", "package x\nfunc New() {}"),
        ("src/cmd/vendor/other.org/x/x.go", "package x\nfunc New() {}"),
        ("src/cmd/go/main.go", "package main\nimport \"other.org/x\"\nfunc main() { x.New() }"),
        ("src/net/net.go", "package net\nimport \"other.org/x\"\nfunc f() { x.New() }"),
    ];
    let found = calls(&files, "New");
    assert_eq!(
        found,
        ["src/cmd/vendor/other.org/x/x.go: New (import)", "src/vendor/other.org/x/x.go: New (import)"]
    );
}

#[test]
fn what_is_embedded_gives_its_members() {
    let go = "package a\ntype Base struct{ Name Text }\nfunc (b *Base) Run() {}\ntype Text string\nfunc (t Text) Show() {}\n\
              type Runner interface{ Run() }\ntype Both interface{ Runner; Stop() }\n\
              type Outer struct{ *Base; deep struct{ Name Text } }\n\
              func f(o Outer, b Both) { o.Run(); o.Name.Show(); o.Base.Run(); b.Run(); o.deep.Name.Show() }";
    let files = [("a.go", go)];
    assert_eq!(
        calls(&files, "Run"),
        ["a.go: Base.Run (type)", "a.go: Base.Run (type)", "a.go: Runner.Run (type)"]
    );
    assert_eq!(calls(&files, "Show"), ["a.go: Text.Show (type)"; 2]);
}

#[test]
fn values_have_the_types_that_expressions_give_them() {
    let go = "package a\ntype T struct{ next *T; byName map[string]*T }\nfunc (t *T) Go() *T { return t }\n\
              func pair() (*T, error) { return nil, nil }\ntype List []*T\n\
              func f(l List, m map[string][]T, c chan T, x interface{}) {\n\
              t, err := pair(); t.Go().next.Go(); _ = err\n\
              for _, e := range l { e.Go() }\n\
              for _, v := range m { v[0].Go() }\n\
              (<-c).Go(); x.(*T).Go(); t.byName[\"a\"].Go(); (&T{}).Go(); new(T).Go()\n\
              switch y := x.(type) { case *T: y.Go() }\n\
              cases := []struct{ want *T }{{want: nil}}\n\
              for _, each := range cases { each.want.Go() }\n\
              l[0].Go(); List(l)[1].Go() }";
    let found = calls(&[("a.go", go)], "Go");
    assert_eq!(found.len(), 13);
    assert!(found.iter().all(|found| found == "a.go: T.Go (type)"), "{found:?}");
}

#[test]
fn fields_in_a_literal_are_of_its_type() {
    let go = "package a\ntype P struct{ X int }\ntype Q struct{ X int; p P }\nvar X = 1\n\
              var all = []interface{}{P{X: 1}, Q{X: 2, p: P{X: 3}}, []P{{X: 4}}, map[int]int{X: 5}}";
    let all = answers(&[("a.go", go)]);
    let found: Vec<&str> = all
        .iter()
        .filter(|answer| answer.name == "X" && answer.kind == UseKind::Reference)
        .map(|answer| answer.verdict.as_str())
        .collect();
    let (p, q, x) = ("a.go: P.X (type)", "a.go: Q.X (type)", "a.go: X (scope)");
    assert_eq!(found, [p, q, p, p, x]);
}

#[test]
fn of_what_files_for_several_systems_define_a_build_has_one() {
    let files = [
        ("p/open_windows.go", "package p\nfunc open() {}\ntype file struct{}\nfunc (f file) close() {}"),
        ("p/open_linux.go", "package p\nfunc open() {}\ntype file struct{}\nfunc (f file) close() {}"),
        ("p/tag_a.go", "//go:build !fast\n\npackage p\nfunc run() {}"),
        ("p/tag_b.go", "//go:build fast\n\npackage p\nfunc run() {}"),
        ("p/use.go", "package p\nfunc use(f file) { open(); run(); f.close() }"),
        ("p/use_windows.go", "package p\nfunc useThere(f file) { open(); f.close() }"),
        ("q/use.go", "package q\nimport \"p\"\nfunc use() { p.open() }"),
    ];
    let (windows, linux) = ("p/open_windows.go: open (import)", "p/open_linux.go: open (import)");
    assert_eq!(calls(&files, "open"), [linux, windows, linux]);
    assert_eq!(calls(&files, "run"), ["p/tag_a.go: run (import)"]);
    let close = ["p/open_linux.go: file.close (type)", "p/open_windows.go: file.close (type)"];
    assert_eq!(calls(&files, "close"), close);
}

#[test]
fn a_type_made_of_another_has_its_fields_and_not_its_methods() {
    let files = [(
        "a.go",
        "package a\ntype Inner struct{}\nfunc (Inner) go1() {}\ntype Opts struct { in Inner }\n\
         func (Opts) own() {}\ntype More Opts\ntype Doer interface { do() }\ntype Other Doer\n\
         type Set map[Inner]struct{}\n\
         func f(m More, o Other, s Set) {\nm.in.go1()\nm.own()\no.do()\nfor k := range s { k.go1() }\n}",
    )];
    assert_eq!(calls(&files, "go1"), ["a.go: Inner.go1 (type)"; 2]);
    assert_eq!(calls(&files, "own"), ["?"]);
    assert_eq!(calls(&files, "do"), ["a.go: Doer.do (type)"]);
}

#[test]
fn the_key_of_a_map_is_no_field() {
    let files = [(
        "a.go",
        "package a\nconst Key = 1\ntype Table map[int]string\ntype Row struct { Key int }\n\
         var t = Table{Key: \"a\"}\nvar r = Row{Key: 2}\nvar n = map[int]map[int]string{1: {Key: \"b\"}}\n\
         var k = map[Row]int{{Key: 3}: 4}",
    )];
    let all = answers(&files).into_iter();
    let keys = all.filter(|answer| answer.name == "Key" && answer.kind == UseKind::Reference);
    let keys: Vec<String> = keys.map(|answer| answer.verdict).collect();
    let (constant, field) = ("a.go: Key (scope)", "a.go: Row.Key (type)");
    assert_eq!(keys, [constant, field, constant, field]);
}

#[test]
fn of_types_in_one_function_the_last_before_a_name_is_meant() {
    let files = [(
        "a.go",
        "package a\nfunc f() {\nfunc() { type S struct{ a int }; _ = S{a: 1} }()\n\
         func() { type S struct{ b int }; _ = S{b: 1} }()\n}",
    )];
    let all = answers(&files).into_iter();
    let types = all.filter(|answer| answer.name == "S");
    let types: Vec<Option<usize>> = types.map(|answer| answer.line).collect();
    assert_eq!(types, [Some(3), Some(4)]);
}

#[test]
fn a_generic_function_may_be_called_with_its_types() {
    let text = "package a\ntype List[T any] struct{ v []T }\nfunc (l *List[T]) Add(v T) {}\ntype Other struct{}\nfunc (o *Other) Add(v int) {}\n\
        func New[T any](v ...T) *List[T] { return &List[T]{v} }\nfunc New2[K, V any](n int) (*List[K], error) { return nil, nil }\n\
        var made = []func() *Other{}\n\
        func f(at int) {\n\ta := New[int]()\n\ta.Add(1)\n\tNew[*Other]().Add(2)\n\tb, err := New2[int, string](3)\n\tb.Add(3)\n\t_ = err\n\tmade[at]().Add(4)\n\tmade[0]().Add(5)\n}\n";
    let files = [("a.go", text)];
    assert_eq!(calls(&files, "New"), ["a.go: New (scope)"; 2]);
    let (list, other) = ("a.go: List.Add (type)", "a.go: Other.Add (type)");
    assert_eq!(calls(&files, "Add"), [list, list, list, other, other]);
}

#[test]
fn what_a_call_says_of_a_generic_function_is_what_it_gives() {
    let text = "package p\ntype A struct{}\nfunc (a *A) Go() {}\ntype B struct{}\nfunc (b *B) Go() {}\n\
        type List[T any] struct { items []T }\nfunc (l *List[T]) First() T { return l.items[0] }\n\
        func NewList[T any]() *List[T] { return nil }\nfunc Parse[T any](s string) (T, error) { panic(s) }\n\
        func Pair[K any, V any]() (K, V) { panic(1) }\n\
        func f() {\nNewList[*B]().First().Go()\nb, err := Parse[*B](\"x\")\nb.Go()\n_, c := Pair[A, B]()\nc.Go()\n}\n";
    assert_eq!(calls(&[("p/p.go", text)], "Go"), ["p/p.go: B.Go (type)"; 3]);
}
