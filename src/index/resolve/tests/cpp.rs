//! C++: which function of a name a call means, by what it is given and by what it is called on.

use super::{answers, calls};
use crate::index::UseKind;

/// The lines of the definitions that the calls of a name lead to.
fn line_called(text: &str, name: &str) -> Vec<Option<usize>> {
    let all = answers(&[("a.cpp", text)]).into_iter();
    let calls = all.filter(|answer| answer.name == name && answer.kind != UseKind::Reference);
    calls.map(|answer| answer.line).collect()
}

#[test]
fn an_overload_is_chosen_by_the_types_of_the_arguments() {
    let main = |argument: &str| {
        format!("void f(int) {{}}\nvoid f(const char* s) {{}}\nvoid only() {{ f({argument}); }}")
    };
    // Without a type that tells, both are candidates.
    assert_eq!(line_called(&main("unknown()"), "f"), [None]);
    for (argument, line) in [("1", 1), ("'c'", 1), ("true", 1), ("\"text\"", 2)] {
        assert_eq!(line_called(&main(argument), "f"), [Some(line)], "{argument}");
    }
}

#[test]
fn pointers_references_and_bases_are_told_apart() {
    let text = "struct Base {};\n\
        struct Derived : Base {};\n\
        struct Other {};\n\
        int f(Base& b) { return 1; }\n\
        int f(Base* b) { return 2; }\n\
        int f(const Other& b) { return 3; }\n\
        int f(double d) { return 4; }\n\
        void main() { Derived d; Derived* p = &d; Other o; float x = 1;\n\
        f(d); f(&d); f(p); f(*p); f(o); f(x); f(1.5f); f(Other()); f(nullptr); }\n";
    let lines = [4, 5, 5, 4, 6, 7, 7, 6, 5].map(Some);
    assert_eq!(line_called(text, "f"), lines);
}

#[test]
fn a_member_is_called_on_what_may_change_or_must_not() {
    let text = "struct Node {\n\
        Node* next() { return p; }\n\
        const Node* next() const { return p; }\n\
        Node* p; Node n;\n\
        void change() { next(); n.next(); p->next(); this->next(); }\n\
        void look() const { next(); n.next(); p->next(); this->next(); }\n\
        };\n\
        void use(Node a, const Node& b, const Node* c) { a.next()->next(); b.next()->next(); c->next(); const auto& d = a; d.next(); }\n";
    let change = [2, 2, 2, 2];
    let look = [3, 3, 2, 3];
    let uses = [2, 2, 3, 3, 3, 3];
    let lines: Vec<Option<usize>> = [&change[..], &look, &uses].concat().into_iter().map(Some).collect();
    assert_eq!(line_called(text, "next"), lines);
}

#[test]
fn a_declaration_and_its_definition_are_one_function() {
    let text = "class Box {\n\
        void put(int many);\n\
        void put(const char* text);\n\
        void all();\n\
        };\n\
        void Box::put(int) {}\n\
        void Box::put(const char* other) {}\n\
        void Box::all() { put(1); put(\"one\"); }\n";
    assert_eq!(line_called(text, "put"), [Some(6), Some(7)]);
}

#[test]
fn what_a_template_takes_may_be_anything() {
    let text = "template <typename T> void f(T value) {}\n\
        void f(long value) {}\n\
        void main() { f(1); f(1L); }\n";
    assert_eq!(line_called(text, "f"), [None, Some(2)]);
}

#[test]
fn members_of_special_templates_are_not_told_apart_by_their_place() {
    let text = "template <typename T> struct Info;\n\
        template <> struct Info<float> { static const int bits = 1; };\n\
        template <> struct Info<double> { static const int bits = 2; };\n\
        int main() { return Info<float>::bits; }\n";
    let bits = answers(&[("a.cpp", text)]).into_iter().filter(|answer| answer.name == "bits");
    assert_eq!(bits.map(|answer| answer.verdict).collect::<Vec<_>>(), ["one of 2"]);
}

#[test]
fn types_in_a_function_are_its_own() {
    let text = "void one(int) { using F = int; F a; }\n\
        void one(char) { using F = char; F a; }\n\
        void two() { F a; }\n";
    let all = answers(&[("a.cpp", text)]).into_iter();
    let types = all.filter(|answer| answer.name == "F" && answer.kind == UseKind::Reference);
    let types: Vec<Option<usize>> = types.map(|answer| answer.line).collect();
    assert_eq!(types, [Some(1), Some(2), None]);
}

#[test]
fn what_a_macro_makes_a_test_of_is_not_what_is_tested() {
    let text = "int parse(int x) { return x; }\nTEST(Suite, parse) { parse(1); }\n\
        TEST_CASE(parse, \"text\") { int parsed = parse(2); parsed; }\n";
    assert_eq!(line_called(text, "parse"), [Some(1), Some(1)]);
}

#[test]
fn a_definition_under_a_condition_goes_before_its_declaration() {
    let files = [
        (
            "ping.h",
            "int send(int a);\n#ifndef OWN\n#define stop(a) halt(a)\n#endif\nint stop(int a);\nint plain(int a);\n",
        ),
        (
            "ping.c",
            "#include \"ping.h\"\n#ifdef USE_PING\nint send(int a) { return a; }\n#endif\nint stop(int a) { return a; }\n",
        ),
        ("main.c", "#include \"ping.h\"\nint main() { send(1); stop(2); plain(3); }\n"),
    ];
    let called = |name: &str| {
        let all = answers(&files).into_iter().filter(|of| of.name == name && of.kind == UseKind::Call);
        all.map(|of| of.verdict).collect::<Vec<_>>()
    };
    assert_eq!(called("plain"), ["ping.h: plain (import)"]);
    assert_eq!(called("send"), ["ping.c: send (import)"]);
    // The macro is not seen where the function is defined, or that would have another name.
    assert_eq!(called("stop"), ["ping.c: stop (import)"]);
}

#[test]
fn the_librarys_functions_stay_the_librarys() {
    let files = [
        (
            "port.h",
            "#include <unistd.h>\n#ifdef _WIN32\n#define open _open\n#endif\nextern void *malloc(int);\n",
        ),
        ("own.c", "#include \"port.h\"\nchar *strdup(const char *s) { return 0; }\n"),
        ("main.c", "#include \"port.h\"\nint main() { open(1); malloc(2); close(3); }\n"),
        ("other.c", "int f() { open(1); strdup(0); }\n"),
    ];
    let called = |name: &str| {
        let all = answers(&files).into_iter().filter(|of| of.name == name && of.kind == UseKind::Call);
        all.map(|of| of.verdict).collect::<Vec<_>>()
    };
    assert_eq!(called("open"), ["?", "?"]);
    assert_eq!(called("malloc"), ["?"]);
    assert_eq!(called("strdup"), ["?"]);
}

#[test]
fn a_part_of_a_file_sees_what_the_file_sees() {
    let files = [
        ("box.h", "class Box { public: int size() const; };\n"),
        ("box.cpp", "#include \"box.h\"\n#include \"box.inl\"\n"),
        ("box.inl", "int Box::size() const { return 0; }\n"),
        ("main.cpp", "#include \"box.h\"\nint f(Box b) { return b.size(); }\n"),
    ];
    let all = answers(&files).into_iter().filter(|of| of.name == "size" && of.kind == UseKind::Call);
    let all: Vec<String> = all.map(|of| of.verdict).collect();
    assert_eq!(all, ["box.inl: Box::size (type)"]);
}

#[test]
fn a_part_of_a_header_sees_what_the_header_sees() {
    let files = [
        (
            "box.h",
            "#pragma once\nclass Stream;\nclass Box { void put(const Stream& in) const; void put(int n) const; };\n\
             #include \"boximpl.h\"\n",
        ),
        ("boximpl.h", "#include \"stream.h\"\ninline void Box::put(const Stream& in) const {}\n"),
        ("stream.h", "#pragma once\nclass Stream {};\n"),
        ("a.cpp", "#include \"box.h\"\nvoid f(Box box, Stream s) { box.put(s); }\n"),
    ];
    assert_eq!(calls(&files, "put"), ["boximpl.h: Box::put (type)"]);
}

#[test]
fn definitions_behind_a_macro_that_ends_a_namespace_are_all_seen() {
    let text = "NS_BEGIN\nint first;\nNS_END\n#ifdef COMPACT\nnamespace p { struct a { int x; }; }\n\
        #else\nnamespace p { struct a { int y; }; }\n#endif\nint f(p::a* a) { return a->y; }\n";
    let lines = answers(&[("a.cpp", text)]).into_iter().filter(|answer| answer.name == "y");
    assert_eq!(lines.map(|answer| answer.line).collect::<Vec<_>>(), [Some(7)]);
}

#[test]
fn what_stands_behind_the_dots_may_be_anything() {
    let files = [
        ("a.h", "void dump(const char* text, ...);\n"),
        ("a.cpp", "#include \"a.h\"\nvoid dump(const char* text, ...)\n{\n}\n"),
        (
            "b.cpp",
            "#include \"a.h\"\nstruct V { float x; };\nvoid g(V v) { dump(\"x\"); dump(\"x\", v.x, 1); }\n",
        ),
    ];
    assert_eq!(calls(&files, "dump"), ["a.cpp: dump (import)"; 2]);
}

#[test]
fn text_in_a_macro_and_types_that_macros_name_tell_an_overload() {
    let text = "#define LETTER char\n\
        #define T(text) text\n\
        typedef LETTER letter;\n\
        struct View { View(const letter* text); };\n\
        int f(const letter* text) { return 1; }\n\
        int f(View text) { return 2; }\n\
        void main() { f(\"a\"); f(T(\"a\")); }\n";
    assert_eq!(line_called(text, "f"), [Some(5), Some(5)]);
}

#[test]
fn a_value_becomes_one_of_a_class_only_by_a_constructor_that_takes_it() {
    let text = "struct Style { Style(int a, int b); };\n\
        struct Text { Text(const char* text); };\n\
        int f(const Style& style) { return 1; }\n\
        int f(const Text& text) { return 2; }\n\
        int g(std::string text) { return 3; }\n\
        int g(Text text) { return 4; }\n\
        int g(char letter) { return 5; }\n\
        int h(long long number) { return 6; }\n\
        int h(long number) { return 7; }\n\
        void main() { f(\"a\"); g('a'); h(1LL); h(1L); }\n";
    assert_eq!(line_called(text, "f"), [Some(4)]);
    assert_eq!(line_called(text, "g"), [Some(7)]);
    assert_eq!(line_called(text, "h"), [Some(8), Some(9)]);
}
