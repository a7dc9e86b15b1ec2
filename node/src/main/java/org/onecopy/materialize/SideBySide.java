package org.onecopy.materialize;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Kind;
import org.onecopy.core.namespace.Effect;
import org.onecopy.core.shown.Entry;
import org.onecopy.location.Location;
import org.onecopy.materialize.Publisher.Result;
import org.onecopy.storage.ForwardingTree;
import org.onecopy.storage.Tree;
import org.onecopy.storage.TreeCall;

/**
 * Shows items that do not depend on each other at the same time, where a storage likes that (decision 0025): its requests take long, and
 * many go as fast as one. Items are tried by threads of their own that hold one lock, and give it away only while they wait for the
 * storage; so the records are used by one of them at a time, as always, and the code that shows one item knows nothing of the others. The
 * results are taken up in the order of the log.
 */
final class SideBySide {
    /** So many items are at most tried before the first of them is counted. */
    private static final int GROUP_MAX = 1000;

    private final Location location;
    private final int most;
    private final ReentrantLock lock = new ReentrantLock();
    private final Dependencies dependencies;
    private final IdentityHashMap<Item, Future<Result>> tried = new IdentityHashMap<>();

    SideBySide(Location of) {
        most = of.tree().capabilities().stepsAtOnce();
        location = most <= 1
                ? of
                : new Location(
                        of.rule(),
                        of.zone(),
                        of.self(),
                        new YieldingTree(of.tree()),
                        of.agreed(),
                        of.records(),
                        of.ticks(),
                        of.notices());
        dependencies = new Dependencies(location);
    }

    /** The location through which items are to be shown. */
    Location location() {
        return location;
    }

    /** Gives the lock away while the storage is waited for. */
    private final class YieldingTree extends ForwardingTree {
        YieldingTree(Tree inner) {
            super(inner);
        }

        @Override
        protected <T extends @Nullable Object> T around(TreeCall call, Supplier<T> action) {
            if (!lock.isHeldByCurrentThread()) {
                return action.get();
            }
            lock.unlock();
            try {
                return action.get();
            } finally {
                lock.lock();
            }
        }
    }

    /** Whether an item was tried beside another one, and its result waits. */
    boolean isTried(Item item) {
        return tried.containsKey(item);
    }

    /**
     * Tries an item, and beside it those that follow it and depend neither on it nor on each other.
     *
     * @param items from this item on
     * @param action tries one; called by several threads, by one at a time between its calls of the storage
     */
    Result tryOne(Item item, List<Item> items, Function<Item, Result> action) {
        if (most > 1 && !tried.containsKey(item)) {
            List<Item> group = group(items);
            if (group.size() > 1) {
                run(group, action);
            }
        }
        Future<Result> result = tried.remove(item);
        return result == null ? action.apply(item) : take(result);
    }

    /** Drops results that nobody asked for: what was done is in the records, and found there when the item is tried again. */
    void forget() {
        tried.clear();
    }

    /** The items from the first on that may be tried at the same time. */
    List<Item> group(List<Item> items) {
        List<Item> group = new ArrayList<>();
        dependencies.clear();
        for (Item item : items) {
            if (group.size() == GROUP_MAX || !isSimple(item) || dependencies.dependsOn(item)) {
                break;
            }
            dependencies.add(item);
            group.add(item);
        }
        return group;
    }

    /** Whether an item concerns one file, or makes one directory: what moves or removes a directory concerns all below it. */
    private boolean isSimple(Item item) {
        if (!item.isReady() || item.ended || item.inHindsight || item.journal.file() == null) {
            return false;
        }
        if (OwnOutcomes.pendingOf(location, item) != null) {
            return false;
        }
        Entry own = location.shown().byFile(item.journal.file());
        return switch (item.journal.effect()) {
            case Effect.Created created ->
                created.kind() == Kind.DIRECTORY ? own == null : own == null || (isFileInTree(own) && !item.whole);
            case Effect.Wrote ignored -> own != null && isFileInTree(own);
            case Effect.Removed ignored -> own != null && isFileInTree(own);
            case Effect.AttributesSet ignored -> own != null && isFileInTree(own);
            case Effect.Moved ignored -> false;
            case Effect.Unchanged ignored -> false;
        };
    }

    private static boolean isFileInTree(Entry entry) {
        return entry.kind() == Kind.FILE && entry.parent() != Entry.HELD_PARENT && entry.pending() == null;
    }

    private void run(List<Item> group, Function<Item, Result> action) {
        Semaphore permits = new Semaphore(most);
        // Closing waits until all have ended.
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Item item : group) {
                tried.put(item, threads.submit(() -> alone(permits, item, action)));
            }
        }
    }

    private Result alone(Semaphore permits, Item item, Function<Item, Result> action) {
        permits.acquireUninterruptibly();
        try {
            lock.lock();
            try {
                return action.apply(item);
            } finally {
                lock.unlock();
            }
        } finally {
            permits.release();
        }
    }

    private static Result take(Future<Result> ended) {
        return switch (ended.state()) {
            case SUCCESS -> ended.resultNow();
            case FAILED -> throw unwrapped(ended.exceptionNow());
            case RUNNING, CANCELLED -> throw new IllegalStateException("the steps have not ended");
        };
    }

    private static RuntimeException unwrapped(Throwable failure) {
        return switch (failure) {
            case RuntimeException problem -> problem;
            case Error error -> throw error;
            case ExecutionException wrapper -> new IllegalStateException(wrapper);
            default -> new IllegalStateException(failure);
        };
    }
}
