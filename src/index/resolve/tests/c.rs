//! C: what a file keeps for itself, and what is declared in one file and defined in another.

use super::{answers, calls};
use crate::index::UseKind;

#[test]
fn a_function_is_a_files_own_where_any_declaration_says_so() {
    let files = [
        ("a.c", "static int grow(int n);\nint grow(int n) { return n; }\nint f(void) { return grow(1); }\n"),
        ("b.c", "int grow(int n) { return n; }\nint g(void) { return grow(1); }\n"),
    ];
    let lines = answers(&files).into_iter().filter(|of| of.name == "grow" && of.kind == UseKind::Call);
    // Each file has one of its own.
    assert_eq!(lines.map(|of| of.line).collect::<Vec<_>>(), [Some(2), Some(1)]);
}

#[test]
fn what_is_defined_where_it_is_seen_is_no_other_programs() {
    let files = [
        ("mem.h", "INLINE int read32(const void* p) { return 1; }\n"),
        ("a.c", "#include \"mem.h\"\nint f(void) { return read32(0); }\n"),
        ("old.c", "OWN int read32(const void* p) { return 2; }\nint g(void) { return read32(0); }\n"),
    ];
    assert_eq!(calls(&files, "read32"), ["mem.h: read32 (import)", "old.c: read32 (import)"]);
}

#[test]
fn an_opaque_struct_is_known_where_it_is_defined() {
    let files = [
        ("api.h", "typedef struct state_s state;\ntypedef state* state_ptr;\n"),
        ("state.h", "#include \"api.h\"\nstruct state_s { int mode; state* next; };\n"),
        ("a.c", "#include \"state.h\"\nvoid f(state_ptr s) { s->mode = 1; s->next->mode = 2; }\n"),
        ("other.h", "struct other { int mode; };\n"),
    ];
    let modes = answers(&files).into_iter().filter(|answer| answer.name == "mode");
    let modes: Vec<String> = modes.map(|answer| answer.verdict).collect();
    assert_eq!(modes, ["state.h: state_s::mode (type)"; 2]);
}

#[test]
fn variables_that_a_broken_function_leaves_are_no_globals() {
    let text =
        "int a(void)\n{\n    int b = (1;\n    if (b) {\n}\n    int *p0 = 0;\nint c(void) { return *p0; }\n";
    let found = answers(&[("a.c", text)]).into_iter().filter(|answer| answer.name == "p0");
    assert!(found.into_iter().all(|answer| answer.line.is_none()));
}

#[test]
fn what_compilers_have_themselves_is_no_macro_that_stands_in_for_it() {
    let files = [
        (
            "first.h",
            "#ifndef __builtin_expect\n#define __builtin_expect(x, y) (x)\n#endif\n#define likely(x) (x)\n",
        ),
        ("a.c", "#include \"first.h\"\nint f(int n) { return __builtin_expect(n, 0) + likely(n); }\n"),
    ];
    let named = |name: &str| answers(&files).into_iter().rfind(|of| of.name == name).map(|of| of.verdict);
    assert_eq!(named("__builtin_expect").as_deref(), Some("?"));
    assert_eq!(named("likely").as_deref(), Some("first.h: likely (import)"));
}

#[test]
fn a_macro_of_a_header_gives_way_to_the_function_that_the_file_defines() {
    let files = [
        ("wrap.h", "#if WRAPS == 1\n#define stop own_stop\n#endif\n"),
        ("a.c", "#include \"wrap.h\"\nvoid stop(int n) { (void)n; }\nvoid f(void) { stop(1); }\n"),
    ];
    assert_eq!(calls(&files, "stop"), ["a.c: stop (import)"]);
}

#[test]
fn of_two_functions_the_one_is_meant_that_is_there_where_it_is_asked_for() {
    let text = "#if ( CORES == 1 )\nint one(void) { return 1; }\n#else\nint one(void) { return 2; }\n#endif\nint f(void) { return one(); }\n";
    let found = answers(&[("a.c", text)]).into_iter().find(|answer| answer.name == "one");
    assert_eq!(found.and_then(|answer| answer.line), Some(2));
}

#[test]
fn who_sees_nothing_from_outside_does_not_call_the_library() {
    let files = [
        ("user.h", "int close(int file);\nint puts(const char *text);\n"),
        ("cat.c", "#include \"user.h\"\n#include <stdint.h>\nint f(void) { return close(1); }\n"),
        ("host.c", "#include \"user.h\"\n#include <stdio.h>\nint f(void) { return puts(0); }\n"),
    ];
    assert_eq!(calls(&files, "close"), ["user.h: close (import)"]);
    assert_eq!(calls(&files, "puts"), ["?"]);
}

#[test]
fn nobody_is_linked_with_another_program() {
    let files = [
        ("defs.h", "void panic(char *text);\n"),
        ("console.c", "#include \"defs.h\"\nvoid panic(char *text) {}\n"),
        ("sh.c", "#include \"defs.h\"\nvoid panic(char *text) {}\nint main(void) { panic(0); }\n"),
        ("trap.c", "#include \"defs.h\"\nvoid trap(void) { panic(0); }\n"),
    ];
    assert_eq!(calls(&files, "panic"), ["sh.c: panic (import)", "console.c: panic (import)"]);
    // Of programs alone any may be meant.
    let programs = [files[0], files[2], files[3], ("ls.c", files[2].1)];
    assert!(calls(&programs, "panic").contains(&"one of 2".to_owned()));
}

#[test]
fn a_macro_that_its_file_takes_back_is_known_there_and_in_what_that_includes() {
    let files = [
        ("main.c", "int core;\n#include \"part.c\"\nint f(void) { return core; }\n"),
        ("part.c", "extern int core;\n#define core hidden\nint g(void) { return 1; }\n#undef core\n"),
        ("list.c", "#define EACH(x) x\n#include \"all.c\"\n#undef EACH\n"),
        ("all.c", "int h = EACH(1);\n"),
    ];
    let named = |name: &str| {
        let all = answers(&files).into_iter().filter(|of| of.name == name);
        all.map(|of| of.verdict).collect::<Vec<_>>()
    };
    assert_eq!(named("core"), ["main.c: core (import)"]);
    assert_eq!(named("EACH"), ["list.c: EACH (import)"]);
}

#[test]
fn a_source_that_includes_nothing_sees_what_includes_it() {
    let files = [
        ("kinds.h", "enum kind { KIND_LETTER, KIND_MARK };\n"),
        ("all.c", "#include \"kinds.h\"\n#include \"table.c\"\n"),
        ("table.c", "static const int kinds[] = { KIND_LETTER, KIND_MARK };\n"),
        ("other.h", "enum { KIND_LETTER };\n"),
    ];
    let marks = answers(&files).into_iter().filter(|of| of.name == "KIND_LETTER");
    assert_eq!(marks.map(|of| of.verdict).collect::<Vec<_>>(), ["kinds.h: KIND_LETTER (import)"]);
}

#[test]
fn of_several_definitions_that_is_meant_which_sees_the_declaration() {
    let files = [
        ("one/warn.h", "void fail(int a);\n"),
        ("one/warn.c", "#include \"warn.h\"\nvoid fail(int a) {}\n"),
        ("one/use.c", "#include \"warn.h\"\nvoid f(void) { fail(1); }\n"),
        ("two/warn.h", "void fail(int a);\n"),
        ("two/warn.c", "#include \"warn.h\"\nvoid fail(int a) {}\n"),
        ("two/use.c", "#include \"warn.h\"\nvoid g(void) { fail(1); }\n"),
    ];
    assert_eq!(calls(&files, "fail"), ["one/warn.c: fail (import)", "two/warn.c: fail (import)"]);
}

#[test]
fn a_macro_may_stand_around_the_name_of_a_pointer_to_a_function() {
    let files = [(
        "a.c",
        "#define CALLBACK(name) (*name)\ntypedef struct { int CALLBACK(write)(const char *text); int mode; } stream;\n\
         typedef int CALLBACK(walk)(int depth);\nint f(stream *s, walk w) { return s->write(\"\") + s->mode; }\n",
    )];
    assert_eq!(calls(&files, "write"), ["a.c: stream::write (type)"]);
    let walks = answers(&files).into_iter().filter(|of| of.name == "walk").map(|of| of.line);
    assert_eq!(walks.collect::<Vec<_>>(), [Some(3)]);
}
