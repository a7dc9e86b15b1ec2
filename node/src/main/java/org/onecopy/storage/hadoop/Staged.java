package org.onecopy.storage.hadoop;

import java.io.IOException;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.onecopy.core.Attributes;
import org.onecopy.core.Extras;
import org.onecopy.storage.Stat;

/**
 * The place of a content on its way in.
 *
 * @param shown the path for messages
 * @param arrivals told of each complete file
 * @param extras what the file is going to have, as far as that is said when it is made
 */
record Staged(
        FileCalls calls,
        Layout layout,
        String path,
        String shown,
        AttributeWriter attributeWriter,
        Arrivals arrivals,
        Extras extras) {
    private static final int FILE_MODE = 0644;
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** Opens the file anew, instead of what lies there. */
    FSDataOutputStream create(int mode) throws IOException {
        return calls.create(path, mode, extras);
    }

    /** The attributes that a new file gets. */
    Attributes wanted(Attributes attributes) {
        int mode = attributes.mode() < 0 ? FILE_MODE : attributes.mode();
        return attributes.withMode(mode);
    }

    /** Sets the attributes of the complete file. */
    Stat complete(Attributes attributes) throws IOException {
        Found found = found();
        Attributes wanted = wanted(attributes);
        attributeWriter.write(
                found,
                path,
                attributes.equals(Attributes.NONE)
                        ? wanted.withMtimeNanos(Math.multiplyExact(found.mtimeMillis(), NANOS_PER_MILLI))
                        : wanted);
        return arrived(found());
    }

    /**
     * Sets the attributes of a file that was just made with the wanted mode, as far as that let its owner write.
     *
     * @param keepsTime whether the time stays that it has
     */
    Stat completeNew(Attributes wanted, boolean keepsTime) throws IOException {
        if (!keepsTime) {
            calls.setTime(path, Stats.millis(wanted.mtimeNanos()));
        }
        attributeWriter.writeOwnerOfNew(path, wanted);
        Found found = found();
        attributeWriter.learnOwnerOfNew(found);
        Attributes all =
                keepsTime ? wanted.withMtimeNanos(Math.multiplyExact(found.mtimeMillis(), NANOS_PER_MILLI)) : wanted;
        return arrived(attributeWriter.write(found, path, all) ? found() : found);
    }

    private Stat arrived(Found found) throws IOException {
        Stat stat = Stats.stat(found);
        if (stat == null) {
            throw gone();
        }
        arrivals.put(path, stat);
        return stat;
    }

    private Found found() throws IOException {
        Found found = calls.find(path);
        if (found == null) {
            throw gone();
        }
        return found;
    }

    private static IOException gone() {
        return new IOException("the staged file is gone; keep everyone else out of the working area");
    }
}
