package org.onecopy.storage.hadoop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.PathIsNotEmptyDirectoryException;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.ByteCount;
import org.onecopy.storage.Finding;
import org.onecopy.storage.Tree;
import org.onecopy.storage.Trial;

/** Tries out a Hadoop file system at one location. */
final class HadoopTrial implements Trial {
    private static final int FOLDER_MODE = 0700;

    private final HadoopStorage storage;
    private final Path spool;
    private final String location;
    private @Nullable String work;

    /** @param spool the local directory in which parts of contents wait */
    HadoopTrial(HadoopStorage storage, Path spool, String location) {
        this.storage = storage;
        this.spool = spool;
        this.location = location;
    }

    @Override
    public List<Finding> reach() {
        return Faults.ask("reach", "the file system", () -> {
            FileCalls calls = storage.calls();
            long begun = System.nanoTime();
            Found root = calls.find("/");
            long millis = (System.nanoTime() - begun) / 1_000_000;
            if (root == null) {
                throw new IOException("it has no top directory");
            }
            return List.of(
                    Finding.ok("reach", "it answers after %d ms; the node is user %s".formatted(millis, calls.user())));
        });
    }

    @Override
    public Finding location() {
        FileCalls calls = storage.calls();
        return Faults.ask("look at", location, () -> {
            Found there = calls.find(location);
            if (there == null) {
                return Finding.ok(
                        "location", "%s is not there yet; it is made in %s".formatted(location, nearest(calls)));
            }
            if (!there.directory()) {
                return Finding.fail(
                        "location",
                        location + " is not a directory",
                        "move it away, or choose another path for the location");
            }
            List<String> names = new ArrayList<>();
            calls.list(location, found -> names.add(found.name()));
            return Finding.ok(
                    "location",
                    location + (names.isEmpty() ? " is there, and empty" : " is there, and holds something"));
        });
    }

    /** The location, or the nearest directory above where it is not there. */
    private String nearest(FileCalls calls) throws IOException {
        String at = location;
        while (!at.equals("/")) {
            Found found = calls.find(at);
            if (found != null && found.directory()) {
                return at;
            }
            int slash = at.lastIndexOf('/');
            at = slash == 0 ? "/" : at.substring(0, slash);
        }
        return at;
    }

    @Override
    public Tree open() {
        FileCalls calls = storage.calls();
        return Faults.ask("try things in", location, () -> {
            String base = nearest(calls);
            String area = (base.equals("/") ? "" : base) + "/" + Layout.WORK;
            if (calls.find(area) == null) {
                calls.makeDirectory(area, FOLDER_MODE);
                work = area;
            }
            String scratch = area + "/" + NAME;
            calls.purge(scratch); // refused in an area of somebody else, where nothing of ours is to be removed then
            work = area;
            calls.makeDirectory(scratch, FOLDER_MODE);
            Found root = calls.find(scratch);
            if (root == null) {
                throw new IOException("a new directory is gone; keep everyone else out of " + area);
            }
            return storage.open(calls, scratch, root);
        });
    }

    @Override
    public List<Finding> particulars() {
        FileCalls calls = storage.calls();
        List<Finding> found = new ArrayList<>(Faults.ask("look at", location, () -> calls.tell(nearest(calls))));
        found.add(spool());
        return found;
    }

    private Finding spool() {
        try {
            Files.createDirectories(spool);
            ByteCount free = ByteCount.of(Files.getFileStore(spool).getUsableSpace());
            return Files.isWritable(spool)
                    ? Finding.ok("spool", "%s has %s for parts that wait".formatted(spool, free))
                    : Finding.fail("spool", spool + " may not be written", "give the node's user the right");
        } catch (IOException e) {
            return Finding.fail("spool", "%s cannot be used: %s".formatted(spool, e), "see storage.hadoop.spool");
        }
    }

    @Override
    public void close() {
        String area = work;
        work = null;
        if (area == null) {
            return;
        }
        FileCalls calls = storage.calls();
        Faults.tell("remove", area + "/" + NAME, () -> {
            calls.purge(area + "/" + NAME);
            Found left = calls.find(area);
            try {
                if (left != null) {
                    calls.removeDirectory(left, area);
                }
            } catch (PathIsNotEmptyDirectoryException e) {
                // it is in use by a rule
            }
        });
    }
}
