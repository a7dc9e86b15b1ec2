package org.onecopy.storage.local;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.onecopy.linux.Linux;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.StorageException;

/**
 * Makes steps durable. A descriptor stays open from the first step to the flush that follows, because the kernel reports a failed
 * write-back only to those who had the file system open when it happened.
 */
final class Durability {
    private final Layout layout;
    private final ReentrantLock opening = new ReentrantLock();
    private final ReentrantLock flushing = new ReentrantLock();
    private volatile int fd = -1;

    Durability(Layout layout) {
        this.layout = layout;
    }

    /** To be called before each step that changes anything. */
    void begin() {
        if (fd >= 0) {
            return;
        }
        opening.lock();
        try {
            if (fd < 0) {
                fd = open();
            }
        } finally {
            opening.unlock();
        }
    }

    private int open() {
        try (Handles opened = new Handles()) {
            int root = layout.open(opened, Layout.stage(), Linux.O_RDONLY | Linux.O_DIRECTORY);
            if (root < 0) {
                layout.makeFolders();
                root = layout.open(opened, Layout.stage(), Linux.O_RDONLY | Linux.O_DIRECTORY);
            }
            if (root < 0) {
                throw Faults.of(root, "open", layout.show(Layout.stage()));
            }
            return opened.release(root);
        }
    }

    /**
     * Returns once everything is durable that was done before. It also writes where no step has begun since the last flush: one may
     * have begun before that and ended after it.
     */
    void flush() {
        flushing.lock();
        try {
            begin();
            int open = take();
            try {
                sync(open);
            } finally {
                Linux.close(open);
            }
        } finally {
            flushing.unlock();
        }
    }

    private int take() {
        opening.lock();
        try {
            int open = fd;
            fd = -1;
            return open;
        } finally {
            opening.unlock();
        }
    }

    private void sync(int open) {
        int result = Thread.currentThread().isVirtual() ? syncOnPlatformThread(open) : Linux.syncFileSystem(open);
        if (result < 0) {
            throw Faults.of(
                    result, "write to the disk what was done in", layout.tree().path());
        }
    }

    /** A flush may take seconds, and would hold a carrier thread for as long. */
    private static int syncOnPlatformThread(int open) {
        CompletableFuture<Integer> done = new CompletableFuture<>();
        Thread.ofPlatform().name("storage-flush").start(() -> done.complete(Linux.syncFileSystem(open)));
        while (true) {
            try {
                return done.get();
            } catch (ExecutionException e) {
                throw new StorageException(ProblemCode.INTERNAL, "the flush ended early", e);
            } catch (InterruptedException e) {
                // The descriptor may be closed only after the call; the interrupt is kept for the caller.
                done.join();
                Thread.currentThread().interrupt();
                return done.join();
            }
        }
    }

    /** Gives back the descriptor without flushing. */
    void close() {
        flushing.lock();
        try {
            int open = take();
            if (open >= 0) {
                Linux.close(open);
            }
        } finally {
            flushing.unlock();
        }
    }
}
