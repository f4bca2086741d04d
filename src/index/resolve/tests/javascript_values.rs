//! What values are in JavaScript: what functions make that are called with `new`, and what containers hold.

use super::calls;

/// Two classes that have the same methods, and whatever uses them.
fn meant(text: &str) -> Vec<String> {
    let classes = "class A { go() { return this; } }\nclass B { go() { return this; } }\n";
    let answers = calls(&[("a.js", &format!("{classes}{text}"))], "go").into_iter();
    answers.map(|answer| answer.trim_start_matches("a.js: ").trim_end_matches(" (type)").to_owned()).collect()
}

#[test]
fn a_function_that_is_called_with_new_is_a_class() {
    let text = "function Old(n) { this.a = new A(); this.n = n; }
Old.prototype.go = function () { this.a.go(); return this; };
Old.prototype.other = function () { this.go(); this.b = new B(); };
Old.create = function () { return new Old(); };
new Old().go().go();
new Old().a.go();
new Old().b.go();
Old.create().go();
const Same = Old; new Same().go();
function f() { const C = B; new C().go(); }
";
    let wanted = ["A.go", "Old.go", "Old.go", "Old.go", "A.go", "B.go", "Old.go", "Old.go", "B.go"];
    assert_eq!(meant(text), wanted);
}

#[test]
fn what_containers_hold_is_what_is_put_into_them() {
    let text = "class P {
  constructor() { this.list = []; this.map = new Map(); this.opts = { a: new A(), more: { b: new B() } }; }
  add() { this.list.push(new A()); this.map.set('x', new B()); }
  use() {
    this.list[0].go();
    for (const a of this.list) a.go();
    this.map.get('x').go();
    this.opts.a.go();
    this.opts.more.b.go();
  }
}
function f({ a = new A() } = {}) {
  const list = [];
  list.push(new B());
  list[0].go();
  a.go();
  const o = { a: new A() };
  o.a.go();
  for (const b of each()) b.go();
}
function* each() { yield new B(); }
";
    assert_eq!(meant(text), ["A.go", "A.go", "B.go", "A.go", "B.go", "B.go", "A.go", "A.go", "B.go"]);
}

#[test]
fn a_function_extends_another_one_whose_objects_it_makes_its_prototype() {
    let begin = "class A { go() {} }\nclass B { go() {} }\nfunction Old() { this.a = new A(); }\n\
        Old.prototype.own = function () { return this; };\nfunction New() { Old.call(this); }\n";
    let extended = [
        "New.prototype = Object.create(Old.prototype);\n",
        "New.prototype = new Old();\n",
        "util.inherits(New, Old);\n",
        "Object.setPrototypeOf(New.prototype, Old.prototype);\n",
    ];
    for extended in extended {
        let end = "New.prototype.use = function () { this.a.go(); };\nnew New().own().a.go();\n";
        let found = calls(&[("a.js", &format!("{begin}{extended}{end}"))], "go");
        assert_eq!(found, ["a.js: A.go (type)", "a.js: A.go (type)"], "{extended}");
    }
    assert_eq!(calls(&[("a.js", &format!("{begin}new New().a.go();\n"))], "go"), ["?"], "not said");
}

#[test]
fn a_function_that_is_called_where_it_stands_gives_what_it_returns() {
    let text = "class A { go() {} static make() { return new this(); } }\nclass B { go() {} }\nclass C extends A {}\n\
        const api = (function () { const a = new A(); function open() { return a; } return { open, b: new B() }; })();\n\
        api.open().go();\napi.b.go();\nC.make().go();\nArray.from([1], () => new B())[0].go();\n";
    let found = calls(&[("a.js", text)], "go");
    assert_eq!(found, ["a.js: A.go (type)", "a.js: B.go (type)", "a.js: A.go (type)", "a.js: B.go (type)"]);
}
