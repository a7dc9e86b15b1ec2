package org.onecopy.storage.local;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Acl;
import org.onecopy.core.AclEntry;
import org.onecopy.core.Attributes;
import org.onecopy.core.Extras;
import org.onecopy.core.Preserve;
import org.onecopy.core.Xattrs;
import org.onecopy.linux.ExtendedAttributes;
import org.onecopy.linux.Principals;

/** Reads and sets access control lists and extended attributes, where the rule of the tree asks for them; else it asks nobody anything. */
final class LocalExtras {
    private static final String USER = ExtendedAttributes.USER;

    private final Principals users;
    private final Principals groups;
    private final PosixAcl acls;
    private volatile Set<Preserve> kinds = Set.of();

    LocalExtras(Principals users, Principals groups) {
        this.users = users;
        this.groups = groups;
        acls = new PosixAcl(users::name, groups::name);
    }

    /** What the rule asks for. */
    void preserve(Set<Preserve> asked) {
        if (!kinds.equals(asked)) {
            kinds = Set.copyOf(asked);
        }
    }

    private boolean asks() {
        Set<Preserve> asked = kinds;
        return asked.contains(Preserve.ACL) || asked.contains(Preserve.XATTRS);
    }

    /** What an open file or directory has. */
    Extras read(int fd) {
        return asks() ? read(ExtendedAttributes.of(fd)) : Extras.NONE;
    }

    /** What a file or directory has, by its name in an open directory. */
    Extras read(int directory, String name) {
        return asks() ? read(ExtendedAttributes.of(directory, name)) : Extras.NONE;
    }

    private Extras read(ExtendedAttributes object) {
        List<String> names = object.names();
        if (names == null) {
            return Extras.NONE;
        }
        Set<Preserve> asked = kinds;
        return new Extras(
                asked.contains(Preserve.ACL) ? acl(object, names) : null,
                asked.contains(Preserve.XATTRS) ? xattrs(object, names) : null,
                0,
                0);
    }

    private @Nullable Acl acl(ExtendedAttributes object, List<String> names) {
        List<AclEntry> entries = new ArrayList<>();
        for (boolean inherited : new boolean[] {false, true}) {
            String name = inherited ? ExtendedAttributes.DEFAULT_ACL : ExtendedAttributes.ACCESS_ACL;
            byte[] bytes = names.contains(name) ? object.value(name) : null;
            List<AclEntry> these = bytes == null ? List.of() : acls.entries(bytes, inherited);
            if (these == null) {
                return null;
            }
            entries.addAll(these);
        }
        return entries.isEmpty() ? Acl.NONE : new Acl(entries);
    }

    /** More than may be agreed is not read to its end. */
    private static Xattrs xattrs(ExtendedAttributes object, List<String> names) {
        TreeMap<String, String> values = new TreeMap<>();
        int bytes = 0;
        for (String name : names) {
            byte[] value = name.startsWith(USER) && bytes <= Xattrs.BYTES_MAX ? object.value(name) : null;
            if (value != null) {
                values.put(name.substring(USER.length()), Xattrs.value(value));
                bytes += value.length;
            }
        }
        return values.isEmpty() ? Xattrs.NONE : new Xattrs(values);
    }

    /** Those of what is agreed that have a name here. */
    Attributes shown(Attributes agreed) {
        Acl acl = agreed.extras().acl();
        Extras extras = acl == null
                ? agreed.extras()
                : agreed.extras().withAcl(acl.named(name -> known(users, name), name -> known(groups, name)));
        return new Attributes(
                agreed.mode(),
                Objects.requireNonNullElse(known(users, agreed.owner()), ""),
                Objects.requireNonNullElse(known(groups, agreed.group()), ""),
                agreed.mtimeNanos(),
                extras);
    }

    private static @Nullable String known(Principals principals, String name) {
        return principals.id(name).isPresent() ? name : null;
    }

    /**
     * Sets what is known and asked for, as far as the file system takes it.
     *
     * @param mode that the object is to have: a part of its access control list says the same
     * @return whether an access control list was set, which may change the mode
     */
    boolean write(int fd, Extras wanted, int mode) {
        Set<Preserve> asked = kinds;
        Acl acl = asked.contains(Preserve.ACL) ? wanted.acl() : null;
        Xattrs xattrs = asked.contains(Preserve.XATTRS) ? wanted.xattrs() : null;
        if (acl == null && xattrs == null) {
            return false;
        }
        ExtendedAttributes object = ExtendedAttributes.of(fd);
        List<String> names = object.names();
        if (names == null) {
            return false;
        }
        if (xattrs != null) {
            write(object, names, xattrs);
        }
        return acl != null && write(object, names, acl, mode);
    }

    private static void write(ExtendedAttributes object, List<String> names, Xattrs wanted) {
        for (String name : names) {
            if (name.startsWith(USER) && !wanted.values().containsKey(name.substring(USER.length()))) {
                object.remove(name);
            }
        }
        for (Map.Entry<String, String> value : wanted.values().entrySet()) {
            byte[] bytes = Xattrs.bytes(value.getValue());
            byte[] present = names.contains(USER + value.getKey()) ? object.value(USER + value.getKey()) : null;
            if (!Arrays.equals(bytes, present)) {
                object.set(USER + value.getKey(), bytes);
            }
        }
    }

    private boolean write(ExtendedAttributes object, List<String> names, Acl wanted, int mode) {
        PosixAcl.Ids ids = new PosixAcl.Ids(this::user, this::group);
        boolean changed = write(object, names, ExtendedAttributes.ACCESS_ACL, PosixAcl.access(wanted, mode, ids));
        // Files have none: the kernel refuses it there.
        boolean inherited = write(object, names, ExtendedAttributes.DEFAULT_ACL, PosixAcl.inherited(wanted, ids));
        return changed || inherited;
    }

    private OptionalInt user(String name) {
        return users.id(name);
    }

    private OptionalInt group(String name) {
        return groups.id(name);
    }

    private static boolean write(ExtendedAttributes object, List<String> names, String name, byte @Nullable [] wanted) {
        byte[] present = names.contains(name) ? object.value(name) : null;
        if (Arrays.equals(wanted, present)) {
            return false;
        }
        return (wanted == null ? object.remove(name) : object.set(name, wanted)) >= 0;
    }
}
