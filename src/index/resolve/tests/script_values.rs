//! TypeScript: what methods of the language's own give that are given functions, and lists and objects by their text.

use super::calls;

const CLASSES: &str = "class A { b = new B(); bs: B[] = []; go(): B { return this.b; } async load() { return this.b; } }\n\
    class B { go(): A { return new A(); } }\n";

/// What calls of `go` lead to in a function that takes these.
fn went(text: &str) -> Vec<String> {
    let text = format!(
        "{CLASSES}async function f(a: A, v: A[], m: Map<string, A>, s: Set<A>, r: Record<string, A>, p: Promise<A>) {{\n{text}\n}}\n"
    );
    let found = calls(&[("a.ts", &text)], "go");
    found.into_iter().map(|of| of.replace("a.ts: ", "").replace(".go (type)", "")).collect()
}

#[test]
fn a_method_gives_what_the_function_does_that_it_is_given() {
    assert_eq!(went("v.map(x => x.go()).forEach(b => b.go());"), ["A", "B"]);
    assert_eq!(went("v.filter(x => x).map(x => x.b).find(b => b)!.go();"), ["B"]);
    assert_eq!(went("v.map(x => { if (x) return x.b; return new B(); })[0].go();"), ["B"]);
    assert_eq!(
        went(
            "v.map(function (x) { return { one: x, two: x.b }; }).forEach(o => { o.one.go(); o.two.go(); });"
        ),
        ["A", "B"]
    );
    assert_eq!(went("v.map((x): B => other(x)).forEach(b => b.go());"), ["B"]);
    assert_eq!(went("v.flatMap(x => x.bs).forEach(b => b.go());"), ["B"]);
    assert_eq!(went("v.reduce((all, x) => all, new B()).go();"), ["B"]);
    // What gives one or the other is not known to be the first.
    assert_eq!(went("v.map(x => { if (x) return x; return x.b; })[0].go();"), ["one of 2"]);
    assert_eq!(went("v.map(x => other(x))[0].go();"), ["?"]);
}

#[test]
fn a_promise_comes_to_what_is_made_of_what_it_came_to() {
    assert_eq!(went("p.then(x => x.b).then(b => b.go());"), ["B"]);
    assert_eq!(went("p.then(x => x.load()).then(b => b.go());"), ["B"]);
    assert_eq!(went("p.then(async x => x.b).then(b => b.go());"), ["B"]);
    assert_eq!(went("(await p.then(x => x.bs)).forEach(b => b.go());"), ["B"]);
    assert_eq!(went("const [x, y] = await Promise.all([p, a.load()]); x.go(); y.go();"), ["A", "B"]);
    assert_eq!(went("const all = await Promise.all(v.map(async x => x.b)); all[0].go();"), ["B"]);
}

#[test]
fn pairs_are_taken_apart() {
    assert_eq!(went("for (const [key, x] of m) x.go();"), ["A"]);
    assert_eq!(went("for (const x of m.values()) x.go();"), ["A"]);
    assert_eq!(went("for (const [at, x] of v.entries()) x.go();"), ["A"]);
    assert_eq!(went("Array.from(m.entries()).map(([key, x]) => x.go());"), ["A"]);
    assert_eq!(went("for (const [key, x] of Object.entries(r)) x.go();"), ["A"]);
    assert_eq!(went("Object.values(r).forEach(x => x.go());"), ["A"]);
    // An object that is called so is not the language's own.
    assert_eq!(went("const Object = other(); Object.values(r).forEach(x => x.go());"), ["?"]);
}

#[test]
fn a_list_is_of_what_stands_in_its_text() {
    assert_eq!(went("const [x, y] = [a, a.b]; x.go(); y.go();"), ["A", "B"]);
    assert_eq!(went("[a, a].forEach(x => x.go());"), ["A"]);
    assert_eq!(went("[a, a.b].forEach(x => x.go());"), ["one of 2"]);
    assert_eq!(went("[...s, a][0].go(); [...m.values()].map(x => x.go());"), ["A", "A"]);
    assert_eq!(went("Array.from(s).forEach(x => x.go());"), ["A"]);
}

#[test]
fn a_variable_has_the_properties_of_the_text_of_its_object() {
    assert_eq!(went("const o = { a, list: [a.b] }; o.a.go(); o.list[0].go();"), ["A", "B"]);
    assert_eq!(went("const o = { a: a.b } as const; o.a.go(); const { a: x } = o; x.go();"), ["B", "B"]);
    assert_eq!(went("const o = { get: () => a }; o.get().go();"), ["A"]);
    assert_eq!(went("const o = { a } as any; o.a.go();"), ["?"]);
}

#[test]
fn what_begins_empty_is_of_what_is_put_into_it() {
    assert_eq!(went("const l = []; for (const x of v) l.push(x); l[0].go();"), ["A"]);
    assert_eq!(went("const l = []; l.push({ one: a.b }); l.forEach(o => o.one.go());"), ["B"]);
    assert_eq!(
        went("const l = new Map(); l.set('a', a); l.get('a').go(); for (const [k, x] of l) x.go();"),
        ["A", "A"]
    );
    assert_eq!(went("const l = new Set(); l.add(a.b); l.forEach(x => x.go());"), ["B"]);
    assert_eq!(went("const l = []; l.push(other()); l[0].go();"), ["?"]);
    assert_eq!(went("const l = []; l.push(a); l.push(a.b); l[0].go();"), ["one of 2"]);
    let fields = "class A { go() {} }\nclass B { go() {} }\nconst all = [];\nclass List {\n\
        constructor() { this.items = []; this.named = new Map(); }\n\
        add(name) { this.items.push(new A()); this.named.set(name, new B()); all.push(new B()); }\n\
        run() { this.items.forEach(x => x.go()); this.named.get('a').go(); all[0].go(); } }\n";
    let went = calls(&[("a.js", fields)], "go");
    assert_eq!(went, ["a.js: A.go (type)", "a.js: B.go (type)", "a.js: B.go (type)"]);
}

#[test]
fn overloads_that_give_objects_of_different_types_give_nothing_that_is_known() {
    let text = "class A { go() {} }
class B { go() {} }
function over(x: number): A; function over(x: string): B; function over(x: any): any { return x; }
function same(x: number): A; function same(x: string): A; function same(x: any): any { return x; }
over(1).go();
over('s').go();
same(1).go();
";
    assert_eq!(calls(&[("a.ts", text)], "go"), ["?", "?", "a.ts: A.go (type)"]);
}
