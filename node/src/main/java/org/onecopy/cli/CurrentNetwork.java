package org.onecopy.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Remembers for a user where the newest running demonstration has its network file. */
public final class CurrentNetwork {
    private final Path memo;

    public CurrentNetwork(Terminal terminal) {
        this.memo = terminal.stateDirectory().resolve("current-network");
    }

    /** The network file, if one is remembered and is still there. */
    public Optional<Path> find() {
        try {
            Path file = Path.of(Files.readString(memo).strip());
            return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Remembers a network file. */
    public void remember(Path file) throws IOException {
        Path directory = memo.getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        Files.writeString(memo, file.toAbsolutePath() + "\n");
    }

    /** Forgets it, unless another one is remembered by now. */
    public void forget(Path file) throws IOException {
        if (Files.exists(memo)
                && Files.readString(memo).strip().equals(file.toAbsolutePath().toString())) {
            Files.delete(memo);
        }
    }
}
