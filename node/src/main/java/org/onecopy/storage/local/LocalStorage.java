package org.onecopy.storage.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Kind;
import org.onecopy.core.Name;
import org.onecopy.linux.Errno;
import org.onecopy.linux.Linux;
import org.onecopy.linux.RawStat;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.ProblemException;
import org.onecopy.problem.StorageException;
import org.onecopy.storage.Capabilities;
import org.onecopy.storage.Lineage;
import org.onecopy.storage.Listed;
import org.onecopy.storage.ObjectIdentity;
import org.onecopy.storage.Storage;
import org.onecopy.storage.Tree;
import org.onecopy.storage.Trial;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file systems of this machine, below one directory. */
public final class LocalStorage implements Storage {
    private static final Logger LOG = LoggerFactory.getLogger(LocalStorage.class);
    private static final int DIRECTORY_MODE = 0755;

    private final Path root;
    private final @Nullable Path workArea;
    private final Stats stats = new Stats();

    /**
     * @param root what paths are beneath; {@code /} lets an administrator write the machine's own paths
     * @param workArea where the working areas go that lie on the same file system as their tree; null or elsewhere: they are
     *     {@code .onecopy} in the tree's root
     */
    public LocalStorage(Path root, @Nullable Path workArea) {
        this.root = root.toAbsolutePath().normalize();
        this.workArea = workArea == null ? null : workArea.toAbsolutePath().normalize();
    }

    /** What Linux file systems usually can; a tree's own answer is of the one that it lies on. */
    @Override
    public Capabilities capabilities() {
        return Probe.USUAL;
    }

    @Override
    public Tree open(String path, boolean create) {
        String location = locate(path);
        if (create) {
            makeDirectories(location);
        }
        RootDirectory tree = RootDirectory.at(location);
        checkBeneathRoot(location, path);
        return open(tree);
    }

    @Override
    public Tree openKnown(String path, ObjectIdentity root) {
        String location = locate(path);
        RootDirectory tree = RootDirectory.at(location);
        tree.checkIs(root);
        checkBeneathRoot(location, path);
        return open(tree);
    }

    /** Opens a directory, which may lie in a working area. */
    Tree open(RootDirectory found) {
        String location = found.path();
        RootDirectory tree = found.wantsMark() ? found.marked() : found;
        Layout layout = new Layout(tree, workDirectory(location));
        layout.makeFolders();
        return new LocalTree(
                layout, new Probe(layout, new Name(UUID.randomUUID().toString())).run(), stats.ofTree());
    }

    @Override
    public Lineage lineage(String path) {
        return LocalLineage.of(Path.of(locate(path)));
    }

    @Override
    public void browse(String path, Consumer<Listed> sink) {
        String location = locate(path);
        checkBeneathRoot(location, path);
        // As it is resolved now: a link that somebody plants above it afterwards is not followed.
        try (DirectoryStream<Path> entries =
                Files.newDirectoryStream(Path.of(location).toRealPath())) {
            for (Path entry : entries) {
                Listed listed = listed(entry);
                if (listed != null && !listed.name().equals(Layout.WORK.value())) {
                    sink.accept(listed);
                }
            }
        } catch (AccessDeniedException e) {
            throw new StorageException(
                    ProblemCode.STORAGE_DENIED,
                    "cannot list " + location + "; give the node's user the right on it and on the directories above",
                    e);
        } catch (DirectoryIteratorException | IOException e) {
            throw new StorageException(
                    ProblemCode.STORAGE_UNAVAILABLE,
                    "cannot list " + location + ": see whether it is a directory, and mounted",
                    e);
        }
    }

    /** Null where it vanished meanwhile, or is a device, a pipe or a socket. */
    private static @Nullable Listed listed(Path entry) throws IOException {
        BasicFileAttributes found;
        try {
            found = Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return null;
        }
        Path name = entry.getFileName();
        if (found.isOther() || name == null) {
            return null;
        }
        Kind kind = found.isDirectory() ? Kind.DIRECTORY : found.isSymbolicLink() ? Kind.SYMLINK : Kind.FILE;
        return new Listed(
                name.toString(),
                kind,
                kind == Kind.FILE ? found.size() : 0,
                found.lastModifiedTime().toInstant());
    }

    @Override
    public Trial trial(String path) {
        return new LocalTrial(this, root, locate(path));
    }

    private String locate(String path) {
        if (!path.startsWith("/")) {
            throw invalid(path, "is not absolute; begin it with a slash");
        }
        StringBuilder location = new StringBuilder(root.toString().equals("/") ? "" : root.toString());
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
            location.append('/').append(name);
        }
        return location.isEmpty() ? "/" : location.toString();
    }

    private static ProblemException invalid(String path, String complaint) {
        return new ProblemException(ProblemCode.PATH_INVALID, "the path " + path + " " + complaint);
    }

    private static void makeDirectories(String location) {
        int slash = 0;
        while (slash >= 0 && location.length() > 1) {
            slash = location.indexOf('/', slash + 1);
            String part = slash < 0 ? location : location.substring(0, slash);
            int result = Linux.makeDirectory(Linux.AT_FDCWD, part, DIRECTORY_MODE);
            boolean there = result >= 0 || result == -Errno.EEXIST || Linux.statFollowing(part, new RawStat()) >= 0;
            if (!there) {
                throw Faults.ofNaming(result, "make the directory", part);
            }
        }
    }

    /** Links above a location are the administrator's to make, but may not lead out of the storage. */
    void checkBeneathRoot(String location, String path) {
        try {
            if (!Path.of(location).toRealPath().startsWith(root.toRealPath())) {
                throw invalid(path, "leads out of the storage's root " + root + " by a symbolic link");
            }
        } catch (IOException e) {
            throw new StorageException(
                    ProblemCode.STORAGE_UNAVAILABLE, "cannot resolve " + location + "; see whether it is mounted", e);
        }
    }

    /** The working area outside of the tree, or null where it has to be inside. */
    private @Nullable RootDirectory workDirectory(String location) {
        String path = workPath(location);
        if (path == null) {
            return null;
        }
        makeDirectories(path);
        RawStat ofTree = new RawStat();
        RawStat ofWork = new RawStat();
        int result = Math.min(Linux.statFollowing(location, ofTree), Linux.statFollowing(path, ofWork));
        if (result < 0) {
            throw Faults.of(result, "look at", path);
        }
        boolean moves = ofTree.device() == ofWork.device() && ofTree.mount() == ofWork.mount();
        if (moves && !isBelow(path, location)) {
            return RootDirectory.at(path);
        }
        LOG.info("working area of {} is inside it: {} is on another file system or below it", location, workArea);
        return null;
    }

    /** Where the working area of a location would lie outside of it; null where no place is set. */
    @Nullable
    String workPath(String location) {
        return workArea == null ? null : workArea + "/" + uniqueFor(location);
    }

    /** Whether a place is set for working areas, and a location's cannot lie there. */
    boolean hasWorkAreaInside(String location) {
        return workArea != null && workDirectory(location) == null;
    }

    private static boolean isBelow(String path, String location) {
        try {
            return Path.of(path).toRealPath().startsWith(Path.of(location).toRealPath());
        } catch (IOException e) {
            throw new StorageException(ProblemCode.STORAGE_UNAVAILABLE, "cannot resolve " + path, e);
        }
    }

    private static String uniqueFor(String location) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(location.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {}
}
