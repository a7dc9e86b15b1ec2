package org.onecopy.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.onecopy.model.SideBySide.Row;

final class SideBySideTest {
    private static SideBySide of(String left, String right) {
        return SideBySide.of(left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void lines_that_are_the_same_stand_beside_each_other() {
        SideBySide both = of("a\nb\nc\nd\n", "a\nx\ny\nc\nd\ne\n");
        assertThat(both.text()).isTrue();
        assertThat(both.rows())
                .containsExactly(
                        new Row("a", "a"),
                        new Row("b", "x"),
                        new Row(null, "y"),
                        new Row("c", "c"),
                        new Row("d", "d"),
                        new Row(null, "e"));
        assertThat(both.rows().stream().filter(Row::same)).hasSize(3);
    }

    @Test
    void what_is_no_text_is_shown_byte_by_byte() {
        SideBySide both = SideBySide.of(
                new byte[] {0, 1, 'a', (byte) 0xff}, "text, and some more".getBytes(StandardCharsets.UTF_8));
        assertThat(both.text()).isFalse();
        assertThat(both.rows()).hasSize(2);
        assertThat(both.rows().getFirst().left())
                .startsWith("00000000  00 01 61 ff ")
                .endsWith("  ..a.");
        assertThat(both.rows().getLast()).satisfies(row -> {
            assertThat(row.left()).isNull();
            assertThat(row.right()).startsWith("00000010  6f 72 65 ");
        });
    }

    @Test
    void a_text_that_was_cut_within_a_character_is_a_text_still() {
        byte[] whole = "wörter".getBytes(StandardCharsets.UTF_8);
        assertThat(SideBySide.of(Arrays.copyOf(whole, 2), whole).rows()).containsExactly(new Row("w", "wörter"));
    }

    @Test
    void always_has_all_of_both_sides_in_their_order() {
        long seed = 7;
        Random random = new Random(seed);
        for (int turn = 0; turn < 200; turn++) {
            List<String> left = someLines(random);
            List<String> right = someLines(random);
            SideBySide both = of(String.join("\n", left), String.join("\n", right));
            assertThat(both.rows().stream().map(Row::left).filter(Objects::nonNull))
                    .as("seed %d", seed)
                    .isEqualTo(left);
            assertThat(both.rows().stream().map(Row::right).filter(Objects::nonNull))
                    .as("seed %d", seed)
                    .isEqualTo(right);
        }
    }

    private static List<String> someLines(Random random) {
        return IntStream.range(0, 1 + random.nextInt(12))
                .mapToObj(line -> "line " + random.nextInt(4))
                .collect(Collectors.toList());
    }

    @Test
    void of_very_long_texts_only_beginning_and_end_are_compared() {
        String left = "same\n" + "l\n".repeat(5000) + "end";
        String right = "same\n" + "r\n".repeat(5000) + "end";
        SideBySide both = of(left, right);
        assertThat(both.rows()).hasSize(5002);
        assertThat(both.rows().getFirst().same()).isTrue();
        assertThat(both.rows().getLast().same()).isTrue();
    }
}
