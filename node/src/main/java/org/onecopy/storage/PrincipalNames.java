package org.onecopy.storage;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Acl;
import org.onecopy.core.Attributes;
import org.onecopy.core.Extras;

/**
 * What users and groups are called in a zone's storage, where that is not what they are called in the namespace. One to one: a name that
 * stands for another here is nobody's own, and says nothing.
 *
 * @param users name in the namespace to name here; no two have the same name here
 * @param groups likewise
 * @param others what holds of names that are not in these maps
 */
public record PrincipalNames(Map<String, String> users, Map<String, String> groups, Others others) {
    /** All are called the same. */
    public static final PrincipalNames SAME = new PrincipalNames(Map.of(), Map.of(), Others.SAME);

    /** What holds of names that nothing is said of. */
    public enum Others {
        /** They are the same here and there, unless the name stands for somebody else on one of the two sides. */
        SAME,
        /** They are unknown on the other side: kept in the index, and not shown here; or not taken from here. */
        UNKNOWN
    }

    /** @throws IllegalArgumentException where two names in the namespace have one name here */
    public PrincipalNames {
        users = Map.copyOf(users);
        groups = Map.copyOf(groups);
        if (inverse(users).size() < users.size() || inverse(groups).size() < groups.size()) {
            throw new IllegalArgumentException("two names in the namespace have one name in the storage");
        }
    }

    /** Whether nobody has another name here. */
    public boolean isPlain() {
        return equals(SAME);
    }

    private static Map<String, String> inverse(Map<String, String> names) {
        Map<String, String> inverse = new HashMap<>();
        names.forEach((name, here) -> inverse.put(here, name));
        return inverse;
    }

    /** Turns the names of one side into those of the other. */
    public static final class Direction {
        private final Map<String, String> users;
        private final Map<String, String> groups;
        private final Map<String, String> takenUsers;
        private final Map<String, String> takenGroups;
        private final boolean othersSame;

        private Direction(
                Map<String, String> users,
                Map<String, String> groups,
                Map<String, String> takenUsers,
                Map<String, String> takenGroups,
                boolean othersSame) {
            this.users = users;
            this.groups = groups;
            this.takenUsers = takenUsers;
            this.takenGroups = takenGroups;
            this.othersSame = othersSame;
        }

        /** Attributes with the names of the other side; what has no name there is left out. */
        public Attributes of(Attributes attributes) {
            Acl acl = attributes.extras().acl();
            Extras extras =
                    acl == null ? attributes.extras() : attributes.extras().withAcl(acl.named(this::user, this::group));
            return new Attributes(
                    attributes.mode(),
                    orNobody(user(attributes.owner())),
                    orNobody(group(attributes.group())),
                    attributes.mtimeNanos(),
                    extras);
        }

        private static String orNobody(@Nullable String name) {
            return name == null ? "" : name;
        }

        private @Nullable String user(String name) {
            return other(users, takenUsers, name);
        }

        private @Nullable String group(String name) {
            return other(groups, takenGroups, name);
        }

        private @Nullable String other(Map<String, String> names, Map<String, String> taken, String name) {
            String other = names.get(name);
            boolean same = othersSame && !taken.containsKey(name);
            return other != null ? other : same ? name : null;
        }
    }

    /** From the namespace to the storage. */
    Direction outward() {
        return new Direction(users, groups, inverse(users), inverse(groups), others == Others.SAME);
    }

    /** From the storage to the namespace. */
    Direction inward() {
        return new Direction(inverse(users), inverse(groups), users, groups, others == Others.SAME);
    }
}
