package org.onecopy.storage.hadoop;

import java.io.IOException;
import org.onecopy.core.Attributes;
import org.onecopy.storage.Stat;

/**
 * The place of a content on its way in.
 *
 * @param shown the path for messages
 */
record Staged(FileCalls calls, String path, String shown, AttributeWriter attributeWriter) {
    private static final int FILE_MODE = 0644;

    /** Sets the attributes of the complete file. */
    Stat complete(Attributes attributes) throws IOException {
        Found found = calls.find(path);
        if (found == null) {
            throw new IOException("the staged file is gone; keep everyone else out of the working area");
        }
        int mode = attributes.mode() < 0 ? FILE_MODE : attributes.mode();
        Attributes wanted = attributes.equals(Attributes.NONE)
                ? new Attributes(mode, "", "", Math.multiplyExact(found.mtimeMillis(), 1_000_000))
                : new Attributes(mode, attributes.owner(), attributes.group(), attributes.mtimeNanos());
        attributeWriter.write(found, path, wanted);
        Stat stat = Stats.stat(calls.find(path));
        if (stat == null) {
            throw new IOException("the staged file is gone; keep everyone else out of the working area");
        }
        return stat;
    }
}
