package org.onecopy.app.recovery;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.onecopy.model.ApiJson;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.ProblemException;

/**
 * What a recovery moves within a node's data directory, once all that is new lies beside it: noted durably before the first move, so
 * that a stop in the middle is gone on with. Until it is noted, nothing has changed.
 */
final class Moves {
    private static final String STAGE = "recovering";
    private static final String FILE = "moves.json";

    private final Path data;
    private final List<Move> moves = new ArrayList<>();

    /** Both relative to the data directory. */
    record Move(String from, String to) {}

    Moves(Path data) {
        this.data = data;
    }

    /** Where what is new is made. */
    Path stage() {
        return data.resolve(STAGE);
    }

    /** Whether moves were noted, and not all are done. */
    static boolean areUnderWay(Path data) {
        return Files.exists(data.resolve(STAGE).resolve(FILE));
    }

    /** Begins with an empty stage. */
    void clear() {
        try {
            delete(stage());
            Files.createDirectories(stage());
        } catch (IOException e) {
            throw failed(e);
        }
    }

    void add(Path from, Path to) {
        moves.add(new Move(data.relativize(from).toString(), data.relativize(to).toString()));
    }

    /** Notes the moves, and makes them. */
    void make() {
        try {
            note();
        } catch (IOException e) {
            throw failed(e);
        }
        goOn(data);
    }

    /** From here on there is no way back. */
    void note() throws IOException {
        Path file = stage().resolve(FILE);
        Path part = stage().resolve(FILE + ".part");
        Files.write(part, ApiJson.strict().writeValueAsBytes(moves));
        force(part);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        force(stage());
    }

    /** Makes the moves that were noted, as far as they are not made yet. */
    static void goOn(Path data) {
        try {
            for (Move move : noted(data)) {
                move(data, move);
            }
            delete(data.resolve(STAGE));
        } catch (IOException e) {
            throw failed(e);
        }
    }

    static List<Move> noted(Path data) throws IOException {
        return ApiJson.strict()
                .readValue(Files.readAllBytes(data.resolve(STAGE).resolve(FILE)), new TypeReference<>() {});
    }

    /** No effect where it was made before: a directory is never put over another one, which has made way before. */
    static void move(Path data, Move move) throws IOException {
        Path from = data.resolve(move.from());
        Path to = data.resolve(move.to());
        if (Files.exists(from) && !Files.isDirectory(to)) {
            Files.createDirectories(to.resolveSibling(""));
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            force(to.resolveSibling(""));
            force(from.resolveSibling(""));
        }
    }

    static void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> all = Files.walk(tree)) {
            // the list of moves goes first: without it nothing is under way
            for (Path path : all.sorted((a, b) -> order(b) - order(a) != 0 ? order(b) - order(a) : b.compareTo(a))
                    .toList()) {
                Files.delete(path);
            }
        }
    }

    private static int order(Path path) {
        return path.endsWith(FILE) ? 1 : 0;
    }

    private static void force(Path path) throws IOException {
        try (var channel = java.nio.channels.FileChannel.open(path)) {
            channel.force(true);
        }
    }

    private static ProblemException failed(IOException cause) {
        return new ProblemException(
                ProblemCode.INTERNAL,
                "the data directory could not be changed: " + cause + "; mend that, and run the same command again",
                cause);
    }
}
