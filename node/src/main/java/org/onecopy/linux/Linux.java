package org.onecopy.linux;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Calls of the Linux kernel. A directory argument is an open directory that names are relative to; an empty name means the open
 * object itself, where a method says so. Results are zero or more, or a negated {@link Errno}.
 */
public final class Linux {
    /** In place of a directory: names are absolute, or relative to the process's directory. */
    public static final int AT_FDCWD = -100;

    public static final int O_RDONLY = 0;
    public static final int O_RDWR = 2;
    public static final int O_CREAT = 0100;
    public static final int O_EXCL = 0200;
    public static final int O_NONBLOCK = 04000;
    public static final int O_CLOEXEC = 02000000;
    public static final int O_PATH = 010000000;
    public static final int O_DIRECTORY = Call.Machine.ARM ? 040000 : 0200000;
    public static final int O_NOFOLLOW = Call.Machine.ARM ? 0100000 : 0400000;

    /** For {@link #rename}: refuse with EEXIST where the target is taken. */
    public static final int RENAME_NOREPLACE = 1;
    /** For {@link #rename}: both names change their objects in one step. */
    public static final int RENAME_EXCHANGE = 2;

    private static final int AT_SYMLINK_NOFOLLOW = 0x100;
    private static final int AT_REMOVEDIR = 0x200;
    private static final int AT_NO_AUTOMOUNT = 0x800;
    private static final int AT_EMPTY_PATH = 0x1000;
    private static final int AT_STATX_FORCE_SYNC = 0x2000;
    private static final long RESOLVE_NO_XDEV = 1;
    private static final long RESOLVE_NO_MAGICLINKS = 2;
    private static final long RESOLVE_NO_SYMLINKS = 4;
    private static final long RESOLVE_BENEATH = 8;
    private static final int SEEK_DATA = 3;
    private static final int SYNC_FILE_RANGE_WRITE = 2;
    private static final int BOUNCE_BYTES = 1 << 17;
    /** As many as there were such calls at once, and never given back: a new one for each call would be cleared and mapped anew. */
    private static final ConcurrentLinkedQueue<ByteBuffer> BOUNCES = new ConcurrentLinkedQueue<>();

    @SuppressWarnings("restricted") // calling the kernel is what this class is for
    private static final MethodHandle SYSCALL = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().findOrThrow("syscall"),
                    FunctionDescriptor.of(
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG,
                            ValueLayout.JAVA_LONG),
                    Linker.Option.firstVariadicArg(1),
                    Linker.Option.captureCallState("errno"));

    private static final boolean RESOLVES_BENEATH = probeOpenat2();

    private Linux() {}

    static long call(Scratch scratch, Call call, long a, long b, long c, long d, long e) {
        while (true) {
            long result;
            try {
                result = (long) SYSCALL.invokeExact(scratch.state, call.number, a, b, c, d, e);
            } catch (Throwable broken) {
                throw new IllegalStateException("cannot call the kernel", broken);
            }
            if (result >= 0) {
                return result;
            }
            int errno = scratch.errno();
            if (errno != Errno.EINTR || call == Call.CLOSE) {
                return -errno;
            }
        }
    }

    private static boolean probeOpenat2() {
        int fd = openat2(AT_FDCWD, "/", O_PATH | O_CLOEXEC, 0, 0);
        if (fd >= 0) {
            close(fd);
        }
        return fd >= 0;
    }

    /** Whether {@link #openBeneath} takes paths of several names; before Linux 5.6 it takes one name at a time. */
    public static boolean resolvesBeneath() {
        return RESOLVES_BENEATH;
    }

    /** Opens a path as everyone does, symbolic links and all. */
    public static int open(int directory, String path, int flags, int mode) {
        if (Scratch.tooLong(path)) {
            return -Errno.ENAMETOOLONG;
        }
        try (Scratch scratch = Scratch.lend()) {
            return (int) call(scratch, Call.OPENAT, directory, scratch.firstPath(path), flags | O_CLOEXEC, mode, 0);
        }
    }

    /**
     * Opens a relative path without following any symbolic link, leaving the directory, or crossing into another file system: then
     * it answers ELOOP or EXDEV. Say {@link #O_PATH} and {@link #O_NOFOLLOW} to open a link itself.
     */
    public static int openBeneath(int directory, String path, int flags, int mode) {
        if (!RESOLVES_BENEATH) {
            return path.indexOf('/') >= 0 ? -Errno.ENOSYS : open(directory, path, flags | O_NOFOLLOW | O_CLOEXEC, mode);
        }
        long resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS | RESOLVE_NO_XDEV;
        return openat2(directory, path, flags | O_CLOEXEC, mode, resolve);
    }

    private static int openat2(int directory, String path, int flags, int mode, long resolve) {
        if (Scratch.tooLong(path)) {
            return -Errno.ENAMETOOLONG;
        }
        try (Scratch scratch = Scratch.lend()) {
            long how = scratch.arguments(flags, mode, resolve);
            return (int) call(scratch, Call.OPENAT2, directory, scratch.firstPath(path), how, 24, 0);
        }
    }

    public static void close(int fd) {
        try (Scratch scratch = Scratch.lend()) {
            call(scratch, Call.CLOSE, fd, 0, 0, 0, 0);
        }
    }

    /** Looks at one name, never through a symbolic link; empty: at the open object itself. */
    public static int stat(int directory, String name, RawStat into) {
        try (Scratch scratch = Scratch.lend()) {
            return stat(scratch, directory, scratch.firstPath(name), into);
        }
    }

    /**
     * Looks at an open object, and asks the server of a network file system anew, which may else answer from what it was told some
     * seconds ago.
     */
    public static int statAnew(int fd, RawStat into) {
        try (Scratch scratch = Scratch.lend()) {
            return stat(scratch, fd, scratch.firstPath(""), AT_STATX_FORCE_SYNC, into);
        }
    }

    /** Looks at what an absolute path leads to, through symbolic links. */
    public static int statFollowing(String path, RawStat into) {
        if (Scratch.tooLong(path)) {
            return -Errno.ENAMETOOLONG;
        }
        try (Scratch scratch = Scratch.lend()) {
            long name = scratch.firstPath(path);
            int result = (int) call(scratch, Call.STATX, AT_FDCWD, name, 0, RawStat.MASK, scratch.result());
            if (result >= 0) {
                into.decode(scratch.memory, Scratch.RESULT);
            }
            return result;
        }
    }

    static int stat(Scratch scratch, int directory, long name, RawStat into) {
        return stat(scratch, directory, name, 0, into);
    }

    private static int stat(Scratch scratch, int directory, long name, int how, RawStat into) {
        int flags = AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT | AT_EMPTY_PATH | how;
        int result = (int) call(scratch, Call.STATX, directory, name, flags, RawStat.MASK, scratch.result());
        if (result >= 0) {
            into.decode(scratch.memory, Scratch.RESULT);
        }
        return result;
    }

    /** Looks at the file system that an open object lies in; one that is out of reach refuses. */
    public static int fileSystem(int fd, RawFileSystem into) {
        try (Scratch scratch = Scratch.lend()) {
            int result = (int) call(scratch, Call.FSTATFS, fd, scratch.result(), 0, 0, 0);
            if (result >= 0) {
                into.decode(scratch.memory, Scratch.RESULT);
            }
            return result;
        }
    }

    public static int rename(int fromDirectory, String from, int toDirectory, String to, int flags) {
        try (Scratch scratch = Scratch.lend()) {
            long first = scratch.firstPath(from);
            long second = scratch.secondPath(to);
            return (int) call(scratch, Call.RENAMEAT2, fromDirectory, first, toDirectory, second, flags);
        }
    }

    /** Gives an object, or a symbolic link itself, one more name. EEXIST where the name is taken. */
    public static int link(int fromDirectory, String from, int toDirectory, String to) {
        try (Scratch scratch = Scratch.lend()) {
            long first = scratch.firstPath(from);
            long second = scratch.secondPath(to);
            return (int) call(scratch, Call.LINKAT, fromDirectory, first, toDirectory, second, 0);
        }
    }

    public static int makeDirectory(int directory, String name, int mode) {
        try (Scratch scratch = Scratch.lend()) {
            return (int) call(scratch, Call.MKDIRAT, directory, scratch.firstPath(name), mode, 0, 0);
        }
    }

    public static int makeLink(String target, int directory, String name) {
        if (Scratch.tooLong(target)) {
            return -Errno.ENAMETOOLONG;
        }
        try (Scratch scratch = Scratch.lend()) {
            long text = scratch.firstPath(target);
            return (int) call(scratch, Call.SYMLINKAT, text, directory, scratch.secondPath(name), 0, 0);
        }
    }

    /**
     * The text of a symbolic link; empty name: of the open link itself.
     *
     * @param into at least 4096 bytes
     * @return how many bytes
     */
    public static int readLink(int directory, String name, byte[] into) {
        try (Scratch scratch = Scratch.lend()) {
            long path = scratch.firstPath(name);
            MemorySegment text = scratch.secondArea();
            int read = (int) call(scratch, Call.READLINKAT, directory, path, text.address(), text.byteSize(), 0);
            if (read > 0) {
                MemorySegment.copy(text, ValueLayout.JAVA_BYTE, 0, into, 0, read);
            }
            return read;
        }
    }

    public static int removeDirectory(int directory, String name) {
        try (Scratch scratch = Scratch.lend()) {
            return (int) call(scratch, Call.UNLINKAT, directory, scratch.firstPath(name), AT_REMOVEDIR, 0, 0);
        }
    }

    /** Removes a name of anything but a directory. */
    public static int unlink(int directory, String name) {
        try (Scratch scratch = Scratch.lend()) {
            return (int) call(scratch, Call.UNLINKAT, directory, scratch.firstPath(name), 0, 0, 0);
        }
    }

    /** Sets permission bits of an open file or directory, also of one opened with {@link #O_PATH}. Never give it a link. */
    public static int setMode(int fd, int mode) {
        try (Scratch scratch = Scratch.lend()) {
            int result = (int) call(scratch, Call.FCHMOD, fd, mode, 0, 0, 0);
            return result != -Errno.EBADF
                    ? result
                    : (int) call(scratch, Call.FCHMODAT, AT_FDCWD, scratch.firstPath(self(fd)), mode, 0, 0);
        }
    }

    /** Sets owner and group of an open object; -1 leaves one alone. */
    public static int setOwner(int fd, int owner, int group) {
        try (Scratch scratch = Scratch.lend()) {
            int flags = AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW;
            return (int) call(scratch, Call.FCHOWNAT, fd, scratch.firstPath(""), owner, group, flags);
        }
    }

    /**
     * Sets the times of an open file or directory, also of one opened with {@link #O_PATH}. Both, because file systems in user space
     * may drop one that comes alone, without a word.
     */
    public static int setTimes(int fd, long accessNanos, long modificationNanos) {
        try (Scratch scratch = Scratch.lend()) {
            long second = 1_000_000_000L;
            long times = scratch.arguments(
                    Math.floorDiv(accessNanos, second),
                    Math.floorMod(accessNanos, second),
                    Math.floorDiv(modificationNanos, second),
                    Math.floorMod(modificationNanos, second));
            int result = (int) call(scratch, Call.UTIMENSAT, fd, 0, times, 0, 0);
            return result != -Errno.EBADF
                    ? result
                    : (int) call(scratch, Call.UTIMENSAT, AT_FDCWD, scratch.firstPath(self(fd)), times, 0, 0);
        }
    }

    /** The path by which an open object can be opened again. */
    public static String self(int fd) {
        return "/proc/self/fd/" + fd;
    }

    /** Returns once the file system of an open object has written everything to its device. Not for {@link #O_PATH}. */
    public static int syncFileSystem(int fd) {
        try (Scratch scratch = Scratch.lend()) {
            return (int) call(scratch, Call.SYNCFS, fd, 0, 0, 0, 0);
        }
    }

    /**
     * Begins to write a part of a file to its device and does not wait for it, so that a later flush has less to do. Nothing is durable
     * by this.
     */
    public static int beginWriteBack(int fd, long position, long bytes) {
        try (Scratch scratch = Scratch.lend()) {
            return (int) call(scratch, Call.SYNC_FILE_RANGE, fd, position, bytes, SYNC_FILE_RANGE_WRITE, 0);
        }
    }

    public static int truncate(int fd, long length) {
        try (Scratch scratch = Scratch.lend()) {
            return (int) call(scratch, Call.FTRUNCATE, fd, length, 0, 0, 0);
        }
    }

    /** Where data begins at or after a position; ENXIO where there is none, EINVAL where the file system cannot tell. */
    public static long nextData(int fd, long position) {
        try (Scratch scratch = Scratch.lend()) {
            return call(scratch, Call.LSEEK, fd, position, SEEK_DATA, 0, 0);
        }
    }

    /** Reads into the rest of a buffer and moves its position. 0 at the end of the file. */
    public static int read(int fd, long position, ByteBuffer into) {
        return transfer(Call.PREAD, fd, position, into);
    }

    /** Writes the rest of a buffer or a part of it, and moves its position. */
    public static int write(int fd, long position, ByteBuffer from) {
        return transfer(Call.PWRITE, fd, position, from);
    }

    private static int transfer(Call call, int fd, long position, ByteBuffer buffer) {
        if (!buffer.isDirect()) {
            return bounce(call, fd, position, buffer);
        }
        try (Scratch scratch = Scratch.lend()) {
            long address = MemorySegment.ofBuffer(buffer).address();
            int done = (int) call(scratch, call, fd, address, buffer.remaining(), position, 0);
            if (done > 0) {
                buffer.position(buffer.position() + done);
            }
            return done;
        } finally {
            Reference.reachabilityFence(buffer);
        }
    }

    /** A buffer on the heap may move while the kernel works: its bytes go by native memory, a part at a time. */
    private static int bounce(Call call, int fd, long position, ByteBuffer buffer) {
        int bytes = Math.min(buffer.remaining(), BOUNCE_BYTES);
        ByteBuffer lent = BOUNCES.poll();
        ByteBuffer between = (lent == null ? ByteBuffer.allocateDirect(BOUNCE_BYTES) : lent)
                .clear()
                .limit(bytes);
        try {
            if (call == Call.PWRITE) {
                between.put(buffer.slice(buffer.position(), bytes)).flip();
            }
            int done = transfer(call, fd, position, between);
            if (done > 0 && call == Call.PREAD) {
                buffer.put(between.flip());
            } else if (done > 0) {
                buffer.position(buffer.position() + done);
            }
            return done;
        } finally {
            BOUNCES.add(between);
        }
    }
}
