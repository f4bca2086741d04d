//! TypeScript: what a test tells of a value is so in its branch, and behind an `if` that is left where it holds.

use super::{answers, calls};

/// Two types that a property tells apart, and two classes.
const TYPES: &str = "interface One { kind: 'one'; go(): void }\ninterface Two { kind: Kind.two | 'two'; more: string; go(): void }\n\
    type Both = One | Two;\nenum Kind { two }\nclass Base { run() {} }\nclass Own extends Base { run() {} own() {} }\nclass Other { run() {} own() {} }\n\
    function isOwn(x: unknown): x is Own { return x instanceof Own; }\n";

/// What calls of a name lead to that are made in the body of a function.
fn called(body: &str, name: &str) -> Vec<String> {
    let text =
        format!("{TYPES}function f(x: Both, y: unknown, z: Own | Other, s: {{ x: Both }}) {{ {body} }}\n");
    let calls = calls(&[("a.ts", &text)], name).into_iter();
    calls.map(|of| of.trim_start_matches("a.ts: ").trim_end_matches(" (type)").to_owned()).collect()
}

#[test]
fn a_property_tells_which_of_several_types_an_object_is_of() {
    assert_eq!(called("if (x.kind === 'one') x.go(); else x.go();", "go"), ["One.go", "Two.go"]);
    assert_eq!(called("if ('one' != x.kind) { x.go(); }", "go"), ["Two.go"]);
    assert_eq!(called("x.kind === Kind.two && x.go(); x.kind === 'one' || x.go();", "go"), ["Two.go"; 2]);
    assert_eq!(called("return x.kind === 'one' ? x.go() : x.go();", "go"), ["One.go", "Two.go"]);
    assert_eq!(called("if (!('more' in x)) x.go();", "go"), ["One.go"]);
    assert_eq!(called("if (x.more) x.go();", "go"), ["Two.go"]);
    assert_eq!(called("if (s.x.kind === 'two') s.x.go();", "go"), ["Two.go"]);
    // Where it is not told, it may be either.
    assert_eq!(called("if (x.kind === s.x.kind) x.go();", "go"), ["one of 2"]);
}

#[test]
fn what_is_told_ends_with_the_branch_or_where_something_else_is_assigned() {
    assert_eq!(called("if (x.kind === 'two') x.go(); x.go();", "go"), ["Two.go", "one of 2"]);
    assert_eq!(called("if (x.kind === 'one') { return; } x.go();", "go"), ["Two.go"]);
    assert_eq!(called("if (s.x.kind === 'two') { s = f(); s.x.go(); }", "go"), ["one of 2"]);
    assert_eq!(
        called("if (x.kind === 'two') { for (const x of [new Own()]) x.own(); x.go(); }", "go"),
        ["Two.go"]
    );
}

#[test]
fn cases_of_a_switch_are_what_their_labels_say() {
    let body = "switch (x.kind) { case 'one': x.go(); break; case Kind.two: case 'two': x.go(); return; default: x.go(); }";
    assert_eq!(called(body, "go"), ["One.go", "Two.go", "one of 2"]);
    let through = "switch (x.kind) { case 'one': f(); case 'two': x.go(); }";
    assert_eq!(called(through, "go"), ["one of 2"]);
    let rest = "switch (x.kind) { case 'one': break; default: { x.go(); } }";
    assert_eq!(called(rest, "go"), ["Two.go"]);
}

#[test]
fn a_test_tells_of_what_class_a_value_is() {
    assert_eq!(called("if (y instanceof Own) y.own();", "own"), ["Own.own"]);
    assert_eq!(called("if (isOwn(y)) { y.own(); }", "own"), ["Own.own"]);
    assert_eq!(called("if (!isOwn(z)) { z.own(); }", "own"), ["Other.own"]);
    assert_eq!(called("if (!(z instanceof Other)) z.own();", "own"), ["Own.own"]);
    // It is no less than it was.
    assert_eq!(called("if (z instanceof Base) z.own();", "own"), ["Own.own"]);
    assert_eq!(
        called("try { f(); } catch (e) { if (e instanceof Own && e.own()) e.run(); }", "run"),
        ["Own.run"]
    );
}

#[test]
fn parts_of_a_union_that_are_written_out_are_told_apart_and_know_what_their_parameters_are() {
    let text = "class Shape { draw() {} }\nclass Text { draw() {} }\n\
        type Result<T, E> = { ok: true; value: T } | { ok: false; value: E };\n\
        function f(r: Result<Shape, Text>) { if (r.ok) { r.value.draw(); } else r.value.draw(); if (!r.ok) return; r.value.draw(); }\n";
    assert_eq!(
        calls(&[("a.ts", text)], "draw"),
        ["a.ts: Shape.draw (type)", "a.ts: Text.draw (type)", "a.ts: Shape.draw (type)"]
    );
}

#[test]
fn a_literal_in_an_object_tells_which_type_is_expected() {
    let text = "interface One {\n  kind: 'one';\n  size: number }\ninterface Two {\n  kind: 'two';\n  size: number }\n\
        const a: One | Two = { kind: 'two', size: 1 };\n";
    let lines: Vec<Option<usize>> =
        answers(&[("a.ts", text)]).into_iter().filter(|of| of.name == "size").map(|of| of.line).collect();
    assert_eq!(lines, [Some(6)]);
}
