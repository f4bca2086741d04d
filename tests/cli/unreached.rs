//! What nothing reaches, in projects of several languages.

use std::collections::BTreeMap;

use crate::ask::asked;
use crate::world::{ENGINES, World};

/// A call of a trait's own method may be one of any method that implements it, and of no other.
#[test]
fn what_implements_a_reached_method_is_reached() {
    let world = World::new();
    world.file("clock/Cargo.toml", "[package]\nname = \"shapes\"\n");
    world.file(
        "clock/src/main.rs",
        "trait Shape {\n    fn area(&self) -> u32;\n    fn name(&self) -> u32;\n}\n\
         trait Solid: Shape {}\n\
         struct Ball;\nstruct Cube;\n\
         impl Shape for Ball {\n    fn area(&self) -> u32 { helper() }\n    fn name(&self) -> u32 { 0 }\n}\n\
         impl Cube {\n    fn area(&self) -> u32 { 0 }\n}\n\
         fn helper() -> u32 { 1 }\n\
         fn sum(shape: &dyn Shape) -> u32 { shape.area() }\n\
         fn main() { sum(&Ball); }\n",
    );
    world.file("clock/shape.py", "class Shape:\n    def __init__(self):\n        self.set()\n    def set(self): pass\n    def idle(self): pass\n");
    world.file(
        "clock/shape.go",
        "package main\n\ntype Shape interface {\n\tArea() int\n}\n\ntype Ball struct{}\n\n\
         func (b Ball) Area() int { return half() }\nfunc (b Ball) Idle() int { return 0 }\nfunc half() int { return 1 }\n\
         func init() { start() }\nfunc start() {}\nfunc sum(s Shape) int { return s.Area() }\nfunc main() { sum(Ball{}) }\n",
    );
    world.file("clock/shape_test.go", "package main\n\nfunc ExampleShape() { shown() }\nfunc shown() {}\n");
    for engine in ENGINES {
        world.run(&["index", "clock", "--quiet", "--db", engine, "--engine", engine]);
    }
    let found = asked(&world, "unreached", &[]);
    let names: Vec<&str> = found.lines().filter_map(|line| line.split(": ").nth(1)).collect();
    assert_eq!(names, ["Ball.Idle", "Shape.idle", "Shape::name", "Ball::name", "Cube::area"], "{found}");
}

/// What a method stands for that another project defines may be called there; what it stands for here is seen here.
#[test]
fn what_stands_in_the_place_of_something_outside_is_reached() {
    let world = World::new();
    world.file(
        "clock/src/main.rs",
        "mod bell;\nuse std::fmt;\npub struct Ball;\npub trait Show {\n    fn show(&self);\n}\n\
         impl fmt::Display for Ball {\n    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result { shown(to) }\n}\n\
         fn shown(to: &mut fmt::Formatter<'_>) -> fmt::Result { Ok(()) }\n\
         impl Ball {\n    fn own(&self) {}\n}\n\
         struct Named {\n    #[serde(default = \"most\")]\n    of: u8,\n}\nfn most() -> u8 { 1 }\n\
         fn main() {}\n",
    );
    world.file(
        "clock/src/bell.rs",
        "use crate::{Ball, Show};\nimpl Show for Ball {\n    fn show(&self) {}\n}\n",
    );
    world.file(
        "clock/Ball.java",
        "class Base { void roll() {} void rest() {} }\n\
         class Ball extends Base implements Runnable {\n    @Override public void run() { start(); }\n    void start() {}\n\
         \n    @Override void roll() {}\n    public String toString() { return \"\"; }\n    void idle() {}\n}\n",
    );
    world.file(
        "clock/ball.cpp",
        "struct Near { virtual void near(); };\n\
         struct Ball : Near, Outside {\n    void far() override;\n    void near() override;\n    void idle();\n    Ball();\n    ~Ball();\n    bool operator<(int) const;\n    void operators();\n};\n\
         void Ball::far() { helper(); }\nstatic void helper() {}\nvoid Ball::idle() {}\nBall::Ball() {}\nBall::~Ball() {}\n\
         bool Ball::operator<(int) const { return true; }\nvoid Ball::operators() {}\n",
    );
    world.file(
        "clock/ball.ts",
        "import { Outside } from \"outside\";\n\
         class Ball extends Outside {\n    override render() { return 1; }\n    toJSON() { return {}; }\n    idle() {}\n}\n",
    );
    world.file(
        "clock/ball.go",
        "package main\n\ntype Ball struct{}\n\nfunc (b Ball) String() string { return \"\" }\nfunc (b Ball) Idle() {}\nfunc String() {}\n",
    );
    for engine in ENGINES {
        world.run(&["index", "clock", "--quiet", "--db", engine, "--engine", engine]);
    }
    let found = asked(&world, "unreached", &[]);
    let mut of_files: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for line in found.lines() {
        let (place, name) = line.split_once(": ").unwrap();
        of_files.entry(place.split(':').next().unwrap()).or_default().push(name);
    }
    let expected = [
        ("Ball.java", vec!["Base.roll", "Base.rest", "Ball.roll", "Ball.idle"]),
        ("ball.cpp", vec!["Ball::idle", "Ball::operators"]),
        ("ball.go", vec!["Ball.Idle", "String"]),
        ("ball.ts", vec!["Ball.idle"]),
        ("src/bell.rs", vec!["Ball::show"]),
        ("src/main.rs", vec!["Show::show", "Ball::own"]),
    ];
    assert_eq!(of_files, BTreeMap::from(expected), "{found}");
}
