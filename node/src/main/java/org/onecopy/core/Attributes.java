package org.onecopy.core;

/**
 * The attributes of an entry that travel between zones.
 *
 * @param mode POSIX permission bits, 0 to 07777; -1 where the storage knows none
 * @param owner the owner's name; empty where the storage knows none
 * @param group the group's name; empty where the storage knows none
 * @param mtimeNanos time of last modification, in nanoseconds since 1970-01-01T00:00Z (so from 1677 to 2262); of a directory and
 *     of a symbolic link always 0, because they follow from changes that travel anyway
 */
public record Attributes(int mode, String owner, String group, long mtimeNanos) {
    /** Nothing known. */
    public static final Attributes NONE = new Attributes(-1, "", "", 0);

    public Attributes withMtimeNanos(long nanos) {
        return new Attributes(mode, owner, group, nanos);
    }

    /** These, where they are known, else the others'. The time is always of these. */
    public Attributes over(Attributes known) {
        return new Attributes(
                mode >= 0 ? mode : known.mode,
                owner.isEmpty() ? known.owner : owner,
                group.isEmpty() ? known.group : group,
                mtimeNanos);
    }

    /** Whether a mode, owner or group that both know is not the same. Times are left out: they follow from contents. */
    public boolean differsFrom(Attributes other) {
        return (mode >= 0 && other.mode >= 0 && mode != other.mode)
                || differ(owner, other.owner)
                || differ(group, other.group);
    }

    private static boolean differ(String one, String other) {
        return !one.isEmpty() && !other.isEmpty() && !one.equals(other);
    }
}
