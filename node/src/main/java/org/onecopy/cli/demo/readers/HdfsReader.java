package org.onecopy.cli.demo.readers;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.protocol.HdfsFileStatus;
import org.jspecify.annotations.Nullable;

/** A tree in HDFS, read by Hadoop's own client through its common interface. */
public final class HdfsReader implements TreeWriter {
    private static final String SNAPSHOT = ".snapshot";
    private static final String TRASH = ".Trash";

    private final URI uri;
    private final String root;
    private @Nullable FileSystem client;

    /**
     * Connects when it is first used.
     *
     * @param root path of the tree
     */
    public HdfsReader(URI uri, String root) {
        this.uri = uri;
        this.root = root;
    }

    @Override
    public String how() {
        return "Hadoop's client";
    }

    private synchronized FileSystem client() throws IOException {
        if (client == null) {
            Configuration configuration = new Configuration();
            configuration.set("ipc.client.connect.max.retries", "2");
            configuration.set("ipc.client.connect.retry.interval", "500");
            configuration.set("fs.automatic.close", "false");
            client = FileSystem.newInstance(uri, configuration);
        }
        return client;
    }

    @Override
    public TreeListing list() throws IOException {
        SortedMap<String, TreeEntry> entries = new TreeMap<>();
        Deque<String> directories = new ArrayDeque<>();
        directories.add("");
        while (!directories.isEmpty()) {
            String below = directories.remove();
            try {
                RemoteIterator<FileStatus> children = client().listStatusIterator(path(below));
                while (children.hasNext()) {
                    TreeEntry entry = entry(below, children.next());
                    if (!entry.path().equals(WORK)) {
                        entries.put(entry.path(), entry);
                        if (entry.kind() == TreeEntry.Kind.DIRECTORY) {
                            directories.add(entry.path());
                        }
                    }
                }
            } catch (FileNotFoundException e) {
                // It went meanwhile.
                entries.remove(below);
            }
        }
        return new TreeListing(entries, 0);
    }

    private Path path(String below) {
        // Not by resolving a relative path: its first name could be taken for a scheme.
        return new Path(below.isEmpty() ? root : root + "/" + below);
    }

    private static TreeEntry entry(String below, FileStatus status) {
        String name = status.getPath().getName();
        String path = below.isEmpty() ? name : below + "/" + name;
        FsPermission permission = status.getPermission();
        String mode = permission.getUserAction().SYMBOL
                + permission.getGroupAction().SYMBOL
                + permission.getOtherAction().SYMBOL;
        if (status.isDirectory()) {
            return TreeEntry.directory(path, mode);
        }
        // Not the whole status: the time of the last reading is in it.
        String inode = status instanceof HdfsFileStatus known ? String.valueOf(known.getFileId()) : "";
        String stamp = inode + " " + status.getModificationTime() + " " + status.getLen();
        return new TreeEntry(path, TreeEntry.Kind.FILE, mode, status.getLen(), stamp, null);
    }

    @Override
    public InputStream open(TreeEntry file) throws IOException {
        try {
            return client().open(path(file.path()));
        } catch (FileNotFoundException e) {
            throw new NoSuchFileException(file.path(), null, e.getMessage());
        }
    }

    @Override
    public void makeDirectory(String path) throws IOException {
        if (!client().mkdirs(path(path))) {
            throw new IOException("cannot make " + path(path));
        }
    }

    @Override
    public void put(java.nio.file.Path file, String path) throws IOException {
        try (OutputStream out = client().create(path(path), true)) {
            Files.copy(file, out);
        }
    }

    /** No symbolic links; no colon in a name, and some names have a use of their own. */
    @Override
    public @Nullable String refusal(TreeEntry entry) {
        for (String name : entry.path().split("/", -1)) {
            if (name.indexOf(':') >= 0 || name.equals(SNAPSHOT) || name.equals(TRASH)) {
                return "storage-name-illegal";
            }
        }
        return entry.kind() == TreeEntry.Kind.LINK ? "storage-unrepresentable" : null;
    }

    @Override
    public synchronized void close() throws IOException {
        if (client != null) {
            client.close();
            client = null;
        }
    }
}
