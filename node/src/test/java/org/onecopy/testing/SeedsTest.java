package org.onecopy.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SeedsTest {
    @Test
    void a_failure_names_its_seed() {
        assumeTrue(System.getProperty("onecopy.seed") == null, "the seeds are given from outside");
        Set<Long> drawn = new HashSet<>();
        assertThatThrownBy(() -> Seeds.forEach(9, random -> {
                    drawn.add(random.nextLong());
                    assertThat(drawn).as("draws").hasSizeLessThan(3);
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("seed 3 (again with -Donecopy.seed=3)")
                .hasMessageContaining("draws");
    }
}
