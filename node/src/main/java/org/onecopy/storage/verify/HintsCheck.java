package org.onecopy.storage.verify;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.onecopy.core.Attributes;
import org.onecopy.core.TreePath;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.StorageException;
import org.onecopy.storage.Ability;
import org.onecopy.storage.Finding;
import org.onecopy.storage.HintSink;
import org.onecopy.storage.Tree;
import org.onecopy.storage.Watch;

/** Whether a change is told of. */
final class HintsCheck {
    private static final long WAIT_SECONDS = 10;

    private final TrialFiles files;
    private final Tree tree;

    HintsCheck(TrialFiles files) {
        this.files = files;
        this.tree = files.tree();
    }

    Finding run() {
        if (!files.can(Ability.HINTS)) {
            return TrialFiles.lacking("hints", "the storage tells of no changes", Ability.HINTS);
        }
        tree.makeDirectory(TrialFiles.at("hinted"), new Attributes(0755, "", "", 0));
        CountDownLatch told = new CountDownLatch(1);
        try (Watch watch = tree.watch(new HintSink() {
            @Override
            public void changed(TreePath directory, boolean settled) {
                told.countDown();
            }

            @Override
            public void lookBelow(TreePath directory) {
                told.countDown();
            }
        })) {
            if (watch == null) {
                return TrialFiles.lacking("hints", "the storage tells this user of no changes", Ability.HINTS);
            }
            long begun = System.nanoTime();
            tree.removeDirectory(TrialFiles.at("hinted"));
            if (!told.await(WAIT_SECONDS, TimeUnit.SECONDS)) {
                return TrialFiles.broken("hints", "a change was not told of within %d s".formatted(WAIT_SECONDS));
            }
            long millis = (System.nanoTime() - begun) / 1_000_000;
            return watch.complete()
                    ? Finding.ok("hints", "a change was told of after %d ms".formatted(millis))
                    : TrialFiles.lacking("hints", "not all changes are told of", Ability.HINTS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageException(ProblemCode.STORAGE_FAILED, "the verification was interrupted", e);
        }
    }
}
