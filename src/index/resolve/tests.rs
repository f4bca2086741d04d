//! What names mean, over small projects that are extracted from their text.

mod javascript;

use super::*;
use crate::index::extract::extract;
use crate::index::packages::Packages;
use crate::index::{FileFacts, UseKind, limits, packages};
use crate::model::Language;

mod barrels;
mod c;
mod chains;
mod closures;
mod cpp;
mod cpp_heads;
mod cpp_library;
mod cpp_overloads;
mod cpp_templates;
mod generics;
mod go;
mod java;
mod java_library;
mod javascript_values;
mod narrowed;
mod python;
mod python_flow;
mod rust;
mod rust_given;
mod rust_held;
mod rust_traits;
mod rust_values;
mod script_comments;
mod script_generics;
mod script_types;
mod script_values;
mod short_scopes;

struct Answer {
    name: String,
    kind: UseKind,
    verdict: String,
    /// Where what it leads to begins.
    line: Option<usize>,
}

/// A project whose files can be looked into.
fn looked_at(files: &[(String, FileFacts)], packages: &Packages) -> (Directory, Vec<Arc<Seen>>) {
    let glances: Vec<Glance> = files.iter().map(|(_, facts)| Glance::of(facts, None)).collect();
    let mut directory = Directory::new(packages, glances.iter());
    files.iter().zip(&glances).for_each(|((path, _), glance)| directory.add(path, glance));
    directory.complete();
    let seen = |(path, facts): &(String, FileFacts)| {
        let unit = Unit::open(path.clone(), Bytes::from(&*encoding::encode(facts, None))).unwrap();
        Arc::new(Seen::new(unit, Scopes::new(Bytes::from(&*Scopes::encode(facts))).unwrap()))
    };
    (directory, files.iter().map(seen).collect())
}

/// Resolves a project; a verdict reads `path: qualified (certainty)`, `one of n`, `local` or `?`.
fn answers(files: &[(&str, &str)]) -> Vec<Answer> {
    let is_manifest =
        |path: &str| path.rsplit('/').next().is_some_and(|name| packages::is_manifest(name.as_ref()));
    let manifests = files.iter().filter(|(path, _)| is_manifest(path));
    let packages = Packages::from_manifests(manifests.map(|(path, text)| (*path, (*text).to_owned())));
    let sources = files.iter().filter(|(path, _)| !is_manifest(path));
    let files: Vec<(String, FileFacts)> = sources
        .map(|(path, text)| {
            let mut facts = extract(path, text.as_bytes(), Language::of_path(path));
            limits::tame(path, &mut facts);
            ((*path).to_owned(), facts)
        })
        .collect();
    let (directory, units) = looked_at(&files, &packages);
    let mut answers = Vec::new();
    for (file, unit) in (0u32..).zip(&units) {
        let resolved = resolve(&directory, &units, file, unit, Notes::Nothing).0;
        // Where ties are noted nothing is kept from one part to the next.
        for notes in [Notes::File, Notes::Parts] {
            assert_eq!(resolved, resolve(&directory, &units, file, unit, notes).0, "{} {notes:?}", unit.path);
        }
        for (used, verdict) in unit.facts.uses.iter().zip(resolved.uses) {
            let line = match verdict {
                Verdict::Known(target, _) => {
                    let fact = &files[target.file as usize].1.symbols[target.symbol as usize];
                    Some(fact.span.start.line as usize)
                }
                _ => None,
            };
            let verdict = match verdict {
                Verdict::Local => "local".to_owned(),
                Verdict::Unknown => "?".to_owned(),
                Verdict::Ambiguous(targets) => format!("one of {}", targets.len()),
                Verdict::Known(target, certainty) => {
                    let fact = &files[target.file as usize].1.symbols[target.symbol as usize];
                    let path = &units[target.file as usize].path;
                    format!("{path}: {} ({})", fact.qualified, certainty.as_str())
                }
            };
            answers.push(Answer { name: used.name.clone(), kind: used.kind, verdict, line });
        }
    }
    answers
}

/// Verdicts of all that is not called, of a name, in the order of the text.
fn references(files: &[(&str, &str)], name: &str) -> Vec<String> {
    let all = answers(files).into_iter();
    let found = all.filter(|answer| answer.name == name && answer.kind == UseKind::Reference);
    found.map(|answer| answer.verdict).collect()
}

/// Verdicts of the calls of a name, in the order of the text.
fn calls(files: &[(&str, &str)], name: &str) -> Vec<String> {
    let all = answers(files).into_iter();
    let calls = all.filter(|answer| answer.name == name && answer.kind != UseKind::Reference);
    calls.map(|answer| answer.verdict).collect()
}

#[test]
fn the_innermost_scope_wins() {
    let rust = "fn f() {}\nfn outer() {\n    fn f() {}\n    f();\n}\nmod inner {\n    pub fn g() { f(); super::f(); }\n    fn f() {}\n}\n";
    assert_eq!(
        calls(&[("src/lib.rs", rust)], "f"),
        ["src/lib.rs: outer::f (scope)", "src/lib.rs: inner::f (scope)", "src/lib.rs: f (import)"]
    );
}

/// Types that are each other's bases, and more of their uses than are resolved together.
#[test]
fn what_leads_back_to_itself_means_the_same_whatever_was_asked_before() {
    let many = |one: &str| one.repeat(40);
    let java = format!(
        "class A extends B {{ void a() {{}} class In {{ void i() {{}} }} }}\nclass B extends C {{ void b() {{}} }}\n\
         class C extends A {{ void c() {{}} }}\nclass Plain {{ void p() {{}} }}\n\
         class D extends B.In {{ void f(A a, C c, D d, Plain p) {{ {} {} {} }} }}\n",
        many("p.p(); "),
        many("a.c(); c.b(); "),
        many("d.i(); p.p(); new A().b(); ")
    );
    let python = format!(
        "class A(B):\n    def a(self): pass\nclass B(C):\n    def b(self): pass\nclass C(A):\n    def c(self): pass\n\
         class P:\n    def p(self): pass\ndef f(a: A, c: C, p: P):\n{}{}",
        many("    p.p()\n"),
        many("    a.c()\n    c.b()\n    P().p()\n    B().a()\n")
    );
    let rust = format!(
        "pub mod a {{ pub use super::b::*; pub struct X; impl X {{ pub fn x(&self) {{}} }} }}\n\
         pub mod b {{ pub use super::a::*; pub fn y() {{}} }}\nuse a::*;\ntrait T: U {{ fn t(&self); }}\n\
         trait U: T {{ fn u(&self); }}\nfn f<V: T>(x: X, v: V) {{ {} {} }}\n",
        many("y(); "),
        many("x.x(); v.u(); v.t(); X.x(); ")
    );
    let found = |file: (&str, &str), name: &str| {
        let all = calls(&[file], name);
        (all.len(), all.into_iter().collect::<std::collections::BTreeSet<_>>())
    };
    let one = |what: &str| std::collections::BTreeSet::from([what.to_owned()]);
    assert_eq!(found(("A.java", &java), "p"), (80, one("A.java: Plain.p (type)")));
    assert_eq!(found(("A.java", &java), "c"), (40, one("A.java: C.c (type)")));
    assert_eq!(found(("a.py", &python), "p"), (80, one("a.py: P.p (type)")));
    assert_eq!(found(("src/lib.rs", &rust), "y"), (40, one("src/lib.rs: b::y (import)")));
    assert_eq!(found(("src/lib.rs", &rust), "u").0, 40);
}

#[test]
fn a_python_class_is_no_scope_for_its_methods() {
    let python = "def f(): pass\nclass C:\n    def f(self):\n        f()\n    f()\n";
    assert_eq!(calls(&[("a.py", python)], "f"), ["a.py: f (scope)", "a.py: C.f (scope)"]);
}

#[test]
fn super_in_python_goes_past_the_class_itself() {
    let python = "class A:\n    def f(self): pass\nclass B(A):\n    def f(self):\n        super().f()\n\
                  class C(Elsewhere):\n    def g(self):\n        super().g()\n";
    assert_eq!(calls(&[("a.py", python)], "f"), ["a.py: A.f (type)"]);
    assert_eq!(calls(&[("a.py", python)], "g"), ["?"]);
}

#[test]
fn of_python_definitions_of_one_name_the_first_is_meant() {
    let python = "@overload\ndef f(a: int): ...\n@overload\ndef f(a: str): ...\ndef f(a): pass\nf(1)\n";
    let facts = extract("a.py", python.as_bytes(), Language::Python);
    let files = [("a.py".to_owned(), facts)];
    let packages = Packages::from_manifests(std::iter::empty());
    let (directory, units) = looked_at(&files, &packages);
    let is_call = |used: &crate::index::UseFact| used.kind == UseKind::Call && used.name == "f";
    let call = files[0].1.uses.iter().position(is_call).unwrap();
    let first = Target { file: 0, symbol: 0 };
    assert_eq!(
        resolve(&directory, &units, 0, &units[0], Notes::Nothing).0.uses[call],
        Verdict::Known(first, Certainty::Scope)
    );
    assert_eq!(files[0].1.symbols[0].span.start.line, 2);
}

#[test]
fn a_local_name_is_no_symbol() {
    let rust = "fn f() {}\nfn g(f: fn()) { f(); }\n";
    assert_eq!(calls(&[("src/lib.rs", rust)], "f"), ["local"]);
}

#[test]
fn imports_lead_through_aliases_and_re_exports() {
    let files = [
        ("src/lib.rs", "mod a;\nmod b;\nmod c;\nmod d;\n"),
        ("src/a.rs", "pub fn f() {}\n"),
        ("src/b.rs", "pub use crate::a::f as g;\n"),
        ("src/c.rs", "pub use super::b::*;\n"),
        ("src/d.rs", "use crate::c::g as h;\nfn t() { h(); crate::c::g(); self::h(); }\n"),
    ];
    assert_eq!(calls(&files, "h"), ["src/a.rs: f (import)", "src/a.rs: f (import)"]);
    assert_eq!(calls(&files, "g"), ["src/a.rs: f (import)"]);
}

#[test]
fn re_exports_in_a_circle_end() {
    let files = [
        ("src/lib.rs", "mod a;\nmod b;\nuse a::f;\nfn t() { f(); }\n"),
        ("src/a.rs", "pub use crate::b::*;\npub use crate::b::f;\n"),
        ("src/b.rs", "pub use crate::a::*;\npub use crate::a::f;\n"),
    ];
    assert_eq!(calls(&files, "f"), ["?"]);
}

#[test]
fn crates_of_a_workspace_find_each_other_by_name() {
    let files = [
        ("core/Cargo.toml", "[package]\nname = \"the-core\"\n"),
        ("core/src/lib.rs", "pub mod deep;\n"),
        ("core/src/deep.rs", "pub fn f() {}\n"),
        ("app/Cargo.toml", "[package]\nname = \"app\"\n"),
        ("app/src/main.rs", "use the_core::deep;\nfn main() { deep::f(); the_core::deep::f(); }\n"),
        ("app/tests/it.rs", "mod common;\nfn it() { common::f(); }\n"),
        ("app/tests/common/mod.rs", "pub fn f() {}\n"),
    ];
    assert_eq!(
        calls(&files, "f"),
        [
            "core/src/deep.rs: f (import)",
            "core/src/deep.rs: f (import)",
            "app/tests/common/mod.rs: f (import)"
        ]
    );
}

#[test]
fn python_imports_are_absolute_or_relative() {
    let files = [
        ("pkg/__init__.py", "from .sub.mod import f as g\n"),
        ("pkg/sub/__init__.py", ""),
        ("pkg/sub/mod.py", "def f(): pass\n"),
        ("pkg/sub/other.py", "from . import mod\nfrom ..sub.mod import f\nmod.f()\nf()\n"),
        ("main.py", "import pkg\nimport pkg.sub.mod as m\nfrom pkg import g\npkg.g()\nm.f()\ng()\n"),
    ];
    assert_eq!(calls(&files, "f"), vec!["pkg/sub/mod.py: f (import)"; 3]);
    assert_eq!(calls(&files, "g"), vec!["pkg/sub/mod.py: f (import)"; 2]);
}

#[test]
fn what_an_import_brings_from_outside_is_not_guessed_at() {
    let files = [
        ("a.py", "from elsewhere import unusual\nunusual()\n"),
        ("b.py", "def unusual(): pass\n"),
        ("c.py", "unusual()\n"),
    ];
    assert_eq!(calls(&files, "unusual"), ["?", "b.py: unusual (unique_name)"]);
}

#[test]
fn receivers_are_followed_through_calls_fields_and_generics() {
    let rust = "struct Inner; impl Inner { fn go(&self) {} }\nstruct Other; impl Other { fn go(&self) {} }\n\
                struct Holder<T> { list: Vec<T>, boxed: Box<T> }\n\
                impl<T> Holder<T> { fn first(&self) -> Option<&T> { self.list.first() } }\n\
                struct Top { held: Holder<Inner>, others: Vec<Other> }\n\
                fn make() -> Result<Top, ()> { loop {} }\n\
                trait Walk { type Step: Stride; fn step(&self) -> Self::Step; }\n\
                trait Stride { fn go(&self); }\n\
                fn f<W: Walk>(walk: W) {\n    make().unwrap().held.first().unwrap().go();\n    make()?.held.boxed.go();\n\
                \x20   let top = make()?;\n    top.others[0].go();\n    walk.step().go();\n    assert!(top.others[0].go(), \"{}\", 1);\n}\n";
    let of = |owner: &str| format!("src/lib.rs: {owner}::go (type)");
    let expected = [of("Inner"), of("Inner"), of("Other"), of("Stride"), of("Other")];
    assert_eq!(calls(&[("src/lib.rs", rust)], "go"), expected);

    let python = "class Inner:\n    def go(self): pass\nclass Other:\n    def go(self): pass\n\
                  class Top:\n    def __init__(self, other: Other):\n        self.inner = Inner()\n        self.other = other\n\
                  \x20   def made(self):\n        return self.inner\n    def __getitem__(self, at) -> Other: pass\n\
                  def f(tops: list[Top], one: 'Top | None'):\n    tops[0].inner.go()\n    one.other.go()\n\
                  \x20   one.made().go()\n    one[1].go()\n    unknown.go()\n";
    let of = |owner: &str| format!("a.py: {owner}.go (type)");
    let expected = [of("Inner"), of("Other"), of("Inner"), of("Other"), "one of 2".to_owned()];
    assert_eq!(calls(&[("a.py", python)], "go"), expected);
}

#[test]
fn what_leads_back_to_itself_is_not_known() {
    let python = "def a():\n    return b()\ndef b():\n    return a()\nclass C(C): pass\na().go()\nC().go()\n";
    assert_eq!(calls(&[("a.py", python)], "go"), ["?", "?"]);
    let rust = "type A = B; type B = A;\nfn f(a: A) { a.go(); }\n";
    assert_eq!(calls(&[("src/lib.rs", rust)], "go"), ["?"]);
}

#[test]
fn members_are_found_through_types() {
    let rust = "struct A;\nstruct B;\ntrait T { fn given(&self) {} fn both(&self); }\n\
                impl A { fn new() -> A { A } fn both(&self) {} fn t(&self) { self.both(); self.given(); Self::new(); } }\n\
                impl B { fn new() -> B { B } }\nimpl T for A { fn both(&self) {} }\n\
                fn f(a: A) { A::new(); B::new(); a.given(); T::both(&a); }\n";
    let files = [("src/lib.rs", rust)];
    assert_eq!(calls(&files, "both"), ["src/lib.rs: A::both (type)", "one of 2"]);
    assert_eq!(calls(&files, "given"), vec!["src/lib.rs: T::given (type)"; 2]);
    assert_eq!(
        calls(&files, "new"),
        ["src/lib.rs: A::new (type)", "src/lib.rs: A::new (type)", "src/lib.rs: B::new (type)"]
    );
}

#[test]
fn python_members_come_from_bases_too() {
    let files = [
        ("base.py", "class Base:\n    def m(self): pass\n"),
        (
            "a.py",
            "from base import Base\nclass A(Base):\n    def n(self):\n        self.m()\nx = A()\nx.m()\n",
        ),
    ];
    let found = calls(&files, "m");
    assert_eq!(found[0], "base.py: Base.m (type)");
}

#[test]
fn a_method_that_any_type_may_have_is_never_guessed() {
    let rust = "struct A;\nimpl A { fn len(&self) {} fn peculiar(&self) {} }\n\
                fn f() { make().len(); make().peculiar(); }\n";
    let files = [("src/lib.rs", rust)];
    assert_eq!(calls(&files, "len"), ["?"]);
    assert_eq!(calls(&files, "peculiar"), ["src/lib.rs: A::peculiar (unique_name)"]);
}

#[test]
fn several_candidates_are_told_but_not_chosen() {
    let rust = "struct A;\nstruct B;\nimpl A { fn peculiar(&self) {} }\nimpl B { fn peculiar(&self) {} }\n\
                fn f() { make().peculiar(); }\n";
    assert_eq!(calls(&[("src/lib.rs", rust)], "peculiar"), ["one of 2"]);
}

#[test]
fn a_type_alias_has_the_members_of_its_type() {
    let rust = "struct A;\nimpl A { fn make() {} }\ntype Short = A;\nfn f() { Short::make(); }\n";
    assert_eq!(calls(&[("src/lib.rs", rust)], "make"), ["src/lib.rs: A::make (type)"]);
}

#[test]
fn languages_do_not_mix() {
    let files = [("a.py", "unusual()\n"), ("src/lib.rs", "pub fn unusual() {}\n")];
    assert_eq!(calls(&files, "unusual"), ["?"]);
}

#[test]
fn c_names_are_what_included_files_declare_and_lead_to_their_definitions() {
    let header =
        "#include \"types.h\"\nint work(struct box *b);\nextern int level;\n#define DOUBLE(x) work(x)\n";
    let files = [
        ("lib/types.h", "struct box { int size; struct box *next; };\ntypedef struct box box_t;\n"),
        ("lib/work.h", header),
        (
            "lib/work.c",
            "#include \"work.h\"\nint level;\nstatic int help(box_t *b) { return b->next->size; }\nint work(struct box *b) { return help(b) + level; }\n",
        ),
        (
            "app/main.c",
            "#include <lib/work.h>\nstatic int help(void) { return 1; }\nint main(void) { struct box b; b.size = help(); DOUBLE(&b); return work(&b); }\n",
        ),
        ("other/work.c", "static int work(int a) { return a; }\nint use(void) { return work(1); }\n"),
    ];
    assert_eq!(calls(&files, "help"), ["lib/work.c: help (import)", "app/main.c: help (import)"]);
    assert_eq!(
        calls(&files, "work"),
        ["lib/work.c: work (import)", "lib/work.c: work (import)", "other/work.c: work (import)"]
    );
    assert_eq!(calls(&files, "DOUBLE"), ["lib/work.h: DOUBLE (import)"]);
    let named = |name: &str| -> Vec<String> {
        answers(&files)
            .into_iter()
            .filter(|answer| answer.name == name)
            .map(|answer| answer.verdict)
            .collect()
    };
    assert_eq!(named("size"), ["lib/types.h: box::size (type)"; 2]);
    assert_eq!(named("level"), ["lib/work.c: level (import)"]);
    assert_eq!(named("box_t"), ["lib/types.h: box_t (import)"]);
    assert_eq!(named("box"), vec!["lib/types.h: box (import)"; 5]);
}

#[test]
fn of_what_a_preprocessor_keeps_apart_that_is_meant_which_is_most_likely_compiled() {
    let c = "#ifdef _WIN32\nint f(void) { return 1; }\n#else\nint f(void) { return 2; }\n#endif\n\
             #ifdef __GNUC__\n#define G 1\n#else\n#define G 2\n#endif\n\
             int use(void) { return f() + G; }\n";
    let facts = extract("a.c", c.as_bytes(), Language::C);
    let packages = Packages::from_manifests(std::iter::empty());
    let files = [("a.c".to_owned(), facts)];
    let (directory, units) = looked_at(&files, &packages);
    let verdicts = resolve(&directory, &units, 0, &units[0], Notes::Nothing).0.uses;
    let line_of = |name: &str| {
        let at = files[0].1.uses.iter().position(|used| used.name == name).unwrap();
        match verdicts[at] {
            Verdict::Known(target, _) => files[0].1.symbols[target.symbol as usize].span.start.line,
            _ => 0,
        }
    };
    assert_eq!([line_of("f"), line_of("G")], [4, 7]);
}

#[test]
fn cpp_names_are_looked_for_in_classes_and_namespaces_and_overloads_are_told_by_what_they_take() {
    let header = "namespace app {\nclass Base {\npublic:\n  int shared() const;\n  static int made(int a);\n  virtual ~Base();\n};\n\
                  class Store : public Base {\npublic:\n  explicit Store(int size);\n  void put(int key);\n  void put(int key, int value);\n\
                  \u{20} Base *base();\n  class Inner { void deep(); };\nprivate:\n  std::unique_ptr<Base> owned_;\n};\n\
                  int free_one(int a, int b = 2);\n}\n";
    let source = "#include \"store.h\"\nnamespace app {\nnamespace {\nint hidden() { return 1; }\n}\n\
                  int Base::shared() const { return hidden(); }\nint Base::made(int a) { return a; }\n\
                  Store::Store(int size) { put(size); put(size, shared()); }\nvoid Store::put(int key) { owned_->shared(); }\n\
                  void Store::put(int key, int value) { base()->shared(); made(key); }\nBase *Store::base() { return nullptr; }\n\
                  void Store::Inner::deep() { free_one(1); }\nint free_one(int a, int b) { return a; }\n}\n";
    let user = "#include \"store.h\"\nusing app::Store;\nnamespace short_name = app;\nint main() {\n  auto s = new Store(3);\n  s->put(1);\n\
                \u{20} for (int i = 0; i < Store::made(1); ++i) s->base()->shared();\n  short_name::free_one(1, 2);\n  std::sort(s);\n}\n";
    let files = [("src/store.h", header), ("src/store.cc", source), ("src/main.cc", user)];
    assert_eq!(
        calls(&files, "shared"),
        vec![
            "src/store.cc: app::Base::shared (import)",
            "src/store.cc: app::Base::shared (type)",
            "src/store.cc: app::Base::shared (type)",
            "src/store.cc: app::Base::shared (type)"
        ]
    );
    assert_eq!(calls(&files, "hidden"), ["src/store.cc: app::hidden (import)"]);
    assert_eq!(calls(&files, "put").len(), 3);
    assert!(calls(&files, "put").iter().all(|verdict| verdict.starts_with("src/store.cc: app::Store::put")));
    assert_eq!(calls(&files, "Store"), ["src/store.cc: app::Store::Store (import)"]);
    assert_eq!(calls(&files, "made"), ["src/store.cc: app::Base::made (import)"; 2]);
    assert_eq!(calls(&files, "free_one"), ["src/store.cc: app::free_one (import)"; 2]);
    assert_eq!(calls(&files, "sort"), ["?"]);
}
