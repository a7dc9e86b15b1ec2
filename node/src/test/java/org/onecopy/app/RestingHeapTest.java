package org.onecopy.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class RestingHeapTest {
    private static final long LIVE_BYTES = 60_000_000;

    private long nanos;
    private long processorNanos;
    private long heapBytes = 180_000_000;
    private int collections;
    private final RestingHeap heap = new RestingHeap(() -> nanos, () -> processorNanos, () -> heapBytes, () -> {
        collections++;
        heapBytes = LIVE_BYTES;
    });

    /** Five seconds in which the process uses so much of one core. */
    private void pass(int percent) {
        nanos += Duration.ofSeconds(5).toNanos();
        processorNanos += Duration.ofMillis(50L * percent).toNanos();
        heap.look();
    }

    @Test
    void becomes_small_once_the_node_has_been_at_rest_for_a_while() {
        pass(150);
        pass(3);
        assertThat(collections).isZero();
        pass(3);
        assertThat(collections).isEqualTo(1);
    }

    @Test
    void leaves_the_options_of_java_as_they_were() {
        String before = options();
        RestingHeap.collect(ManagementFactory.getMemoryMXBean());
        assertThat(options()).isEqualTo(before);
    }

    private static String options() {
        var machine = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        return machine.getVMOption("MinHeapFreeRatio").getValue() + " "
                + machine.getVMOption("MaxHeapFreeRatio").getValue();
    }

    @Test
    void is_left_alone_while_the_node_works() {
        for (int i = 0; i < 20; i++) {
            pass(3);
            pass(25);
        }
        assertThat(collections).isZero();
    }

    @Test
    void is_left_alone_at_rest_until_it_has_grown_again() {
        for (int i = 0; i < 20; i++) {
            pass(3);
        }
        assertThat(collections).isEqualTo(1);
        heapBytes = LIVE_BYTES * 6 / 5;
        pass(3);
        assertThat(collections).isEqualTo(1);
        heapBytes = LIVE_BYTES * 4 / 3;
        pass(3);
        assertThat(collections).isEqualTo(2);
    }
}
