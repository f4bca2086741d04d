//! C++: what stands for what templates take.

use super::calls;

/// What the calls of `go` mean in a text behind two classes that have it.
fn called(text: &str) -> Vec<String> {
    let text = format!("struct A {{ void go(); }};\nstruct B {{ void go(); }};\n{text}");
    calls(&[("a.cpp", &text)], "go")
}

#[test]
fn what_a_call_says_or_is_given_tells_what_a_template_takes() {
    let text = "template <typename T> T make();\n\
        template <typename T> T& same(T& of) { return of; }\n\
        template <typename T> T* raw(const std::shared_ptr<T>& of);\n\
        template <typename T, typename U> std::pair<T, U> both(T one, U other);\n\
        struct Store { template <typename T> T* find(int id); };\n\
        void f(B b, A a, std::shared_ptr<B> p, Store store) {\n\
        make<B>().go(); same(b).go(); raw(p)->go(); both(a, b).second.go(); store.find<B>(1)->go(); }";
    assert_eq!(called(text), ["a.cpp: B::go (type)"; 5]);
    let text = "template <typename T> T make();\nvoid f() { make().go(); make<unknown>().go(); }";
    assert_eq!(called(text), ["?"; 2]);
}

#[test]
fn what_a_class_inherits_of_a_template_is_what_it_says_of_it() {
    let text = "template <typename T> struct Base { T own; T& get(); T* operator->(); };\n\
        struct One : Base<B> { void in() { own.go(); get().go(); } void out(); };\n\
        void One::out() { own.go(); get().go(); this->own.go(); }\n\
        template <typename D> struct Self { D& self() { return static_cast<D&>(*this); } };\n\
        struct Two : Self<Two> { B b; void f() { self().b.go(); } };";
    assert_eq!(called(text), ["a.cpp: B::go (type)"; 6]);
}

#[test]
fn a_template_named_in_its_own_text_is_itself() {
    let text = "template <typename T> struct Node { T own; Node* next; std::unique_ptr<Node> first; Node& link(); };\n\
        template <typename T> Node<T>& Node<T>::link() { return *this; }\n\
        void f(Node<B>* n) { n->next->own.go(); n->first->next->own.go(); n->link().own.go(); }";
    assert_eq!(called(text), ["a.cpp: B::go (type)"; 3]);
}
