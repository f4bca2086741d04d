//! Python: what classes are as values, and whose field it is that a method assigns.

use super::{answers, calls, references};

#[test]
fn a_value_may_be_a_class_itself() {
    let files = [(
        "a.py",
        "from typing import Type\n\
         class Arrow:\n    @classmethod\n    def now(cls): return cls()\n    def shift(self): pass\n\
         class Factory:\n    type: Type[Arrow]\n    def make(self):\n        self.type.now()\n        self.type().shift()\n\
         def f(of: type[Arrow]):\n    of().shift()\n",
    )];
    assert_eq!(calls(&files, "now"), ["a.py: Arrow.now (type)"]);
    assert_eq!(calls(&files, "shift"), ["a.py: Arrow.shift (type)"; 2]);
}

#[test]
fn a_field_is_its_classes_own_where_that_assigns_it_and_a_bases_where_that_says_of_what_type_it_is() {
    let files = [(
        "a.py",
        "class Base:\n    def __init__(self):\n        self.parts: list[int] = []\n\
         class Own(Base):\n    def change(self):\n        self.parts = [1]\n        self.parse = None\n        return self.parts, self.parse\n\
         \u{20}   parse = 1\n",
    )];
    let named = |name: &str| -> Vec<Option<usize>> {
        answers(&files).into_iter().filter(|answer| answer.name == name).map(|answer| answer.line).collect()
    };
    assert!(named("parts").iter().all(|line| *line == Some(3)), "{:?}", named("parts"));
    assert!(named("parse").iter().all(|line| *line == Some(9)), "{:?}", named("parse"));
}

#[test]
fn what_most_programs_never_run_is_not_meant() {
    let files = [
        (
            "compat.py",
            "import sys\n\nif sys.version_info < (3, 8):\n    def get(): pass\nelse:\n    def get(): pass\n",
        ),
        ("old.py", "class Text: pass\ndef make(): pass\n"),
        ("new.py", "class Text: pass\n"),
        (
            "a.py",
            "import sys\nfrom compat import get\n\
             if sys.version_info >= (3, 8):\n    from new import Text\nelse:\n    from old import Text, make\n\
             if sys.version_info >= (3, 8):\n    from typing import once\nelse:\n    def once(): pass\n\
             get()\nText()\nmake()\nonce()\n",
        ),
    ];
    let line = |name: &str| answers(&files).into_iter().rfind(|of| of.name == name).and_then(|of| of.line);
    assert_eq!(line("get"), Some(6));
    assert_eq!(calls(&files, "Text"), ["new.py: Text (import)"]);
    // What nothing else brings in may be there all the same.
    assert_eq!(calls(&files, "make"), ["old.py: make (import)"]);
    assert_eq!(calls(&files, "once"), ["?"]);
}

/// Two classes with a method of one name, so that only a known type tells which is meant.
const NODES: &str = "class Node:\n    def go(self): pass\nclass Other:\n    def go(self): pass\n";

fn goes(text: &str) -> Vec<String> {
    calls(&[("a.py", &format!("{NODES}{text}"))], "go")
}

#[test]
fn what_loops_bind_is_told_by_what_they_are_over() {
    let node = "a.py: Node.go (type)";
    assert_eq!(goes("def f(all: list[Node]):\n    for n in all:\n        n.go()\n"), [node]);
    assert_eq!(goes("def f(all: list[Node]):\n    return [n.go() for n in all]\n"), [node]);
    assert_eq!(goes("def f(all: dict[Node, Other]):\n    for n in all:\n        n.go()\n"), [node]);
    assert_eq!(goes("def f(all: dict[str, Node]):\n    for k, n in all.items():\n        n.go()\n"), [node]);
    assert_eq!(goes("def f(all: dict[str, Node]):\n    for n in all.values():\n        n.go()\n"), [node]);
    assert_eq!(goes("def f(all: list[Node]):\n    for i, n in enumerate(all):\n        n.go()\n"), [node]);
    assert_eq!(
        goes("def f(a: list[Other], b: list[Node]):\n    for o, n in zip(a, b):\n        n.go()\n"),
        [node]
    );
    assert_eq!(
        goes(
            "class All:\n    def __iter__(self) -> Iterator[Node]: ...\ndef f(all: All):\n    for n in all:\n        n.go()\n"
        ),
        [node]
    );
    // What one of the file's own functions gives is its own.
    assert_eq!(
        goes(
            "def enumerate(x): pass\ndef f(all: list[Node]):\n    for i, n in enumerate(all):\n        n.go()\n"
        ),
        ["one of 2"]
    );
}

#[test]
fn what_with_and_except_bind_is_told_by_what_they_are_given() {
    let node = "a.py: Node.go (type)";
    assert_eq!(goes("def f():\n    with Node() as n:\n        n.go()\n"), [node]);
    assert_eq!(
        goes(
            "class Opened:\n    def __enter__(self) -> Node: ...\ndef f():\n    with Opened() as n:\n        n.go()\n"
        ),
        [node]
    );
    assert_eq!(goes("def f():\n    try: pass\n    except Node as n:\n        n.go()\n"), [node]);
    assert_eq!(goes("def f():\n    if n := Node():\n        n.go()\n"), [node]);
    assert_eq!(goes("def f(c):\n    n, o = Node(), Other()\n    n.go()\n"), [node]);
    assert_eq!(goes("def f(c):\n    n = Node() if c else Node()\n    n.go()\n"), [node]);
    assert_eq!(goes("def f(n: Node = None):\n    m = n or Node()\n    m.go()\n"), [node]);
    assert_eq!(goes("def f(pair: tuple[Other, Node]):\n    pair[1].go()\n"), [node]);
}

#[test]
fn a_test_tells_the_type_of_a_variable_where_it_holds() {
    let (node, other) = ("a.py: Node.go (type)", "a.py: Other.go (type)");
    assert_eq!(
        goes("def f(n: Other):\n    if isinstance(n, Node):\n        n.go()\n    n.go()\n"),
        [node, other]
    );
    assert_eq!(
        goes("def f(n, c):\n    if c and isinstance(n, Node):\n        n.go()\n    n.go()\n"),
        [node, "one of 2"]
    );
    assert_eq!(goes("def f(n, c):\n    if c or isinstance(n, Node):\n        n.go()\n"), ["one of 2"]);
    assert_eq!(goes("def f(n):\n    assert isinstance(n, Node)\n    n.go()\n"), [node]);
    assert_eq!(goes("def f(n):\n    if isinstance(n, Node):\n        n = Other()\n    n.go()\n"), [other]);
}

#[test]
fn a_property_is_what_it_gives() {
    let text = "class Tree:\n    @property\n    def root(self) -> Node: ...\n    def leaf(self) -> Node: ...\n\
                def f(t: Tree):\n    t.root.go()\n    t.leaf.go()\n";
    assert_eq!(goes(text), ["a.py: Node.go (type)", "?"]);
}

#[test]
fn a_variable_that_holds_a_class_is_a_name_of_its_type() {
    assert_eq!(goes("E = Node\ndef f(n: E):\n    n.go()\n"), ["a.py: Node.go (type)"]);
    let text = "class Maker:\n    @classmethod\n    def of(cls, name) -> type[Node]: ...\n\
                def f():\n    Maker.of('x')().go()\n";
    assert_eq!(goes(text), ["a.py: Node.go (type)"]);
}

#[test]
fn of_a_variable_the_assignment_is_meant_that_most_programs_run() {
    let text =
        "import sys\nif sys.version_info >= (3, 14):\n    T = 1\nelse:\n    T = 2\n    T = 3\nprint(T)\n";
    let all = answers(&[("a.py", text)]);
    let leads: Vec<Option<usize>> = all.iter().filter(|of| of.name == "T").map(|of| of.line).collect();
    assert_eq!(leads, [Some(5)]);
}

#[test]
fn what_an_operator_makes_of_something_from_outside_is_from_outside() {
    let files = [(
        "a.py",
        "import pathlib\nclass Path:\n    def link(self): pass\n\
         def f(root: pathlib.Path, own: Path, any):\n    at = root / 'name'\n    at.link()\n    mixed = root / own\n    mixed.link()\n",
    )];
    assert_eq!(calls(&files, "link"), ["?", "a.py: Path.link (unique_name)"]);
}

#[test]
fn an_annotation_may_say_what_a_name_is_for() {
    let files = [(
        "a.py",
        "import typing\nfrom typing import Final, TypeAlias\nclass Node:\n    @classmethod\n    def new(cls): pass\nclass Other:\n    @classmethod\n    def new(cls): pass\n\
         A: TypeAlias = Node\nB: typing.TypeAlias = Node[int]\nC: Final = Node\nA.new()\nB.new()\nC.new()\n",
    )];
    assert_eq!(calls(&files, "new"), ["a.py: Node.new (type)"; 3]);
}

#[test]
fn a_call_of_an_object_gives_what_its_own_method_for_that_does() {
    let files = [(
        "a.py",
        "import pathlib\nfrom typing import Protocol\nclass Node:\n    def go(self): pass\nclass Other:\n    def go(self): pass\n    def link(self): pass\n\
         class Getter(Protocol):\n    def __call__(self, name: str) -> Node: ...\nclass Places(Protocol):\n    def __call__(self) -> pathlib.Path: ...\n\
         def f(get: Getter, places: Places):\n    get('a').go()\n    places().link()\n",
    )];
    assert_eq!(calls(&files, "go"), ["a.py: Node.go (type)"]);
    assert_eq!(calls(&files, "link"), ["?"]);
}

#[test]
fn what_makes_a_record_names_its_fields() {
    let files = [(
        "a.py",
        "import dataclasses\nfrom typing import NamedTuple\n@dataclasses.dataclass(frozen=True)\nclass Base:\n    size: int\n\
         class Part(Base):\n    size2: int = 0\nclass Pair(NamedTuple):\n    size: int\nclass Plain:\n    size = 1\n\
         @dataclasses.dataclass\nclass Own:\n    size: int\n    def __init__(self, size): pass\n\
         def make(size): pass\nPart(size=1, size2=2)\nPair(size=1)\nPlain(size=1)\nOwn(size=1)\nmake(size=1)\n",
    )];
    assert_eq!(references(&files, "size"), ["a.py: Base.size (type)", "a.py: Pair.size (type)", "?", "?"]);
    assert_eq!(references(&files, "size2"), ["a.py: Part.size2 (type)"]);
}

#[test]
fn bases_are_looked_into_in_one_order() {
    let files = [(
        "a.py",
        "class Root:\n    def start(self): pass\nclass Part(Root): pass\nclass Other(Root):\n    def start(self): pass\n\
         class Both(Part, Other):\n    def go(self):\n        super().start()\n\
         Both().start()\nBoth.start(Both())\n",
    )];
    assert_eq!(calls(&files, "start"), ["a.py: Other.start (type)"; 3]);
}

#[test]
fn super_of_another_class_begins_past_that() {
    let files = [(
        "a.py",
        "class A:\n    def go(self): pass\nclass B(A):\n    def go(self): pass\n\
         class C(B):\n    def go(self):\n        super(B, self).go()\n        super(C, self).go()\n",
    )];
    assert_eq!(calls(&files, "go"), ["one of 3", "a.py: B.go (type)"]);
}

#[test]
fn what_a_class_defines_is_no_field_and_what_a_base_declares_is_its_own() {
    let files = [(
        "a.py",
        "class Base:\n    size: int\n    name: str = ''\n\
         class Own(Base):\n    def __init__(self):\n        self.keep = self.keep_none\n        self.size = 1\n\
         \u{20}   def keep_none(self): pass\n    def keep(self): pass\n\
         Own().keep()\nOwn().size\n",
    )];
    assert_eq!(calls(&files, "keep"), ["a.py: Own.keep (type)"]);
    let sizes: Vec<_> =
        answers(&files).into_iter().filter(|of| of.name == "size").map(|of| of.line).collect();
    assert!(sizes.iter().all(|line| *line == Some(2)), "{sizes:?}");
}

#[test]
fn what_is_read_like_a_field_may_say_how_it_is_kept() {
    let files = [(
        "a.py",
        "class Node:\n    def go(self): pass\nclass Other:\n    def go(self): pass\n\
         class Tree:\n    @utils.cached_slot_property('_node')\n    def node(self) -> Node: pass\n\
         Tree().node.go()\n",
    )];
    assert_eq!(calls(&files, "go"), ["a.py: Node.go (type)"]);
}

#[test]
fn a_class_may_give_any_member() {
    let files = [(
        "a.py",
        "class Call:\n    def call(self): pass\nclass Other:\n    def call(self): pass\n\
         class Proxy:\n    def __getattr__(self, name: str) -> Call: pass\n\
         def f(bus: Proxy):\n    bus.Manager.call()\n",
    )];
    assert_eq!(calls(&files, "call"), ["a.py: Call.call (type)"]);
}
