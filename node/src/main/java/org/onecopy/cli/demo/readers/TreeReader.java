package org.onecopy.cli.demo.readers;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Reads one zone's tree as somebody who knows nothing of Onecopy. May be used by several threads. */
public interface TreeReader extends AutoCloseable {
    /** The name that no tree shows: Onecopy's working area. */
    String WORK = ".onecopy";

    /** How it reads, in words: "the disk". */
    String how();

    /** Lists the tree; empty where its root is missing. Entries that vanish meanwhile are left out. */
    TreeListing list() throws IOException;

    /**
     * Opens a file.
     *
     * @throws java.nio.file.NoSuchFileException where it vanished
     */
    InputStream open(TreeEntry file) throws IOException;

    /**
     * Why this storage cannot hold an entry that another one holds, as the problem code under which Onecopy has to list it as parked; null
     * where it can. Says what the storage's documentation says.
     */
    @Nullable
    String refusal(TreeEntry entry);

    @Override
    void close() throws IOException;
}
