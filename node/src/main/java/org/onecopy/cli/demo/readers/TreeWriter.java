package org.onecopy.cli.demo.readers;

import java.io.IOException;
import java.nio.file.Path;

/** Writes into a zone's tree as a user of the storage does, by the storage's own client. */
public interface TreeWriter extends TreeReader {
    /** Makes a directory whose parent is there. */
    void makeDirectory(String path) throws IOException;

    /** Puts a copy of a local file there, over what may be there. */
    void put(Path file, String path) throws IOException;
}
