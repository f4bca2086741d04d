package a.b;

import java.util.List;
import java.util.Map.Entry;
import java.util.concurrent.*;
import a.b.Outer.*;
import static java.lang.Math.max;
import static a.b.Outer.*;
import static a.b.Outer.Inner.LIMIT;

class C {
    List<Entry> entries;
}
