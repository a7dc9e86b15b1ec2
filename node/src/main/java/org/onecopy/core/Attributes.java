package org.onecopy.core;

/**
 * The attributes of an entry that travel between zones.
 *
 * @param mode POSIX permission bits, 0 to 07777; -1 where the storage knows none
 * @param owner the owner's name; empty where the storage knows none
 * @param group the group's name; empty where the storage knows none
 * @param mtimeNanos time of last modification, in nanoseconds since 1970-01-01T00:00Z (so from 1677 to 2262); of a directory and
 *     of a symbolic link always 0, because they follow from changes that travel anyway
 * @param extras what the rule asks for beyond these
 */
public record Attributes(int mode, String owner, String group, long mtimeNanos, Extras extras) {
    /** Nothing known. */
    public static final Attributes NONE = new Attributes(-1, "", "", 0);

    /** Attributes without anything beyond, as those of most rules are. */
    public Attributes(int mode, String owner, String group, long mtimeNanos) {
        this(mode, owner, group, mtimeNanos, Extras.NONE);
    }

    public Attributes withMtimeNanos(long nanos) {
        return new Attributes(mode, owner, group, nanos, extras);
    }

    public Attributes withMode(int newMode) {
        return new Attributes(newMode, owner, group, mtimeNanos, extras);
    }

    public Attributes withExtras(Extras newExtras) {
        return new Attributes(mode, owner, group, mtimeNanos, newExtras);
    }

    /** These, where they are known, else the others'. The time is always of these. */
    public Attributes over(Attributes known) {
        return new Attributes(
                mode >= 0 ? mode : known.mode,
                owner.isEmpty() ? known.owner : owner,
                group.isEmpty() ? known.group : group,
                mtimeNanos,
                extras.over(known.extras));
    }

    /** Whether something but the time is known to both and not the same. Times are left out: they follow from contents. */
    public boolean differsFrom(Attributes other) {
        return (mode >= 0 && other.mode >= 0 && mode != other.mode)
                || differ(owner, other.owner)
                || differ(group, other.group)
                || extras.differsFrom(other.extras);
    }

    private static boolean differ(String one, String other) {
        return !one.isEmpty() && !other.isEmpty() && !one.equals(other);
    }

    /**
     * These, with what became of {@code before} when it became {@code after}. So a zone that shows only a part of what is agreed changes
     * that part alone. Of what was unknown before nobody can tell whether it has changed: where it is known here, it stays.
     */
    public Attributes changed(Attributes before, Attributes after) {
        return new Attributes(
                mode < 0 || (before.mode >= 0 && after.mode >= 0 && after.mode != before.mode) ? after.mode : mode,
                changed(owner, before.owner, after.owner),
                changed(group, before.group, after.group),
                after.mtimeNanos != before.mtimeNanos ? after.mtimeNanos : mtimeNanos,
                extras.changed(before.extras, after.extras));
    }

    private static String changed(String mine, String before, String after) {
        return mine.isEmpty() || differ(before, after) ? after : mine;
    }
}
