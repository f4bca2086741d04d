//! C++: types whose heads have macros and attributes beside their names have their members all the same.

use super::calls;

/// What a call of `go` on a value of the type `Sink` means, which is declared like this.
fn called(head: &str) -> Vec<String> {
    let text = format!(
        "struct Base {{ void end(); }};\nstruct Other {{ void go(); }};\n{head} {{\npublic:\n\
         Sink(int size);\nvoid go();\n}};\nvoid run(Sink& sink) {{ sink.go(); }}\n"
    );
    calls(&[("a.cpp", &text)], "go")
}

#[test]
fn a_macro_may_stand_before_or_behind_a_types_name() {
    for head in [
        "class LIB_API Sink",
        "LIB_ALIGNED16(class) Sink",
        "LIB_ALIGNED16(class)\nSink : public Base",
        "class Sink LIB_FINAL",
        "class Sink LIB_FINAL : public Base",
        "class LIB_API Sink LIB_FINAL : public Base",
        "class [[nodiscard]] Sink",
        "class [[nodiscard]] LIB_API Sink final : public Base",
        "class [[nodiscard]] alignas(LIB_ALIGNMENT) Sink : public Base",
        "struct alignas(16) Sink : Base",
        "class LIB_API alignas(max(LIB_ALIGNMENT, 16)) Sink",
        "class\n#ifndef DOCS\nLIB_API alignas(LIB_ALIGNMENT)\n#endif\nSink : public Base",
    ] {
        assert_eq!(called(head), ["a.cpp: Sink::go (type)"], "{head}");
    }
}

#[test]
fn a_macro_among_what_a_template_takes_is_none_of_its_parameters() {
    for parameters in [
        "class T, REQUIRES(\"T is a sink\", is_sink<T*, const Sink*>)",
        "class T, ENABLE_IF(sizeof(T) == 4 && !is_void<T>::value), int size",
        "class T, ENABLE_IF(is_sink<T>::value)",
    ] {
        let text = format!(
            "class Sink {{\npublic:\ntemplate <{parameters}>\nstatic T* next(T* at) {{ return at->follow(); }}\n\
             void go();\n}};\nstruct Other {{ void go(); }};\nvoid run(Sink* sink) {{ sink->go(); }}\n"
        );
        assert_eq!(calls(&[("a.cpp", &text)], "go"), ["a.cpp: Sink::go (type)"], "{parameters}");
    }
}

#[test]
fn a_macro_alone_behind_the_word_public_is_no_member() {
    let text = "class Sink {\npublic:\n\tLIB_NEW_DELETE\n\n#if defined(LIB_WIDE)\n\tusing Type = Wide;\n#endif\n\
        \tvoid go();\n};\nstruct Wide { void in(); };\nstruct Narrow { void in(); };\n\
        void run(Sink::Type& type) { type.in(); }\n";
    assert_eq!(calls(&[("a.cpp", text)], "in"), ["a.cpp: Wide::in (type)"]);
}

#[test]
fn nothing_in_braces_may_be_what_a_parameter_is_by_default() {
    let text = "class Sink {\npublic:\n\texplicit inline Sink(int size, const Base& base = { }) : base_(base) {}\n\
        void go(int size, const Base& base = {}, int more = 0);\n};\nstruct Other { void go(); };\n\
        void run(Sink& sink) { sink.go(1); }\n";
    assert_eq!(calls(&[("a.cpp", text)], "go"), ["a.cpp: Sink::go (type)"]);
}

#[test]
fn a_macro_that_is_given_parts_of_what_stands_around_it_hides_nothing_else() {
    let text = "class Sink {\npublic:\n\tvoid reset() { IF_CHECKED(int old = ) swap(0); CHECK((old & 1) != 0); }\n\
        \tvoid lock(int a IF_CHECKED(, int b)) { go(); }\n\tvoid go();\n};\nstruct Other { void go(); };\n\
        void run(Sink& sink) { sink.go(); }\n";
    assert_eq!(calls(&[("a.cpp", text)], "go"), ["a.cpp: Sink::go (import)", "a.cpp: Sink::go (type)"]);
}
