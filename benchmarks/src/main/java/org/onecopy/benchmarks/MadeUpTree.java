package org.onecopy.benchmarks;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Locale;
import java.util.Objects;
import org.onecopy.core.Attributes;
import org.onecopy.core.Kind;
import org.onecopy.core.Name;
import org.onecopy.storage.Capabilities;
import org.onecopy.storage.Fingerprint;
import org.onecopy.storage.Place;
import org.onecopy.storage.Stat;
import org.onecopy.storage.Tree;

/** A storage that holds so many files in directories by the thousand, and takes no room: it can be listed, and nothing else. */
final class MadeUpTree {
    static final int LENGTH = 4096;
    private static final long MODIFIED_NANOS = 1_700_000_000_000_000_000L;

    private MadeUpTree() {}

    static Tree of(int files, int perDirectory) {
        InvocationHandler handler = (proxy, method, arguments) -> switch (method.getName()) {
            case "capabilities" -> Capabilities.ALL;
            case "shown" -> InvocationHandler.invokeDefault(proxy, method, arguments);
            case "list" -> list((Place) arguments[0], (Tree.ListSink) arguments[1], files, perDirectory);
            default -> throw new UnsupportedOperationException(method.getName());
        };
        return (Tree) Objects.requireNonNull(
                Proxy.newProxyInstance(MadeUpTree.class.getClassLoader(), new Class<?>[] {Tree.class}, handler));
    }

    private static boolean list(Place place, Tree.ListSink sink, int files, int perDirectory) {
        if (place.path().isRoot()) {
            for (int n = 0; n * perDirectory < files; n++) {
                sink.entry(new Name(directory(n)), stat(Kind.DIRECTORY));
            }
            return true;
        }
        int first = Integer.parseInt(place.path().names().getLast().value().substring(1)) * perDirectory;
        for (int n = first; n < Math.min(files, first + perDirectory); n++) {
            sink.entry(new Name(file(n)), stat(Kind.FILE));
        }
        return true;
    }

    static String directory(int n) {
        return String.format(Locale.ROOT, "d%05d", n);
    }

    static String file(int n) {
        return "file-" + n + ".dat";
    }

    static Attributes attributes(Kind kind) {
        return kind == Kind.FILE
                ? new Attributes(0644, "hdfs", "hadoop", MODIFIED_NANOS)
                : new Attributes(0755, "hdfs", "hadoop", 0);
    }

    private static Stat stat(Kind kind) {
        return new Stat(
                kind, kind == Kind.FILE ? LENGTH : 0, attributes(kind), new Fingerprint("made-up"), null, null, 1);
    }
}
