package com.example.lambdas;

import java.util.function.Function;

interface Visitor<T> {
    boolean equals(Object other);

    boolean visit(T it, int depth);

    default void done() {}
}

interface Two {
    void one();

    void two();
}

abstract class Uses {
    Visitor<String> field = (it, depth) -> it.isEmpty();

    native void built();

    abstract int asked();

    Function<String, Integer> made(Uses outer) {
        take(x -> x.length(), String::length, Uses::new);
        this.field = (a, b) -> a.isBlank();
        Object cast = (Function<String, String>) s -> s.trim();
        outer.new Inner(1 + 2);
        return s -> s.hashCode();
    }

    class Inner {
        Inner(int size) {}
    }
}
