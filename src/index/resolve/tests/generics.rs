//! Python and Go: what generic functions and classes are of, as what they are given tells.

use super::calls;

/// What calls of `go` (or `Go`) lead to in a file of such a name, as the classes' names.
fn went(file: &str, text: &str, name: &str) -> Vec<String> {
    let found = calls(&[(file, text)], name);
    let short = |of: String| of.replace(&format!("{file}: "), "").replace(&format!(".{name} (type)"), "");
    found.into_iter().map(short).collect()
}

const PYTHON: &str = "from typing import TypeVar, Generic, Callable, Iterable, Type, Optional\n\
    T = TypeVar('T')\nU = TypeVar('U')\n\
    class A:\n  def go(self): pass\n\
    class B:\n  def go(self): pass\n\
    def first(xs: Iterable[T]) -> T: ...\n\
    def there(x: Optional[T]) -> T: ...\n\
    def made(cls: Type[T], *args) -> T: ...\n\
    def given(f: Callable[..., T]) -> T: ...\n\
    def mapped(f: Callable[[T], U], xs: list[T]) -> list[U]: ...\n\
    def same[V](x: V) -> V: ...\n\
    class Box(Generic[T]):\n  def __init__(self, held: T, n: int = 0): self.held = held\n  def get(self) -> T: return self.held\n\
    class Registry:\n  def get(self, cls: Type[T]) -> T: ...\n\
    def to_b(a: A) -> B: ...\n";

#[test]
fn in_python_variables_for_types_are_what_a_call_gives() {
    let went = |text: &str| went("a.py", &format!("{PYTHON}def f(v: list[A]):\n  {text}\n"), "go");
    assert_eq!(
        went("first(v).go(); first([B()]).go(); there(A()).go(); same(B()).go()"),
        ["A", "B", "A", "B"]
    );
    assert_eq!(went("made(B).go(); Registry().get(A).go()"), ["B", "A"]);
    assert_eq!(went("given(to_b).go(); given(A).go(); given(lambda: B()).go()"), ["B", "A", "B"]);
    assert_eq!(went("mapped(to_b, v)[0].go()"), ["B"]);
    assert_eq!(went("Box(A()).get().go(); Box(B(), 3).held.go(); Box(v).get()[0].go()"), ["A", "B", "A"]);
    assert_eq!(went("same(other()).go()"), ["?"]);
}

#[test]
fn in_python_a_variable_for_types_has_what_its_bound_has() {
    let went = |text: &str| {
        let bounds = "import datetime\nX = TypeVar('X', bound='B')\nY = TypeVar('Y', bound=datetime.datetime)\n\
            class Only:\n  def alone(self): pass\n";
        went("a.py", &format!("{PYTHON}{bounds}def f(x: X, y: Y, t: T) -> X:\n  {text}\n"), "go")
    };
    assert_eq!(went("x.go(); f(other()).go(); f(A()).go()"), ["B", "B", "A"]);
    let text = format!("{PYTHON}class Only:\n  def alone(self): pass\ndef f(t: T):\n  t.alone()\n");
    assert_eq!(calls(&[("a.py", &text)], "alone"), ["?"], "nothing says that it is one of these");
}

const GO: &str = "package a\ntype A struct{ b *B }\nfunc (a *A) Go() *B { return a.b }\n\
    type B struct{}\nfunc (b *B) Go() *A { return nil }\n\
    func Must[T any](x T, err error) T { return x }\n\
    func First[T any](xs []T) T { return xs[0] }\n\
    func Map[T, U any](xs []T, f func(T) U) []U { return nil }\n\
    func Values[K comparable, V any](m map[K]V) []V { return nil }\n\
    type Box[T any] struct { held T }\nfunc NewBox[T any](x T) *Box[T] { return &Box[T]{held: x} }\n\
    func (b *Box[T]) Get() T { return b.held }\n\
    func NewB() (*B, error) { return nil, nil }\nfunc toB(a *A) *B { return nil }\n";

#[test]
fn in_go_type_parameters_are_what_a_call_gives() {
    let went =
        |text: &str| went("a.go", &format!("{GO}func f(v []*A, m map[string]*B) {{\n{text}\n}}\n"), "Go");
    assert_eq!(went("First(v).Go(); Values(m)[0].Go()"), ["A", "B"]);
    // A call that gives several values for several parameters.
    assert_eq!(went("x := Must(NewB())\nx.Go()"), ["B"]);
    assert_eq!(went("NewBox(&B{}).Get().Go(); NewBox(v).Get()[0].Go()"), ["B", "A"]);
    assert_eq!(went("Map(v, toB)[0].Go()"), ["B"]);
    assert_eq!(went("for _, x := range Map(v, func(a *A) *B { return a.b }) { x.Go() }"), ["B"]);
}
