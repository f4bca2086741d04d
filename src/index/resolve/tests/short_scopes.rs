//! C++: what files that use a namespace whole say of its classes, and what most builds leave out.

use super::{answers, calls};

const HEADER: &str = "namespace lib { namespace tag {\n\
    class File {\n\
    public:\n\
    void seek(long at, int from = 0);\n\
    static File *instance();\n\
    private:\n\
    class Hidden;\n\
    Hidden *d;\n\
    };\n\
    } }\n";

#[test]
fn a_class_of_a_namespace_that_is_used_whole_is_defined_by_its_own_name() {
    let files = [
        ("file.h", HEADER),
        (
            "file.cpp",
            "#include \"file.h\"\nusing namespace lib;\nusing namespace tag;\n\
             class File::Hidden { public: int size() { return 1; } };\n\
             void File::seek(long at, int from) { d->size(); seek(at); }\n\
             File *File::instance() { return nullptr; }\n",
        ),
        (
            "use.cpp",
            "#include \"file.h\"\nusing namespace lib;\nvoid f() { tag::File::instance()->seek(1); }\n",
        ),
    ];
    assert_eq!(calls(&files, "size"), ["file.cpp: File::Hidden::size (type)"]);
    let seek = calls(&files, "seek");
    assert!(seek.iter().all(|verdict| verdict.starts_with("file.cpp: File::seek")), "{seek:?}");
    assert_eq!(calls(&files, "instance"), ["file.cpp: File::instance (import)"]);
}

#[test]
fn a_macro_that_most_builds_leave_out_hides_no_function() {
    let files = [
        (
            "debug.h",
            "namespace lib {\n#ifndef QUIET\nvoid debug(int s);\n#else\n#define debug(x) ((void)0)\n#endif\n}\n",
        ),
        ("debug.cpp", "#include \"debug.h\"\nnamespace lib { void debug(int s) {} }\n"),
        ("use.cpp", "#include \"debug.h\"\nusing namespace lib;\nvoid f() { debug(1); }\n"),
    ];
    assert_eq!(calls(&files, "debug"), ["debug.cpp: lib::debug (import)"]);
}

#[test]
fn what_stands_in_for_a_function_of_cs_library_is_not_meant_where_that_is_there() {
    let files = [
        (
            "a.h",
            "#if !defined(HAVE_STPCPY)\nstatic inline char *stpcpy(char *d, const char *s) { return d; }\n#endif\n",
        ),
        ("a.c", "#include \"a.h\"\nvoid f(char *d) { stpcpy(d, d); }\n"),
    ];
    assert_eq!(calls(&files, "stpcpy"), ["?"]);
}

#[test]
fn what_templates_are_defined_in_is_read() {
    let files = [
        ("list.h", "template <class T> class List { public: int size() const; };\n#include \"list.tcc\"\n"),
        ("list.tcc", "template <class T>\nint List<T>::size() const { return 1; }\n"),
        ("a.cpp", "#include \"list.h\"\nint f(List<int> l) { return l.size(); }\n"),
    ];
    let size = answers(&files).into_iter().find(|answer| answer.name == "size").map(|answer| answer.verdict);
    assert_eq!(size.as_deref(), Some("list.tcc: List::size (type)"));
}

#[test]
fn a_namespace_that_a_macro_opens_is_used_by_its_whole_name() {
    let files = [
        (
            "a.h",
            "LIB_BEGIN\nnamespace inner {\ntemplate <typename T> class Search { public: bool run() { return true; } };\n\
             typedef Search<int> Plain;\n}\nLIB_END\n",
        ),
        ("b.cpp", "#include \"a.h\"\nusing namespace lib::inner;\nbool f() { Plain p; return p.run(); }\n"),
    ];
    assert_eq!(calls(&files, "run"), ["a.h: inner::Search::run (type)"]);
}

#[test]
fn what_stands_in_for_what_a_newer_library_has_is_the_librarys() {
    let files = [
        (
            "compat.h",
            "#include <utility>\nnamespace own {\n#if CXX >= 14\nusing std::exchange;\n#else\n\
             template <typename T> T exchange(T& a, T b) { return a; }\n#endif\n\
             template <typename T> T keep(T a) { return a; }\n}\n",
        ),
        ("b.cpp", "#include \"compat.h\"\nint f(int a) { own::exchange(a, 1); return own::keep(a); }\n"),
    ];
    assert_eq!(calls(&files, "exchange"), ["?"]);
    assert_eq!(calls(&files, "keep"), ["compat.h: own::keep (import)"]);
}

#[test]
fn headers_in_a_folder_of_that_name_go_before_others_that_are_as_close() {
    let files = [
        ("include/lib.h", "int run(int a);\n"),
        ("single/lib.h", "int run(int a);\nint run_all(int a);\n"),
        ("tests/a.cpp", "#include \"lib.h\"\nint f() { return run(1); }\n"),
    ];
    assert_eq!(calls(&files, "run"), ["include/lib.h: run (import)"]);
}

#[test]
fn the_name_of_a_test_that_a_macro_makes_is_nobodys() {
    let text = "#include <iostream>\nusing namespace std;\nTEST(Writer, cout) { cout << 1; }\nvoid f() { cout << 2; }\n";
    let found = answers(&[("a.cpp", text)]).into_iter().filter(|answer| answer.name == "cout");
    assert!(found.into_iter().all(|answer| answer.line.is_none()));
}
