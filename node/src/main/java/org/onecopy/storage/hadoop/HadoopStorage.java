package org.onecopy.storage.hadoop;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Kind;
import org.onecopy.core.Name;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.ProblemException;
import org.onecopy.problem.StorageException;
import org.onecopy.storage.Capabilities;
import org.onecopy.storage.Lineage;
import org.onecopy.storage.Listed;
import org.onecopy.storage.Storage;
import org.onecopy.storage.Tree;
import org.onecopy.storage.Trial;

/**
 * A zone in a Hadoop file system. It is first spoken to when a tree is opened, so that a node starts while the cluster is away; what
 * cannot be opened is {@code STORAGE_UNAVAILABLE} and tried again by the caller.
 */
public final class HadoopStorage implements Storage {
    private static final int DIRECTORY_MODE = 0755;

    private final HadoopSettings settings;
    private @Nullable Connection connection;
    private boolean closed;

    public HadoopStorage(HadoopSettings settings) {
        this.settings = settings;
    }

    /** What such a file system usually can; a tree's own answer is of what was found out there. */
    @Override
    public Capabilities capabilities() {
        return settings.onlyHdfs() ? HdfsCalls.usual() : FileSystemCalls.usual();
    }

    /** Connects where that has not been done. */
    synchronized FileCalls calls() {
        if (closed) {
            throw new IllegalStateException("the storage is closed");
        }
        Connection open = connection;
        if (open == null) {
            String what = settings.uri().map(Object::toString).orElse("the file system of the cluster's files");
            try {
                open = Connection.open(settings);
            } catch (IOException e) {
                throw new StorageException(
                        ProblemCode.STORAGE_UNAVAILABLE,
                        "cannot open %s: %s; see whether the node's settings below storage.hadoop are right; it is tried again"
                                .formatted(what, e.getMessage()),
                        e);
            }
            connection = open;
        }
        return open.calls();
    }

    @Override
    public Tree open(String path, boolean create) {
        String location = locate(path);
        FileCalls calls = calls();
        Found root = Faults.seek("look at", location, () -> {
            Found there = calls.find(location);
            if (there == null && create) {
                calls.makeDirectories(location, DIRECTORY_MODE);
                there = calls.find(location);
            }
            return there;
        });
        if (root == null || !root.directory()) {
            throw Layout.missing(location);
        }
        return open(calls, location, root);
    }

    /** Opens a directory, which may lie in a working area. */
    Tree open(FileCalls shared, String location, Found root) {
        FileCalls calls = shared.ofTree();
        Layout layout = new Layout(calls, location, root);
        layout.makeFolders();
        layout.sweepMade();
        Capabilities capabilities = Faults.ask("look at", location, () -> calls.capabilities(layout.trialFolder()));
        Capabilities here = new Capabilities(
                capabilities.abilities(), layout.names(), capabilities.mtimeStepNanos(), capabilities.stepsAtOnce());
        return new HadoopTree(calls, layout, here, settings.spool());
    }

    /** By the file system's address and the path, and by the inode of a directory that is there: a cluster may be known under several names. */
    @Override
    public Lineage lineage(String path) {
        FileCalls calls = calls();
        List<String> names = new ArrayList<>();
        names.add(calls.uri() + "/");
        for (String name : locate(path).split("/", -1)) {
            if (!name.isEmpty()) {
                names.add(names.getLast() + name + "/");
            }
        }
        List<String> own = new ArrayList<>(List.of(names.removeLast()));
        try (Tree tree = open(path, false)) {
            own.add(tree.rootIdentity().token());
        } catch (StorageException e) {
            if (e.code() != ProblemCode.STORAGE_UNAVAILABLE) {
                throw e;
            }
        }
        return new Lineage(names, own);
    }

    @Override
    public void browse(String path, Consumer<Listed> sink) {
        String location = locate(path);
        boolean there = Faults.ask(
                "list",
                location,
                () -> calls().list(location, found -> {
                    if (!found.name().equals(Layout.WORK.value())) {
                        sink.accept(listed(found));
                    }
                }));
        if (!there) {
            throw Layout.missing(location);
        }
    }

    private static Listed listed(Found found) {
        Kind kind = !found.regular() ? Kind.SYMLINK : found.directory() ? Kind.DIRECTORY : Kind.FILE;
        return new Listed(
                found.name(), kind, kind == Kind.FILE ? found.length() : 0, Instant.ofEpochMilli(found.mtimeMillis()));
    }

    @Override
    public Trial trial(String path) {
        return new HadoopTrial(this, settings.spool(), locate(path));
    }

    private static String locate(String path) {
        if (!path.startsWith("/")) {
            throw invalid(path, "is not absolute; begin it with a slash");
        }
        StringBuilder location = new StringBuilder();
        for (String name : path.split("/", -1)) {
            if (name.isEmpty()) {
                continue;
            }
            String complaint = Name.complaint(name);
            if (complaint != null) {
                throw invalid(path, "has the name '" + name + "', which " + complaint);
            }
            if (name.equals(Layout.WORK.value())) {
                throw invalid(path, "lies in a working area of Onecopy; choose a directory of your own");
            }
            if (name.equals(".snapshot")
                    || name.equals(".reserved")
                    || name.equals(".Trash")
                    || name.indexOf(':') >= 0) {
                throw invalid(path, "has the name '" + name + "', which HDFS keeps for itself or cannot hold");
            }
            location.append('/').append(name);
        }
        return location.isEmpty() ? "/" : location.toString();
    }

    private static ProblemException invalid(String path, String complaint) {
        return new ProblemException(ProblemCode.PATH_INVALID, "the path " + path + " " + complaint);
    }

    @Override
    public synchronized void close() {
        closed = true;
        Connection open = connection;
        connection = null;
        if (open != null) {
            open.close();
        }
    }
}
