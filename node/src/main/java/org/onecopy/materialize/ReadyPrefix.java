package org.onecopy.materialize;

import java.util.List;
import org.onecopy.core.namespace.RuleDefinition;
import org.onecopy.core.namespace.RuleDefinition.Visibility;
import org.onecopy.location.Location;
import org.onecopy.model.Version;

/**
 * How many items from the first of the window may be shown, or become holes, now.
 *
 * <p>Those that need a flush before do not hold up those that need none: what has been staged meanwhile becomes durable by the same
 * flush as these. A content that nobody has any more is shown together with the newer one that took its place, so that nobody sees a
 * file without content in between (H11). Where files are overwritten faster than they can be fetched, one such wait would lead to the
 * next without end: what waits for something that cannot be shown in the same batch becomes a hole after a while, and what does not
 * depend on it goes on.
 */
final class ReadyPrefix {
    /** How long a content that is nowhere any more is waited for, or the newer one in its place. */
    static final long SUPERSEDED_NANOS = 5_000_000_000L;

    private static final int BATCH_MAX = 2000;
    private static final Version END = new Version(Long.MAX_VALUE);

    private final Location location;
    private final Preparation preparation;
    private final Dependencies dependencies;

    /** The last item that the look before has come to. */
    private Version reached = Version.NONE;

    ReadyPrefix(Location location, Preparation preparation) {
        this.location = location;
        this.preparation = preparation;
        dependencies = new Dependencies(location);
    }

    /**
     * The length of the prefix.
     *
     * @param items at least one
     */
    int of(List<Item> items, Holes holes, RuleDefinition definition) {
        int good = look(items, holes, definition, END);
        Item first = items.getFirst();
        boolean waitsForNewer = good == 0 && first.isReady() && first.mergedInto != null;
        return waitsForNewer && waited(first) >= Math.min(patience(definition), SUPERSEDED_NANOS)
                ? look(items, holes, definition, reached)
                : good;
    }

    /** @param reach what waits for something after it becomes a hole */
    private int look(List<Item> items, Holes holes, RuleDefinition definition, Version reach) {
        dependencies.clear();
        holes.items().forEach(dependencies::add);
        reached = Version.NONE;
        long patience = patience(definition);
        int good = 0;
        Version mustReach = Version.NONE;
        for (int i = 0; i < items.size() && i < BATCH_MAX; i++) {
            Item item = items.get(i);
            if (good > 0 && item.staged != null && !item.isStagedDurably) {
                break;
            }
            boolean waits = !item.ended && dependencies.dependsOn(item);
            boolean tooFar = item.mergedInto != null && item.mergedInto.isAfter(reach);
            boolean failed = !item.problemCode.isEmpty() && item.problemCode.startsWith("storage-");
            boolean late = item.waitingSinceNanos != 0
                    && waited(item) >= (item.isSuperseded() ? Math.min(patience, SUPERSEDED_NANOS) : patience);
            if (tooFar) {
                preparation.postpone(item);
            }
            if (waits) {
                preparation.drop(item);
                item.state = Item.State.NEW;
            }
            if (!item.isReady() && !waits && !tooFar && !failed && !late && !item.isHeldUp) {
                break;
            }
            if (!item.isReady()) {
                dependencies.add(item);
            } else if (item.mergedInto != null && patience > 0) {
                mustReach = Version.max(mustReach, item.mergedInto);
            }
            reached = item.version;
            if (mustReach.compareTo(item.version) <= 0) {
                good = i + 1;
            }
        }
        return good;
    }

    private long waited(Item item) {
        return item.waitingSinceNanos == 0 ? 0 : location.ticks().nanos() - item.waitingSinceNanos;
    }

    private static long patience(RuleDefinition definition) {
        return definition.visibility() == Visibility.EAGER ? 0 : definition.holdMillis() * 1_000_000;
    }
}
