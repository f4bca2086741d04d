import java.io.IOException;
import java.lang.reflect.*;
import java.net.URI;
import java.nio.file.*;
import java.util.*;
import java.util.function.Predicate;
import java.util.stream.*;

/**
 * Writes what the types of Java's library are and what their methods give, for {@code assets/names/java-library.txt}:
 * {@code java scripts/JavaLibrary.java >assets/names/java-library.txt}. A JDK of version 17 wrote what is there.
 */
class JavaLibrary {
    static final List<String> PACKAGES = List.of("java.lang", "java.util", "java.util.function", "java.util.stream",
        "java.util.concurrent", "java.util.concurrent.atomic", "java.util.regex", "java.io", "java.nio.file", "java.math", "java.time",
        "java.net", "java.nio", "java.nio.charset", "java.text", "java.lang.reflect", "java.lang.annotation", "java.time.chrono",
        "java.time.temporal", "java.time.format", "java.nio.channels", "java.nio.file.attribute", "java.security",
        "java.util.concurrent.locks", "java.util.zip", "java.util.jar");

    public static void main(String[] arguments) throws IOException {
        System.out.println("# Types of Java's library, made by scripts/JavaLibrary.java: a name, `:`,");
        System.out.println("# what it extends, `:`, its methods. `$0` is the type's first parameter, `%0` the method's own, `_` anything;");
        System.out.println("# a method is its name, `/` how many arguments it takes, where it matters `(` what those are, `=` what it");
        System.out.println("# gives; a field is a name and `/.`. A type that is a function has it as `()`.");
        Map<String, String> lines = new TreeMap<>();
        FileSystem runtime = FileSystems.getFileSystem(URI.create("jrt:/"));
        for (String name : PACKAGES) {
            Path folder = runtime.getPath("modules/java.base/" + name.replace('.', '/'));
            List<Path> files;
            try (Stream<Path> all = Files.list(folder)) {
                files = all.filter(file -> file.toString().endsWith(".class")).sorted().toList();
            }
            for (Path file : files) {
                String of = file.getFileName().toString().replace(".class", "");
                if (of.matches(".*(\\$\\d.*|-info|\\$.*\\$.*)")) {
                    continue;
                }
                try {
                    Class<?> type = Class.forName(name + "." + of, false, null);
                    boolean isOpen = Modifier.isPublic(type.getModifiers()) && (type.getEnclosingClass() == null || type == Map.Entry.class);
                    if (isOpen) {
                        lines.putIfAbsent(type.getSimpleName(), line(type));
                    }
                } catch (ClassNotFoundException | NoClassDefFoundError error) {
                    throw new IOException(of, error);
                }
            }
        }
        lines.values().forEach(System.out::println);
    }

    static String line(Class<?> type) {
        StringBuilder out = new StringBuilder(type.getSimpleName()).append(" :");
        bases(type).forEach(of -> out.append(' ').append(text(of, type, null)));
        out.append(" :");
        for (Field field : type.getDeclaredFields()) {
            if ((field.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0) {
                out.append(' ').append(field.getName()).append("/.=").append(text(field.getGenericType(), type, null));
            }
        }
        Predicate<Method> isTold = of -> Modifier.isPublic(of.getModifiers()) && !of.isSynthetic();
        // What a class that nobody sees has, those have that extend it.
        Predicate<Method> isOwn = of -> of.getDeclaringClass() == type || !Modifier.isPublic(of.getDeclaringClass().getModifiers());
        List<Method> methods = Stream.concat(Arrays.stream(type.getMethods()), Arrays.stream(type.getDeclaredMethods())).distinct()
            .filter(isOwn.and(isTold))
            .sorted(Comparator.comparing(Method::getName).thenComparing(of -> of.toGenericString())).toList();
        Map<String, Set<String>> told = new TreeMap<>();
        Map<String, Set<String>> whole = new TreeMap<>();
        for (Method method : methods) {
            if (isOfAll(method)) {
                continue;
            }
            String name = method.getName() + "/" + (method.isVarArgs() ? "*" : method.getParameterCount());
            String result = text(method.getGenericReturnType(), type, method);
            boolean isInteresting = Arrays.stream(method.getGenericParameterTypes()).anyMatch(of -> isFunction(of))
                || result.contains("%");
            String takes = Arrays.stream(method.getGenericParameterTypes()).map(of -> text(of, type, method)).collect(Collectors.joining(","));
            whole.computeIfAbsent(name, of -> new TreeSet<>()).add("(" + takes + "=" + result);
            told.computeIfAbsent(name, of -> new TreeSet<>()).add((isInteresting ? "(" + takes : "") + "=" + result);
        }
        told.forEach((name, all) -> {
            Set<String> results = all.stream().map(one -> one.substring(one.lastIndexOf('='))).collect(Collectors.toSet());
            if (all.equals(Set.of("=void"))) {
                return;
            }
            if (all.size() == 1) {
                out.append(' ').append(name).append(all.iterator().next());
            } else if (results.size() == 1 && !results.iterator().next().contains("%")) {
                out.append(' ').append(name).append(results.iterator().next());
            } else if (!name.endsWith("*")) {
                // Which of them is meant what they take says.
                whole.get(name).forEach(one -> out.append(' ').append(name).append(one));
            }
        });
        if (type.isInterface()) {
            List<Method> asked = methods.stream().filter(of -> Modifier.isAbstract(of.getModifiers()) && !isOfAll(of)).toList();
            if (asked.size() == 1 && asked.get(0).getTypeParameters().length == 0) {
                Method only = asked.get(0);
                out.append(" ()(").append(Arrays.stream(only.getGenericParameterTypes()).map(of -> text(of, type, only)).collect(Collectors.joining(",")));
                out.append('=').append(text(only.getGenericReturnType(), type, only));
            }
        }
        return out.toString();
    }

    static List<Type> bases(Class<?> type) {
        List<Type> bases = new ArrayList<>();
        if (type.getGenericSuperclass() != null && type.getSuperclass() != Object.class) {
            if (Modifier.isPublic(type.getSuperclass().getModifiers())) {
                bases.add(type.getGenericSuperclass());
            } else {
                bases.addAll(bases(type.getSuperclass()));
            }
        }
        bases.addAll(List.of(type.getGenericInterfaces()));
        return bases;
    }

    static boolean isOfAll(Method method) {
        return Arrays.stream(Object.class.getMethods()).anyMatch(of -> of.getName().equals(method.getName())
            && Arrays.equals(of.getParameterTypes(), method.getParameterTypes()));
    }

    static boolean isFunction(Type of) {
        Class<?> type = of instanceof ParameterizedType generic ? (Class<?>) generic.getRawType() : of instanceof Class<?> plain ? plain : null;
        return type != null && type.isInterface()
            && Arrays.stream(type.getMethods()).filter(method -> Modifier.isAbstract(method.getModifiers()) && !isOfAll(method)).count() == 1;
    }

    static String text(Type of, Class<?> type, Method method) {
        if (of instanceof Class<?> plain) {
            return plain.isArray() ? text(plain.getComponentType(), type, method) + "[]" : plain.getSimpleName();
        }
        if (of instanceof GenericArrayType array) {
            return text(array.getGenericComponentType(), type, method) + "[]";
        }
        if (of instanceof ParameterizedType generic) {
            String arguments = Arrays.stream(generic.getActualTypeArguments()).map(one -> text(one, type, method)).collect(Collectors.joining(","));
            return ((Class<?>) generic.getRawType()).getSimpleName() + "<" + arguments + ">";
        }
        if (of instanceof WildcardType any) {
            Type bound = any.getLowerBounds().length > 0 ? any.getLowerBounds()[0] : any.getUpperBounds()[0];
            return text(bound, type, method);
        }
        if (of instanceof TypeVariable<?> variable) {
            int own = method == null ? -1 : Arrays.asList(method.getTypeParameters()).indexOf(variable);
            int outer = Arrays.asList(type.getTypeParameters()).indexOf(variable);
            return own >= 0 ? "%" + own : outer >= 0 ? "$" + outer : "_";
        }
        return "_";
    }
}
