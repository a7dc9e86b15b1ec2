package org.onecopy.cli.demo.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Objects;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;

/**
 * The main class inside a server's process: runs the server's own, and ends the process when its standard input ends, because then whoever
 * started it is gone, however that came about. The only class of ours in there, so it needs nothing but the JDK.
 */
public final class WithParent {
    private WithParent() {}

    /** @param arguments the server's main class and its arguments */
    public static void main(String[] arguments) throws ReflectiveOperationException {
        Thread.ofPlatform().daemon().name("parent-watch").start(WithParent::haltAtEndOfInput);
        Class<?> server = Class.forName(arguments[0]);
        String[] rest = Arrays.copyOfRange(arguments, 1, arguments.length);
        try {
            server.getMethod("main", String[].class).invoke(null, (Object) rest);
        } catch (InvocationTargetException e) {
            e.printStackTrace();
            System.exit(1);
        }
    }

    private static void haltAtEndOfInput() {
        try {
            while (System.in.read() >= 0) {
                // The parent says nothing; it is there.
            }
        } catch (IOException e) {
            // As good as its end.
        }
        Runtime.getRuntime().halt(0);
    }

    /** A jar with this class alone, made anew in a directory. */
    static Path jar(Path directory) throws IOException {
        Path jar = directory.resolve("with-parent.jar");
        String name = WithParent.class.getName().replace('.', '/') + ".class";
        Path fresh = Files.createTempFile(directory, "with-parent", ".new"); // two daemons may start at once
        try (InputStream code =
                        Objects.requireNonNull(WithParent.class.getClassLoader().getResourceAsStream(name), name);
                OutputStream file = Files.newOutputStream(fresh);
                JarOutputStream out = new JarOutputStream(file)) {
            ZipEntry entry = new ZipEntry(name);
            entry.setTime(0);
            out.putNextEntry(entry);
            code.transferTo(out);
            out.closeEntry();
        }
        Files.move(fresh, jar, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return jar;
    }
}
