package com.example.items;

/** A shape. */
@Deprecated
public abstract class Shape<T extends Comparable<T>, U> extends Base<T> implements Named, java.io.Closeable {
    /** How many there are. */
    public static final int COUNT = 1, LIMIT[] = {COUNT};
    private T value;
    protected Map.Entry<String, ? extends T>[] entries = null;

    static {
        prepare();
    }

    {
        value = first();
    }

    /**
     * Makes one.
     * @param value what it holds
     */
    public Shape(T value) {
        this(value, COUNT);
    }

    protected Shape(T value, int count) {
        super(value);
        this.value = value;
    }

    public abstract double area();

    @Override
    @SuppressWarnings("unchecked")
    public <V> V as(Class<V> type, Object... rest) throws IOException {
        return (V) value;
    }

    static int of()[] {
        return new int[0];
    }

    static class Nested {
        class Inner {
            void deep() {}
        }
    }

    interface Listener extends Named, Base.Other {
        int MOST = 3;

        void changed(Shape<?, ?> shape);

        default boolean ready() {
            return true;
        }

        static Listener none() {
            return shape -> {};
        }
    }

    enum Colour implements Named {
        /** Like blood. */
        RED,
        GREEN(1) {
            @Override
            int weight() {
                return own();
            }

            int own() {
                return 2;
            }
        };

        final int weight;

        Colour() {
            this(0);
        }

        Colour(int weight) {
            this.weight = weight;
        }

        int weight() {
            return weight;
        }
    }
}

record Point<N>(int x, N... rest) implements Named {
    static final Point<?> ORIGIN = new Point<>(0);

    Point {
        check(x, rest.length);
    }

    Point(int x, int y) {
        this(x);
    }

    public int x() {
        return x;
    }
}

@interface Marker {
    String value() default "none";

    int[] levels() default {};
}

class PlainTest extends junit.framework.TestCase {
    void testOne() {}

    void testWith(int argument) {}

    @Test
    void two() {}

    @org.junit.jupiter.api.Test
    void three() {}
}
