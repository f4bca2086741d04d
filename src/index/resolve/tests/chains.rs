//! Long chains of calls, and variables that are given anew what a call of them gives.

use super::calls;

/// So many calls, each of what the one before gave.
const LINKS: usize = 100;

#[test]
fn a_chain_is_followed_to_its_end() {
    let chain = "\n    .set(1)".repeat(LINKS);
    let projects = [
        (
            "a.rs",
            format!(
                "struct A; impl A {{ fn new() -> A {{ A }} fn set(self, _: u8) -> Self {{ self }} }}
                struct B; impl B {{ fn set(&self) {{}} }}
                fn f() {{ let a = A::new(){chain}; }}"
            ),
            "a.rs: A::set (type)",
        ),
        (
            "a.py",
            format!(
                "class A:\n  def set(self, x): return self\nclass B:\n  def set(self): pass\ndef f():\n  return (A(){chain})\n"
            ),
            "a.py: A.set (type)",
        ),
        (
            "a.ts",
            format!(
                "class A {{ set(x: number) {{ return this; }} }} class B {{ set() {{}} }} function f() {{ return new A(){chain}; }}"
            ),
            "a.ts: A.set (type)",
        ),
        (
            "A.java",
            format!(
                "class A {{ A set(int x) {{ return this; }} void f() {{ new A(){chain}; }} }} class B {{ void set(int x) {{}} }}"
            ),
            "A.java: A.set (type)",
        ),
    ];
    for (path, text, wanted) in projects {
        assert_eq!(calls(&[(path, &text)], "set"), vec![wanted; LINKS], "{path}");
    }
}

#[test]
fn until_it_is_given_anew_a_variable_is_what_it_was() {
    let again = "  x = x.set(1)\n".repeat(3);
    let projects = [
        (
            "a.py",
            format!(
                "class A:\n  def set(self, x): return B()\nclass B:\n  def set(self, x): return A()\ndef f():\n  x = A()\n{again}"
            ),
            ["a.py: A.set (type)", "a.py: B.set (type)", "a.py: A.set (type)"],
        ),
        (
            "a.js",
            format!(
                "class A {{ set(x) {{ return new B(); }} }} class B {{ set(x) {{ return new A(); }} }} function f() {{ let x = new A();\n{again} }}"
            ),
            ["a.js: A.set (type)", "a.js: B.set (type)", "a.js: A.set (type)"],
        ),
    ];
    for (path, text, wanted) in projects {
        assert_eq!(calls(&[(path, &text)], "set"), wanted, "{path}");
    }
    // Several at once, and one that is more of itself.
    let both = "class A:\n  def a(self): return self\nclass B:\n  def b(self): return self\n\
                def f():\n  x, y = A(), B()\n  x, y = y.b(), x.a()\n  x.b()\n  x = [x.b(), x.a()]\n";
    assert_eq!(calls(&[("a.py", both)], "b"), ["a.py: B.b (type)"; 3]);
    assert_eq!(calls(&[("a.py", both)], "a"), ["a.py: A.a (type)", "?"]);
}
