package org.onecopy.materialize;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
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
import org.onecopy.storage.Place;
import org.onecopy.storage.Place.Area;
import org.onecopy.storage.Tree;
import org.onecopy.storage.local.LocalStorage;

final class StagingPoolTest {
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

    private static Staging.Result stage(Tree tree, String item, long freeMin) throws InterruptedException {
        byte[] bytes = {1, 2, 3};
        ChunkHasher chunks = new ChunkHasher();
        chunks.update(ByteBuffer.wrap(bytes));
        BlockingQueue<Staging.Result> results = new LinkedBlockingQueue<>();
        try (StagingPool pool = new StagingPool(1, null, null, key -> List.of(), freeMin)) {
            pool.of(() -> {})
                    .stage(
                            new Staging.Request(
                                    new RuleId(1),
                                    tree,
                                    new Name(item),
                                    new FileId(new Version(1)),
                                    new Version(1),
                                    new Content(3, chunks.finish().root(), bytes),
                                    Attributes.NONE),
                            results::add);
            return results.poll(20, TimeUnit.SECONDS);
        }
    }
}
