//! Java: what the language's own library is known to say, lambdas, and which of several a call means by that.

use super::{answers, calls};
use crate::index::UseKind;

/// Lines that the calls of a name lead to.
fn lines(java: &str, name: &str) -> Vec<Option<usize>> {
    let all = answers(&[("A.java", java)]).into_iter();
    all.filter(|answer| answer.name == name && answer.kind == UseKind::Call)
        .map(|answer| answer.line)
        .collect()
}

#[test]
fn what_lambdas_are_handed_is_known() {
    let java = "import java.util.*; import java.util.function.*;\n\
        class Item { void go() {} Item next() { return this; } }\n\
        interface Own<T> { void take(T it); default void more() {} }\n\
        class Box<T> { void each(Own<T> own) {} <R> R map(Function<? super T, ? extends R> f) { return f.apply(null); } }\n\
        class A { Own<Item> field = x -> x.go();\n\
        Own<Item> made() { return x -> x.go(); }\n\
        void run(List<Item> list, Map<String, Item> map, Box<Item> box) {\n\
        list.forEach(x -> x.go());\n\
        list.stream().filter(x -> x != null).map(x -> x.next()).map(Item::next).forEach(x -> x.go());\n\
        map.forEach((key, x) -> x.go());\n\
        map.entrySet().stream().sorted((a, b) -> 0).findFirst().ifPresent(e -> e.getValue().go());\n\
        map.computeIfAbsent(\"a\", k -> new Item()).go();\n\
        box.each(x -> x.go());\n\
        box.map(x -> x.next()).go();\n\
        Consumer<Item> c = x -> x.go();\n\
        field = x -> x.go();\n\
        unknown(x -> x.go());\n\
        for (Item x : map.values()) x.go();\n\
        } }";
    let mut found = calls(&[("A.java", java)], "go");
    let unknown = found.remove(11);
    assert_eq!(found, vec!["A.java: Item.go (type)"; 12]);
    // It is the only method of that name.
    assert_eq!(unknown, "A.java: Item.go (unique_name)");
    assert_eq!(calls(&[("A.java", java)], "next"), vec!["A.java: Item.next (type)"; 2]);
}

#[test]
fn overloads_are_told_apart_by_what_the_library_gives() {
    let java = "import java.util.*; class A {\n\
        static void f(int a) {}\n\
        static void f(String a) {}\n\
        static void f(Object a) {}\n\
        static void f(char[] a) {}\n\
        static void f(Iterable<?> a) {}\n\
        static void g(Runnable a) {}\n\
        static void g(java.util.function.Function<String, String> a) {}\n\
        static void g(String a) {}\n\
        static void g(Object a, Runnable b) {}\n\
        static void g(String a, String b) {}\n\
        void run(String s, List<String> l, int[] n, Map<String, Integer> m, StringBuilder b, Exception e) {\n\
        f(s.length()); f(s.trim()); f(s.toCharArray()); f(l.subList(0, 1)); f(n.length); f(m.keySet());\n\
        f(b); f(e.getMessage()); g(this::run2); g(x -> x); g(null, () -> {}); f(e); f(n.length + 1); f(Locale.US);\n\
        f(Objects.requireNonNull(s)); f(String.valueOf(1)); f(l.get(0)); f(toString()); f(getClass());\n\
        } void run2() {} }";
    let found = lines(java, "f");
    let told: Vec<usize> = found.into_iter().map(|line| line.unwrap_or(0)).collect();
    assert_eq!(told, [2, 3, 5, 6, 2, 6, 4, 3, 4, 2, 4, 3, 3, 3, 3, 4]);
    // What a method reference takes and gives is what its method does.
    assert_eq!(lines(java, "g"), [Some(7), Some(8), Some(10)]);
}

#[test]
fn what_the_arguments_make_of_a_function_is_what_it_gives() {
    let java = "import java.util.*; class Item { void go() {} }\n\
        class A { static <T> T same(T it) { return it; } static <T> List<T> many(T... all) { return null; }\n\
        static <T extends Item> T one(Collection<T> of) { return null; }\n\
        void run(Item item, Set<Item> set) {\n\
        same(item).go(); many(item, item).get(0).go(); one(set).go(); same(many(item)).iterator().next().go();\n\
        } }";
    assert_eq!(calls(&[("A.java", java)], "go"), vec!["A.java: Item.go (type)"; 4]);
}

#[test]
fn of_methods_that_take_the_same_the_one_that_is_seen_is_meant() {
    let java = "interface Top { int size(); int more(); }\n\
        interface Low extends Top { int size(); }\n\
        abstract class Base implements Top { public int more() { return 1; } public abstract int size(); }\n\
        abstract class Sub extends Base implements Low {\n\
        void run() { more(); size(); super.more(); super.hashCode(); }\n\
        }";
    assert_eq!(lines(java, "more"), [Some(3), Some(3)]);
    assert_eq!(lines(java, "size"), [Some(2)]);
    assert_eq!(lines(java, "hashCode"), [None]);
}

#[test]
fn types_and_variables_and_methods_have_names_of_their_own() {
    let java = "class Error { Error(int a) {} int kind() { return kind; } int kind; }\n\
        class A { static final Error Error = new Error(1); Error Error(int a) {\n\
        java.util.function.Function<Error, Integer> f = Error::kind; use(Error.kind);\n\
        return new Error(1); } }";
    let files = [("A.java", java)];
    assert_eq!(calls(&files, "Error"), vec!["A.java: Error.Error (scope)"; 2]);
    let all: Vec<_> =
        answers(&files).into_iter().filter(|answer| answer.kind == UseKind::Reference).collect();
    let of = |name: &str| -> Vec<String> {
        all.iter().filter(|answer| answer.name == name).map(|answer| answer.verdict.clone()).collect()
    };
    let types = of("Error").into_iter().filter(|found| found == "A.java: Error (scope)").count();
    assert_eq!(types, 3);
    assert_eq!(of("kind").len(), 3);
    let lines: Vec<_> =
        all.iter().filter(|answer| answer.name == "kind").map(|answer| &answer.verdict).collect();
    assert!(
        lines.iter().all(|found| **found == "A.java: Error.kind (type)" || found.ends_with("kind (scope)"))
    );
}

#[test]
fn an_import_of_types_brings_no_methods_and_nothing_private() {
    let files = [
        (
            "a/Names.java",
            "package a; public class Names { public static void go() {} private static void own() {} public static class In {} }",
        ),
        ("b/Types.java", "package b; import a.Names.*; class Types { { go(); new In(); } }"),
        ("b/Static.java", "package b; import static a.Names.*; class Static { { go(); own(); new In(); } }"),
    ];
    assert_eq!(calls(&files, "go"), ["?", "a/Names.java: Names.go (import)"]);
    assert_eq!(calls(&files, "own"), ["?"]);
    assert_eq!(calls(&files, "In"), vec!["a/Names.java: Names.In (import)"; 2]);
}

#[test]
fn what_collects_is_of_what_is_collected() {
    let java = "import java.util.*; import java.util.stream.*;\n\
        class A { B next() { return null; } String name() { return null; } void go() {} }\n\
        class B { A next() { return null; } String name() { return null; } void go() {} }\n\
        class Use { void run(List<A> all, A one) {\n\
        all.stream().collect(Collectors.toList()).get(0).go();\n\
        all.stream().collect(Collectors.groupingBy(A::name)).get(\"a\").get(0).go();\n\
        all.stream().collect(Collectors.toMap(a -> a.name(), a -> a.next())).get(\"a\").next().go();\n\
        all.stream().collect(Collectors.partitioningBy(a -> a.name().isEmpty())).get(true).get(0).go();\n\
        all.stream().map(A::next).collect(Collectors.groupingBy(b -> b.name(),\n\
        Collectors.mapping(b -> b.next(), Collectors.toSet()))).get(\"a\").forEach(a -> a.go());\n\
        Arrays.asList(one).get(0).go(); } }";
    assert_eq!(lines(java, "go"), [Some(2); 6]);
    assert_eq!(lines(java, "name"), [Some(2), Some(2), Some(3)]);
    assert_eq!(lines(java, "next"), [Some(2), Some(3), Some(3)]);
}

#[test]
fn what_a_lambda_is_handed_the_other_arguments_say() {
    let java = "import java.util.*; import java.util.function.*;\n\
        class Item { void go() {} Item next() { return this; } } class Other { void go() {} Other next() { return this; } }\n\
        class Check<N> { Check(Class<N> of, Predicate<N> that) {} Check(Class<N> of) {} }\n\
        class Box<T> { <R> Box<R> map(Function<T, R> f) { return null; } <R> Box<R> map(BiFunction<T, T, R> f) { return null; }\n\
        T one() { return null; } }\n\
        class A { static <E> void take(E it, Consumer<E> c) {}\n\
        static <N> void find(Class<N> of, Predicate<N> that) {} static <N> void find(Item of, Class<N> that) {}\n\
        void run(Item item, Box<Item> box) {\n\
        take(item, x -> x.go());\n\
        find(Item.class, x -> { x.go(); return true; });\n\
        new Check<>(Item.class, x -> { x.go(); return true; });\n\
        box.map(x -> x.next()).one().go();\n\
        box.map((x, y) -> y.next()).one().go();\n\
        } }";
    assert_eq!(calls(&[("A.java", java)], "go"), vec!["A.java: Item.go (type)"; 5]);
    assert_eq!(calls(&[("A.java", java)], "next"), vec!["A.java: Item.next (type)"; 2]);
}

#[test]
fn of_the_librarys_methods_of_one_name_the_one_is_meant_that_takes_what_it_is_given() {
    let java = "import java.util.*;\n\
        class Item { void go() {} } class Other { void go() {} } enum Kind { A }\n\
        class A { static void f(int a) {}\n\
        static void f(long a) {}\n\
        static void f(Object a) {}\n\
        static void f(boolean a) {}\n\
        void run(List<Item> list, Item item, Object any, Kind kind, String why) {\n\
        list.remove(0).go();\n\
        Objects.requireNonNull(item, \"missing\").go();\n\
        Objects.requireNonNull(item, () -> why).go();\n\
        f(Math.max(1, 2)); f(Math.max(1, 2L)); f(list.remove(item)); f(kind.ordinal()); f(kind.name()); f(Math.max(any, 1));\n\
        } }";
    assert_eq!(calls(&[("A.java", java)], "go"), vec!["A.java: Item.go (type)"; 3]);
    assert_eq!(lines(java, "f"), [Some(3), Some(4), Some(6), Some(3), Some(5), None]);
}

#[test]
fn a_method_reference_fits_what_takes_and_wants_as_much() {
    let java = "import java.util.function.*; class Item { Item next() { return this; } void with(Item other) {} }\n\
        class A { static void f(Consumer<Item> a) {}\n\
        static void f(Function<Item, Item> a) {}\n\
        static void f(BiConsumer<Item, Item> a) {}\n\
        static void one(Item it) {} static Item same(Item it) { return it; } void two() {} void two(int a) {}\n\
        void run(Item item) { f(A::one); f(A::same); f(Item::next); f(item::with); f(Item::with); f(this::two); } }";
    assert_eq!(lines(java, "f"), [Some(2), Some(3), Some(3), Some(2), Some(4), None]);
}

#[test]
fn generic_functions_take_the_same_in_the_words_of_each() {
    let java = "import java.util.*; interface Three<A, B, C, R> { R apply(A a, B b, C c); default R apply(List<A> t) { return null; } }\n\
        interface Many<T> { T one(); T two(); } class Own<T> implements Iterable<T> {}\n\
        class A { static <T, R> void zip(Own<? extends T> a, Three<T, T, T, R> f) {}\n\
        static <T, R> void zip(Iterable<? extends T> a, Three<T, T, T, R> f) {}\n\
        static <T, R> void zip(Own<? extends T> a, Many<R> f) {}\n\
        void run(Own<String> own, List<String> list) { zip(own, (a, b, c) -> a); zip(list, (a, b, c) -> a); } }";
    assert_eq!(lines(java, "zip"), [Some(3), Some(4)]);
}

#[test]
fn what_a_class_has_from_the_library_hides_what_is_around_it() {
    let java = "import java.util.*; interface Named { String toString(); int size(); }\n\
        class A { boolean isEmpty() { return true; } boolean open() { return true; }\n\
        class Held extends ArrayDeque<String> { void run() { isEmpty(); open(); } }\n\
        abstract class Own implements Named { void run() { toString(); size(); } } }\n\
        interface More extends Named { default void run() { toString(); } }";
    let files = [("A.java", java)];
    assert_eq!(calls(&files, "isEmpty"), ["?"]);
    assert_eq!(calls(&files, "open"), ["A.java: A.open (scope)"]);
    assert_eq!(calls(&files, "size"), ["A.java: Named.size (scope)"]);
    assert_eq!(calls(&files, "toString"), ["?", "A.java: Named.toString (scope)"]);
}
