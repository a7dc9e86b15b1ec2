package org.onecopy.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.onecopy.core.lag.LagBlock;
import org.onecopy.core.lag.LagFigures;
import org.onecopy.core.lag.LagRange;

class LagFormsTest {
    @Test
    void what_is_written_is_read_again() {
        LagBlock block = new LagBlock(new TreeMap<>(Map.of(
                0, LagFigures.of(0, 0, 0),
                3, new LagFigures(new LagRange(0, 9), new LagRange(1L << 40, 1L << 50), new LagRange(7, 7)),
                59, LagFigures.of(1, 2, 3))));
        assertThat(LagForms.BLOCK.decode(LagForms.BLOCK.encode(block))).isEqualTo(block);
        assertThat(LagForms.BLOCK.decode(LagForms.BLOCK.encode(LagBlock.EMPTY))).isEqualTo(LagBlock.EMPTY);
    }

    @Test
    void a_block_at_rest_costs_a_byte_for_each_step() {
        LagBlock rest = new LagBlock(IntStream.range(0, 60)
                .boxed()
                .collect(Collectors.toMap(
                        step -> step, step -> LagFigures.of(0, 0, 0), (one, other) -> one, TreeMap::new)));
        assertThat(LagForms.BLOCK.encode(rest)).hasSizeLessThanOrEqualTo(62);
    }
}
