package org.onecopy.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.model.audit.AuditChain;
import org.onecopy.model.audit.AuditEntry;
import org.onecopy.model.audit.AuditHead;

/** The files of a node's own chain. */
final class DeniedChainTest {
    private static final String NAME = "denied/oslo-1";

    @TempDir
    Path directory;

    private DeniedChain open(long length) {
        return DeniedChain.open(directory, NAME, length);
    }

    private static void append(DeniedChain chain, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            chain.append(DenialFloodTest.denial("10.0.0." + i, "unauthenticated"));
        }
    }

    private static List<AuditEntry> read(DeniedChain chain, long after) throws IOException {
        List<AuditEntry> read = new ArrayList<>();
        chain.read(after, read::add);
        return read;
    }

    private static String broken(List<AuditEntry> entries, AuditHead... heads) {
        return AuditChain.firstBreak(NAME, entries, List.of(heads))
                .map(AuditChain.Break::toString)
                .orElse("whole");
    }

    @Test
    void goes_on_where_it_ended() throws IOException {
        try (DeniedChain chain = open(10_000)) {
            assertThat(chain.head()).isEqualTo(new AuditHead(NAME, 0, AuditEntry.START));
            append(chain, 3);
        }
        try (DeniedChain chain = open(10_000)) {
            assertThat(chain.head().sequence()).isEqualTo(3);
            append(chain, 2);
            assertThat(read(chain, 0)).hasSize(5);
            assertThat(read(chain, 3)).extracting(AuditEntry::sequence).containsExactly(4L, 5L);
            assertThat(broken(read(chain, 0), chain.head())).isEqualTo("whole");
        }
    }

    @Test
    void begins_another_file_when_one_is_full_and_drops_the_oldest() throws IOException {
        try (DeniedChain chain = open(1_000)) {
            append(chain, 100);
            List<AuditEntry> all = read(chain, 0);
            assertThat(all.getLast().sequence()).isEqualTo(100);
            assertThat(all.size()).isBetween(14, 40);
            assertThat(broken(all, chain.head())).isEqualTo("whole");
            assertThat(read(chain, 97)).hasSize(3);
            assertThat(read(chain, 90)).hasSize(10);
        }
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.count()).isEqualTo(8);
        }
        try (DeniedChain chain = open(1_000)) {
            assertThat(chain.head().sequence()).isEqualTo(100);
        }
    }

    @Test
    void takes_away_a_line_that_a_crash_has_cut_and_nothing_else() throws IOException {
        try (DeniedChain chain = open(10_000)) {
            append(chain, 3);
        }
        Path file = directory.resolve("denied.jsonl");
        Files.writeString(file, "{\"chain\":\"" + "x".repeat(3_000), StandardOpenOption.APPEND);
        try (DeniedChain chain = open(10_000)) {
            append(chain, 1);
            assertThat(read(chain, 0)).hasSize(4);
            assertThat(broken(read(chain, 0), chain.head())).isEqualTo("whole");
        }
        assertThat(Files.readAllLines(file)).hasSize(4);
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.set(1, lines.get(1).replace("10.0.0.1", "10.0.0.9"));
        Files.write(file, lines);
        try (DeniedChain chain = open(10_000)) {
            append(chain, 1);
            assertThat(broken(read(chain, 0))).contains("entry 2", "was altered");
        }
        lines.set(1, "no entry");
        Files.write(file, lines);
        try (DeniedChain chain = open(10_000)) {
            assertThat(broken(read(chain, 0))).contains("entry 2", "is missing");
        }
    }
}
