//! What Python's variables are, on each of the ways that lead to a name.

use super::calls;

/// Two classes that have the same methods, and whatever uses them.
fn meant(text: &str) -> Vec<String> {
    let classes = "class A:\n  def go(self): return self\nclass B:\n  def go(self): return self\n";
    calls(&[("a.py", &format!("{classes}{text}"))], "go").into_iter().map(short).collect()
}

/// `A.go` of `a.py: A.go (type)`.
fn short(answer: String) -> String {
    let answer = answer.strip_prefix("a.py: ").unwrap_or(&answer);
    answer.strip_suffix(" (type)").unwrap_or(answer).to_owned()
}

#[test]
fn a_test_tells_the_type_where_it_holds_and_excludes_it_where_it_does_not() {
    let text = "def f(x, y, z: 'A | B', w):
  isinstance(x, A) and x.go()
  if isinstance(x, A) and x.go(): pass
  if isinstance(z, A): pass
  else: z.go()
  q = x.go() if isinstance(x, B) else x.go()
  while isinstance(x, B): x.go()
  if type(x) is A: x.go()
  [v.go() for v in y if isinstance(v, A)]
  [v for v in y if isinstance(v, A)][0].go()
  if not isinstance(x, A):
    raise ValueError
  x.go()
  if not isinstance(w, (B,)) or y: return
  w.go()
def g(x):
  if x:
    if not isinstance(x, A): return
  x.go()
def h(x):
  match x:
    case A(): x.go()
    case B() as b: b.go()
    case _: x.go()
";
    let wanted = [
        "A.go", "A.go", "B.go", "B.go", "one of 2", "B.go", "A.go", "A.go", "A.go", "A.go", "B.go",
        "one of 2", "A.go", "B.go", "one of 2",
    ];
    assert_eq!(meant(text), wanted);
}

#[test]
fn behind_a_fork_a_variable_is_what_it_is_at_the_end_of_a_way_that_leads_there() {
    let text = "def f(c):
  if c: x = A()
  else: x = B()
  x.go()
  try: y = A()
  except ValueError: y = None
  y.go()
  z = None
  for i in c:
    if i:
      z = A()
      break
  z.go()
  w = A()
  if c:
    w = B()
    return w.go()
  w.go()
  while True:
    v = B()
    break
  v.go()
  if c: u = A()
  elif f(c): u = A()
  else: raise ValueError
  u.go()
";
    assert_eq!(meant(text), ["one of 2", "A.go", "A.go", "B.go", "A.go", "B.go", "A.go"]);
}

#[test]
fn what_containers_hold_is_what_is_written_in_them_or_put_into_them() {
    let text = "class P:
  def __init__(self):
    self.xs = []
    self.d = {}
  def add(self):
    self.xs.append(A())
    self.d['x'] = B()
  def use(self):
    self.xs[0].go()
    for v in self.d.values(): v.go()
    [x for x in self.xs][0].go()
    {k: v for k, v in self.d.items()}['x'].go()
    for x in self.xs[1:]: x.go()
    sorted(self.xs, key=lambda x: x.go())
    list(map(lambda x: x.go(), self.d.values()))
def f(*xs: A, **d: B):
  for x in xs: x.go()
  d['x'].go()
  one = {'a': A()}
  one['a'].go()
  both = {'a': A(), 'b': B()}
  both['a'].go()
  many = set()
  many.add(B())
  for x in many: x.go()
  make = lambda: A()
  make().go()
def each(): yield B()
def g():
  for x in each(): x.go()
";
    let wanted = [
        "A.go", "B.go", "A.go", "B.go", "A.go", "A.go", "B.go", "A.go", "B.go", "A.go", "one of 2", "B.go",
        "A.go", "B.go",
    ];
    assert_eq!(meant(text), wanted);
}

#[test]
fn classes_are_generic_in_variables_for_types() {
    let text = "from typing import Generic, TypeVar
T = TypeVar('T')
class Repo(Generic[T]):
  item: T
  def get(self) -> T: ...
class Own(Repo[B]):
  def f(self): self.get().go(); self.item.go()
class New[U]:
  def get(self) -> U: ...
def f(r: Repo[A], n: New[B]): r.get().go(); n.get().go()
";
    assert_eq!(meant(text), ["B.go", "B.go", "A.go", "B.go"]);
}

#[test]
fn members_of_enumerations_and_of_what_else_the_object_makes_are_instances() {
    let text = "import enum
class E(enum.Enum):
  X = 1
  def go(self): pass
  def f(self): self.X.go(); type(self)(1).go(); self.__class__(2).go()
E.X.go()
one = None
def set():
  global one
  one = A()
def get(): one.go()
";
    assert_eq!(meant(text), ["E.go", "E.go", "E.go", "E.go", "A.go"]);
}

#[test]
fn a_path_goes_on_through_what_a_value_is() {
    let files = [
        (
            "v.py",
            "class V:\n  def go(self): pass\nclass O:\n  def go(self): pass\ninst = V()\nclass W:\n  shared = V()\n",
        ),
        (
            "u.py",
            "import v\nfrom v import inst, W\ninst.go()\nv.inst.go()\nW.shared.go()\nv.W.shared.go()\nv.none.go()\n",
        ),
    ];
    let mut wanted = vec!["v.py: V.go (type)"; 4];
    wanted.push("?");
    assert_eq!(calls(&files, "go"), wanted);
}

#[test]
fn what_gives_its_own_object_gives_one_of_the_type_that_it_was_called_on() {
    let base = "class Base(A):
  def me(self): return self
  @classmethod
  def make(cls): return cls()
  def copy(self): return type(self)()
  def __enter__(self): return self
  def __call__(self): return A()
class D(Base):
  def go(self): return super().copy().go()
D().me().go()
D.make().go()
def f(d: D):
  d.copy().me().go()
  with d as e: e.go()
";
    assert_eq!(meant(base), ["D.go"; 5]);
    let script = "class Base { me() { return this; } typed(): this { return this; } go() {} }
class D extends Base { go() {} }
new D().me().go(); new D().typed().me().go();
";
    assert_eq!(calls(&[("a.ts", script)], "go"), ["a.ts: D.go (type)"; 2]);
}

#[test]
fn what_is_put_into_one_may_be_of_several_types() {
    let text = "class P:
  def __init__(self): self.xs = []
  def add(self): self.xs.append(A()); self.xs.append(B())
  def use(self): self.xs[0].go()
def f(c):
  xs = []
  for i in c: xs.append(A())
  xs[0].go()
  xs.append(B())
  xs[0].go()
";
    // A list is all the same from its beginning on.
    assert_eq!(meant(text), ["one of 2"; 3]);
}

#[test]
fn of_a_variable_that_many_ways_give_a_value_nothing_is_known() {
    let ways = |last: &str| {
        let ways: String = (0..12).map(|at| format!("  elif c == {at}: x = A()\n")).collect();
        format!("def f(c):\n  if c: x = A()\n{ways}  else: x = {last}()\n  x.go()\n")
    };
    assert_eq!(meant(&ways("B")), ["one of 2"]);
    assert_eq!(meant("def f(c):\n  if c: x = A()\n  else: x = A()\n  x.go()\n"), ["A.go"]);
}

#[test]
fn a_class_that_a_value_tells_is_looked_into() {
    let text = "class M:
  def go(self): pass
  @classmethod
  def make(cls) -> 'M': return cls()
  def run(self, a: A):
    type(self).make().go()
    self.__class__.make().go()
    type(a)().go()
";
    assert_eq!(meant(text), ["M.go", "M.go", "A.go"]);
}

#[test]
fn what_the_language_s_own_modules_make_of_values_is_known() {
    let text = "import asyncio, copy, contextlib, collections, itertools, dataclasses
class S:
  async def wait(self): return B()
  @contextlib.contextmanager
  def within(self):
    yield A()
async def f(s: S, a: A, v: 'list[A]'):
  with s.within() as x: x.go()
  x, y = await asyncio.gather(s.wait(), s.wait())
  y.go()
  (await asyncio.create_task(s.wait())).go()
  copy.deepcopy(a).go()
  dataclasses.replace(a).go()
  collections.deque(v)[0].go()
  for x in itertools.chain(v, v): x.go()
  collections.defaultdict(B)['x'].go()
";
    assert_eq!(meant(text), ["A.go", "B.go", "B.go", "A.go", "A.go", "A.go", "A.go", "B.go"]);
    let own = "class copy:\n  def deepcopy(x): return B()\ndef f(a: A): copy.deepcopy(a).go()\n";
    assert_eq!(meant(own), ["B.go"], "one of the file's own is another one");
}

#[test]
fn what_a_loop_binds_outside_of_functions_is_known() {
    let text = "import enum
class E(enum.Enum):
  ONE = 1
  def go(self): pass
def many():
  yield A()
for x in many(): x.go()
for e in E: e.go()
if (y := B()): y.go()
";
    assert_eq!(meant(text), ["A.go", "E.go", "B.go"]);
}
