package org.onecopy.storage.local;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.onecopy.linux.Linux;

/** The descriptors that one step has opened, closed together at its end. For one thread. */
final class Handles implements AutoCloseable {
    private int[] fds = new int[6];
    private int count;
    private @Nullable RootDirectory root;
    private int rootFd;

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

    /** The root's descriptor, opened and recognised once in a step, also where the step needs it for several places. */
    int enter(RootDirectory directory) {
        if (root != directory) {
            rootFd = directory.enter(this);
            root = directory;
        }
        return rootFd;
    }

    /** Leaves a descriptor open when this is closed. */
    int release(int fd) {
        for (int i = 0; i < count; i++) {
            if (fds[i] == fd) {
                fds[i] = fds[--count];
                root = null;
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
