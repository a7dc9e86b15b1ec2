package org.onecopy.storage.hadoop;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathIsNotEmptyDirectoryException;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.security.AccessControlException;
import org.apache.hadoop.security.UserGroupInformation;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Extras;
import org.onecopy.model.ProblemCode;
import org.onecopy.storage.Ability;
import org.onecopy.storage.Capabilities;
import org.onecopy.storage.Finding;
import org.onecopy.storage.HintSink;
import org.onecopy.storage.NameRules;
import org.onecopy.storage.Watch;

/**
 * Any file system of Hadoop's, by the interface that all of them have. That interface has no identities, and no move that refuses a
 * target that is taken: there is a short while between looking and moving. What else one can do is tried when a tree is opened.
 */
final class FileSystemCalls implements FileCalls {
    private static final Capabilities LEAST = new Capabilities(
            Capabilities.ALL
                    .without(
                            Ability.ATOMIC_REPLACE,
                            Ability.ATOMIC_DIRECTORY_MOVE,
                            Ability.CONDITIONAL_WRITES,
                            Ability.HINTS,
                            Ability.IDENTITIES,
                            Ability.CHANGE_MARKS,
                            Ability.CHEAP_MOVES,
                            Ability.STABLE_READS,
                            Ability.MODES,
                            Ability.SET_ID_MODES,
                            Ability.OWNERS,
                            Ability.ACLS,
                            Ability.XATTRS,
                            Ability.REPLICATION,
                            Ability.FREE_OWNERS,
                            Ability.MTIMES,
                            Ability.EARLY_MTIMES,
                            Ability.SYMLINKS,
                            Ability.HOLES)
                    .abilities(),
            new NameRules(255, 4000, ":"),
            1_000_000,
            4);
    private static final long SOME_TIME = 1_000_000_000_000L;

    private final FileSystem system;
    private volatile boolean keepsRights;

    FileSystemCalls(FileSystem system) {
        this.system = system;
    }

    /** What every one can. */
    static Capabilities usual() {
        return LEAST;
    }

    private static Path path(String path) {
        return new Path(null, null, path);
    }

    @Override
    public NameRules names() {
        return LEAST.names();
    }

    /** Makes a file, and looks what becomes of its time and rights, and whether it is found under a name in capital letters. */
    @Override
    public Capabilities capabilities(String folder) throws IOException {
        String name = "probe-" + UUID.randomUUID();
        String probe = folder + "/" + name;
        keepsRights = system.hasPathCapability(path(folder), CommonPathCapabilities.FS_PERMISSIONS);
        try {
            create(probe).close();
            boolean times = keepsTime(probe);
            boolean modes = keepsRights && keepsMode(probe);
            boolean apart = find(folder + "/" + name.toUpperCase(Locale.ROOT)) == null;
            keepsRights = modes;
            return LEAST.with(Ability.MTIMES, times)
                    .with(Ability.MODES, modes)
                    .with(Ability.OWNERS, modes)
                    .with(Ability.CASE_SENSITIVE, apart)
                    .with(
                            Ability.CHANGE_MARKS,
                            system.hasPathCapability(path(probe), CommonPathCapabilities.ETAGS_AVAILABLE));
        } finally {
            purge(probe);
        }
    }

    private boolean keepsTime(String probe) {
        try {
            setTime(probe, SOME_TIME);
            Found found = find(probe);
            return found != null && found.mtimeMillis() == SOME_TIME;
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    private boolean keepsMode(String probe) {
        try {
            setMode(probe, 0640);
            Found found = find(probe);
            return found != null && found.mode() == 0640;
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    @Override
    public String address(Found object, String path) {
        return path;
    }

    @Override
    public @Nullable String complaint(String name, boolean atFileSystemRoot) {
        return name.indexOf(':') >= 0 ? "has a colon" : null;
    }

    @Override
    public @Nullable Found find(String path) throws IOException {
        try {
            return found(system.getFileStatus(path(path)), "");
        } catch (IOException e) {
            if (Faults.isMissing(e)) {
                return null;
            }
            throw e;
        }
    }

    private Found found(FileStatus status, String name) {
        String tag = status instanceof EtagSource source ? source.getEtag() : null;
        return new Found(
                name,
                !status.isSymlink(),
                status.isDirectory(),
                status.getLen(),
                status.getModificationTime(),
                keepsRights ? status.getPermission().toShort() : -1,
                keepsRights ? String.valueOf(status.getOwner()) : "",
                keepsRights ? String.valueOf(status.getGroup()) : "",
                0,
                status.isDirectory() || tag == null ? "" : tag,
                Extras.NONE);
    }

    @Override
    public boolean list(String directory, Consumer<Found> sink) throws IOException {
        Found found = find(directory);
        if (found == null || !found.directory()) {
            return false;
        }
        try {
            RemoteIterator<FileStatus> entries = system.listStatusIterator(path(directory));
            while (entries.hasNext()) {
                FileStatus status = entries.next();
                sink.accept(found(status, status.getPath().getName()));
            }
            return true;
        } catch (FileNotFoundException e) {
            return false;
        }
    }

    /** Looks first, because a move of this interface may overwrite a file, and goes into a directory. */
    @Override
    public void move(String from, String to) throws IOException {
        if (find(to) != null) {
            throw new FileAlreadyExistsException(to);
        }
        Found source = find(from);
        requireDirectory(to.substring(0, to.lastIndexOf('/')));
        if (source == null) {
            throw new FileNotFoundException(from);
        }
        IOException refusal = rename(from, to);
        String inside = to + from.substring(from.lastIndexOf('/'));
        Found now = find(to);
        if (now != null && now.directory() && !source.directory() && find(inside) != null) {
            // somebody made a directory there at that very moment
            boolean back = system.rename(path(inside), path(from));
            throw new FileAlreadyExistsException(to + (back ? "" : ", and what was to be moved is now " + inside));
        }
        if (refusal != null && (now == null || find(from) != null)) {
            throw refusal;
        }
    }

    /** Some refuse because of what follows a move that they have made. @return the refusal, null where there is none */
    private @Nullable IOException rename(String from, String to) {
        try {
            return system.rename(path(from), path(to))
                    ? null
                    : new IOException("the file system did not move " + from + " to " + to + ", and did not say why");
        } catch (IOException e) {
            return e;
        }
    }

    private void requireDirectory(String path) throws IOException {
        Found found = find(path.isEmpty() ? "/" : path);
        if (found == null || !found.directory()) {
            throw new FileNotFoundException("there is no directory " + path);
        }
    }

    @Override
    public void makeDirectory(String path, int mode) throws IOException {
        requireDirectory(path.substring(0, path.lastIndexOf('/')));
        makeDirectories(path, mode);
    }

    @Override
    public void makeDirectories(String path, int mode) throws IOException {
        if (!system.mkdirs(path(path), new FsPermission((short) mode))) {
            throw new IOException("the file system did not make " + path + ", and did not say why");
        }
        if (keepsRights) {
            setMode(path, mode);
        }
    }

    @Override
    public void removeDirectory(Found directory, String path) throws IOException {
        if (system.listStatusIterator(path(path)).hasNext()) {
            throw new PathIsNotEmptyDirectoryException(path);
        }
        if (!system.delete(path(path), false)) {
            throw new FileNotFoundException(path);
        }
    }

    @Override
    public void purge(String path) throws IOException {
        system.delete(path(path), true);
    }

    @Override
    public FSDataOutputStream create(String path, int mode, Extras extras) throws IOException {
        return system.create(path(path), true);
    }

    @Override
    public @Nullable FSDataOutputStream append(String path) throws IOException {
        boolean can = system.hasPathCapability(path(path), CommonPathCapabilities.FS_APPEND);
        return can ? system.append(path(path)) : null;
    }

    @Override
    public boolean truncate(String path, long length) throws IOException {
        return system.hasPathCapability(path(path), CommonPathCapabilities.FS_TRUNCATE)
                && system.truncate(path(path), length);
    }

    @Override
    public boolean settle(String path) {
        return true;
    }

    @Override
    public boolean isBeingWritten(String path) {
        return false;
    }

    @Override
    public FSDataInputStream read(String path) throws IOException {
        return system.open(path(path));
    }

    @Override
    public void setTime(String path, long mtimeMillis) throws IOException {
        system.setTimes(path(path), mtimeMillis, -1);
    }

    @Override
    public void setMode(String path, int mode) throws IOException {
        system.setPermission(path(path), new FsPermission((short) mode));
    }

    /** There is no common exception for an owner that nobody knows. */
    @Override
    public void setOwner(String path, @Nullable String owner, @Nullable String group) throws IOException {
        try {
            system.setOwner(path(path), owner, group);
        } catch (IOException e) {
            if (Faults.code(e) != ProblemCode.STORAGE_FAILED) {
                throw e;
            }
            AccessControlException denied = new AccessControlException("cannot give it to " + owner + ":" + group);
            denied.initCause(e);
            throw denied;
        }
    }

    @Override
    public @Nullable String systemIdentity(String marker) throws IOException {
        try (FSDataInputStream in = system.open(path(marker))) {
            return new String(in.readNBytes(100), StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            if (Faults.isMissing(e)) {
                return null;
            }
            throw e;
        }
    }

    @Override
    public void mark(String marker) throws IOException {
        if (find(marker) == null) {
            try (FSDataOutputStream out = system.create(path(marker), false)) {
                out.write(UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII));
            }
        }
    }

    @Override
    public long spaceAvailable(String location) throws IOException {
        return system.getStatus(path(location)).getRemaining();
    }

    @Override
    public List<Finding> tell(String directory) {
        return List.of(Finding.warn(
                "durability",
                "a file is complete when it is closed; that it is on a disk then is the file system's promise",
                "see the documentation of " + system.getScheme()));
    }

    /** Who a process is in another's file system, the common interface does not say. */
    @Override
    public String uri() {
        return system.getUri().toString();
    }

    @Override
    public String user() throws IOException {
        return UserGroupInformation.getCurrentUser().getShortUserName();
    }

    @Override
    public @Nullable Watch watch(String location, HintSink sink) {
        return null;
    }

    @Override
    public void close() {
        Faults.tell("close", system.getUri().toString(), system::close);
    }
}
