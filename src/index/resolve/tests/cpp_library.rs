//! C++: what comes out of what the language's own library holds things in.

use super::calls;

/// Two classes that have the same members, and a variable of each kind that leads to one of the first.
const CLASSES: &str =
    "struct A { void go(); void go() const; };\nstruct B { void go(); A* first; A* second; };\n";

/// What the calls of `go` mean in a function over these members of a struct.
fn called(members: &str, body: &str) -> Vec<String> {
    let text = format!("{CLASSES}struct S {{ {members} void run() {{ {body} }} }};");
    calls(&[("a.cpp", &text)], "go")
}

#[test]
fn a_map_gives_pairs_one_by_one_and_values_behind_brackets() {
    let members = "std::map<std::string, B, Less> m; std::unordered_map<A, B*> u; std::pair<A, B> p;";
    let body = "m[\"a\"].go(); m.at(\"a\").go(); p.second.go();\n\
        m.find(\"a\")->second.go(); auto found = m.find(\"a\"); found->second.go(); (*found).second.go();\n\
        for (auto& pair : m) pair.second.go(); for (auto& [key, value] : m) value.go();\n\
        for (auto it = u.begin(); it != u.end(); ++it) it->second->go();\n\
        for (auto pair : u) pair.second->go(); auto [a, b] = p; b.go();";
    assert_eq!(called(members, body), ["a.cpp: B::go (type)"; 11]);
    let body = "p.first.go(); u.begin()->first.go(); for (auto& [key, value] : u) key.go(); a.go();";
    assert_eq!(called(members, body)[..3], ["a.cpp: A::go (type)"; 3]);
}

#[test]
fn what_stands_behind_what_is_held_does_not_count() {
    let members = "std::set<B, Less> s; std::vector<B, Alloc<A>> v; std::array<B, many> a;";
    let body = "for (auto& b : s) b.go(); v[0].go(); for (auto& b : v) b.go(); a[0].go(); s.begin()->go();";
    assert_eq!(called(members, body), ["a.cpp: B::go (type)"; 5]);
}

#[test]
fn an_iterators_type_says_what_it_leads_to() {
    let members = "typedef std::vector<B> Many; std::vector<B> v; std::map<int, B*> m; Many n;";
    let body = "for (std::vector<B>::iterator it = v.begin(); it != v.end(); ++it) it->go();\n\
        std::map<int, B*>::iterator at = m.find(1); at->second->go(); (*at).second->go();\n\
        Many::iterator one = n.begin(); (*one).go();\n\
        std::vector<std::shared_ptr<B>>::const_iterator p; (*p)->go();";
    assert_eq!(called(members, body), ["a.cpp: B::go (type)"; 5]);
}

#[test]
fn the_projects_own_iterator_is_itself() {
    let text = "struct A { void go(); };\n\
        struct List { struct iterator { void go(); }; A operator[](int); iterator begin(); };\n\
        void f(List::iterator it) { it.go(); }";
    assert_eq!(calls(&[("a.cpp", text)], "go"), ["a.cpp: List::iterator::go (type)"]);
}

#[test]
fn a_shared_pointer_is_cast_to_another_one() {
    let body = "std::static_pointer_cast<B>(p)->go(); if (auto b = std::dynamic_pointer_cast<B>(p)) b->go();";
    assert_eq!(called("std::shared_ptr<A> p;", body), ["a.cpp: B::go (type)"; 2]);
}
