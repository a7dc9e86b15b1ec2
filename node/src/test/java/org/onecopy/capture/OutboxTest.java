package org.onecopy.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.core.Attributes;
import org.onecopy.core.Content;
import org.onecopy.core.Kind;
import org.onecopy.core.Name;
import org.onecopy.core.namespace.Command;
import org.onecopy.core.namespace.Operation;
import org.onecopy.core.shown.Entry;
import org.onecopy.core.table.TableView;
import org.onecopy.location.AgreedTables;
import org.onecopy.location.LocalRecords;
import org.onecopy.location.Location;
import org.onecopy.location.Ticks;
import org.onecopy.log.CommandCodec;
import org.onecopy.model.Digest;
import org.onecopy.model.FileId;
import org.onecopy.model.NodeId;
import org.onecopy.model.RuleId;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;
import org.onecopy.storage.Tree;
import org.onecopy.storage.local.LocalStorage;
import org.onecopy.testing.MapTables;

final class OutboxTest {
    private static final RuleId RULE = new RuleId(1);
    private static final int BYTES = 16 << 10;
    private static final int ENTRY_BYTES_MAX = 1 << 20;

    @TempDir
    Path directory;

    private final MapTables local = new MapTables();
    private final List<Command.Propose> proposals = new ArrayList<>();
    private Tree tree;
    private Location location;
    private Entry root;
    private Outbox outbox;

    @BeforeEach
    void begin() {
        tree = new LocalStorage(directory, null).open("/tree", true);
        location = new Location(
                RULE,
                new ZoneName("oslo"),
                new NodeId("oslo-1"),
                tree,
                new NothingAgreed(),
                new LocalRecords(RULE, local, (changes, durable) -> local.apply(changes)),
                new StandingTicks(),
                (severity, type, rule, path, message) -> {});
        root = entry(Entry.ROOT, Kind.DIRECTORY, null).withFile(new FileId(Version.of(0, 1, 1)));
        location.shown().put(root);
        outbox = new Outbox(location, command -> proposals.add((Command.Propose) command));
    }

    @AfterEach
    void end() {
        tree.close();
    }

    private static final class NothingAgreed implements AgreedTables {
        private final MapTables nothing = new MapTables();

        @Override
        public <T extends @Nullable Object> T read(Function<TableView, T> reader) {
            return reader.apply(nothing);
        }
    }

    private static final class StandingTicks implements Ticks {
        @Override
        public long wallMillis() {
            return 1_700_000_000_000L;
        }

        @Override
        public long nanos() {
            return 1;
        }
    }

    private static Entry entry(long id, Kind kind, @Nullable String target) {
        return new Entry(
                id,
                Entry.ROOT,
                new Name("entry-" + id),
                kind,
                null,
                Version.NONE,
                Version.NONE,
                Version.NONE,
                null,
                target,
                Attributes.NONE,
                "seen",
                "",
                null);
    }

    private void createFile() {
        Entry file = entry(location.shown().nextEntry(), Kind.FILE, null);
        Content content = new Content(BYTES, Digest.of(new byte[32]), new byte[BYTES]);
        outbox.create(file, root, file.name(), content);
    }

    private static boolean isInline(Operation operation) {
        Content content = ((Operation.Create) operation).content();
        return content != null && content.inline() != null;
    }

    @Test
    void sends_a_small_content_along_with_its_proposal() {
        createFile();
        outbox.flush();
        assertThat(proposals).hasSize(1);
        assertThat(proposals.getFirst().operations()).hasSize(1).allMatch(OutboxTest::isInline);
    }

    @Test
    void sends_the_first_small_contents_of_many_along_and_names_the_others() {
        for (int i = 0; i < 2 * Command.OPERATIONS_MAX; i++) {
            createFile();
        }
        outbox.flush();
        assertThat(proposals).hasSize(2);
        for (Command.Propose proposal : proposals) {
            assertThat(proposal.operations()).hasSize(Command.OPERATIONS_MAX);
            int inline = (int) (Outbox.INLINE_MAX / BYTES);
            assertThat(proposal.operations().subList(0, inline)).allMatch(OutboxTest::isInline);
            assertThat(proposal.operations().subList(inline, Command.OPERATIONS_MAX))
                    .noneMatch(OutboxTest::isInline)
                    .allMatch(operation ->
                            ((Operation.Create) operation).content().length() == BYTES);
        }
        assertThat(proposals.get(1).firstNumber()).isEqualTo(proposals.get(0).firstNumber() + Command.OPERATIONS_MAX);
    }

    @Test
    void keeps_proposals_of_long_links_below_the_largest_entry() {
        String text = "\u20ac".repeat(1300); // nearly as long as a link's text may be
        for (int i = 0; i < Command.OPERATIONS_MAX; i++) {
            Entry link = entry(location.shown().nextEntry(), Kind.SYMLINK, text);
            outbox.create(link, root, link.name(), null);
        }
        outbox.flush();
        assertThat(proposals.stream()
                        .mapToInt(proposal -> proposal.operations().size())
                        .sum())
                .isEqualTo(Command.OPERATIONS_MAX);
        assertThat(proposals).allMatch(proposal -> CommandCodec.encode(proposal).length < ENTRY_BYTES_MAX);
    }
}
