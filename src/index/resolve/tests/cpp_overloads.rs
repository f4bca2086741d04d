//! C++: which of several functions a call means where templates, packs, enumerations and new objects play a part.

use super::{answers, calls};
use crate::index::UseKind;

/// The lines of the definitions that the calls of a name lead to.
fn line_called(text: &str, name: &str) -> Vec<Option<usize>> {
    let all = answers(&[("a.cpp", text)]).into_iter();
    let calls = all.filter(|answer| answer.name == name && answer.kind != UseKind::Reference);
    calls.map(|answer| answer.line).collect()
}

#[test]
fn no_enumeration_becomes_another_one_and_a_pack_takes_what_nothing_else_does() {
    let text = "enum Color { WHITE, BLACK };\n\
        enum Piece { PAWN, KING };\n\
        int all() { return 1; }\n\
        template <typename... T> int all(T... pieces) { return 2; }\n\
        int all(Color c) { return 3; }\n\
        template <typename... T> int all(Color c, T... pieces) { return 4; }\n\
        void main() { all(); all(WHITE); all(PAWN); all(PAWN, KING); all(BLACK, KING); }\n";
    assert_eq!(line_called(text, "all"), [3, 5, 4, 4, 6].map(Some));
}

#[test]
fn what_is_made_for_the_call_is_handed_over() {
    let text = "struct Text { Text(const char* text); };\n\
        void put(const Text& text) {}\n\
        void put(Text&& text) {}\n\
        void f(const char* raw, Text text) { put(\"a\"); put(raw); put(text); }\n";
    assert_eq!(line_called(text, "put"), [3, 3, 2].map(Some));
}

#[test]
fn members_take_what_their_template_is_given() {
    let text = "template <typename T> struct Search {\n\
        template <typename In> bool match(In& in) { return true; }\n\
        bool match(const T* text) { return true; }\n\
        };\n\
        void f(Search<char> s) { s.match(\"a\"); }\n";
    assert_eq!(line_called(text, "match"), [Some(3)]);
}

#[test]
fn what_is_declared_elsewhere_may_be_another_name_of_a_number() {
    let text = "#include <other.h>\n\
        template <typename In> int f(In& in) { return 1; }\n\
        int f(const other_char* text) { return 2; }\n\
        int g(const other_char* text) { return 3; }\n\
        int g(int number) { return 4; }\n\
        void main() { f(\"a\"); g(\"a\"); }\n";
    assert_eq!(line_called(text, "f"), [None]);
    assert_eq!(line_called(text, "g"), [Some(4)]);
}

#[test]
fn how_many_a_pack_gives_is_not_known() {
    let text = "struct Node { Node() {}\ntemplate <typename... T> Node(T&&... all) {} };\n\
        template <typename... T> void make(T&&... all) { new Node(std::forward<T>(all)...); }\n";
    assert_eq!(line_called(text, "Node"), [None]);
}

#[test]
fn a_template_that_is_another_one_for_some_arguments_does_not_tell() {
    let text = "template <typename T, bool isPlain> struct Base {\n\
        void push(const T& one) {}\n\
        void push(T&& one) {}\n\
        };\n\
        template <typename T> struct Base<T, true> {\n\
        void push(const T& one) {}\n\
        };\n\
        void f(Base<int*, true> all, int* one) { all.push(one); }\n";
    assert_eq!(line_called(text, "push"), [None]);
}

#[test]
fn a_class_stands_behind_what_its_template_takes() {
    // With the values that parameters have by default, and macros among its members.
    let files = [
        (
            "a.h",
            "template <typename T, typename A = Plain<T>, int n = size()>\nclass Value {\npublic:\n\
             template <typename U>\nLIB_ENABLE((Is<U>), (Value&)) put(U one) { return *this; }\n\
             struct alignas(SIZE) Shard { int count; };\n\
             int get() { return 0; }\n};\n",
        ),
        ("a.cpp", "#include \"a.h\"\nint f(Value<int> v) { v.put(1); return v.get(); }\n"),
    ];
    assert_eq!(calls(&files, "put"), ["a.h: Value::put (type)"]);
    assert_eq!(calls(&files, "get"), ["a.h: Value::get (type)"]);
}

#[test]
fn a_macro_for_a_condition_is_one() {
    let text = "namespace lib {\n\
        template <typename T> int first(T x) { LIB_CONSTEXPR_IF(Is<T>::value) { return 1; } else { return 2; } }\n\
        int second(int x) { return 3; }\n\
        }\n\
        int main() { return lib::second(1); }\n";
    assert_eq!(line_called(text, "second"), [Some(3)]);
    let all = answers(&[("a.cpp", text)]);
    assert!(all.iter().any(|answer| answer.name == "LIB_CONSTEXPR_IF"));
}
