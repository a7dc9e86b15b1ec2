package org.onecopy.core.consistency;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Map;
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
 * attributes. Memory grows with the depth of the tree only.
 */
public final class TreeDigest {
    private static final Name FIRST_NAME = new Name("\u0001");
    private static final int ASK_EVERY = 1000;

    private final TableView view;
    private final BooleanSupplier goesOn;
    private final Deque<Level> levels = new ArrayDeque<>();
    private int looked;

    private TreeDigest(TableView view, BooleanSupplier goesOn) {
        this.view = view;
        this.goesOn = goesOn;
    }

    /** A directory whose entries are gone through. */
    private record Level(MessageDigest digest, Iterator<Map.Entry<ChildKey, FileId>> children) {}

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
            if (looked++ % ASK_EVERY == 0 && !goesOn.getAsBoolean()) {
                return null;
            }
            if (level.children.hasNext()) {
                add(level, level.children.next());
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
                        new ChildKey(FileId.ofPacked(directory.packed() + 1), FIRST_NAME)));
    }

    private void add(Level level, Map.Entry<ChildKey, FileId> child) {
        Inode inode = view.get(Tables.INODES, child.getValue());
        if (inode == null) {
            return;
        }
        text(level.digest, inode.kind().name());
        text(level.digest, child.getKey().name().value());
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
