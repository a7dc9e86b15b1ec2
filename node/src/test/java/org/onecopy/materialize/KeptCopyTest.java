package org.onecopy.materialize;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.core.Attributes;
import org.onecopy.core.Content;
import org.onecopy.core.Name;
import org.onecopy.model.FileId;
import org.onecopy.model.RuleId;
import org.onecopy.model.Version;
import org.onecopy.storage.ContentReader;
import org.onecopy.storage.Place;
import org.onecopy.storage.Place.Area;
import org.onecopy.storage.Tree;
import org.onecopy.storage.local.LocalStorage;
import org.onecopy.transfer.ContentHasher;
import org.onecopy.transfer.Transfers;

/** A content that lies in the zone's own trash is taken from there, and verified. */
final class KeptCopyTest {
    private static final Name ITEM = new Name("at-0000000000000001");
    private static final long LENGTH = (5 << 20) + 7;

    @TempDir
    Path directory;

    private static final Duration ONE = Duration.ofSeconds(1);

    private final ContentHasher hasher = new ContentHasher(0);
    private Tree tree;
    private Path trashed;

    @BeforeEach
    void begin() throws IOException {
        tree = new LocalStorage(directory, null).open("/tree", true);
        trashed = directory.resolve("tree/.onecopy/trash/" + ITEM);
        try (RandomAccessFile file = new RandomAccessFile(trashed.toFile(), "rw")) {
            file.write("begins".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            file.setLength(LENGTH); // with a hole of more than a chunk
            file.seek(LENGTH - 4);
            file.write(new byte[] {1, 2, 3, 4});
        }
    }

    @AfterEach
    void end() {
        tree.close();
        hasher.close();
    }

    private Content content() {
        try (ContentReader reader = tree.read(Place.item(Area.TRASH, ITEM))) {
            return hasher.hash(reader).content();
        }
    }

    /** Where another zone is asked, that fails, because no transfer is taken. */
    private Staging.Result stage(Content content) throws InterruptedException {
        BlockingQueue<Staging.Result> results = new LinkedBlockingQueue<>();
        KeptContents kept = (rule, wanted) -> () -> tree.read(Place.item(Area.TRASH, ITEM));
        try (ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
                Transfers busy =
                        new Transfers(null, timer, Clock.systemUTC(), new Transfers.Limits(1, 1, 1, 0, ONE, ONE));
                StagingPool pool = new StagingPool(1, busy, null, key -> List.of(), kept, 0)) {
            pool.of(() -> {})
                    .stage(
                            new Staging.Request(
                                    new RuleId(1),
                                    tree,
                                    new Name("staged"),
                                    new FileId(new Version(1)),
                                    new Version(1),
                                    content,
                                    Attributes.NONE),
                            results::add);
            return results.poll(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void copies_what_is_there_with_its_holes() throws Exception {
        Staging.Result result = stage(content());
        assertThat(result.problem()).isNull();
        assertThat(Files.mismatch(trashed, directory.resolve("tree/.onecopy/stage/staged")))
                .isEqualTo(-1);
        assertThat(trashed).as("it stays in the trash").exists();
    }

    @Test
    void asks_another_zone_where_somebody_has_written_to_it() throws Exception {
        Content content = content();
        try (RandomAccessFile file = new RandomAccessFile(trashed.toFile(), "rw")) {
            file.write(9);
        }
        Staging.Result result = stage(content);
        assertThat(result.staged()).isNull();
        assertThat(result.problem()).hasMessageContaining("transfers are on their way");
        assertThat(directory.resolve("tree/.onecopy/stage/staged")).doesNotExist();
    }

    @Test
    void asks_another_zone_where_it_is_gone() throws Exception {
        Content content = content();
        Files.delete(trashed);
        assertThat(stage(content).problem()).hasMessageContaining("transfers are on their way");
    }
}
