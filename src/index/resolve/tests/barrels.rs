//! Modules that import everything of very many others: a name means what it means where they are few.

use super::calls;

/// So many modules beside, none of which has anything to say.
const BESIDE: usize = 40;

/// What calls of a name mean in a project, however many modules stand beside.
fn whatever_beside(name: &str, project: impl Fn(usize) -> Vec<(String, String)>) -> Vec<String> {
    let said = |beside: usize| {
        let files = project(beside);
        let files: Vec<(&str, &str)> =
            files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        calls(&files, name)
    };
    let (few, many) = (said(0), said(BESIDE));
    assert_eq!(few, many, "{name}");
    many
}

/// A library whose root gives on everything of its modules; two of them are named, of which the second one has these texts.
fn library(beside: usize) -> Vec<(String, String)> {
    let idle = (0..beside).map(|at| {
        (format!("src/idle{at}.rs"), format!("use super::*;\nuse std::fmt::Debug;\npub fn idle{at}() {{}}\n"))
    });
    let imports: String = (0..beside).map(|at| format!("mod idle{at};\npub use idle{at}::*;\n")).collect();
    let own = [
        ("src/lib.rs", format!("{imports}mod a;\nmod b;\npub use a::*;\npub use b::*;\nmod user;\n")),
        ("src/a.rs", "use crate::hidden::*;\npub fn plain() {}\npub mod shown { pub fn deep() {} }\n".to_owned()),
        (
            "src/b.rs",
            "pub use crate::c::*;\npub use crate::c::named as other;\ndeclare! { mod child; }\npub enum Kind { Round }\n"
                .to_owned(),
        ),
        ("src/b/child.rs", "pub fn of_child() {}\n".to_owned()),
        ("src/c.rs", "pub fn through() {}\npub fn named() {}\n".to_owned()),
        ("src/hidden.rs", "pub fn private() {}\npub mod more { pub fn private() {} }\n".to_owned()),
        (
            "src/user.rs",
            "use super::*;\nfn f() {\n    plain();\n    shown::deep();\n    through();\n    other();\n    child::of_child();\n    private();\n    nowhere();\n}\n"
                .to_owned(),
        ),
    ];
    own.map(|(path, text)| (path.to_owned(), text)).into_iter().chain(idle).collect()
}

#[test]
fn a_crate_of_many_modules_gives_on_what_one_of_few_does() {
    let meant = |name: &str| whatever_beside(name, library);
    assert_eq!(meant("plain"), ["src/a.rs: plain (import)"]);
    assert_eq!(meant("deep"), ["src/a.rs: shown::deep (import)"]);
    assert_eq!(meant("through"), ["src/c.rs: through (import)"]);
    assert_eq!(meant("other"), ["src/c.rs: named (import)"]);
    assert_eq!(meant("of_child"), ["src/b/child.rs: of_child (import)"]);
    assert_eq!(meant("private"), ["one of 2"]);
    assert_eq!(meant("nowhere"), ["?"]);
}

/// A package of JavaScript whose index exports everything of its files.
fn package(beside: usize) -> Vec<(String, String)> {
    let idle =
        (0..beside).map(|at| (format!("src/idle{at}.ts"), format!("export function idle{at}() {{}}\n")));
    let exports: String = (0..beside).map(|at| format!("export * from './idle{at}';\n")).collect();
    let own = [
        ("src/index.ts", format!("{exports}export * from './a';\nexport * from './b';\nexport * from 'away';\n")),
        ("src/a.ts", "export function plain() {}\nfunction hidden() {}\nexport const kept = () => 1;\n".to_owned()),
        ("src/b.ts", "export * from './c';\nexport { named as other } from './c';\n".to_owned()),
        ("src/c.ts", "export function through() {}\nexport function named() {}\nexport default named;\n".to_owned()),
        (
            "src/user.ts",
            "import { plain, through, other, kept } from './index';\nimport * as all from './index';\nplain();\nthrough();\nother();\nkept();\nall.plain();\n"
                .to_owned(),
        ),
    ];
    own.map(|(path, text)| (path.to_owned(), text)).into_iter().chain(idle).collect()
}

#[test]
fn a_package_of_many_files_gives_on_what_one_of_few_does() {
    let meant = |name: &str| whatever_beside(name, package);
    assert_eq!(meant("plain"), ["src/a.ts: plain (import)"; 2]);
    assert_eq!(meant("through"), ["src/c.ts: through (import)"]);
    assert_eq!(meant("other"), ["src/c.ts: named (import)"]);
    assert_eq!(meant("kept"), ["src/a.ts: kept (import)"]);
}

/// A package of Python whose modules import all of it again.
fn circle(beside: usize) -> Vec<(String, String)> {
    let idle = |at: usize| format!("import os\nfrom pkg import *\ndef idle{at}(): pass\n");
    let idle = (0..beside).map(|at| (format!("pkg/idle{at}.py"), idle(at)));
    let imports: String = (0..beside).map(|at| format!("from .idle{at} import *\n")).collect();
    let own = [
        ("pkg/__init__.py", format!("{imports}from .a import *\nfrom .b import *\nplain()\n")),
        ("pkg/a.py", "from pkg import *\ndef plain(): other()\n".to_owned()),
        (
            "pkg/b.py",
            "from pkg import *\nfrom .c import *\ndef other(): plain(); deep(); nowhere()\n".to_owned(),
        ),
        ("pkg/c.py", "def deep(): pass\n".to_owned()),
        ("user.py", "from pkg import *\nplain(); other(); deep(); nowhere()\n".to_owned()),
    ];
    own.map(|(path, text)| (path.to_owned(), text)).into_iter().chain(idle).collect()
}

#[test]
fn modules_that_import_each_other_are_asked_once() {
    let meant = |name: &str| whatever_beside(name, circle);
    assert_eq!(meant("plain"), ["pkg/a.py: plain (import)"; 3]);
    assert_eq!(meant("other"), ["pkg/b.py: other (import)"; 2]);
    assert_eq!(meant("deep"), ["pkg/c.py: deep (import)"; 2]);
    assert_eq!(meant("nowhere"), ["?"; 2]);
}
