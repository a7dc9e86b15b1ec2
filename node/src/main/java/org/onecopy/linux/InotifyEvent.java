package org.onecopy.linux;

import org.jspecify.annotations.Nullable;

/**
 * One event of inotify(7).
 *
 * @param watch the number of the watch, -1 for an overflow
 * @param cookie the same for the two events of a move, else 0
 * @param name within the watched directory; empty: the watched directory itself; null: not UTF-8
 */
public record InotifyEvent(
        int watch, int mask, int cookie, @Nullable String name) {
    public static final int ATTRIB = 4;
    public static final int CLOSE_WRITE = 8;
    public static final int MOVED_FROM = 0x40;
    public static final int MOVED_TO = 0x80;
    public static final int CREATE = 0x100;
    public static final int DELETE = 0x200;
    public static final int DELETE_SELF = 0x400;
    public static final int MOVE_SELF = 0x800;
    public static final int UNMOUNT = 0x2000;
    public static final int OVERFLOW = 0x4000;
    public static final int IGNORED = 0x8000;
    private static final int DIRECTORY = 0x40000000;

    /** Whether any of these bits is set. */
    public boolean is(int bits) {
        return (mask & bits) != 0;
    }

    /** Whether the name is, or was, a directory. */
    public boolean ofDirectory() {
        return (mask & DIRECTORY) != 0;
    }
}
