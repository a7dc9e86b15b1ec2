package org.onecopy.alert;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.ProblemException;

/** A short file that only its owner may read. */
final class SecretFile {
    private static final long LENGTH_MAX = 4_096;
    private static final Set<PosixFilePermission> OWNERS = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private SecretFile() {}

    /**
     * Its lines without those that are empty; at least one.
     *
     * @param holds what should be in it, for the message
     * @throws ProblemException {@code CONFIG_INVALID} where it is not there, others may read it, or it holds fewer lines
     */
    static List<String> lines(Path file, int count, String holds) {
        try {
            if (!OWNERS.containsAll(Files.getPosixFilePermissions(file))) {
                throw new ProblemException(
                        ProblemCode.CONFIG_INVALID,
                        "others may read or change " + file + ": chmod 600 it, and give a new " + holds
                                + " if somebody has seen it");
            }
            if (Files.size(file) > LENGTH_MAX) {
                throw new ProblemException(ProblemCode.CONFIG_INVALID, file + " is too long: it should hold " + holds);
            }
            List<String> lines = Files.readAllLines(file).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
            if (lines.size() != count) {
                throw new ProblemException(
                        ProblemCode.CONFIG_INVALID,
                        file + " holds " + lines.size() + " lines, and should hold " + count + ": " + holds);
            }
            return lines;
        } catch (IOException e) {
            throw new ProblemException(
                    ProblemCode.CONFIG_INVALID, "cannot read " + file + ", which should hold " + holds + ": " + e, e);
        }
    }
}
