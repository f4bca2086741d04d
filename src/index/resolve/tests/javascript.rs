//! What names mean in JavaScript and TypeScript.

use super::{calls, references};

#[test]
fn a_path_is_a_file_with_or_without_its_ending_or_a_folder() {
    for path in ["./a", "./a.js", "./a.ts", "../src/a", "./b", "./b/index.js"] {
        let main = format!("import {{ f }} from '{path}';\nf();\n");
        let files = [
            ("src/main.ts", main.as_str()),
            ("src/a.ts", "export function f() {}\n"),
            ("src/b/index.ts", "export { f } from '../a';\n"),
        ];
        assert_eq!(calls(&files, "f"), ["src/a.ts: f (import)"], "{path}");
    }
    for path in ["./c", "a", "src/a", "../../a"] {
        let main = format!("import {{ f }} from '{path}';\nf();\n");
        let files = [("src/main.ts", main.as_str()), ("src/a.ts", "export function f() {}\n")];
        assert_eq!(calls(&files, "f"), ["?"], "{path}");
    }
    let alias = [
        ("app/src/deep/main.tsx", "import { f } from '@/util/a';\nf();\n"),
        ("app/src/util/a.ts", "export const f = () => 1;\n"),
    ];
    assert_eq!(calls(&alias, "f"), ["app/src/util/a.ts: f (import)"]);
}

#[test]
fn names_are_followed_through_what_modules_give_on() {
    let files = [
        ("main.ts", "import make, { b as c, ns, star } from './index';\nmake();\nc();\nns.b();\nstar();\n"),
        (
            "index.ts",
            "export { default } from './a';\nexport { b } from './a';\nexport * as ns from './a';\nexport * from './s';\n",
        ),
        ("a.ts", "function real() {}\nexport { real as default };\nexport const b = () => 1;\n"),
        ("s.ts", "import { other } from './o';\nexport function star() {}\n"),
        ("o.ts", "export function other() {}\n"),
    ];
    assert_eq!(calls(&files, "make"), ["a.ts: real (import)"]);
    assert_eq!(calls(&files, "c"), ["a.ts: b (import)"]);
    assert_eq!(calls(&files, "b"), ["a.ts: b (import)"]);
    assert_eq!(calls(&files, "star"), ["s.ts: star (import)"]);
}

#[test]
fn what_a_module_imports_it_does_not_give_out() {
    let files = [
        ("main.ts", "import { other } from './s';\nother();\n"),
        (
            "s.ts",
            "import { other } from './o';\nother();\nexport { other as renamed } from './o';\nrenamed();\n",
        ),
        ("o.ts", "export function other() {}\n"),
    ];
    assert_eq!(calls(&files, "other"), ["?", "o.ts: other (import)"]);
    assert_eq!(calls(&files, "renamed"), ["?"]);
}

#[test]
fn common_modules_give_out_one_thing_or_many() {
    let main = "const create = require('./app');\nconst { first, second: two } = require('./many');\n\
                const many = require('./many');\ncreate();\nfirst();\ntwo();\nmany.first();\nmany.own();\ncreate.extra();\n";
    let files = [
        ("main.js", main),
        (
            "app.js",
            "module.exports = createApp;\nfunction createApp() {}\ncreateApp.extra = function () {};\n",
        ),
        (
            "many.js",
            "function first() {}\nfunction real() {}\nmodule.exports = { first, second: real, own() { own(); } };\n",
        ),
    ];
    assert_eq!(calls(&files, "create"), ["app.js: createApp (import)"]);
    assert_eq!(calls(&files, "extra"), ["app.js: createApp.extra (type)"]);
    assert_eq!(calls(&files, "two"), ["many.js: real (import)"]);
    assert_eq!(calls(&files, "first"), ["many.js: first (import)"; 2]);
    // What is only put into the exports has no name in the module itself.
    assert_eq!(calls(&files, "own"), ["many.js: own (import)", "?"]);
}

#[test]
fn members_are_told_by_types() {
    let text = "interface Shape { area(): number; inner: Shape; make: () => Shape }\n\
                class Base<T> { item: T; first(): T { return this.item; } }\n\
                class Square extends Base<Shape> implements Shape { area() { return super.first().area(); } }\n\
                function f(a: Shape | undefined, list: Shape[], p: Promise<Square>, { inner }: Shape) {\n\
                a!.area();\na?.inner.area();\na.make().area();\nlist[0].area();\n(await p).first().area();\ninner.area();\n\
                for (const one of list) one.area();\nlist.filter(Boolean).map((each) => each.area());\n\
                new Square().area();\n(a as unknown as Square).area();\nanything().area();\n}\n";
    let (shape, square) = ("a.ts: Shape.area (type)", "a.ts: Square.area (type)");
    let found = calls(&[("a.ts", text)], "area");
    assert_eq!(found[..9], [shape; 9]);
    assert_eq!(found[9..], [square, square, "?"]);
}

#[test]
fn closures_take_what_they_are_given_to_says() {
    let text = "class Subscriber { next() {} }\ninterface Callback { (of: Subscriber): void }\n\
                type Alias = (of: Subscriber) => (again: Subscriber) => void;\n\
                class Source { constructor(make: (this: Source, to: Subscriber) => void) {} }\n\
                interface Handlers { on(of: Subscriber): void }\n\
                function operate(init: (from: string, to: Subscriber) => void) {}\n\
                function overloaded(of: number): void;\nfunction overloaded(of: (to: Subscriber) => void): void;\n\
                function free<T extends Subscriber>(of: (to: T) => void) {}\n\
                operate((from, to) => to.next());\nnew Source((to) => to.next());\noverloaded(function (to) { to.next(); });\n\
                const callback: Callback = (of) => of.next();\n\
                const alias: Alias = (of) => { return (again) => again.next(); };\n\
                const handlers: Handlers = { on(of) { of.next(); } };\nfree((to) => to.next());\n";
    let mut expected = vec!["a.ts: Subscriber.next (type)"; 6];
    expected.push("?");
    assert_eq!(calls(&[("a.ts", text)], "next"), expected);
}

#[test]
fn objects_have_members_of_their_own() {
    let text = "export const api = { open() { this.close(); }, close() {}, deep: { run() {} } };\n\
                api.open();\napi.deep.run();\nclose();\n";
    let files = [("a.ts", text), ("b.ts", "import { api } from './a';\napi.close();\n")];
    assert_eq!(calls(&files, "open"), ["a.ts: api.open (type)"]);
    assert_eq!(calls(&files, "run"), ["a.ts: api.deep.run (type)"]);
    assert_eq!(calls(&files, "close"), ["a.ts: api.close (type)", "?", "a.ts: api.close (type)"]);
}

#[test]
fn a_type_and_a_value_of_one_name_are_told_apart_where_a_value_is_meant() {
    let text = "export interface Kind { name: string }\nexport const Kind: Maker = make();\n\
                interface Maker { init(): Kind }\nfunction make(): Maker { return Kind; }\nKind.init().name;\n";
    let files =
        [("a.ts", text), ("b.ts", "import * as all from './a';\nall.Kind.init();\nnew all.Kind();\n")];
    assert_eq!(calls(&files, "init"), ["a.ts: Maker.init (type)"; 2]);
    assert_eq!(calls(&files, "Kind"), ["a.ts: Kind (import)"]);
    assert_eq!(references(&files, "name"), ["a.ts: Kind.name (type)"]);
}

#[test]
fn what_may_be_anything_is_guessed_at_only_where_nothing_has_types() {
    let script = "class A { unusual() {} has() {} }\nfunction f(x) { x.unusual(); x.has(); }\n";
    assert_eq!(calls(&[("a.js", script)], "unusual"), ["a.js: A.unusual (unique_name)"]);
    assert_eq!(calls(&[("a.js", script)], "has"), ["?"]);
    assert_eq!(calls(&[("a.ts", script)], "unusual"), ["?"]);
    assert_eq!(calls(&[("a.js", "export function lonely() {}\n"), ("b.js", "lonely();\n")], "lonely"), ["?"]);
}

#[test]
fn components_of_a_page_are_called() {
    let files = [
        (
            "app.tsx",
            "import { Button } from './button';\nimport * as ui from './button';\nconst App = () => <div><Button /><ui.Button></ui.Button></div>;\n",
        ),
        ("button.tsx", "export function Button() { return <b />; }\n"),
    ];
    assert_eq!(calls(&files, "Button"), ["button.tsx: Button (import)"; 2]);
}

#[test]
fn namespaces_and_their_aliases_are_paths() {
    let text = "namespace Outer.Inner { export class Thing { go() {} } export function make() { return new Thing(); } }\n\
                import Short = Outer.Inner;\nOuter.Inner.make().go();\nShort.make();\nlet a: Short.Thing;\na.go();\n";
    let files = [("a.ts", text)];
    assert_eq!(calls(&files, "make"), ["a.ts: Outer.Inner.make (import)"; 2]);
    assert_eq!(calls(&files, "go"), ["a.ts: Outer.Inner.Thing.go (type)"; 2]);
}

#[test]
fn comments_give_types_where_the_code_has_none() {
    let script = "/** @typedef {object} Nothing */\nclass Queue { push() { return this; } }\n\
                  /**\n * @param {Queue[]} all\n * @returns {Queue}\n */\nfunction first(all) { all[0].push(); }\n\
                  first([]).push();\n/** @type {import('./b').Other | null} */\nconst other = make();\nother.push();\n";
    let files = [("a.js", script), ("b.js", "export class Other { push() {} }\n")];
    let queue = "a.js: Queue.push (type)";
    assert_eq!(calls(&files, "push"), [queue, queue, "b.js: Other.push (type)"]);
}

#[test]
fn a_name_that_another_dialect_has_too_is_not_the_only_one() {
    let script = "class A { unusual() {} }\nfunction f(x) { x.unusual(); }\n";
    let files = [("a.js", script), ("b.d.ts", "export interface B { unusual(): void }\n")];
    assert_eq!(calls(&files, "unusual"), ["one of 2"]);
}

#[test]
fn declarations_of_one_name_are_one_type() {
    let files = [
        (
            "a.ts",
            "export default abstract class Schema<T> { run(): this { return this; } }\n\
             export default interface Schema<T> { extra(): void; }\n\
             export interface Node { one(): void; }\nexport interface Node { two(): Node; }\n",
        ),
        (
            "b.ts",
            "import Schema, { Node } from './a';\n\
             class B<T> extends Schema<T> { f(n: Node) { this.run(); this.extra(); super.run(); n.one(); n.two().one(); } }\n",
        ),
    ];
    assert_eq!(calls(&files, "run"), ["a.ts: Schema.run (type)"; 2]);
    assert_eq!(calls(&files, "extra"), ["a.ts: Schema.extra (type)"]);
    assert_eq!(calls(&files, "one"), ["a.ts: Node.one (type)"; 2]);
    assert_eq!(calls(&files, "two"), ["a.ts: Node.two (type)"]);
}

#[test]
fn a_function_says_itself_what_this_is() {
    let files = [
        (
            "a.ts",
            "export interface Box { own(): void }\n\
             export function put(this: Box) { this.own(); [1].map(() => this.own()); function inner() { this.own(); } }\n",
        ),
        (
            "b.ts",
            "import type { Box } from './a';\nexport class Other { own() {} m(f: (this: Box) => void) { this.own(); } }\n",
        ),
    ];
    assert_eq!(
        calls(&files, "own"),
        ["a.ts: Box.own (type)", "a.ts: Box.own (type)", "?", "b.ts: Other.own (type)"]
    );
}

#[test]
fn what_typeof_names_has_the_members_of_what_it_names() {
    let files = [
        (
            "more.ts",
            "import type { Box } from './box';\nexport function add(this: Box) { return this.wrap(); }\n",
        ),
        ("rest.ts", "export function wrap() {}\n"),
        (
            "box.ts",
            "import * as More from './more';\nimport * as Rest from './rest';\n\
             type Methods = typeof More & typeof Rest;\nexport interface Box extends Methods {}\n\
             export function f(box: Box) { box.add(); }\n",
        ),
    ];
    assert_eq!(calls(&files, "wrap"), ["rest.ts: wrap (type)"]);
    assert_eq!(calls(&files, "add"), ["more.ts: add (type)"]);
}

#[test]
fn comments_import_and_tell_types_of_variables_and_values() {
    let files = [
        ("parser.js", "export class Parser { eat() {} }\n"),
        (
            "a.js",
            "/** @import { Parser, Other as Renamed } from './parser.js' */\n\
             /**\n * @param {Parser} parser\n */\nfunction open(parser) { parser.eat(); }\n\
             function more(list) {\n  /** @type {Parser} */\n  const one = list[0];\n  one.eat();\n\
             \u{20} (/** @type {Parser} */ (list[1])).eat();\n}\nopen(); more();\n",
        ),
    ];
    assert_eq!(calls(&files, "eat"), ["parser.js: Parser.eat (type)"; 3]);
}

#[test]
fn where_types_are_written_apart_they_stand_for_the_module() {
    let files = [
        ("path.js", "export function get() {}\n"),
        ("path.d.ts", "export function get(): void\n"),
        ("index.js", "export { get } from './path.js'\n"),
    ];
    assert_eq!(references(&files, "get"), ["path.d.ts: get (import)"]);
}

#[test]
fn what_holds_a_package_is_a_variable_unless_the_package_is_the_projects() {
    let files = [
        (
            "lib/a.js",
            "const once = require('once');\nconst fs = require('fs');\nconst { own } = require('./own');\n\
             once(); once.strict(); fs(); own();\nconst { twice } = require('once');\ntwice();\n",
        ),
        ("lib/own.js", "exports.own = function () {};\nexports.strict = function () {};\n"),
    ];
    assert_eq!(calls(&files, "once"), ["lib/a.js: once (scope)"]);
    assert_eq!(calls(&files, "strict"), ["?"]);
    assert_eq!(calls(&files, "fs"), ["?"]);
    assert_eq!(calls(&files, "twice"), ["?"]);
    assert_eq!(calls(&files, "own"), ["lib/own.js: own (import)"]);
}

#[test]
fn a_part_of_a_tuple_is_told_by_its_number() {
    let files = [(
        "a.ts",
        "class Node { go() {} }\nclass Other { go() {} }\ntype Both = Readonly<[Other, /* of */ node: Node]>;\n\
         function f(both: Both, list: Node[], i: number) { const n = both[1]; n.go(); list[0].go(); both[i].go(); }\n",
    )];
    assert_eq!(calls(&files, "go"), ["a.ts: Node.go (type)", "a.ts: Node.go (type)", "one of 2"]);
}

#[test]
fn attributes_are_properties_of_what_a_component_takes() {
    let files = [
        (
            "card.tsx",
            "export type Props = { title: string, rows: Row[] };\nexport interface Row { key: string }\n\
         export const Card = ({ title }: Props) => <b>{title}</b>;\n\
         export const Typed: React.FC<Props> = ({ title }) => <b>{title}</b>;\n\
         export class Old extends React.Component<Props> {}\nexport const Wrapped = wrap(Card);\n",
        ),
        (
            "page.tsx",
            "import { Card, Typed, Old, Wrapped } from './card';\n\
         const page = <><Card title='a' rows={[{ key: 'b' }]}/><Typed title='a'/><Old title='a'/><Wrapped title='a'/><b title='a'/></>;\n",
        ),
    ];
    let title = "card.tsx: Props.title (type)";
    assert_eq!(references(&files, "title"), [title, title, title, title, title, "?"]);
    assert_eq!(references(&files, "key"), ["card.tsx: Row.key (type)"]);
}

#[test]
fn a_path_leads_where_the_project_says() {
    let config =
        "{ \"compilerOptions\": { \"baseUrl\": \"src\", \"paths\": { \"#lib/*\": [\"./library/*\"] } } }";
    for (path, expected) in [
        ("users/service", "app/src/users/service.ts: f (import)"),
        ("#lib/tools", "app/src/library/tools.ts: f (import)"),
        ("users", "app/src/users/index.ts: f (import)"),
        ("service", "?"),
    ] {
        let main = format!("import {{ f }} from '{path}';\nf();\n");
        let files = [
            ("app/tsconfig.json", config),
            ("app/src/main.ts", main.as_str()),
            ("app/src/users/service.ts", "export function f() {}\n"),
            ("app/src/users/index.ts", "export function f() {}\n"),
            ("app/src/library/tools.ts", "export function f() {}\n"),
        ];
        assert_eq!(calls(&files, "f"), [expected], "{path}");
    }
}

#[test]
fn a_package_of_the_project_goes_by_its_name() {
    for (path, expected) in [
        ("@our/core", "packages/core/src/index.ts: f (import)"),
        ("@our/core/tools", "packages/core/src/tools.ts: f (import)"),
        ("other", "packages/other/lib/main.js: f (import)"),
        ("@our/cor", "?"),
        ("lib", "?"),
    ] {
        let main = format!("import {{ f }} from '{path}';\nf();\n");
        let files = [
            ("packages/core/package.json", "{\"name\": \"@our/core\", \"main\": \"dist/index.js\"}"),
            ("packages/other/package.json", "{\"name\": \"other\", \"main\": \"./lib/main.js\"}"),
            ("app/main.ts", main.as_str()),
            ("packages/core/src/index.ts", "export function f() {}\n"),
            ("packages/core/src/tools.ts", "export function f() {}\n"),
            ("packages/other/lib/main.js", "export function f() {}\n"),
        ];
        assert_eq!(calls(&files, "f"), [expected], "{path}");
    }
}
