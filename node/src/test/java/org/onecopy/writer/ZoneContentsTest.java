package org.onecopy.writer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.core.table.TableView;
import org.onecopy.location.AgreedTables;
import org.onecopy.model.FileId;
import org.onecopy.model.NodeId;
import org.onecopy.model.RuleId;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;
import org.onecopy.storage.Tree;
import org.onecopy.storage.local.LocalStorage;
import org.onecopy.testing.MapTables;
import org.onecopy.transfer.ChunkDigests;
import org.onecopy.transfer.ContentHasher;
import org.onecopy.transfer.ContentKey;
import org.onecopy.transfer.ContentSource.Found;

/** What a zone says of a content that it does not have. */
final class ZoneContentsTest {
    private static final RuleId RULE = new RuleId(1);

    @TempDir
    Path directory;

    @Test
    void says_of_what_it_has_not_heard_of_that_it_cannot_tell_yet() {
        try (ContentHasher hasher = new ContentHasher(1);
                Tree tree = new LocalStorage(directory, null).open("/tree", true)) {
            ZoneContents contents = new ZoneContents(
                    new ZoneName("oslo"), new NodeId("oslo-1"), new MapTables(), new ChunkDigests(hasher));
            assertThat(contents.find(at(7))).isInstanceOf(Found.Unsettled.class);
            contents.serve(RULE, tree, new HeardUpTo(7), () -> true);
            assertThat(contents.find(at(7))).isInstanceOf(Found.Unknown.class);
            assertThat(contents.find(at(8))).isInstanceOf(Found.Unsettled.class);
            contents.serve(RULE, tree, new HeardUpTo(7), () -> false);
            assertThat(contents.find(at(7))).isInstanceOf(Found.Unsettled.class);
        }
    }

    private static ContentKey at(long index) {
        Version version = Version.of(0, index, 1);
        return new ContentKey(RULE, new FileId(version), version);
    }

    private record HeardUpTo(long last) implements AgreedTables {
        @Override
        public <T extends @Nullable Object> T read(Function<TableView, T> reader) {
            return reader.apply(new MapTables());
        }

        @Override
        public boolean hasHeardOf(Version version) {
            return version.index() <= last;
        }
    }
}
