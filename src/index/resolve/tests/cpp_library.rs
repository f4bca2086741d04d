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
