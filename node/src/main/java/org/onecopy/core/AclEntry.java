package org.onecopy.core;

import java.util.Comparator;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One line of an access control list.
 *
 * @param inherited whether it is a default, which what is made in the directory inherits
 * @param name of the user or group; empty for the owner, the owning group, the mask and the others
 * @param permissions 0 to 7, as in a mode
 */
public record AclEntry(boolean inherited, Kind kind, String name, int permissions) {
    /** Whom it is for, whatever it permits. */
    static final Comparator<AclEntry> BY_SUBJECT = Comparator.comparing(AclEntry::inherited)
            .thenComparing(AclEntry::kind)
            .thenComparing(AclEntry::name);

    /** Whom an entry is for. */
    public enum Kind {
        USER,
        GROUP,
        MASK,
        OTHER
    }

    /** @throws IllegalArgumentException where the permissions are none, or a mask or the others have a name */
    public AclEntry {
        boolean named = kind == Kind.USER || kind == Kind.GROUP;
        if (permissions < 0 || permissions > 7 || (!named && !name.isEmpty())) {
            throw new IllegalArgumentException("no entry of an access control list: " + kind + " " + permissions);
        }
    }

    /** Whether it is of this kind and scope. */
    public boolean isOf(Kind other, boolean isInherited) {
        return kind == other && inherited == isInherited;
    }

    /** With another name, where it has one; null where that has become null. */
    @Nullable
    AclEntry named(UnaryOperator<@Nullable String> names) {
        if (name.isEmpty()) {
            return this;
        }
        String other = names.apply(name);
        return other == null ? null : new AclEntry(inherited, kind, other, permissions);
    }
}
