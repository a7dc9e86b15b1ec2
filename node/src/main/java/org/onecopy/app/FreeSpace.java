package org.onecopy.app;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.ByteCount;
import org.onecopy.problem.ProblemException;
import org.onecopy.storage.Tree;

/**
 * Asks a storage for its free space on behalf of an administrator, who waits for the answer: a storage that does not answer, as a
 * mount whose server is away, costs him a moment and one thread, however often he asks.
 */
final class FreeSpace {
    private final Duration patience;
    private final AtomicReference<@Nullable FutureTask<ByteCount>> asking = new AtomicReference<>();

    /** @param patience how long an answer is waited for */
    FreeSpace(Duration patience) {
        this.patience = patience;
    }

    /** @return null where it is not known for now */
    @Nullable
    ByteCount of(Tree tree) {
        FutureTask<ByteCount> question = new FutureTask<>(() -> new ByteCount(tree.spaceAvailable()));
        if (!asking.compareAndSet(null, question)) {
            return null; // another one waits
        }
        Thread.ofPlatform().daemon().name("free-space").start(() -> {
            question.run();
            asking.set(null);
        });
        try {
            return question.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return null;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ProblemException) {
                return null; // out of reach: the writer says so
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
