package org.onecopy.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What decays beneath an S3 server and in a block of HDFS is found by a check, and mended by a repair. */
@Tag("full")
class StoragesRepairIT {
    @TempDir
    Path temp;

    @Test
    @DisplayName(
            "H15, H63: decayed bytes in a bucket and in HDFS are found exactly, and brought again from another zone")
    void mends_what_decayed_beneath_the_servers() throws Exception {
        Path input = Files.createDirectories(temp.resolve("input"));
        Random random = new Random(5);
        for (String name : List.of("short", "object", "block", "large")) {
            byte[] bytes = new byte[name.equals("large") ? 9_000_000 : 70_000];
            random.nextBytes(bytes);
            Files.write(input.resolve(name), bytes);
        }
        Path directory = temp.resolve("demo");
        try (RunningDemo demo = RunningDemo.start(directory, input, "--zones", "local,hdfs,s3")
                        .awaitProof();
                OutsideTrees outside = OutsideTrees.of(directory.resolve("network.json"))) {
            decay(stored(directory, input.resolve("object"), path -> path.endsWith("object")));
            decay(stored(directory, input.resolve("large"), path -> path.endsWith("large")));
            decay(stored(
                    directory,
                    input.resolve("block"),
                    path -> path.getFileName().toString().startsWith("blk_")));

            RunningDemo.Answer checked = demo.ask("check", "start", "demo", "--depth", "digest", "--wait");
            assertThat(checked.exit()).as(checked.output()).isEqualTo(1);
            assertThat(differences(demo, checked))
                    .containsExactly("kyoto content large", "kyoto content object", "lyon unreadable block");
            RunningDemo.Answer plan = demo.ask("repair", "plan", "demo", "--source", "agreed");
            assertThat(plan.exit()).as(plan.output()).isZero();
            RunningDemo.Answer repaired =
                    demo.ask("repair", "start", "demo", "--source", "agreed", "--yes", "--wait", "--at-most", "3m");
            assertThat(repaired.output()).contains("3 mended, 0 left");
            assertThat(repaired.exit()).isZero();
            assertThat(demo.ask("check", "start", "demo", "--depth", "digest", "--wait"))
                    .satisfies(
                            again -> assertThat(again.exit()).as(again.output()).isZero());
            assertThat(outside.hdfs()).isEqualTo(Trees.digests(input));
            assertThat(outside.s3()).isEqualTo(Trees.digests(input));
        }
    }

    private static SortedSet<String> differences(RunningDemo demo, RunningDemo.Answer checked) throws IOException {
        String check = checked.output().replaceAll("(?s).*rule demo at ([0-9.]+),.*", "$1");
        SortedSet<String> found = new TreeSet<>();
        new ObjectMapper()
                .readTree(demo.ask("check", "show", "demo", check, "-o", "json").output())
                .path("differences")
                .forEach(each -> found.add(each.path("zone").asText() + " "
                        + each.path("kind").asText() + " " + each.path("path").asText()));
        return found;
    }

    /** Where a server keeps what a file holds; not the zone that is a directory. */
    private static Path stored(Path directory, Path like, Predicate<Path> which) throws IOException {
        byte[] bytes = Files.readAllBytes(like);
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.filter(Files::isRegularFile)
                    .filter(which)
                    .filter(path -> !path.startsWith(directory.resolve("zones").resolve("oslo")))
                    .toList()) {
                if (Arrays.equals(Files.readAllBytes(path), bytes)) {
                    return path;
                }
            }
        }
        throw new AssertionError("nothing like " + like + " below " + directory);
    }

    /** Length and time stay, and so does what the server keeps beside it. */
    private static void decay(Path file) throws IOException {
        FileTime time = Files.getLastModifiedTime(file);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        try (var out = Files.newByteChannel(file, java.nio.file.StandardOpenOption.WRITE)) {
            out.write(java.nio.ByteBuffer.wrap(bytes));
        }
        Files.setLastModifiedTime(file, time);
    }
}
