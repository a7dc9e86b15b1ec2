package org.onecopy.storage.local;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Attributes;
import org.onecopy.core.Extras;
import org.onecopy.core.Kind;
import org.onecopy.linux.Errno;
import org.onecopy.linux.Linux;
import org.onecopy.linux.Principals;
import org.onecopy.linux.RawStat;
import org.onecopy.linux.Utf8;
import org.onecopy.storage.Fingerprint;
import org.onecopy.storage.ObjectIdentity;
import org.onecopy.storage.Stat;

/** What the kernel says of objects, in the words of {@link Stat}. */
final class Stats {
    private static final int LINK_BYTES_MAX = 4096;
    /** Begins the fingerprints of directories; no number in base 32 has this digit. */
    private static final String DIRECTORY = "D";

    private static final char[] DIGITS = "0123456789abcdefghijklmnopqrstuv".toCharArray();

    private final Principals users;
    private final Principals groups;
    private final LocalExtras extras;

    Stats() {
        this(Principals.users(), Principals.groups());
    }

    private Stats(Principals users, Principals groups) {
        this.users = users;
        this.groups = groups;
        extras = new LocalExtras(users, groups);
    }

    /** For one more tree, which may be asked for other extras; the names of users and groups are looked up once for all. */
    Stats ofTree() {
        return new Stats(users, groups);
    }

    LocalExtras extras() {
        return extras;
    }

    Principals users() {
        return users;
    }

    Principals groups() {
        return groups;
    }

    /**
     * What an open object is.
     *
     * @param fd may be opened as a path only
     * @return null where it cannot be replicated: a special file, a link whose text is not UTF-8
     */
    @Nullable
    Stat stat(int fd, String path) {
        RawStat raw = new RawStat();
        int result =
                Linux.statAnew(fd, raw); // a mount may remember what was true before the step, or before others wrote
        if (result < 0) {
            throw Faults.of(result, "look at", path);
        }
        if (raw.isDirectory() || raw.isFile()) {
            return stat(raw, extras.read(fd));
        }
        if (!raw.isLink()) {
            return null;
        }
        String target = target(fd, path);
        return target == null ? null : link(raw, target);
    }

    /** As {@link #stat(int, String)}, for a name in an open directory that has been looked at. Links have a text to be read: null. */
    @Nullable
    Stat stat(RawStat raw, int directory, String name) {
        return raw.isDirectory() || raw.isFile() ? stat(raw, extras.read(directory, name)) : null;
    }

    private static Fingerprint withExtras(Fingerprint print, Extras extras) {
        String mark = extras.mark();
        return mark.isEmpty() ? print : new Fingerprint(print.token() + "." + mark);
    }

    private Stat stat(RawStat raw, Extras extras) {
        if (raw.isDirectory()) {
            Fingerprint print = withExtras(directoryPrint(raw), extras);
            return new Stat(Kind.DIRECTORY, 0, attributes(raw, 0).withExtras(extras), print, identity(raw), null, 1);
        }
        Attributes attributes = attributes(raw, raw.modificationNanos()).withExtras(extras);
        return new Stat(Kind.FILE, raw.length(), attributes, print(raw), identity(raw), null, raw.links());
    }

    private Stat link(RawStat raw, String target) {
        return new Stat(Kind.SYMLINK, 0, attributes(raw, 0), print(raw), identity(raw), target, raw.links());
    }

    /** The text of an open link, null where it is not UTF-8. */
    private static @Nullable String target(int fd, String path) {
        byte[] bytes = new byte[LINK_BYTES_MAX];
        int length = Linux.readLink(fd, "", bytes);
        if (length < 0) {
            throw Faults.of(length, "read the link", path);
        }
        return Utf8.decode(Arrays.copyOf(bytes, length));
    }

    /**
     * Opens and looks at a name, a link itself.
     *
     * @return null where nothing is there that can be replicated
     */
    @Nullable
    Stat at(int directory, String name, String path) {
        try (Handles opened = new Handles()) {
            int fd = opened.keep(Linux.open(directory, name, Linux.O_PATH | Linux.O_NOFOLLOW, 0));
            if (fd == -Errno.ENOENT) {
                return null;
            }
            if (fd < 0) {
                throw Faults.of(fd, "look at", path);
            }
            return stat(fd, path);
        }
    }

    private Attributes attributes(RawStat raw, long mtimeNanos) {
        return new Attributes(raw.permissions(), users.name(raw.owner()), groups.name(raw.group()), mtimeNanos);
    }

    static @Nullable ObjectIdentity identity(RawStat raw) {
        // Without a birth time the number of a removed file may stand for another one.
        return raw.birthKnown() ? new ObjectIdentity(token(raw.inode(), raw.birthNanos())) : null;
    }

    private static Fingerprint print(RawStat raw) {
        return new Fingerprint(
                token(raw.inode(), raw.birthNanos(), raw.length(), raw.modificationNanos(), raw.changeNanos()));
    }

    /** A directory's times change with its children, so they are not of its own. */
    private static Fingerprint directoryPrint(RawStat raw) {
        return new Fingerprint(
                DIRECTORY + token(raw.inode(), raw.birthNanos(), raw.permissions(), raw.owner(), raw.group()));
    }

    /** Whether two fingerprints are equal but for the ctime of a file or link. */
    static boolean differByMoveOnly(Fingerprint before, Fingerprint after) {
        return before.equals(after)
                || (!before.token().startsWith(DIRECTORY)
                        && withoutLast(before.token()).equals(withoutLast(after.token())));
    }

    private static String withoutLast(String token) {
        return token.substring(0, Math.max(0, token.lastIndexOf('.')));
    }

    /** Numbers in base 32, with dots between. */
    private static String token(long... numbers) {
        char[] text = new char[14 * numbers.length];
        int at = text.length;
        for (int i = numbers.length - 1; i >= 0; i--) {
            long left = numbers[i];
            do {
                text[--at] = DIGITS[(int) (left & 31)];
                left >>>= 5;
            } while (left != 0);
            if (i > 0) {
                text[--at] = '.';
            }
        }
        return new String(text, at, text.length - at);
    }
}
