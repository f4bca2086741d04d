//! TypeScript: what generic functions and classes are of, as what they are given tells; objects that are made of others; properties
//! with functions for asking and setting.

use super::calls;

const KNOWN: &str = "class A { b = new B(); go(): B { return this.b; } }\n\
    class B { go(): A { return new A(); } }\n\
    class Box<T> { constructor(public held: T) {} get(): T { return this.held; }\n\
    map<U>(f: (t: T) => U): Box<U> { return new Box(f(this.held)); } }\n\
    interface Made<T> { new (...all: any[]): T }\n\
    type Maker<T> = new () => T;\n\
    interface Parts { one: A; two: B }\n\
    function same<T>(x: T): T { return x; }\n\
    function first<T>(all: T[]): T { return all[0]; }\n\
    function boxed<T>(x: T): Box<T> { return new Box(x); }\n\
    function each<T>(all: T[], f: (t: T) => void) {}\n\
    function mapped<T, U>(all: T[], f: (t: T) => U): U[] { return []; }\n\
    function made<T>(by: Made<T> | string): T { return null!; }\n\
    function maker<T>(by: Maker<T>): T { return new by(); }\n\
    async function waited<T>(of: Promise<T>): Promise<T> { return of; }\n\
    async function told() { return new B(); }\n";

/// What calls of `go` lead to in a function that takes these.
fn went(text: &str) -> Vec<String> {
    let text = format!("{KNOWN}async function f(a: A, b: B, v: A[], parts: Parts) {{\n{text}\n}}\n");
    let found = calls(&[("a.ts", &text)], "go");
    found.into_iter().map(|of| of.replace("a.ts: ", "").replace(".go (type)", "")).collect()
}

#[test]
fn a_generic_function_gives_what_its_arguments_tell() {
    assert_eq!(went("same(a).go(); same(b).go(); first(v).go();"), ["A", "B", "A"]);
    assert_eq!(went("first([b]).go();"), ["B"]);
    assert_eq!(went("boxed(b).get().go(); const x = boxed(v); x.held[0].go();"), ["B", "A"]);
    assert_eq!(went("mapped(v, x => x.b)[0].go();"), ["B"]);
    assert_eq!(went("(await waited(told())).go();"), ["B"]);
    // A list of both is of one or the other.
    assert_eq!(went("first([a, b]).go();"), ["one of 2"]);
    assert_eq!(went("same(other()).go();"), ["?"]);
}

#[test]
fn a_closure_takes_what_the_other_arguments_tell() {
    assert_eq!(went("each(v, x => x.go()); each([b], x => { x.go(); });"), ["A", "B"]);
    assert_eq!(went("v.reduce((all, x) => all.go(), b);"), ["B"]);
    assert_eq!(went("each(other(), x => x.go());"), ["?"]);
}

#[test]
fn an_object_is_of_what_its_constructor_is_given() {
    assert_eq!(went("new Box(a).held.go(); new Box(b).get().go();"), ["A", "B"]);
    assert_eq!(went("new Box(a).map(x => x.b).get().go();"), ["B"]);
    assert_eq!(went("const s = new Set(v); for (const x of s) x.go();"), ["A"]);
}

#[test]
fn what_is_given_a_class_makes_objects_of_it() {
    assert_eq!(went("made(B).go(); maker(A).go();"), ["B", "A"]);
    assert_eq!(went("const held = B; new held().go();"), ["B"]);
}

#[test]
fn an_object_that_is_made_of_others_has_what_the_last_of_them_has() {
    assert_eq!(went("const o = { ...parts }; o.one.go(); o.two.go();"), ["A", "B"]);
    assert_eq!(went("const o = { one: b, ...parts }; o.one.go();"), ["A"]);
    assert_eq!(went("const o = { ...parts, one: b }; o.one.go(); o.two.go();"), ["B", "B"]);
    assert_eq!(
        went("const o = { ...{ one: b }, three: a, ...parts }; o.one.go(); o.three.go();"),
        ["A", "A"]
    );
    assert_eq!(went("const o = Object.assign({}, { one: b }, parts); o.one.go();"), ["A"]);
    assert_eq!(went("Object.freeze(a).go();"), ["A"]);
}

#[test]
fn a_type_of_properties_of_any_name_says_of_what_type_they_are() {
    assert_eq!(
        went("const o: { [key: string]: B } = {}; o.x.go(); o['y'].go(); o[a].go();"),
        ["B", "B", "B"]
    );
    assert_eq!(went("const o: Record<string, A> = {}; o.x.go();"), ["A"]);
}

#[test]
fn a_function_that_is_called_for_another_object_gives_what_it_does() {
    assert_eq!(went("a.go.call(null).go(); told.apply(null).then(x => x.go());"), ["B", "B"]);
    assert_eq!(went("other.call(null).go();"), ["?"]);
}

#[test]
fn a_property_gives_what_the_function_does_that_is_asked_for_it() {
    let text = "class A { go() {} }\nclass B { go() {} }\n\
        class Both { get x(): A { return null!; } set x(to: A | B | number) {}\n\
        static get y() { return new B(); } static set y(to: A) {} lazy?: B; get z() { return this.lazy ??= new B(); } }\n\
        const both = new Both();\nboth.x.go();\nBoth.y.go();\nboth.z.go();\n";
    assert_eq!(
        calls(&[("a.ts", text)], "go"),
        ["a.ts: A.go (type)", "a.ts: B.go (type)", "a.ts: B.go (type)"]
    );
}
