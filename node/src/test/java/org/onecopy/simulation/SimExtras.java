package org.onecopy.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.onecopy.core.Acl;
import org.onecopy.core.AclEntry;
import org.onecopy.core.Attributes;
import org.onecopy.core.Extras;
import org.onecopy.core.Kind;
import org.onecopy.core.Preserve;
import org.onecopy.core.Xattrs;

/**
 * An extended attribute and an access control list of an object on a simulated disk, as bits above its mode. Zones differ: one keeps no
 * extended attributes, one has never heard of one of the users, and no room for one of the values.
 */
final class SimExtras {
    static final int PERMISSIONS = 07777;
    private static final int TAG_AT = 16;
    private static final int TAG = 3 << TAG_AT;
    private static final int USER_AT = 20;
    private static final List<String> USERS = List.of("ann", "bob", "zoe");
    private static final int LAST_USER = 1 << (USER_AT + 2);
    private static final int ACL = 7 << USER_AT;

    /** How many values the bits above a mode have. */
    static final int VALUES = 32;

    private SimExtras() {}

    /** The bits of a value, above a mode. */
    static int bits(int value) {
        return ((value & 3) << TAG_AT) | ((value >> 2) << USER_AT);
    }

    /** What a zone's storage has of these bits once they are set: of one that it has no room for, nothing. */
    static int kept(String zone, int bits) {
        return switch (zone) {
            case "berlin" -> bits & ~LAST_USER & ((bits & TAG) == TAG ? ~TAG : ~0);
            case "cairo" -> bits & ~TAG;
            default -> bits;
        };
    }

    static Extras of(int mode, Set<Preserve> asked, String zone) {
        boolean tagged = asked.contains(Preserve.XATTRS) && !zone.equals("cairo");
        return new Extras(asked.contains(Preserve.ACL) ? acl(mode) : null, tagged ? xattrs(mode) : null, 0, 0);
    }

    private static Acl acl(int mode) {
        List<AclEntry> entries = new ArrayList<>();
        for (int user = 0; user < USERS.size(); user++) {
            if ((mode & (1 << (USER_AT + user))) != 0) {
                entries.add(new AclEntry(false, AclEntry.Kind.USER, USERS.get(user), 6));
            }
        }
        return new Acl(entries);
    }

    private static Xattrs xattrs(int mode) {
        int tag = (mode & TAG) >> TAG_AT;
        return tag == 0 ? Xattrs.NONE : new Xattrs(new TreeMap<>(Map.of("tag", Integer.toString(tag))));
    }

    /** What is agreed, as bits; of what is not known: as it is. */
    static int bits(Attributes agreed, int present) {
        Extras extras = agreed.extras();
        int bits = agreed.mode() >= 0 ? agreed.mode() : present & PERMISSIONS;
        bits |= extras.acl() == null ? present & ACL : bits(extras.acl());
        String tag = extras.xattrs() == null ? null : extras.xattrs().values().getOrDefault("tag", "0");
        return bits | (tag == null ? present & TAG : Integer.parseInt(tag) << TAG_AT);
    }

    private static int bits(Acl acl) {
        int bits = 0;
        for (AclEntry entry : acl.entries()) {
            bits |= 1 << (USER_AT + USERS.indexOf(entry.name()));
        }
        return bits;
    }

    /** What an object has once these are set. */
    static int set(SimDisk.Node node, Attributes wanted, Set<Preserve> asked, String zone) {
        if (node.kind == Kind.SYMLINK) {
            return node.mode;
        }
        int bits = bits(wanted.withExtras(wanted.extras().only(asked)), node.mode);
        return kept(zone, bits);
    }

    static Attributes shown(Attributes agreed, String zone) {
        Acl acl = agreed.extras().acl();
        return acl == null || !zone.equals("berlin")
                ? agreed
                : agreed.withExtras(agreed.extras()
                        .withAcl(acl.named(name -> name.equals(USERS.getLast()) ? null : name, name -> name)));
    }
}
