package org.onecopy.linux;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** What statx(2) says of one object. Filled by {@link Linux#stat}; not for sharing between threads while it is being filled. */
public final class RawStat {
    static final int MASK = 0x1fff;
    private static final int HAS_BIRTH = 0x800;
    private static final long IS_MOUNT_ROOT = 0x2000;
    private static final int TYPE = 0170000;

    private int mode;
    private int links;
    private int owner;
    private int group;
    private long inode;
    private long length;
    private long birthNanos;
    private long accessNanos;
    private long changeNanos;
    private long modificationNanos;
    private long device;
    private long mount;
    private boolean birthKnown;
    private boolean mountRoot;

    void decode(MemorySegment from, long at) {
        int mask = from.get(ValueLayout.JAVA_INT, at);
        mountRoot = (from.get(ValueLayout.JAVA_LONG, at + 8) & IS_MOUNT_ROOT) != 0;
        links = from.get(ValueLayout.JAVA_INT, at + 16);
        owner = from.get(ValueLayout.JAVA_INT, at + 20);
        group = from.get(ValueLayout.JAVA_INT, at + 24);
        mode = Short.toUnsignedInt(from.get(ValueLayout.JAVA_SHORT, at + 28));
        inode = from.get(ValueLayout.JAVA_LONG, at + 32);
        length = from.get(ValueLayout.JAVA_LONG, at + 40);
        birthKnown = (mask & HAS_BIRTH) != 0;
        birthNanos = birthKnown ? nanos(from, at + 80) : 0;
        accessNanos = nanos(from, at + 64);
        changeNanos = nanos(from, at + 96);
        modificationNanos = nanos(from, at + 112);
        device = ((long) from.get(ValueLayout.JAVA_INT, at + 136) << 32)
                | Integer.toUnsignedLong(from.get(ValueLayout.JAVA_INT, at + 140));
        mount = from.get(ValueLayout.JAVA_LONG, at + 144);
    }

    /** Times outside the years 1677 to 2262 become the nearest that a long can hold. */
    private static long nanos(MemorySegment from, long at) {
        long seconds = from.get(ValueLayout.JAVA_LONG, at);
        int nanos = from.get(ValueLayout.JAVA_INT, at + 8);
        if (seconds >= Long.MAX_VALUE / 1_000_000_000L) {
            return Long.MAX_VALUE;
        }
        return seconds <= Long.MIN_VALUE / 1_000_000_000L ? Long.MIN_VALUE : seconds * 1_000_000_000L + nanos;
    }

    public boolean isDirectory() {
        return (mode & TYPE) == 0040000;
    }

    public boolean isFile() {
        return (mode & TYPE) == 0100000;
    }

    public boolean isLink() {
        return (mode & TYPE) == 0120000;
    }

    /** What kind of object this is, in words for messages. */
    public String kind() {
        return switch (mode & TYPE) {
            case 0040000 -> "directory";
            case 0100000 -> "file";
            case 0120000 -> "symbolic link";
            case 0010000 -> "pipe";
            case 0020000 -> "character device";
            case 0060000 -> "block device";
            case 0140000 -> "socket";
            default -> "special file";
        };
    }

    /** Permission bits, 0 to 07777. */
    public int permissions() {
        return mode & 07777;
    }

    public int links() {
        return links;
    }

    public int owner() {
        return owner;
    }

    public int group() {
        return group;
    }

    public long inode() {
        return inode;
    }

    public long length() {
        return length;
    }

    /** Time of creation in nanoseconds since 1970, 0 where the file system keeps none. */
    public long birthNanos() {
        return birthNanos;
    }

    public boolean birthKnown() {
        return birthKnown;
    }

    /** Time of the last reading, as far as the file system keeps it. */
    public long accessNanos() {
        return accessNanos;
    }

    public long changeNanos() {
        return changeNanos;
    }

    public long modificationNanos() {
        return modificationNanos;
    }

    /** The device, as it is called until it is unmounted: another number may follow. */
    public long device() {
        return device;
    }

    /** The mount that the object was reached through. */
    public long mount() {
        return mount;
    }

    /** Whether a file system is mounted exactly here. */
    public boolean isMountRoot() {
        return mountRoot;
    }
}
