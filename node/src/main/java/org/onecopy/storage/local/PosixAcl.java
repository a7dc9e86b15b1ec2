package org.onecopy.storage.local;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Acl;
import org.onecopy.core.AclEntry;
import org.onecopy.core.AclEntry.Kind;

/**
 * Access control lists as the kernel keeps them, by the number of users and groups: a version, then tag, permissions and number of each
 * entry, with the lowest byte first ({@code linux/posix_acl_xattr.h}).
 */
final class PosixAcl {
    private static final int VERSION = 2;
    private static final int ENTRY_BYTES = 8;
    private static final int NOBODY = -1;

    private static final int OWNER = 0x01;
    private static final int USER = 0x02;
    private static final int OWNING_GROUP = 0x04;
    private static final int GROUP = 0x08;
    private static final int MASK = 0x10;
    private static final int OTHER = 0x20;

    private final IntFunction<String> userNames;
    private final IntFunction<String> groupNames;

    PosixAcl(IntFunction<String> userNames, IntFunction<String> groupNames) {
        this.userNames = userNames;
        this.groupNames = groupNames;
    }

    /**
     * The entries of a list.
     *
     * @return null where the bytes are none
     */
    @Nullable
    List<AclEntry> entries(byte[] bytes, boolean inherited) {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (in.remaining() < 4 || in.getInt() != VERSION || in.remaining() % ENTRY_BYTES != 0) {
            return null;
        }
        boolean extended = inherited || in.remaining() > 3 * ENTRY_BYTES;
        List<AclEntry> entries = new ArrayList<>();
        while (in.hasRemaining()) {
            int tag = in.getShort();
            int permissions = in.getShort() & 7;
            int id = in.getInt();
            AclEntry entry = entry(tag, permissions, id, inherited);
            boolean implied = !inherited && (tag == OWNER || tag == MASK || tag == OTHER);
            if (entry != null && extended && !implied) {
                entries.add(entry);
            }
        }
        return entries;
    }

    private @Nullable AclEntry entry(int tag, int permissions, int id, boolean inherited) {
        return switch (tag) {
            case OWNER -> new AclEntry(inherited, Kind.USER, "", permissions);
            case USER -> new AclEntry(inherited, Kind.USER, userNames.apply(id), permissions);
            case OWNING_GROUP -> new AclEntry(inherited, Kind.GROUP, "", permissions);
            case GROUP -> new AclEntry(inherited, Kind.GROUP, groupNames.apply(id), permissions);
            case MASK -> new AclEntry(inherited, Kind.MASK, "", permissions);
            case OTHER -> new AclEntry(inherited, Kind.OTHER, "", permissions);
            default -> null;
        };
    }

    /** The numbers of users and groups; names that nobody has are left out. */
    record Ids(Function<String, OptionalInt> users, Function<String, OptionalInt> groups) {}

    /** The access list of an object with a mode; null where it says nothing beyond the mode. */
    static byte @Nullable [] access(Acl acl, int mode, Ids ids) {
        Integer group = acl.owningGroup();
        List<int[]> named = named(acl, false, ids);
        if (named.isEmpty() && group == null) {
            return null;
        }
        int inGroup = (mode >> 3) & 7;
        return bytes(new int[] {(mode >> 6) & 7, group == null ? inGroup : group, inGroup, mode & 7}, named);
    }

    /** A directory's default list; null where there is none, or it is not whole. */
    static byte @Nullable [] inherited(Acl acl, Ids ids) {
        int owner = permissions(acl, Kind.USER);
        int group = permissions(acl, Kind.GROUP);
        int other = permissions(acl, Kind.OTHER);
        int mask = permissions(acl, Kind.MASK);
        List<int[]> named = named(acl, true, ids);
        if (owner < 0 || group < 0 || other < 0) {
            return null;
        }
        return bytes(new int[] {owner, group, mask < 0 && !named.isEmpty() ? group : mask, other}, named);
    }

    private static int permissions(Acl acl, Kind kind) {
        return acl.entries().stream()
                .filter(entry -> entry.isOf(kind, true) && entry.name().isEmpty())
                .mapToInt(AclEntry::permissions)
                .findFirst()
                .orElse(-1);
    }

    /** Tag, permissions and number of the entries with a name, users before groups. */
    private static List<int[]> named(Acl acl, boolean inherited, Ids ids) {
        List<int[]> named = new ArrayList<>();
        for (AclEntry entry : acl.entries()) {
            if (entry.inherited() != inherited || entry.name().isEmpty()) {
                continue;
            }
            boolean user = entry.kind() == Kind.USER;
            OptionalInt id = (user ? ids.users : ids.groups).apply(entry.name());
            id.ifPresent(number -> named.add(new int[] {user ? USER : GROUP, entry.permissions(), number}));
        }
        named.sort((a, b) -> a[0] != b[0] ? Integer.compare(a[0], b[0]) : Integer.compareUnsigned(a[2], b[2]));
        return named;
    }

    /** @param base permissions of the owner, the owning group, the mask (negative: none), and the others */
    private static byte[] bytes(int[] base, List<int[]> named) {
        boolean masked = base[2] >= 0;
        ByteBuffer out = ByteBuffer.allocate(4 + ENTRY_BYTES * (named.size() + (masked ? 4 : 3)))
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(VERSION);
        put(out, OWNER, base[0], NOBODY);
        named.stream().filter(entry -> entry[0] == USER).forEach(entry -> put(out, USER, entry[1], entry[2]));
        put(out, OWNING_GROUP, base[1], NOBODY);
        named.stream().filter(entry -> entry[0] == GROUP).forEach(entry -> put(out, GROUP, entry[1], entry[2]));
        if (masked) {
            put(out, MASK, base[2], NOBODY);
        }
        put(out, OTHER, base[3], NOBODY);
        return out.array();
    }

    private static void put(ByteBuffer out, int tag, int permissions, int id) {
        out.putShort((short) tag).putShort((short) permissions).putInt(id);
    }
}
