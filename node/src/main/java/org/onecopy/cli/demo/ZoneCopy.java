package org.onecopy.cli.demo;

import java.io.IOException;
import org.onecopy.model.ZoneName;

/** Copies a tree into a zone, as a user would. The counters may be read while it runs. */
interface ZoneCopy {
    /** Where to. */
    ZoneName zone();

    /** How many bytes {@link #run()} would copy now. */
    long bytesToCopy() throws IOException;

    /** Copies what is not there yet. */
    void run() throws IOException;

    /** Files and links that were new or different. */
    long files();

    /** Bytes of them. */
    long bytes();

    /** Entries that cannot be copied because of what they are. */
    long leftOut();
}
