package org.onecopy.materialize;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.core.Attributes;
import org.onecopy.core.Content;
import org.onecopy.core.Name;
import org.onecopy.core.transfer.ChunkHasher;
import org.onecopy.model.FileId;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.RuleId;
import org.onecopy.model.Version;
import org.onecopy.storage.Capabilities;
import org.onecopy.storage.ForwardingTree;
import org.onecopy.storage.Place;
import org.onecopy.storage.Place.Area;
import org.onecopy.storage.Tree;
import org.onecopy.storage.TreeCall;
import org.onecopy.storage.local.LocalStorage;

final class StagingPoolTest {
    private static final int SLOW_STEPS = 4;

    @TempDir
    Path directory;

    @Test
    @DisplayName("H16: limits.storageFreeMin is left free: a content that does not fit is not begun")
    void begins_nothing_that_would_leave_too_little_space() throws InterruptedException {
        Tree tree = new LocalStorage(directory, null).open("/tree", true);
        Staging.Result refused = stage(tree, "first", tree.spaceAvailable() + (1L << 40));
        assertThat(refused.staged()).isNull();
        assertThat(refused.problem().code()).isEqualTo(ProblemCode.STORAGE_NO_SPACE);
        assertThat(refused.problem()).hasMessageContaining("limits.storageFreeMin");
        assertThat(tree.stat(Place.item(Area.STAGE, new Name("first")))).isNull();
        Staging.Result staged = stage(tree, "second", 0);
        assertThat(staged.problem()).isNull();
        assertThat(tree.stat(Place.item(Area.STAGE, new Name("second")))).isNotNull();
        tree.close();
    }

    @Test
    void writes_as_many_at_once_as_a_storage_takes_steps() throws InterruptedException {
        CyclicBarrier together = new CyclicBarrier(SLOW_STEPS);
        Tree local = new LocalStorage(directory, null).open("/tree", true);
        Tree slow = new ForwardingTree(local) {
            @Override
            protected <T> T around(TreeCall call, Supplier<T> action) {
                if (call == TreeCall.FINISH) {
                    await(together);
                }
                return action.get();
            }
        };
        BlockingQueue<Staging.Result> results = new LinkedBlockingQueue<>();
        AtomicInteger woken = new AtomicInteger();
        try (StagingPool pool = new StagingPool(1, null, null, key -> List.of(), KeptContents.NONE, 0)) {
            Staging staging = pool.of(woken::incrementAndGet);
            for (int n = 0; n < 2 * SLOW_STEPS; n++) {
                staging.stage(request(manyAtOnce(slow), "item-" + n), results::add);
            }
            for (int n = 0; n < 2 * SLOW_STEPS; n++) {
                Staging.Result result = results.poll(20, TimeUnit.SECONDS);
                assertThat(result).isNotNull();
                assertThat(result.problem()).isNull();
            }
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> woken.get() > 0);
        }
        local.close();
    }

    private static void await(CyclicBarrier together) {
        try {
            together.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new AssertionError("the others are not written at the same time", e);
        }
    }

    /** The same tree, that says it takes several steps at once. */
    private static Tree manyAtOnce(Tree tree) {
        return (Tree) Proxy.newProxyInstance(
                Tree.class.getClassLoader(), new Class<?>[] {Tree.class}, (proxy, method, arguments) -> {
                    Object answer = method.invoke(tree, arguments);
                    return answer instanceof Capabilities can
                            ? new Capabilities(can.abilities(), can.names(), can.mtimeStepNanos(), SLOW_STEPS)
                            : answer;
                });
    }

    private static Staging.Request request(Tree tree, String item) {
        byte[] bytes = {1, 2, 3};
        ChunkHasher chunks = new ChunkHasher();
        chunks.update(ByteBuffer.wrap(bytes));
        return new Staging.Request(
                new RuleId(1),
                tree,
                new Name(item),
                new FileId(new Version(1)),
                new Version(1),
                new Content(3, chunks.finish().root(), bytes),
                Attributes.NONE);
    }

    private static Staging.Result stage(Tree tree, String item, long freeMin) throws InterruptedException {
        BlockingQueue<Staging.Result> results = new LinkedBlockingQueue<>();
        try (StagingPool pool = new StagingPool(1, null, null, key -> List.of(), KeptContents.NONE, freeMin)) {
            pool.of(() -> {}).stage(request(tree, item), results::add);
            return results.poll(20, TimeUnit.SECONDS);
        }
    }
}
