package org.onecopy.admin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.ProblemException;

/**
 * Who may use the admin API: names, and the SHA-256 of each one's bearer token. In a file one line {@code NAME SHA256-IN-HEX} for
 * each; empty lines and lines that begin with {@code #} are left out. The tokens themselves are nowhere on the node. (A token has
 * 256 random bits, so that a plain digest of it cannot be guessed back.)
 */
public final class AccessTokens {
    private static final Pattern LINE = Pattern.compile("([a-z][a-z0-9-]{0,63})\\s+([0-9a-f]{64})");

    private final List<Entry> entries;

    private AccessTokens(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    /** @throws ProblemException {@code CONFIG_INVALID} where the file cannot be read or a line is wrong */
    public static AccessTokens read(Path file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw new ProblemException(
                    ProblemCode.CONFIG_INVALID,
                    "cannot read the tokens file " + file + ": " + e.getMessage()
                            + "; make it readable for the node's user",
                    e);
        }
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            Matcher matcher = LINE.matcher(line);
            if (!matcher.matches()) {
                throw new ProblemException(
                        ProblemCode.CONFIG_INVALID,
                        file + ":" + (i + 1) + ": expected a name and the SHA-256 of a token in 64 hexadecimal digits");
            }
            entries.add(new Entry(matcher.group(1), matcher.group(2)));
        }
        if (entries.isEmpty()) {
            throw new ProblemException(
                    ProblemCode.CONFIG_INVALID,
                    "the tokens file " + file + " names nobody: nobody could use the admin API");
        }
        return new AccessTokens(entries);
    }

    /** The line of a tokens file that lets a token in. */
    public static String line(String name, String token) {
        return name + " " + digest(token);
    }

    /** Whose token it is. Takes equally long for every wrong token. */
    public Optional<String> nameOf(String token) {
        byte[] digest = digest(token).getBytes(StandardCharsets.US_ASCII);
        String found = null;
        for (Entry entry : entries) {
            // No early end: the time must not tell which of them it is.
            if (MessageDigest.isEqual(entry.sha256.getBytes(StandardCharsets.US_ASCII), digest)) {
                found = entry.name;
            }
        }
        return Optional.ofNullable(found);
    }

    private static String digest(String token) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private record Entry(String name, String sha256) {}
}
