package org.onecopy.app.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A recovery that is interrupted has changed nothing, or is gone on with")
final class MovesTest {
    private static final int MOVES = 3;

    @TempDir
    Path temp;

    private Path data(String name) throws IOException {
        Path data = temp.resolve(name);
        Files.createDirectories(data.resolve("registry"));
        Files.createDirectories(data.resolve("network"));
        Files.writeString(data.resolve("registry/rows"), "old");
        Files.writeString(data.resolve("network/recovered.json"), "0");
        return data;
    }

    private static Moves moves(Path data) throws IOException {
        Moves moves = new Moves(data);
        moves.clear();
        Files.createDirectories(moves.stage().resolve("registry"));
        Files.writeString(moves.stage().resolve("registry/rows"), "new");
        Files.writeString(moves.stage().resolve("recovered.json"), "1");
        moves.add(data.resolve("registry"), data.resolve("former-0/registry"));
        moves.add(moves.stage().resolve("registry"), data.resolve("registry"));
        moves.add(moves.stage().resolve("recovered.json"), data.resolve("network/recovered.json"));
        return moves;
    }

    private static Map<String, String> tree(Path data) throws IOException {
        Map<String, String> tree = new TreeMap<>();
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                tree.put(data.relativize(file).toString(), Files.readString(file));
            }
        }
        return tree;
    }

    private Map<String, String> whole() throws IOException {
        Path data = data("whole");
        moves(data).make();
        assertThat(tree(data))
                .isEqualTo(
                        Map.of("registry/rows", "new", "former-0/registry/rows", "old", "network/recovered.json", "1"));
        return tree(data);
    }

    @Test
    void nothing_has_moved_before_the_moves_are_noted() throws IOException {
        Path data = data("a");
        var _ = moves(data);
        assertThat(Moves.areUnderWay(data)).isFalse();
        assertThat(Files.readString(data.resolve("registry/rows"))).isEqualTo("old");
        moves(data).make(); // what an earlier try had staged is made anew
        assertThat(tree(data)).isEqualTo(whole());
    }

    @Test
    void goes_on_after_a_stop_behind_any_move() throws IOException {
        Map<String, String> whole = whole();
        for (int stop = 0; stop <= MOVES; stop++) {
            Path data = data("stop-" + stop);
            Moves moves = moves(data);
            int left = stop;
            moves.note();
            for (Moves.Move move : Moves.noted(data)) {
                if (left-- > 0) {
                    Moves.move(data, move);
                }
            }
            assertThat(Moves.areUnderWay(data)).isTrue();
            Moves.goOn(data);
            assertThat(tree(data)).as("stopped behind " + stop).isEqualTo(whole);
            assertThat(Moves.areUnderWay(data)).isFalse();
        }
    }
}
