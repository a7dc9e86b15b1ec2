package org.onecopy.consistency;

import org.jspecify.annotations.Nullable;
import org.onecopy.core.Attributes;
import org.onecopy.core.Kind;
import org.onecopy.core.namespace.Inode;
import org.onecopy.core.shown.CheckItem;
import org.onecopy.storage.Ability;
import org.onecopy.storage.Capabilities;
import org.onecopy.storage.Stat;
import org.onecopy.storage.Tree;

/** What is agreed of one name, beside what the storage says of it. What a storage cannot express differs from nothing (H33). */
final class Beside {
    private static final int SET_ID_BITS = 06000;

    private final Tree tree;

    Beside(Tree tree) {
        this.tree = tree;
    }

    /** What differs. */
    record Difference(CheckItem.Kind kind, String message) {}

    /** What differs, as far as it can be told without reading contents; null where nothing does. */
    @Nullable
    Difference compare(@Nullable Inode agreed, @Nullable Stat seen) {
        if (agreed == null) {
            return seen == null
                    ? null
                    : new Difference(CheckItem.Kind.EXTRA, "here lies " + words(seen) + ", and nothing is agreed");
        }
        if (seen == null) {
            return new Difference(CheckItem.Kind.MISSING, "agreed is " + words(agreed) + ", and nothing lies here");
        }
        if (agreed.kind() != seen.kind()
                || (agreed.kind() == Kind.FILE && agreed.length() != seen.length())
                || (agreed.kind() == Kind.SYMLINK
                        && !String.valueOf(agreed.target()).equals(seen.linkTarget()))) {
            return new Difference(
                    CheckItem.Kind.CONTENT, "agreed is " + words(agreed) + ", and here lies " + words(seen));
        }
        return agreed.kind() == Kind.SYMLINK ? null : attributes(agreed, seen.attributes());
    }

    private @Nullable Difference attributes(Inode agreed, Attributes seen) {
        Capabilities can = tree.capabilities();
        Attributes wanted = expressible(tree.shown(agreed.attributes()), can, agreed.kind());
        if (wanted.differsFrom(expressible(seen, can, agreed.kind()))) {
            return new Difference(
                    CheckItem.Kind.ATTRIBUTES, "agreed is " + words(wanted) + ", and here " + words(seen));
        }
        return null;
    }

    /**
     * Whether a file's time is not the agreed one, so that its content may be another. It need not be: where users of two zones wrote the
     * same, each of them keeps its time.
     */
    boolean isOfAnotherTime(Inode agreed, Stat seen) {
        Capabilities can = tree.capabilities();
        if (agreed.kind() != Kind.FILE || !can.can(Ability.MTIMES)) {
            return false;
        }
        long step = Math.max(1, can.mtimeStepNanos());
        long time = agreed.attributes().mtimeNanos();
        long kept = can.can(Ability.EARLY_MTIMES) ? time : Math.max(0, time);
        return Math.floorDiv(kept, step) != Math.floorDiv(seen.attributes().mtimeNanos(), step);
    }

    private static Attributes expressible(Attributes all, Capabilities can, Kind kind) {
        boolean modes = can.can(Ability.MODES) && all.mode() >= 0;
        boolean bits = can.can(Ability.SET_ID_MODES) || kind != Kind.FILE;
        int mode = bits ? all.mode() : all.mode() & ~SET_ID_BITS;
        boolean owners = can.can(Ability.OWNERS);
        return new Attributes(
                modes ? mode : -1,
                owners ? all.owner() : "",
                owners ? all.group() : "",
                all.mtimeNanos(),
                all.extras());
    }

    private static String words(Inode agreed) {
        return switch (agreed.kind()) {
            case FILE -> "a file of " + agreed.length() + " bytes";
            case DIRECTORY -> "a directory";
            case SYMLINK -> "a link to '" + agreed.target() + "'";
        };
    }

    private static String words(Stat seen) {
        return switch (seen.kind()) {
            case FILE -> "a file of " + seen.length() + " bytes";
            case DIRECTORY -> "a directory";
            case SYMLINK -> "a link to '" + seen.linkTarget() + "'";
        };
    }

    private static String words(Attributes attributes) {
        StringBuilder words = new StringBuilder();
        if (attributes.mode() >= 0) {
            words.append(" mode ").append(Integer.toOctalString(attributes.mode()));
        }
        if (!attributes.owner().isEmpty()) {
            words.append(" owner ").append(attributes.owner());
        }
        if (!attributes.group().isEmpty()) {
            words.append(" group ").append(attributes.group());
        }
        if (!attributes.extras().equals(org.onecopy.core.Extras.NONE)) {
            words.append(' ').append(attributes.extras());
        }
        return words.isEmpty() ? "nothing" : words.substring(1);
    }
}
