package org.onecopy.architecture;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** What the text of our sources must keep, measured by javac's own parser. Each rule answers with its findings. */
final class SourceRules {
    static final int FILE_LINES_MAX = 600;
    static final int METHOD_LINES_MAX = 70;
    private static final Pattern SAYS_NOTHING = Pattern.compile(".*(Manager|Helper|Utils?|Impl)");

    private final List<Path> sources;

    private SourceRules(List<Path> sources) {
        this.sources = List.copyOf(sources);
    }

    /** The rules over all Java sources of all modules below a directory; build output is left out. */
    static SourceRules below(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            return new SourceRules(files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !root.relativize(file).toString().contains("target/"))
                    .sorted()
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The root of the source tree that this test runs in. */
    static Path projectRoot() {
        Path start = Path.of("").toAbsolutePath();
        for (Path at = start; at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve(".mvn"))) {
                return at;
            }
        }
        throw new IllegalStateException("no source tree above " + start);
    }

    int count() {
        return sources.size();
    }

    List<String> longFiles() {
        List<String> findings = new ArrayList<>();
        for (Path source : sources) {
            int lines = lines(source).size();
            if (lines > FILE_LINES_MAX) {
                findings.add("%s: %d lines, at most %d".formatted(source, lines, FILE_LINES_MAX));
            }
        }
        return findings;
    }

    List<String> longMethods() {
        return scan(MethodScanner::new);
    }

    List<String> emptyNames() {
        return scan((positions, findings) -> new NameScanner(findings));
    }

    private List<String> scan(BiFunction<SourcePositions, List<String>, TreePathScanner<Void, Void>> scannerOf) {
        List<String> findings = new ArrayList<>();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files =
                compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
            var units = files.getJavaFileObjectsFromPaths(sources);
            var task = (JavacTask) compiler.getTask(null, files, null, List.of("-proc:none"), null, units);
            var scanner = scannerOf.apply(Trees.instance(task).getSourcePositions(), findings);
            for (CompilationUnitTree unit : task.parse()) {
                scanner.scan(unit, null);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return findings;
    }

    /** Lines that wait for time to pass instead of for a condition, in main code and in tests. */
    List<String> sleeps() {
        return linesWith("Thread" + ".sleep(", "SECONDS" + ".sleep(");
    }

    /** Directories with sources whose package does not say what lives there. */
    List<String> undescribedPackages() {
        return sources.stream()
                .filter(source -> source.toString().contains("src/main/java/"))
                .map(Path::getParent)
                .distinct()
                .filter(directory -> !Files.exists(directory.resolve("package-info.java")))
                .map(directory -> directory + ": no package-info.java")
                .toList();
    }

    private List<String> linesWith(String... texts) {
        List<String> findings = new ArrayList<>();
        for (Path source : sources) {
            List<String> lines = lines(source);
            for (int i = 0; i < lines.size(); i++) {
                String line = lines.get(i);
                if (Stream.of(texts).anyMatch(line::contains)) {
                    findings.add("%s:%d: %s".formatted(source, i + 1, line.strip()));
                }
            }
        }
        return findings;
    }

    private static List<String> lines(Path source) {
        try {
            return Files.readAllLines(source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Measures each method from its first annotation or modifier to its closing brace. */
    private static final class MethodScanner extends TreePathScanner<Void, Void> {
        private final SourcePositions positions;
        private final List<String> findings;

        MethodScanner(SourcePositions positions, List<String> findings) {
            this.positions = positions;
            this.findings = findings;
        }

        @Override
        public Void visitMethod(MethodTree method, Void unused) {
            CompilationUnitTree unit = getCurrentPath().getCompilationUnit();
            LineMap map = unit.getLineMap();
            long start = map.getLineNumber(positions.getStartPosition(unit, method));
            long end = map.getLineNumber(positions.getEndPosition(unit, method));
            long lines = end - start + 1;
            if (lines > METHOD_LINES_MAX) {
                ClassTree type = (ClassTree) getCurrentPath().getParentPath().getLeaf();
                findings.add("%s:%d: %s.%s has %d lines, at most %d"
                        .formatted(
                                unit.getSourceFile().getName(),
                                start,
                                type.getSimpleName(),
                                method.getName(),
                                lines,
                                METHOD_LINES_MAX));
            }
            return super.visitMethod(method, null);
        }
    }

    /** Finds types whose name says nothing. */
    private static final class NameScanner extends TreePathScanner<Void, Void> {
        private final List<String> findings;

        NameScanner(List<String> findings) {
            this.findings = findings;
        }

        @Override
        public Void visitClass(ClassTree type, Void unused) {
            if (SAYS_NOTHING.matcher(type.getSimpleName()).matches()) {
                String file =
                        getCurrentPath().getCompilationUnit().getSourceFile().getName();
                findings.add(file + ": " + type.getSimpleName());
            }
            return super.visitClass(type, null);
        }
    }
}
