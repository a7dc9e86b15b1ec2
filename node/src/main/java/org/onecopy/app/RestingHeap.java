package org.onecopy.app;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.function.LongSupplier;
import javax.management.JMException;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives memory back to the machine once the node has come to rest after work. Java keeps what its heap has once grown to, until a
 * collection of the whole heap finds it too large, and a node at rest may not need one for days.
 *
 * <p>{@link #look} is called again and again by one thread; it blocks for as long as a collection takes.
 */
final class RestingHeap {
    private static final Logger LOG = LoggerFactory.getLogger(RestingHeap.class);

    /** Share of one core below which the node counts as at rest, in percent. */
    private static final long REST_PERCENT_MAX = 20;

    /** So many looks in a row must find it at rest. */
    private static final int CALM_LOOKS = 2;

    /** A heap that has not grown by so much, in percent, since it was last made small is left alone. */
    private static final long GROWTH_PERCENT_MIN = 25;

    /** How many percent of the heap are free after a collection, at least and at most. */
    private static final String LEAST_FREE = "MinHeapFreeRatio";

    private static final String MOST_FREE = "MaxHeapFreeRatio";
    private static final String TRIM = "systemTrimNativeHeap";

    private final LongSupplier nanos;
    private final LongSupplier processorNanos;
    private final LongSupplier heapBytes;
    private final Runnable collect;
    private long lookedAtNanos;
    private long processorThen;
    private int calm;
    private long smallBytes;

    /**
     * The heap of any process.
     *
     * @param nanos time that has passed, from any start
     * @param processorNanos what the process has used of all cores so far
     * @param heapBytes what the heap has of the machine's memory now
     * @param collect looks through the whole heap and gives back what it can
     */
    RestingHeap(LongSupplier nanos, LongSupplier processorNanos, LongSupplier heapBytes, Runnable collect) {
        this.nanos = nanos;
        this.processorNanos = processorNanos;
        this.heapBytes = heapBytes;
        this.collect = collect;
        lookedAtNanos = nanos.getAsLong();
        processorThen = processorNanos.getAsLong();
    }

    /** The heap of this process. */
    static RestingHeap ofThisProcess() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        var system = ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
        return new RestingHeap(
                System::nanoTime,
                system::getProcessCpuTime,
                () -> memory.getHeapMemoryUsage().getCommitted(),
                () -> collect(memory));
    }

    /** With little room left in the heap for this once: under load each collection would make it too small again. */
    static void collect(MemoryMXBean memory) {
        var machine = ManagementFactory.getPlatformMXBean(com.sun.management.HotSpotDiagnosticMXBean.class);
        String least = machine.getVMOption(LEAST_FREE).getValue();
        String most = machine.getVMOption(MOST_FREE).getValue();
        machine.setVMOption(LEAST_FREE, "10"); // never above the other one
        machine.setVMOption(MOST_FREE, "25");
        try {
            memory.gc();
        } finally {
            machine.setVMOption(MOST_FREE, most);
            machine.setVMOption(LEAST_FREE, least);
        }
        trimNative();
    }

    /** Asks the C library to give back what it keeps of freed memory: the stores' buffers, and what the compilers needed. */
    private static void trimNative() {
        try {
            ManagementFactory.getPlatformMBeanServer()
                    .invoke(new ObjectName("com.sun.management:type=DiagnosticCommand"), TRIM, null, null);
        } catch (JMException e) {
            LOG.debug("the memory outside the heap stays as it is: {} cannot be asked for here", TRIM, e);
        }
    }

    /** Makes the heap small where the node has been at rest since the look before the last, and the heap has grown. */
    void look() {
        long now = nanos.getAsLong();
        long processor = processorNanos.getAsLong();
        long passed = Math.max(1, now - lookedAtNanos);
        boolean resting = (processor - processorThen) * 100 < passed * REST_PERCENT_MAX;
        lookedAtNanos = now;
        processorThen = processor;
        calm = resting ? Math.min(CALM_LOOKS, calm + 1) : 0;
        boolean grown = heapBytes.getAsLong() * 100 >= smallBytes * (100 + GROWTH_PERCENT_MIN);
        if (calm == CALM_LOOKS && grown) {
            collect.run();
            smallBytes = heapBytes.getAsLong();
            processorThen = processorNanos.getAsLong();
            lookedAtNanos = nanos.getAsLong();
        }
    }
}
