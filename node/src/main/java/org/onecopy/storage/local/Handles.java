package org.onecopy.storage.local;

import java.util.Arrays;
import org.onecopy.linux.Linux;

/** The descriptors that one step has opened, closed together at its end. For one thread. */
final class Handles implements AutoCloseable {
    private int[] fds = new int[6];
    private int count;

    /** @return the descriptor, or the refusal that was given */
    int keep(int fd) {
        if (fd >= 0) {
            if (count == fds.length) {
                fds = Arrays.copyOf(fds, 2 * count);
            }
            fds[count++] = fd;
        }
        return fd;
    }

    /** Leaves a descriptor open when this is closed. */
    int release(int fd) {
        for (int i = 0; i < count; i++) {
            if (fds[i] == fd) {
                fds[i] = fds[--count];
                return fd;
            }
        }
        throw new IllegalArgumentException("not kept here: " + fd);
    }

    @Override
    public void close() {
        while (count > 0) {
            Linux.close(fds[--count]);
        }
    }
}
