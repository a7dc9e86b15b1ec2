package org.onecopy.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class StatisticsTest {
    @Test
    void takes_the_middle_of_an_odd_number_in_any_order() {
        Statistics of = Statistics.of(List.of(9.0, 1.0, 4.0));
        assertThat(of.median()).isEqualTo(4);
        assertThat(of.minimum()).isEqualTo(1);
        assertThat(of.maximum()).isEqualTo(9);
        assertThat(of.count()).isEqualTo(3);
    }

    @Test
    void takes_the_mean_of_the_two_in_the_middle_of_an_even_number() {
        assertThat(Statistics.of(List.of(1.0, 2.0, 10.0, 4.0)).median()).isEqualTo(3);
    }

    @Test
    void takes_the_nearest_rank_for_tails() {
        List<Double> figures = new ArrayList<>(
                IntStream.rangeClosed(1, 300).mapToObj(Double::valueOf).toList());
        Collections.shuffle(figures, new Random(1));
        Statistics of = Statistics.of(figures);
        assertThat(of.p90()).isEqualTo(270);
        assertThat(of.p99()).isEqualTo(297);
    }

    @Test
    void says_nothing_about_the_tail_of_a_few() {
        assertThat(Statistics.of(Collections.nCopies(19, 1.0)).p99()).isNull();
        assertThat(Statistics.of(Collections.nCopies(20, 1.0)).p99()).isEqualTo(1);
    }

    @Test
    void refuses_nothing_at_all() {
        assertThatThrownBy(() -> Statistics.of(List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
