//! TypeScript: types that are parts of others, objects that can be called in several ways, and names that all files see.

use super::{calls, references};

#[test]
fn a_part_of_a_type_has_the_type_of_the_property() {
    let text = "class Scene { draw() {} }\nclass App { scene = new Scene(); all: Scene[] = []; }\n\
        type Props = { scene: App['scene']; one: App['all'][number] };\n\
        function f(props: Props) { props.scene.draw(); props.one.draw(); }\n";
    let draw = "a.ts: Scene.draw (type)";
    assert_eq!(calls(&[("a.ts", text)], "draw"), [draw, draw]);
    assert_eq!(
        references(&[("a.ts", text)], "scene"),
        ["a.ts: App.scene (type)", "a.ts: Props.scene (type)"]
    );
}

#[test]
fn what_is_added_to_a_parameter_has_the_members_of_what_that_is() {
    let text = "interface Shape { area(): number }\ntype Live<T> = T & { gone: false };\ntype Open<T> = { -readonly [K in keyof T]: T[K] };\n\
        interface Part extends Omit<Shape, 'x'> { own: number }\n\
        function f(a: Live<Shape>, b: Open<Shape>, c: Part) { a.area(); b.area(); c.area(); }\n";
    assert_eq!(calls(&[("a.ts", text)], "area"), ["a.ts: Shape.area (type)"; 3]);
}

#[test]
fn a_namespace_adds_to_the_function_of_its_name() {
    let files = [
        (
            "sql.ts",
            "export function sql(text: string): Text { return new Text(); }\nexport class Text { build() {} }\n\
             export namespace sql { export function raw(text: string): Text { return new Text(); } }\n",
        ),
        ("main.ts", "import { sql } from './sql';\nsql('a').build();\nsql.raw('b').build();\n"),
    ];
    assert_eq!(calls(&files, "raw"), ["sql.ts: sql.raw (type)"]);
    assert_eq!(calls(&files, "build"), ["sql.ts: Text.build (type)"; 2]);
}

#[test]
fn a_closure_takes_what_any_way_to_call_says() {
    let text = "class Context { text() {} }\ntype Handler = (c: Context) => void;\n\
        interface Get { (handler: Handler): void; (path: string, handler: Handler): void; (...handlers: [Handler, Handler]): void }\n\
        class App { get!: Get }\n\
        new App().get('/', (c) => c.text());\nnew App().get((c) => c.text());\n";
    assert_eq!(calls(&[("a.ts", text)], "text"), ["a.ts: Context.text (type)"; 2]);
}

#[test]
fn what_is_declared_for_all_files_is_seen_without_an_import() {
    let files = [
        ("global.d.ts", "interface Settings { mode: string }\ndeclare const version: string;\n"),
        (
            "app.ts",
            "export {};\nclass App { go() {} }\ndeclare global { interface Window { app: App } }\nfunction own() {}\n",
        ),
        (
            "main.ts",
            "import './app';\nfunction f(s: Settings) { s.mode; version; own; }\nwindow.app.go();\nconst { app } = window;\n",
        ),
    ];
    assert_eq!(references(&files, "mode"), ["global.d.ts: Settings.mode (type)"]);
    assert_eq!(references(&files, "version"), ["global.d.ts: version (import)"]);
    assert_eq!(references(&files, "own"), ["?"]);
    assert_eq!(calls(&files, "go"), ["app.ts: App.go (type)"]);
    assert_eq!(references(&files, "app"), ["app.ts: Window.app (type)"; 2]);
}

#[test]
fn the_first_of_several_types_stands_for_all_that_have_the_member() {
    let text =
        "interface A { kind: 'a' }\ninterface B { kind: 'b' }\nfunction f(x: A | B) { return x.kind; }\n";
    assert_eq!(references(&[("a.ts", text)], "kind"), ["a.ts: A.kind (type)"]);
}

#[test]
fn settings_that_others_extend_say_where_paths_lead() {
    let config =
        "{ \"compilerOptions\": { \"baseUrl\": \".\", \"paths\": { \"#lib/*\": [\"./library/*\"] } } }";
    let extending = "{ \"extends\": \"./tsconfig.base.json\" }";
    let files = [
        ("tsconfig.base.json", config),
        ("tsconfig.json", extending),
        ("main.ts", "import { f } from '#lib/tools';\nf();\n"),
        ("library/tools.ts", "export function f() {}\n"),
    ];
    assert_eq!(calls(&files, "f"), ["library/tools.ts: f (import)"]);
}

#[test]
fn what_is_only_held_in_another_way_has_its_members() {
    let text = "type Down = Readonly<{ origin: Readonly<{ x: Point }> }>;\nclass Point { at() {} }\ntype More = Down & Partial<{ own: Point }>;\n\
        function f(down: Down, more: More) { down.origin.x.at(); more.origin.x.at(); more.own.at(); }\n";
    assert_eq!(calls(&[("a.ts", text)], "at"), ["a.ts: Point.at (type)"; 3]);
}

#[test]
fn a_type_may_be_made_of_a_class_or_function() {
    let text = "class App { go() {} }\nfunction make() { return new App(); }\nasync function wait(): Promise<App> { return make(); }\n\
        type Window = { app: InstanceType<typeof App>; made: ReturnType<typeof make>; waited: Awaited<ReturnType<typeof wait>> };\n\
        function f(w: Window) { w.app.go(); w.made.go(); w.waited.go(); }\n";
    assert_eq!(calls(&[("a.ts", text)], "go"), ["a.ts: App.go (type)"; 3]);
}

#[test]
fn types_that_are_made_of_ever_more_types_are_not_followed_for_ever() {
    let made = |of: &dyn Fn(usize) -> String| (0..60).map(of).collect::<String>();
    let picked = made(&|at| {
        let [one, two, three] = [at + 1, at + 2, at + 3];
        format!(
            "type A{at} = Pick<A{one}, 'a'> & Omit<A{two}, 'b'> & (A{three} | A{one}) & {{ f: A{one} }};\n"
        )
    });
    let generic = made(&|at| {
        let [one, two, three] = [at + 1, at + 2, at + 3];
        format!("type A{at}<T> = T & (A{one}<T> | A{two}<A{three}<T>>) & A{three}<T | A{one}<T>>;\n")
    });
    for (types, of) in [(picked, "A0"), (generic, "A0<A1<string>>")] {
        let text =
            format!("{types}class B {{ m() {{}} }}\ndeclare const v: {of};\nv.none();\nnew B().m();\n");
        assert_eq!(calls(&[("a.ts", &text)], "none"), ["?"]);
        assert_eq!(calls(&[("a.ts", &text)], "m"), ["a.ts: B.m (type)"]);
    }
}

#[test]
fn what_a_function_takes_may_be_written_out_where_it_says_so() {
    let text = "class Node { go() {} }\n\
        function make(options: { node: Node; name?: string }): { made: Node } { options.node.go(); return { made: options.node }; }\n\
        class Maker { constructor({ node }: Readonly<{ node: Node }>) { node.go(); } }\n\
        const make2 = (options: { other: Node }) => options.other;\n\
        make({ node: new Node(), name: 'a' }).made.go();\n";
    let files = [("a.ts", text)];
    assert_eq!(calls(&files, "go"), ["a.ts: Node.go (type)"; 3]);
    let (make, constructor) = ("a.ts: make.node (type)", "a.ts: Maker.constructor.node (type)");
    assert_eq!(references(&files, "node"), [make, make, constructor, make]);
    assert_eq!(references(&files, "name"), ["a.ts: make.name (type)"]);
    // What a closure takes is its own business.
    assert_eq!(references(&files, "other"), ["?"]);
}

#[test]
fn a_call_gives_what_its_generic_arguments_say() {
    let text = "class Node { go() {} }\nclass Box<T> { held!: T }\n\
        function box<T>(): Box<T> { return new Box<T>(); }\nfunction all<A, B>(): [A[], B] { return null!; }\n\
        box<Node>().held.go();\nconst [first, second] = all<Node, Box<Node>>();\nfirst[0].go();\nsecond.held.go();\nbox().held.go();\n";
    let go = "a.ts: Node.go (type)";
    assert_eq!(calls(&[("a.ts", text)], "go"), [go, go, go, "?"]);
}

#[test]
fn a_key_means_what_all_types_have_that_an_object_may_be_of() {
    let text = "interface One { kind: string; one: string }\ninterface Two { kind: string }\n\
        const a: One | Two = { kind: 'a', one: 'b' };\nconst b: One & Two = { kind: 'a', one: 'b' };\n";
    let files = [("a.ts", text)];
    assert_eq!(references(&files, "one"), ["?", "a.ts: One.one (type)"]);
    assert_eq!(references(&files, "kind"), ["a.ts: One.kind (type)"; 2]);
}

#[test]
fn a_component_has_what_its_base_is_given() {
    let text = "import * as React from 'react';\ninterface Props { size: number }\ninterface State { open: boolean }\n\
        class View extends React.Component<Props, State> { render() { const { open } = this.state; return this.props.size; } }\n";
    let files = [("a.tsx", text)];
    assert_eq!(references(&files, "size"), ["a.tsx: Props.size (type)"]);
    assert_eq!(references(&files, "open"), ["a.tsx: State.open (type)"]);
}

#[test]
fn a_class_that_is_mixed_has_what_it_is_mixed_of() {
    let files = [
        (
            "mix.ts",
            "type Constructor = new (...args: any[]) => object;\n\
             export function Listed<T extends Constructor>(Base: T) {\n  class List extends Base { add() {} draw() {} }\n  return List;\n}\n",
        ),
        (
            "main.ts",
            "import { Listed } from './mix';\nclass Shape { draw() {} move() {} }\nclass Other { add() {} draw() {} move() {} }\n\
             class Group extends Listed(Shape) {\n  go() { this.add(); this.move(); super.draw(); }\n}\n\
             function f(group: Group) { group.draw(); }\n",
        ),
    ];
    assert_eq!(calls(&files, "move"), ["main.ts: Shape.move (type)"]);
    // What stands in a function is a candidate and no more.
    assert_eq!(calls(&files, "add"), ["one of 1"]);
    assert_eq!(calls(&files, "draw"), ["one of 1"; 2]);
}

#[test]
fn a_list_that_never_changes_has_so_many_values_side_by_side() {
    let text = "class Menu { open() {} }\nclass Other { open() {} }\n\
        function makeContext<T>(name: string) {\n  const Provider = 1;\n  function useIt(of: string): T { throw of; }\n  return [Provider, useIt] as const;\n}\n\
        function makeScope() {\n  return [makeContext, 1] as const;\n}\n\
        const [makeMenu, scope] = makeScope();\nconst [MenuProvider, useMenu] = makeMenu<Menu>('menu');\n\
        function useBoth() {\n  return [new Menu(), new Other()] as const;\n}\n\
        function f() {\n  const menu = useMenu('f');\n  menu.open();\n  const [, other] = useBoth();\n  other.open();\n}\n";
    assert_eq!(calls(&[("a.ts", text)], "open"), ["a.ts: Menu.open (type)", "a.ts: Other.open (type)"]);
}

#[test]
fn a_component_takes_what_it_is_made_of_says() {
    let text = "import * as React from 'react';\nimport { memo } from 'react';\n\
        interface Props { mode: string }\ninterface Other { mode: string }\n\
        const One = React.forwardRef<HTMLDivElement, Props>((props, ref) => <div>{props.mode}</div>);\n\
        const Two = React.forwardRef((props: Props, ref) => <div />);\nconst Three = memo(One);\n\
        const Four = memo<Props>(({ mode }) => <div />);\n\
        const all = [<One mode='a' />, <Two mode='a' />, <Three mode='a' />, <Four mode='a' />];\n";
    assert_eq!(references(&[("a.tsx", text)], "mode"), ["a.tsx: Props.mode (type)"; 6]);
}
