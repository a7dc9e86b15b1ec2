package org.onecopy.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Files of random bytes, which nothing can compress and no earlier run has seen. */
final class RandomFiles {
    static final int SMALL_BYTES = 4096;
    static final int DIRECTORIES = 20;

    private static final int BLOCK_BYTES = 1 << 20;

    private final SplittableRandom random;

    RandomFiles(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** Writes so many small files, evenly over the directories. @return their paths below the root */
    List<Path> writeTree(Path root, int files) throws IOException {
        List<Path> paths = new ArrayList<>();
        for (int i = 0; i < DIRECTORIES; i++) {
            Files.createDirectory(root.resolve(directory(i)));
        }
        for (int i = 0; i < files; i++) {
            Path file = Path.of(directory(i % DIRECTORIES), "file-%06d.bin".formatted(i));
            Files.write(root.resolve(file), small());
            paths.add(file);
        }
        return paths;
    }

    byte[] small() {
        byte[] content = new byte[SMALL_BYTES];
        random.nextBytes(content);
        return content;
    }

    void writeLarge(Path file, long bytes) throws IOException {
        byte[] block = new byte[BLOCK_BYTES];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long left = bytes; left > 0; left -= block.length) {
                random.nextBytes(block);
                out.write(block, 0, (int) Math.min(left, block.length));
            }
        }
    }

    /** How many names the directories of a tree hold by now; missing directories hold none. */
    static int countNames(Path root) {
        int names = 0;
        for (int i = 0; i < DIRECTORIES; i++) {
            String[] list = root.resolve(directory(i)).toFile().list();
            names += list == null ? 0 : list.length;
        }
        return names;
    }

    /** @throws BenchmarkFailure where a copy is not byte for byte its original */
    static void checkEqual(Path original, Path copy) {
        try {
            if (Files.mismatch(original, copy) != -1) {
                throw new BenchmarkFailure(copy + " differs from " + original);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The same for two streams, of which neither needs to be a file.
     *
     * @param what is compared, for people
     */
    static void checkEqual(InputStream original, InputStream copy, String what) throws IOException {
        if (!MessageDigest.isEqual(digest(original), digest(copy))) {
            throw new BenchmarkFailure(what + " differs");
        }
    }

    private static byte[] digest(InputStream in) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            new DigestInputStream(in, digest).transferTo(OutputStream.nullOutputStream());
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String directory(int number) {
        return "dir-%02d".formatted(number);
    }
}
