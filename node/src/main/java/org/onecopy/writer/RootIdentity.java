package org.onecopy.writer;

import org.onecopy.core.Attributes;
import org.onecopy.core.Kind;
import org.onecopy.core.Name;
import org.onecopy.core.namespace.RuleRow;
import org.onecopy.core.shown.Cursor;
import org.onecopy.core.shown.Entry;
import org.onecopy.location.Location;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.StorageException;

/**
 * Looks whether the location's directory is still the one that was known at the beginning. Where it is another, or none, nothing is
 * concluded from what is missing in it (H42).
 */
final class RootIdentity {
    private static final long CHECK_EVERY_NANOS = 1_000_000_000L;

    private final Location location;
    private long checkedAtNanos;

    RootIdentity(Location location) {
        this.location = location;
    }

    /** Records it where nothing is recorded yet; else looks at it. */
    void remember(RuleRow rule) {
        String identity = location.tree().rootIdentity().token();
        Cursor cursor = location.shown().cursor();
        if (cursor.rootIdentity().isEmpty()) {
            location.shown().put(cursor.withRootIdentity(identity));
        }
        if (location.shown().entry(Entry.ROOT) == null) {
            location.shown()
                    .put(new Entry(
                            Entry.ROOT,
                            Entry.ROOT,
                            new Name("-"),
                            Kind.DIRECTORY,
                            rule.root(),
                            rule.root().born(),
                            rule.root().born(),
                            rule.root().born(),
                            null,
                            null,
                            Attributes.NONE,
                            "root",
                            "",
                            null));
        }
        check(identity);
    }

    /** Looks at it where it is known already. */
    void checkIfKnown() {
        if (!location.shown().cursor().rootIdentity().isEmpty()) {
            check(location.tree().rootIdentity().token());
        }
    }

    /** Looks at it, at most once a second. @return whether it was looked at now */
    boolean checkNowAndThen() {
        long now = location.ticks().nanos();
        if (now - checkedAtNanos < CHECK_EVERY_NANOS && checkedAtNanos != 0) {
            return false;
        }
        checkedAtNanos = now;
        check(location.tree().rootIdentity().token());
        return true;
    }

    private void check(String identity) {
        if (!identity.equals(location.shown().cursor().rootIdentity())) {
            throw new StorageException(
                    ProblemCode.STORAGE_ROOT_CHANGED,
                    "the directory of rule " + location.rule() + " in zone " + location.zone()
                            + " is not the one that was known (unmounted, or replaced): nothing is concluded from what is missing in"
                            + " it; mount the right storage again, or remove the zone from the rule and add it anew",
                    null);
        }
    }
}
