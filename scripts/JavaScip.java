import com.sun.source.tree.*;
import com.sun.source.util.*;
import com.sun.tools.javac.tree.JCTree;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.*;
import java.util.stream.Stream;
import javax.lang.model.element.*;
import javax.lang.model.util.Elements;
import javax.tools.*;

/**
 * Writes what javac says of a folder of Java sources as a SCIP index, for {@code examples/truth}.
 *
 * <pre>java --add-exports jdk.compiler/com.sun.tools.javac.tree=ALL-UNNAMED scripts/JavaScip.java ROOT OUT.scip [javac's arguments]</pre>
 *
 * Needs a JDK, 17 or later, and nothing else. A part of the JDK wants {@code --patch-module java.base=…}; what is missing on the
 * class path is not told of. What {@code new} names is the constructor where one is written, else the class; a record's accessor
 * that is not written is its component. {@code this(…)}, {@code super(…)} and {@code ::new}, which spell no name, are left out.
 */
class JavaScip {
    /** A name, where it stands and what it names. */
    record Occurrence(int line, int from, int to, String symbol, boolean defines) {}

    final Path root;
    final Elements elements;
    final Trees trees;
    final SourcePositions positions;
    final Map<Element, String> symbols = new HashMap<>();
    final Map<String, Set<Occurrence>> files = new TreeMap<>();

    JavaScip(Path root, JavacTask task) {
        this.root = root;
        elements = task.getElements();
        trees = Trees.instance(task);
        positions = trees.getSourcePositions();
    }

    public static void main(String[] arguments) throws IOException {
        Path root = Path.of(arguments[0]).toRealPath();
        List<Path> sources;
        try (Stream<Path> all = Files.walk(root)) {
            sources = all.filter(path -> path.toString().endsWith(".java")).sorted().toList();
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        // Of a text in which each byte is a character positions count bytes.
        List<String> options = new ArrayList<>(List.of("-proc:none", "-implicit:none", "-nowarn", "-encoding", "ISO-8859-1",
            "-XDshould-stop.ifError=FLOW", "-XDshould-stop.ifNoError=FLOW", "-Xmaxerrs", "1000000"));
        options.addAll(List.of(arguments).subList(2, arguments.length));
        DiagnosticCollector<JavaFileObject> mistakes = new DiagnosticCollector<>();
        StandardJavaFileManager manager = compiler.getStandardFileManager(mistakes, null, StandardCharsets.ISO_8859_1);
        JavacTask task = (JavacTask) compiler.getTask(null, manager, mistakes, options, null, manager.getJavaFileObjectsFromPaths(sources));
        List<CompilationUnitTree> units = new ArrayList<>();
        task.parse().forEach(units::add);
        task.analyze();
        List<Diagnostic<? extends JavaFileObject>> errors = new ArrayList<>(mistakes.getDiagnostics());
        errors.removeIf(of -> of.getKind() != Diagnostic.Kind.ERROR);
        if (!errors.isEmpty()) {
            System.err.println(errors.size() + " errors: " + errors.get(0));
        }
        JavaScip told = new JavaScip(root, task);
        for (boolean defines : new boolean[] {true, false}) {
            for (CompilationUnitTree unit : units) {
                told.new File(unit, defines).scan(unit, null);
            }
        }
        Files.write(Path.of(arguments[1]), told.index());
    }

    /** What stands in one file: definitions first, for all files, then uses. */
    class File extends TreePathScanner<Void, Void> {
        final CompilationUnitTree unit;
        final boolean defines;
        final String path;
        final String text;
        final int[] lines;
        final Set<Occurrence> found;
        /** Names behind `new`, and what they make. */
        final Map<Tree, Element> made = new IdentityHashMap<>();

        File(CompilationUnitTree unit, boolean defines) throws IOException {
            this.unit = unit;
            this.defines = defines;
            Path file = Path.of(unit.getSourceFile().toUri()).toRealPath();
            path = root.relativize(file).toString();
            text = Files.readString(file, StandardCharsets.ISO_8859_1);
            List<Integer> starts = new ArrayList<>(List.of(0));
            for (int at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
                starts.add(at + 1);
            }
            lines = starts.stream().mapToInt(Integer::intValue).toArray();
            found = files.computeIfAbsent(path, of -> new HashSet<>());
        }

        @Override
        public Void visitClass(ClassTree tree, Void of) {
            int at = ((JCTree) tree).pos;
            // The keyword, and the name behind it.
            while (at >= 0 && at < text.length() && !text.startsWith(tree.getSimpleName().toString(), at)) {
                at = nextWord(at);
            }
            define(tree.getSimpleName(), at, element());
            return super.visitClass(tree, of);
        }

        int nextWord(int at) {
            while (at < text.length() && Character.isJavaIdentifierPart(text.charAt(at))) {
                at++;
            }
            while (at < text.length() && !Character.isJavaIdentifierStart(text.charAt(at))) {
                at = text.startsWith("/*", at) ? text.indexOf("*/", at) + 2 : text.startsWith("//", at) ? text.indexOf('\n', at) : at + 1;
            }
            return at;
        }

        @Override
        public Void visitMethod(MethodTree tree, Void of) {
            Element element = element();
            if (isImplied(element)) {
                return null;
            }
            Name name = element.getKind() == ElementKind.CONSTRUCTOR ? element.getEnclosingElement().getSimpleName() : tree.getName();
            define(name, ((JCTree) tree).pos, element);
            return super.visitMethod(tree, of);
        }

        @Override
        public Void visitVariable(VariableTree tree, Void of) {
            Element element = element();
            int at = ((JCTree) tree).pos;
            // Behind annotations.
            while (element != null && element.getKind() == ElementKind.ENUM_CONSTANT && at < text.length()
                && !text.startsWith(tree.getName().toString(), at)) {
                at = nextWord(at);
            }
            define(tree.getName(), at, element);
            return super.visitVariable(tree, of);
        }

        @Override
        public Void visitTypeParameter(TypeParameterTree tree, Void of) {
            define(tree.getName(), ((JCTree) tree).pos, element());
            return super.visitTypeParameter(tree, of);
        }

        @Override
        public Void visitIdentifier(IdentifierTree tree, Void of) {
            use(tree, tree.getName(), start(tree));
            return super.visitIdentifier(tree, of);
        }

        @Override
        public Void visitMemberSelect(MemberSelectTree tree, Void of) {
            use(tree, tree.getIdentifier(), end(tree) - tree.getIdentifier().length());
            return super.visitMemberSelect(tree, of);
        }

        @Override
        public Void visitMemberReference(MemberReferenceTree tree, Void of) {
            if (tree.getMode() == MemberReferenceTree.ReferenceMode.INVOKE) {
                use(tree, tree.getName(), end(tree) - tree.getName().length());
            }
            return super.visitMemberReference(tree, of);
        }

        @Override
        public Void visitNewClass(NewClassTree tree, Void of) {
            Tree named = tree.getIdentifier();
            while (!(named instanceof IdentifierTree || named instanceof MemberSelectTree)) {
                if (named instanceof ParameterizedTypeTree generic) {
                    named = generic.getType();
                } else if (named instanceof AnnotatedTypeTree annotated) {
                    named = annotated.getUnderlyingType();
                } else {
                    return super.visitNewClass(tree, of);
                }
            }
            Element element = element();
            if (tree.getClassBody() != null) {
                element = superConstructor(tree.getClassBody());
            }
            if (element != null && element.getKind() == ElementKind.CONSTRUCTOR && !isImplied(element)
                && element.getEnclosingElement().equals(trees.getElement(TreePath.getPath(unit, named)))) {
                made.put(named, element);
            }
            return super.visitNewClass(tree, of);
        }

        /** What the constructor of a class without a name calls. */
        Element superConstructor(ClassTree body) {
            for (Tree member : body.getMembers()) {
                if (member instanceof MethodTree method && method.getName().contentEquals("<init>") && method.getBody() != null) {
                    for (StatementTree statement : method.getBody().getStatements()) {
                        if (statement instanceof ExpressionStatementTree only && only.getExpression() instanceof MethodInvocationTree call) {
                            return trees.getElement(new TreePath(getCurrentPath(), call.getMethodSelect()));
                        }
                    }
                }
            }
            return null;
        }

        Element element() {
            return trees.getElement(getCurrentPath());
        }

        int start(Tree tree) {
            return (int) positions.getStartPosition(unit, tree);
        }

        int end(Tree tree) {
            return (int) positions.getEndPosition(unit, tree);
        }

        void define(Name name, int at, Element element) {
            if (!defines || element == null || name.isEmpty() || at < 0 || !text.startsWith(name.toString(), at)) {
                return;
            }
            String where = path + " " + at;
            String symbol = switch (element.getKind()) {
                case CLASS, INTERFACE, ENUM, ANNOTATION_TYPE, RECORD -> global(where) + "#";
                case METHOD, CONSTRUCTOR -> global(where) + "().";
                case FIELD, ENUM_CONSTANT -> global(where) + ".";
                default -> "local " + where.replaceAll("[^A-Za-z0-9]", "_");
            };
            symbols.put(element, symbol);
            add(name, at, symbol, true);
        }

        void use(Tree tree, Name name, int at) {
            if (defines || at < 0 || name.contentEquals("this") || name.contentEquals("super") || name.contentEquals("class")) {
                return;
            }
            Element element = made.getOrDefault(tree, element());
            if (element != null) {
                add(name, at, symbol(element), false);
            }
        }

        String symbol(Element element) {
            String known = symbols.get(element);
            if (known != null) {
                return known;
            }
            String outside = global("outside " + element.getEnclosingElement() + " " + element);
            if (element.getKind() == ElementKind.METHOD && element.getEnclosingElement().getKind() == ElementKind.RECORD) {
                // An accessor that is not written.
                for (Element member : element.getEnclosingElement().getEnclosedElements()) {
                    if (member.getKind() == ElementKind.FIELD && member.getSimpleName().equals(element.getSimpleName())) {
                        return symbols.getOrDefault(member, outside);
                    }
                }
            }
            return switch (element.getKind()) {
                case PACKAGE, MODULE -> outside + "/";
                case METHOD, CONSTRUCTOR -> outside + "().";
                case CLASS, INTERFACE, ENUM, ANNOTATION_TYPE, RECORD -> outside + "#";
                default -> outside + ".";
            };
        }

        void add(Name name, int at, String symbol, boolean isDefinition) {
            if (!text.startsWith(name.toString(), at)) {
                return;
            }
            int line = Arrays.binarySearch(lines, at);
            line = line < 0 ? -line - 2 : line;
            int from = at - lines[line];
            found.add(new Occurrence(line, from, from + name.length(), symbol, isDefinition));
        }
    }

    /** Whether nobody wrote it. */
    boolean isImplied(Element element) {
        return element != null && elements.getOrigin(element) != Elements.Origin.EXPLICIT && !symbols.containsKey(element);
    }

    static String global(String where) {
        return "java . . . `" + where.replace("`", "") + "`";
    }

    /** The index as bytes: protobuf by hand, of which so little is needed. */
    byte[] index() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Map.Entry<String, Set<Occurrence>> file : files.entrySet()) {
            ByteArrayOutputStream document = new ByteArrayOutputStream();
            field(document, 1, file.getKey().getBytes(StandardCharsets.UTF_8));
            List<Occurrence> all = new ArrayList<>(file.getValue());
            all.sort(Comparator.comparing(Occurrence::line).thenComparing(Occurrence::from).thenComparing(Occurrence::symbol)
                .thenComparing(Occurrence::defines));
            for (Occurrence one : all) {
                ByteArrayOutputStream place = new ByteArrayOutputStream();
                for (int number : new int[] {one.line, one.from, one.to}) {
                    varint(place, number);
                }
                ByteArrayOutputStream said = new ByteArrayOutputStream();
                field(said, 1, place.toByteArray());
                field(said, 2, one.symbol.getBytes(StandardCharsets.UTF_8));
                if (one.defines) {
                    varint(said, 3 << 3);
                    varint(said, 1);
                }
                field(document, 2, said.toByteArray());
            }
            field(out, 2, document.toByteArray());
        }
        return out.toByteArray();
    }

    static void field(ByteArrayOutputStream out, int number, byte[] payload) {
        varint(out, number << 3 | 2);
        varint(out, payload.length);
        out.writeBytes(payload);
    }

    static void varint(ByteArrayOutputStream out, int number) {
        for (; number > 0x7F; number >>>= 7) {
            out.write(number & 0x7F | 0x80);
        }
        out.write(number);
    }
}
