package org.onecopy.core.consistency;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Name;
import org.onecopy.core.namespace.Inode;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.ChildKey;
import org.onecopy.core.table.TableView;
import org.onecopy.model.FileId;

/**
 * One digest for an agreed tree: SHA-256 over what each directory holds, in the order of the names, and over the digests of the
 * directories in it. Two trees with the same digest have the same names, kinds, contents (by length and digest), link texts and
 * attributes. Memory grows with the depth of the tree only, by some hundred entries for each level.
 */
public final class TreeDigest {
    private static final Name FIRST_NAME = new Name("\u0001");
    /** So many entries of a directory are read at once; then it is asked whether to go on. */
    private static final int BATCH = 500;

    private final TableView view;
    private final BooleanSupplier goesOn;
    private final Deque<Level> levels = new ArrayDeque<>();

    private TreeDigest(TableView view, BooleanSupplier goesOn) {
        this.view = view;
        this.goesOn = goesOn;
    }

    private record Entry(Name name, Inode inode) {}

    /**
     * A directory whose entries are gone through.
     *
     * @param batch those that come next
     */
    private record Level(MessageDigest digest, Iterator<Map.Entry<ChildKey, FileId>> children, Queue<Entry> batch) {}

    /**
     * The digest of what a directory holds.
     *
     * @param view does not change meanwhile
     * @param goesOn asked now and then; false ends the work
     * @return in hexadecimal digits; null where it was ended
     */
    public static @Nullable String of(TableView view, FileId directory, BooleanSupplier goesOn) {
        return new TreeDigest(view, goesOn).compute(directory);
    }

    private @Nullable String compute(FileId top) {
        levels.push(level(top));
        byte[] last = {};
        while (!levels.isEmpty()) {
            Level level = levels.element();
            if (level.batch.isEmpty() && !fill(level)) {
                return null;
            }
            Entry next = level.batch.poll();
            if (next != null) {
                add(level, next);
                continue;
            }
            last = level.digest.digest();
            levels.pop();
            if (!levels.isEmpty()) {
                levels.element().digest.update(last);
            }
        }
        return HexFormat.of().formatHex(last);
    }

    private Level level(FileId directory) {
        return new Level(
                sha256(),
                view.scan(
                        Tables.CHILDREN,
                        new ChildKey(directory, FIRST_NAME),
                        new ChildKey(FileId.ofPacked(directory.packed() + 1), FIRST_NAME)),
                new ArrayDeque<>());
    }

    /** @return whether to go on */
    private boolean fill(Level level) {
        while (level.batch.isEmpty() && level.children.hasNext()) {
            List<Name> names = new ArrayList<>();
            List<FileId> files = new ArrayList<>();
            while (files.size() < BATCH && level.children.hasNext()) {
                Map.Entry<ChildKey, FileId> child = level.children.next();
                names.add(child.getKey().name());
                files.add(child.getValue());
            }
            List<@Nullable Inode> inodes = view.getAll(Tables.INODES, files);
            for (int n = 0; n < files.size(); n++) {
                Inode inode = inodes.get(n);
                if (inode != null) {
                    level.batch.add(new Entry(names.get(n), inode));
                }
            }
            if (!goesOn.getAsBoolean()) {
                return false;
            }
        }
        return true;
    }

    private void add(Level level, Entry entry) {
        Inode inode = entry.inode;
        text(level.digest, inode.kind().name());
        text(level.digest, entry.name.value());
        text(level.digest, inode.attributes().toString());
        switch (inode.kind()) {
            case FILE -> {
                level.digest.update(
                        ByteBuffer.allocate(Long.BYTES).putLong(inode.length()).array());
                text(
                        level.digest,
                        inode.content() == null ? "" : inode.content().digest().toString());
            }
            case SYMLINK -> text(level.digest, inode.target() == null ? "" : inode.target());
            case DIRECTORY -> levels.push(level(inode.id()));
        }
    }

    private static void text(MessageDigest digest, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
