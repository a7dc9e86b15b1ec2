package org.onecopy.storage.hadoop;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.DFSClient;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.protocol.DirectoryListing;
import org.apache.hadoop.hdfs.protocol.HdfsFileStatus;
import org.apache.hadoop.hdfs.protocol.LocatedBlock;
import org.apache.hadoop.hdfs.protocol.LocatedBlocks;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Extras;
import org.onecopy.core.Preserve;
import org.onecopy.model.ProblemCode;
import org.onecopy.storage.Ability;
import org.onecopy.storage.Capabilities;
import org.onecopy.storage.Finding;
import org.onecopy.storage.HintSink;
import org.onecopy.storage.NameRules;
import org.onecopy.storage.Watch;

/**
 * HDFS by its own protocol. Objects are named as {@code /.reserved/.inodes/ID} wherever they have been looked at before. The client
 * repeats a call after a lost answer, and the NameNode answers it as the first one, so each is done once.
 */
final class HdfsCalls implements FileCalls {
    private static final String INODES = "/.reserved/.inodes/";
    private static final Duration SETTLE_MAX = Duration.ofSeconds(60);
    private static final long SETTLE_EVERY_NANOS = 50_000_000;
    /** Block sizes are multiples of what one checksum is of. */
    private static final int CHECKSUM_BYTES = 512;

    private static final int BUFFER_BYTES = 64 << 10;
    /** Names for which HDFS, or its users' trash, has its own use; at the top of the file system one more. */
    private static final Set<String> RESERVED = Set.of(".snapshot", ".Trash");

    private static final Capabilities USUAL = new Capabilities(
            Capabilities.ALL
                    .without(
                            Ability.ATOMIC_REPLACE,
                            Ability.SYMLINKS,
                            Ability.HOLES,
                            Ability.CHANGE_MARKS,
                            Ability.SET_ID_MODES,
                            Ability.EARLY_MTIMES)
                    .abilities(),
            new NameRules(255, 7000, ":"),
            1_000_000,
            16);

    private final DistributedFileSystem system;
    private final DFSClient client;
    private final Defaults defaults;
    private final HdfsSpace space;
    private final HdfsExtras extras;
    private final EnumSet<CreateFlag> creating =
            EnumSet.of(CreateFlag.CREATE, CreateFlag.OVERWRITE, CreateFlag.SYNC_BLOCK);
    private final EnumSet<CreateFlag> appending = EnumSet.of(CreateFlag.APPEND, CreateFlag.SYNC_BLOCK);

    /** @param defaults whether the NameNode's own replication and block size hold for new files, or those of the client's settings */
    HdfsCalls(DistributedFileSystem system, Defaults defaults) {
        this.system = system;
        this.defaults = defaults;
        this.client = system.getClient();
        this.space = new HdfsSpace(system);
        this.extras = new HdfsExtras(client);
    }

    @Override
    public FileCalls ofTree() {
        return new HdfsCalls(system, defaults);
    }

    @Override
    public void preserve(Set<Preserve> kinds) {
        extras.preserve(kinds);
    }

    @Override
    public boolean setExtras(Found is, String path, Extras wanted) throws IOException {
        return extras.write(is.extras(), path, wanted);
    }

    @Override
    public boolean setAcl(Found is, String path, Extras wanted, int mode) throws IOException {
        return extras.writeAcl(is.extras(), path, wanted, mode);
    }

    /**
     * Of new files.
     *
     * @param replication 0: as the NameNode says
     * @param blockBytes 0: as the NameNode says
     */
    record Defaults(short replication, long blockBytes) {}

    private short replication() throws IOException {
        return defaults.replication > 0
                ? defaults.replication
                : client.getServerDefaults().getReplication();
    }

    /** What a superuser can; a plain user is told nothing of changes, and gives files to nobody. */
    static Capabilities usual() {
        return USUAL;
    }

    @Override
    public NameRules names() {
        return USUAL.names();
    }

    @Override
    public Capabilities capabilities(String folder) throws IOException {
        boolean superuser = isSuperuser();
        return USUAL.with(Ability.HINTS, superuser)
                .with(Ability.FREE_OWNERS, superuser)
                .with(Ability.ACLS, extras.keepsAcls(folder))
                .with(Ability.XATTRS, extras.keepsXattrs(folder));
    }

    private boolean isSuperuser() throws IOException {
        try {
            client.getInotifyEventStream();
            return true;
        } catch (IOException e) {
            if (Faults.isDenied(e)) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public String address(Found object, String path) {
        return INODES + object.id();
    }

    @Override
    public @Nullable String complaint(String name, boolean atFileSystemRoot) {
        if (RESERVED.contains(name) || (atFileSystemRoot && name.equals(".reserved"))) {
            return "is reserved in HDFS";
        }
        return name.indexOf(':') >= 0 ? "has a colon" : null;
    }

    @Override
    public @Nullable Found find(String path) throws IOException {
        try {
            HdfsFileStatus status = client.getFileInfo(path);
            return status == null ? null : found(status, "");
        } catch (IOException e) {
            if (Faults.isMissing(e)) {
                return null;
            }
            throw e;
        }
    }

    private Found found(HdfsFileStatus status, String name) throws IOException {
        FsPermission permission = status.getPermission();
        Extras has = extras.read(status, INODES + status.getFileId());
        return new Found(
                name,
                !status.isSymlink(),
                status.isDirectory(),
                status.getLen(),
                status.getModificationTime(),
                permission.toShort(),
                status.getOwner(),
                status.getGroup(),
                status.getFileId(),
                (status.hasAcl() ? "acl" : "") + has.mark(),
                has);
    }

    /** Page after page of the very directory that lay at the path. */
    @Override
    public boolean list(String directory, Consumer<Found> sink) throws IOException {
        Found found = find(directory);
        if (found == null || !found.directory()) {
            return false;
        }
        String address = address(found, directory);
        byte[] after = HdfsFileStatus.EMPTY_NAME;
        try {
            DirectoryListing page;
            do {
                page = client.listPaths(address, after);
                if (page == null) {
                    return false;
                }
                for (HdfsFileStatus status : page.getPartialListing()) {
                    tell(status, sink);
                }
                after = page.getLastName();
            } while (page.hasMore());
            return true;
        } catch (FileNotFoundException e) {
            return false;
        }
    }

    private void tell(HdfsFileStatus status, Consumer<Found> sink) throws IOException {
        Found found;
        try {
            found = found(status, status.getLocalName());
        } catch (IOException e) {
            if (Faults.isMissing(e)) {
                return; // gone before its extras were read
            }
            throw e;
        }
        sink.accept(found);
    }

    @Override
    public void move(String from, String to) throws IOException {
        client.rename(from, to, Options.Rename.NONE);
    }

    @Override
    public void makeDirectory(String path, int mode) throws IOException {
        client.mkdirs(path, new FsPermission((short) mode), false);
    }

    @Override
    public void makeDirectories(String path, int mode) throws IOException {
        client.mkdirs(path, new FsPermission((short) mode), true);
    }

    @Override
    public void removeDirectory(Found directory, String path) throws IOException {
        if (!client.delete(address(directory, path), false)) {
            throw new FileNotFoundException(path);
        }
    }

    @Override
    public void purge(String path) throws IOException {
        try {
            client.delete(path, true);
        } catch (IOException e) {
            if (!Faults.isMissing(e)) {
                throw e;
            }
        }
    }

    @Override
    public FSDataOutputStream create(String path, int mode, Extras wanted) throws IOException {
        Extras asked = extras.asked(wanted);
        long block = asked.blockBytes() % CHECKSUM_BYTES == 0 ? asked.blockBytes() : 0;
        if (block == 0 && asked.replication() == 0) {
            return create(path, mode, 0, 0);
        }
        try {
            return create(path, mode, (short) Math.min(Short.MAX_VALUE, asked.replication()), block);
        } catch (IOException e) {
            if (Faults.code(e) != ProblemCode.STORAGE_FAILED || Faults.isMissing(e)) {
                throw e;
            }
            return create(path, mode, 0, 0); // this cluster has other limits
        }
    }

    /** @param replicas 0: as usual; so the block size */
    private FSDataOutputStream create(String path, int mode, int replicas, long block) throws IOException {
        long usual = defaults.blockBytes > 0
                ? defaults.blockBytes
                : client.getServerDefaults().getBlockSize();
        return client.createWrappedOutputStream(
                client.create(
                        path,
                        new FsPermission((short) mode),
                        creating,
                        false,
                        replicas > 0 ? (short) replicas : replication(),
                        block > 0 ? block : usual,
                        null,
                        BUFFER_BYTES,
                        null),
                null);
    }

    /** Files in directories with erasure coding cannot be written on within a block. */
    @Override
    public @Nullable FSDataOutputStream append(String path) throws IOException {
        HdfsFileStatus status = client.getFileInfo(path);
        if (status == null || status.getErasureCodingPolicy() != null) {
            return null;
        }
        return client.append(path, BUFFER_BYTES, appending, null, null);
    }

    @Override
    public boolean truncate(String path, long length) throws IOException {
        HdfsFileStatus status = client.getFileInfo(path);
        if (status == null || status.getErasureCodingPolicy() != null) {
            return false;
        }
        client.truncate(path, length);
        if (!isSettled(path)) {
            throw new IOException("the file is still being cut after " + SETTLE_MAX.toSeconds() + " s");
        }
        return true;
    }

    @Override
    public boolean settle(String path) throws IOException {
        return system.recoverLease(new Path(null, null, path)) || isSettled(path);
    }

    private boolean isSettled(String path) throws IOException {
        long begun = System.nanoTime();
        while (!client.isFileClosed(path)) {
            if (System.nanoTime() - begun > SETTLE_MAX.toNanos()
                    || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(SETTLE_EVERY_NANOS);
        }
        return true;
    }

    @Override
    public boolean isBeingWritten(String path) throws IOException {
        return !client.isFileClosed(path);
    }

    @Override
    public FSDataInputStream read(String path) throws IOException {
        return client.createWrappedInputStream(client.open(path, BUFFER_BYTES, true));
    }

    @Override
    public void setTime(String path, long mtimeMillis) throws IOException {
        client.setTimes(path, mtimeMillis, -1);
    }

    @Override
    public void setMode(String path, int mode) throws IOException {
        client.setPermission(path, new FsPermission((short) mode));
    }

    @Override
    public void setOwner(String path, @Nullable String owner, @Nullable String group) throws IOException {
        client.setOwner(path, owner, group);
    }

    @Override
    public void mark(String marker) throws IOException {
        if (systemIdentity(marker) == null) {
            try (FSDataOutputStream out = create(marker)) {
                out.write('1');
            }
        }
    }

    /** The block pool, whose name is made when the NameNode is formatted: inode numbers begin anew there. */
    @Override
    public @Nullable String systemIdentity(String marker) throws IOException {
        try {
            LocatedBlocks blocks = client.getLocatedBlocks(marker, 0);
            LocatedBlock first = blocks == null || blocks.locatedBlockCount() == 0 ? null : blocks.get(0);
            return first == null ? null : first.getBlock().getBlockPoolId();
        } catch (IOException e) {
            if (Faults.isMissing(e)) {
                return null;
            }
            throw e;
        }
    }

    @Override
    public long spaceAvailable(String location) throws IOException {
        return space.available(location) / Math.max(1, replication());
    }

    @Override
    public List<Finding> tell(String directory) throws IOException {
        return new HdfsFacts(system, replication()).of(directory);
    }

    /** The name by which the NameNode knows the node. */
    @Override
    public String uri() {
        return system.getUri().toString();
    }

    @Override
    public String user() {
        return system.getHomeDirectory().getName();
    }

    @Override
    public @Nullable Watch watch(String location, HintSink sink) throws IOException {
        try {
            return HdfsWatch.start(client, location, sink);
        } catch (IOException e) {
            if (Faults.isDenied(e)) {
                return null;
            }
            throw e;
        }
    }

    @Override
    public void close() {
        Faults.tell("close", system.getUri().toString(), system::close);
    }
}
