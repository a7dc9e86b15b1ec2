package org.onecopy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Executes the stories of docs/check-and-repair.md, docs/migrate.md and docs/bandwidth.md with three real processes, so that they stay true. */
class CheckAndRepairIT {
    private static final String MARK = "---- block ";

    @TempDir
    Path temp;

    private Path memory;

    @BeforeEach
    void begin() throws IOException {
        memory = Decay.directory();
    }

    @AfterEach
    void tidy() throws IOException {
        try (Stream<Path> all = Files.walk(memory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    /** A block of commands with what it is to print. */
    private record Block(String commands, List<String> expected) {}

    @Test
    @DisplayName(
            "H63, H64, H66: two unlike trees are one, checked, damaged in six ways, repaired, and proved to be the same; users cut over from a zone")
    void the_stories_of_the_manual_are_true() throws Exception {
        assumeTrue(memory.startsWith("/dev/shm"), "decay can only be made where files live in memory");
        List<Block> blocks = new ArrayList<>(blocks("check-and-repair.md"));
        assertThat(blocks).hasSizeGreaterThan(8);
        List<Block> further = blocks("migrate.md");
        assertThat(further).hasSizeGreaterThan(4);
        blocks.addAll(further);
        List<Block> limits = blocks("bandwidth.md");
        assertThat(limits).hasSizeGreaterThan(4);
        blocks.addAll(limits);
        Path input = Files.createDirectories(temp.resolve("in"));
        Files.writeString(input.resolve("one"), "1");
        try (RunningDemo demo = RunningDemo.start(temp.resolve("demo"), input).awaitProof()) {
            List<String> printed = run(demo, blocks);
            for (int n = 0; n < blocks.size(); n++) {
                List<String> lines = printed.get(n).lines().toList();
                for (String expected : blocks.get(n).expected) {
                    assertThat(lines)
                            .as("block " + n + " of the story, " + blocks.get(n).commands)
                            .anyMatch(line -> matches(line, expected));
                }
            }
        }
    }

    private static boolean matches(String line, String expected) {
        String pattern =
                Stream.of(expected.split(" *\u2026 *", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        return Pattern.matches(pattern, line.stripTrailing());
    }

    /** The blocks of the manual: commands, each perhaps followed by what they print. */
    private static List<Block> blocks(String name) throws IOException {
        Path manual = Path.of(System.getProperty("onecopy.root"), "docs", name);
        List<Block> blocks = new ArrayList<>();
        List<String> block = null;
        boolean isOutput = false;
        for (String line : Files.readAllLines(manual)) {
            if (block == null && (line.equals("```sh") || line.equals("```text"))) {
                block = new ArrayList<>();
                isOutput = line.equals("```text");
            } else if (block != null && line.equals("```")) {
                if (isOutput) {
                    blocks.set(blocks.size() - 1, new Block(blocks.getLast().commands, List.copyOf(block)));
                } else {
                    blocks.add(new Block(String.join("\n", block), List.of()));
                }
                block = null;
            } else if (block != null) {
                block.add(line);
            }
        }
        return blocks;
    }

    /** All blocks by one shell, one after the other. @return what each printed */
    private List<String> run(RunningDemo demo, List<Block> blocks) throws Exception {
        StringBuilder script = new StringBuilder("set -eu\n");
        script.append("onecopy() { ").append(demo.command()).append(" \"$@\"; }\n");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        script.append("decay() { ")
                .append(java)
                .append(" -cp '")
                .append(System.getProperty("java.class.path"))
                .append("' org.onecopy.app.Decay \"$@\"; }\n");
        script.append("trap 'touch $WORK/stop' EXIT\n");
        for (int n = 0; n < blocks.size(); n++) {
            script.append("echo '").append(MARK).append(n).append("'\n");
            script.append(blocks.get(n).commands).append('\n');
        }
        Path file = Files.writeString(temp.resolve("story.sh"), script);
        Path log = temp.resolve("story.log");
        ProcessBuilder builder = new ProcessBuilder("bash", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().put("XDG_STATE_HOME", temp.resolve("state").toString());
        builder.environment().put("OSLO", memory.resolve("oslo").toString());
        builder.environment().put("LYON", memory.resolve("lyon").toString());
        builder.environment().put("KYOTO", memory.resolve("kyoto").toString());
        builder.environment().put("WORK", temp.resolve("work").toString());
        builder.environment().put("CA", demo.authority().toString());
        Process story = builder.start();
        boolean ended = story.waitFor(6, TimeUnit.MINUTES);
        if (!ended) {
            Files.createFile(temp.resolve("work").resolve("stop"));
            story.destroyForcibly();
        }
        String printed = Files.readString(log);
        assertThat(ended).as(printed).isTrue();
        assertThat(story.exitValue()).as(printed).isZero();
        return List.of(printed.split("(?m)^" + MARK + "[0-9]+\n")).stream()
                .skip(1)
                .toList();
    }
}
