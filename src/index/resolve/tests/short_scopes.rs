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
