package org.onecopy.app;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Name;
import org.onecopy.core.TreePath;
import org.onecopy.core.consistency.TreeDigest;
import org.onecopy.core.namespace.CheckRow;
import org.onecopy.core.namespace.Inode;
import org.onecopy.core.namespace.RuleRow;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.ChildKey;
import org.onecopy.core.namespace.Tables.JournalKey;
import org.onecopy.core.table.TableView;
import org.onecopy.index.AgreedIndex;
import org.onecopy.index.MembershipIndex;
import org.onecopy.model.FileId;
import org.onecopy.model.RuleId;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;

/**
 * The digests of the agreed trees where checks are cut: a view is held when the entry is applied, and read beside everything else (H64).
 * Safe to call from many threads.
 */
final class CutDigests implements AutoCloseable {
    private static final int INCARNATION = 0;

    private final ZoneName zone;
    private final Map<JournalKey, String> known = new ConcurrentHashMap<>();
    private final ExecutorService reader = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("check-digest").daemon().factory());

    CutDigests(ZoneName zone) {
        this.zone = zone;
    }

    /** Told of an applied entry that changed a rule, by the thread that applies. */
    void applied(MembershipIndex index, RuleId rule, long at) {
        JournalKey key = new JournalKey(rule, Version.of(INCARNATION, at, 1));
        CheckRow check = index.read(view -> view.get(Tables.CHECKS, key));
        if (check == null || !check.digests() || !check.shares().containsKey(zone)) {
            return; // only a certificate names the tree, and one is made of digests
        }
        AgreedIndex.Held held = index.hold();
        try {
            reader.execute(() -> compute(held, key, check));
        } catch (RejectedExecutionException e) {
            held.close();
        }
    }

    private void compute(AgreedIndex.Held held, JournalKey key, CheckRow check) {
        try (held) {
            FileId top = top(held.view(), key.rule(), check.path());
            String digest = top == null ? null : TreeDigest.of(held.view(), top, () -> !held.isWantedBack());
            if (digest != null) {
                known.put(key, digest);
            }
        }
    }

    /** The directory at a path; null where none is agreed there. */
    static @Nullable FileId top(TableView view, RuleId rule, String path) {
        RuleRow row = view.get(Tables.RULES, rule);
        FileId step = row == null ? null : row.root();
        for (Name name : TreePath.parse(path).names()) {
            step = step == null ? null : view.get(Tables.CHILDREN, new ChildKey(step, name));
        }
        Inode inode = step == null ? null : view.get(Tables.INODES, step);
        return inode == null || !inode.isLive() || !inode.isDirectory() ? null : inode.id();
    }

    /** The digest for a check; null where it is not computed, or not yet. */
    @Nullable
    String of(RuleId rule, Version check) {
        return known.get(new JournalKey(rule, check));
    }

    void forget(RuleId rule, Version check) {
        known.remove(new JournalKey(rule, check));
    }

    @Override
    public void close() {
        reader.shutdownNow();
    }
}
