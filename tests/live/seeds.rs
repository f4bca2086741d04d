//! Small projects in which names lead from file to file in all ways that a language has.

use std::fs;
use std::path::Path;

use crate::harness::Sources;

fn sources(files: &[(&str, &str)]) -> Sources {
    files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

/// The small sources that extraction is tested on, a folder a language.
pub fn extracted() -> Sources {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/extract");
    let mut sources = Sources::new();
    for language in fs::read_dir(&folder).unwrap() {
        for entry in fs::read_dir(language.unwrap().path()).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(&folder).unwrap().to_str().unwrap().to_owned();
            if !name.ends_with(".facts") {
                sources.insert(name, fs::read_to_string(path).unwrap());
            }
        }
    }
    sources
}

pub fn rust() -> Sources {
    sources(&[
        ("Cargo.toml", "[package]\nname = \"whole\"\n"),
        (
            "src/lib.rs",
            "pub mod shape;\npub mod draw;\nmod util;\npub use shape::{Circle, Shape as Form};\npub use draw::*;\n\
             pub fn make() -> Circle {\n    Circle::new(util::two())\n}\n",
        ),
        (
            "src/shape.rs",
            "use crate::util::{two, Twice};\npub trait Shape {\n    fn area(&self) -> u32;\n    fn name(&self) -> String { two().to_string() }\n}\n\
             pub struct Circle { pub radius: u32, pub at: Point }\npub struct Point { pub x: u32 }\n\
             impl Circle {\n    pub fn new(radius: u32) -> Circle {\n        Circle { radius, at: Point::zero() }\n    }\n    pub fn at(&self) -> &Point { &self.at }\n}\n\
             impl Point {\n    pub fn zero() -> Self { Point { x: 0 } }\n    pub fn shift(&self) -> u32 { self.x.twice() }\n}\n\
             impl Shape for Circle {\n    fn area(&self) -> u32 { self.radius }\n}\n",
        ),
        (
            "src/draw.rs",
            "use super::shape::*;\npub fn draw(circle: &Circle) -> u32 {\n    circle.at().shift() + circle.area()\n}\n\
             pub fn all(shapes: Vec<Circle>) {\n    for shape in shapes {\n        draw(&shape);\n        shape.name();\n    }\n}\n\
             impl Circle {\n    pub fn grow(&mut self) { self.radius += 1; }\n}\n",
        ),
        (
            "src/util.rs",
            "pub fn two() -> u32 { 2 }\npub trait Twice { fn twice(&self) -> u32; }\n\
             impl Twice for u32 { fn twice(&self) -> u32 { helper(*self) } }\nfn helper(n: u32) -> u32 { n * two() }\n\
             #[macro_export]\nmacro_rules! both { ($a:expr) => { $a }; }\n",
        ),
        (
            "src/main.rs",
            "use whole::{make, draw, Form};\nfn main() {\n    let circle = make();\n    draw(&circle);\n    circle.area();\n    whole::both!(1);\n}\n",
        ),
        ("other/Cargo.toml", "[package]\nname = \"other\"\n"),
        ("other/src/lib.rs", "pub fn outside() {}\npub struct Circle;\n"),
        (
            "tests/it.rs",
            "use whole::shape::Point;\nuse other::outside;\n#[test]\nfn it() {\n    Point::zero().shift();\n    outside();\n}\n",
        ),
    ])
}

/// A crate and a package that give on everything of many files, which is found once for all that ask.
pub fn barrels() -> Sources {
    let mut sources = sources(&[
        ("Cargo.toml", "[package]\nname = \"barrel\"\n"),
        ("src/one.rs", "use super::*;\npub fn one() { two(); three::four(); }\npub struct Kind;\n"),
        (
            "src/two.rs",
            "pub use crate::away::*;\npub fn two() { one(); five(); }\nimpl Kind { fn six(&self) {} }\n",
        ),
        ("src/away.rs", "pub fn five() {}\npub mod three { pub fn four() {} }\n"),
        (
            "src/user.rs",
            "use crate::*;\nfn user(kind: &Kind) { one(); two(); five(); three::four(); kind.six(); idle3(); }\n",
        ),
        ("js/one.ts", "export function one() { return 1; }\n"),
        ("js/two.ts", "export * from './away';\nexport { five as six } from './away';\n"),
        ("js/away.ts", "export function five() {}\nexport function idle2() {}\n"),
        ("js/user.ts", "import { one, five, six, idle2 } from './index';\none(); five(); six(); idle2();\n"),
    ]);
    let (mut root, mut index) = (String::new(), String::new());
    for at in 0..14 {
        sources.insert(format!("src/idle{at}.rs"), format!("use super::*;\npub fn idle{at}() {{}}\n"));
        sources.insert(format!("js/idle{at}.ts"), format!("export function idle{at}() {{}}\n"));
        root.push_str(&format!("mod idle{at};\npub use idle{at}::*;\n"));
        index.push_str(&format!("export * from './idle{at}';\n"));
    }
    root.push_str("mod one;\nmod two;\nmod away;\nmod user;\npub use one::*;\npub use two::*;\n");
    index.push_str("export * from './one';\nexport * from './two';\n");
    sources.insert("src/lib.rs".to_owned(), root);
    sources.insert("js/index.ts".to_owned(), index);
    sources
}

pub fn python() -> Sources {
    sources(&[
        ("app/__init__.py", "from .core import Engine, start\nfrom . import tools as kit\n"),
        (
            "app/core.py",
            "from .base import Base, make_wheel\nfrom .tools import *\n\nclass Engine(Base):\n    def __init__(self):\n        self.wheel = make_wheel()\n        self.name = 'engine'\n\n\
             \x20   def run(self):\n        self.wheel.turn()\n        self.stop()\n        return self\n\n\ndef start():\n    engine = Engine()\n    engine.run().halt()\n    fix(engine)\n    return engine\n",
        ),
        (
            "app/base.py",
            "import app.tools\n\nclass Wheel:\n    def turn(self):\n        return app.tools.fix(self)\n\n\nclass Base:\n    def stop(self):\n        self.halt()\n\n    def halt(self):\n        pass\n\n\n\
             def make_wheel():\n    wheel = Wheel()\n    return wheel\n",
        ),
        (
            "app/tools.py",
            "def fix(thing):\n    return thing\n\n\ndef unused():\n    return fix(1)\n\nLIMIT = 3\n",
        ),
        ("app/sub/__init__.py", ""),
        (
            "app/sub/deep.py",
            "from ..core import Engine as Motor\nfrom ...app import start\n\ndef deep():\n    Motor().run()\n    start().stop()\n",
        ),
        (
            "main.py",
            "import app\nfrom app import start, kit\nfrom app.sub import deep\ntry:\n    from app.base import Base as Any\nexcept ImportError:\n    from app.base import Wheel as Any\n\nstart().run()\nkit.fix(app.Engine())\ndeep.deep()\nAny()\n",
        ),
    ])
}

pub fn typescript() -> Sources {
    sources(&[
        (
            "src/index.ts",
            "export * from './model';\nexport { draw as paint } from './draw';\nimport Main from './main';\nMain();\n",
        ),
        (
            "src/model.ts",
            "import { Named } from './types';\nexport class Shape implements Named {\n  name = 'shape';\n  area(): number { return size(this); }\n  self() { return this; }\n}\nexport class Circle extends Shape {\n  radius = 1;\n  area() { return super.area() * this.radius; }\n}\nexport function size(shape: Shape): number { return shape.name.length; }\nexport const make = () => new Circle();\n",
        ),
        (
            "src/types.ts",
            "export interface Named { name: string; }\nexport type Maybe<T> = T | null;\nexport enum Kind { Round, Flat }\n",
        ),
        (
            "src/draw.ts",
            "import { Circle, Shape, make } from './model';\nimport * as types from './types';\nexport function draw(shape: Shape) {\n  shape.area();\n  make().self().area();\n  return types.Kind.Round;\n}\nexport function each(all: Circle[]) {\n  all.map(one => one.area());\n}\n",
        ),
        (
            "src/main.ts",
            "import { paint, Circle } from './index';\nimport { helper } from './util/helper.js';\nexport default function main() {\n  paint(new Circle());\n  helper();\n}\n",
        ),
        (
            "src/util/index.js",
            "const { helper } = require('./helper');\nmodule.exports = { helper, twice: n => n * 2 };\n",
        ),
        (
            "src/util/helper.js",
            "function helper() { return twice(1); }\nfunction twice(n) { return n; }\nexports.helper = helper;\n",
        ),
        (
            "src/view.tsx",
            "import { Circle } from './model';\nimport { twice } from './util';\nexport const View = ({ circle }: { circle: Circle }) => <b>{circle.area()}{twice(2)}</b>;\n",
        ),
    ])
}

pub fn java() -> Sources {
    sources(&[
        (
            "src/org/shape/Shape.java",
            "package org.shape;\npublic interface Shape {\n    int area();\n    default String label() { return Names.of(this); }\n}\n",
        ),
        (
            "src/org/shape/Circle.java",
            "package org.shape;\nimport org.util.*;\npublic class Circle extends Base implements Shape {\n    int radius = 1;\n    public Circle() {}\n    public Circle(int radius) { this.radius = radius; }\n    public int area() { return Maths.twice(radius) + size(); }\n    public Circle grow() { radius++; return this; }\n}\n",
        ),
        (
            "src/org/shape/Base.java",
            "package org.shape;\nclass Base {\n    protected int size() { return 1; }\n    int size(int more) { return more; }\n}\n",
        ),
        (
            "src/org/shape/Names.java",
            "package org.shape;\nclass Names {\n    static String of(Shape shape) { return \"\" + shape.area(); }\n    static String of(Circle circle) { return \"\"; }\n}\n",
        ),
        (
            "src/org/util/Maths.java",
            "package org.util;\npublic class Maths {\n    public static int twice(int n) { return n * 2; }\n    public static long twice(long n) { return n; }\n    public enum Sign { PLUS, MINUS }\n}\n",
        ),
        (
            "src/org/app/Main.java",
            "package org.app;\nimport org.shape.Circle;\nimport org.shape.Shape;\nimport static org.util.Maths.twice;\nimport org.util.Maths.Sign;\npublic class Main {\n    public static void main(String[] args) {\n        Shape shape = new Circle(twice(2)).grow();\n        shape.label();\n        var circle = new Circle();\n        circle.grow().area();\n        Sign sign = Sign.PLUS;\n    }\n}\n",
        ),
        (
            "src/java/lang/Extra.java",
            "package java.lang;\npublic class Extra { public static void extra() {} }\n",
        ),
    ])
}

pub fn go() -> Sources {
    sources(&[
        ("go.mod", "module example.com/app\n\ngo 1.19\n"),
        (
            "main.go",
            "package main\n\nimport (\n\t\"example.com/app/shape\"\n\tu \"example.com/app/util\"\n)\n\nfunc main() {\n\tc := shape.New(u.Two())\n\tc.Grow().Area()\n\tvar s shape.Shape = c\n\ts.Area()\n\thelp(c)\n}\n",
        ),
        (
            "help.go",
            "package main\n\nimport . \"example.com/app/shape\"\n\nfunc help(c *Circle) int {\n\treturn c.Base.Size() + c.Radius\n}\n",
        ),
        (
            "shape/shape.go",
            "package shape\n\ntype Shape interface {\n\tArea() int\n}\n\ntype Base struct{ size int }\n\nfunc (b Base) Size() int { return b.size }\n",
        ),
        (
            "shape/circle.go",
            "package shape\n\nimport \"example.com/app/util\"\n\ntype Circle struct {\n\tBase\n\tRadius int\n}\n\nfunc New(radius int) *Circle { return &Circle{Radius: radius} }\n\nfunc (c *Circle) Area() int { return util.Twice(c.Radius) }\n\nfunc (c *Circle) Grow() *Circle { c.Radius++; return c }\n",
        ),
        (
            "util/util.go",
            "package util\n\nconst Limit = 3\n\nfunc Two() int { return Twice(1) }\n\nfunc Twice(n int) int { return n * 2 }\n",
        ),
    ])
}

pub fn c() -> Sources {
    sources(&[
        (
            "include/shape.h",
            "#ifndef SHAPE\n#include \"base.h\"\nstruct shape { struct base base; int radius; };\nint area(struct shape *shape);\n#define TWICE(n) ((n) * 2)\ntypedef struct shape shape_t;\nenum kind { ROUND, FLAT };\n#endif\n",
        ),
        (
            "include/base.h",
            "struct base { int size; };\nint size(struct base *base);\nstatic inline int one(void) { return 1; }\n",
        ),
        (
            "src/shape.c",
            "#include \"shape.h\"\nstatic int helper(int n) { return TWICE(n); }\nint area(struct shape *shape) {\n  return helper(shape->radius) + size(&shape->base) + one();\n}\n",
        ),
        (
            "src/base.c",
            "#include <base.h>\nint size(struct base *base) { return base->size; }\nint limit = 3;\n",
        ),
        (
            "src/main.c",
            "#include \"../include/shape.h\"\nextern int limit;\nstatic int helper(int n) { return n; }\nint main(void) {\n  shape_t shape = { .radius = limit };\n  enum kind kind = ROUND;\n  return area(&shape) + helper(kind) + shape.base.size;\n}\n",
        ),
        (
            "cpp/model.hpp",
            "#pragma once\n#include <string>\nnamespace model {\nclass Base {\npublic:\n  virtual int area() const;\n  int size() const { return 1; }\n};\nclass Circle : public Base {\npublic:\n  Circle(int radius);\n  int area() const override;\n  int area();\n  Circle &grow();\nprivate:\n  int radius_;\n};\nint twice(int n);\nlong twice(long n);\ntemplate <typename T> T pick(T a, T b) { return a; }\n}\n",
        ),
        (
            "cpp/model.cpp",
            "#include \"model.hpp\"\nnamespace model {\nint Base::area() const { return size(); }\nCircle::Circle(int radius) : radius_(radius) {}\nint Circle::area() const { return twice(radius_); }\nCircle &Circle::grow() { radius_++; return *this; }\nint twice(int n) { return n * 2; }\n}\n",
        ),
        (
            "cpp/main.cpp",
            "#include \"model.hpp\"\nusing namespace model;\nusing model::twice;\nnamespace m = model;\nint main() {\n  Circle circle(2);\n  m::Base *base = &circle;\n  return circle.grow().area() + base->area() + twice(3) + model::pick(1, 2);\n}\n",
        ),
        (
            "cpp/kernel.cu",
            "#include \"model.hpp\"\n__global__ void run(int *out) { out[0] = model::twice(1); }\nvoid launch(int *out) { run<<<1, 1>>>(out); }\n",
        ),
    ])
}

/// All of them, side by side.
pub fn all() -> Sources {
    let each = [("a", rust()), ("b", python()), ("c", typescript()), ("d", java()), ("e", go()), ("f", c())];
    let each = each.into_iter().flat_map(|(folder, sources)| {
        sources.into_iter().map(move |(path, text)| (format!("{folder}/{path}"), text))
    });
    each.collect()
}

/// The same, with so many calls that a file is resolved in several parts.
pub fn long() -> Sources {
    let is_call = |line: &str| line.contains('(') && line.trim_end().ends_with(';');
    let times = |line: &str| if is_call(line) { 50 } else { 1 };
    let long = |text: String| text.split_inclusive('\n').map(|line| line.repeat(times(line))).collect();
    all().into_iter().map(|(path, text)| (path, long(text))).collect()
}
