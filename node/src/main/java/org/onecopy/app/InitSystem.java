package org.onecopy.app;

import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.onecopy.linux.UnixDatagram;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service manager that started this process, and wants to be told how it is (sd_notify(3)). Where there is none, nothing is told.
 * What cannot be told is logged and changes nothing.
 */
final class InitSystem implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(InitSystem.class);

    private final @Nullable String socket;
    private final @Nullable ScheduledExecutorService watchdog;
    private final long watchdogMicros;

    /** Whether the last message could not be told: said once, not twice in each interval. */
    private volatile boolean unheard;

    private InitSystem(@Nullable String socket, long watchdogMicros) {
        this.socket = socket;
        this.watchdogMicros = watchdogMicros;
        this.watchdog = socket == null || watchdogMicros <= 0
                ? null
                : Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("service-watchdog").factory());
    }

    /**
     * As the environment says.
     *
     * @param environment {@code NOTIFY_SOCKET}; {@code WATCHDOG_USEC} with {@code WATCHDOG_PID}, which may be another process's
     */
    static InitSystem of(Map<String, String> environment) {
        String socket = environment.get("NOTIFY_SOCKET");
        return new InitSystem(socket == null || socket.isEmpty() ? null : socket, watchdog(environment));
    }

    private static long watchdog(Map<String, String> environment) {
        String pid = environment.get("WATCHDOG_PID");
        if (pid != null && !pid.equals(Long.toString(ProcessHandle.current().pid()))) {
            return 0;
        }
        try {
            return Long.parseLong(environment.getOrDefault("WATCHDOG_USEC", "0"));
        } catch (NumberFormatException e) {
            LOG.warn("WATCHDOG_USEC is no number: {}", environment.get("WATCHDOG_USEC"));
            return 0;
        }
    }

    /**
     * Says that the service is there. From now on it is told twice in each interval of the watchdog that this process is alive: that
     * threads run, and not only the collector. Whether the node does its work is another question, for alerts to answer.
     */
    void started(String status) {
        tell("READY=1\nSTATUS=" + status);
        if (watchdog != null) {
            var _ = watchdog.scheduleAtFixedRate(
                    () -> tell("WATCHDOG=1"), 0, Math.max(1, watchdogMicros / 2), TimeUnit.MICROSECONDS);
        }
    }

    /** Says that the service is stopping in order. */
    void stopping() {
        tell("STOPPING=1");
    }

    private void tell(String message) {
        if (socket == null) {
            return;
        }
        int result = UnixDatagram.send(socket, message);
        if (result < 0 && !unheard) {
            LOG.warn("cannot tell the service manager at {}: error {}", socket, -result);
        }
        unheard = result < 0;
    }

    /** Tells nothing more by itself. A process that ends need not ask for it. */
    @Override
    public void close() {
        if (watchdog != null) {
            watchdog.shutdownNow();
        }
    }
}
