package org.onecopy.installers.provisioning.cli;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.onecopy.installers.provisioning.HostReport;
import org.onecopy.installers.provisioning.ProvisionListener;
import org.onecopy.model.ByteCount;

/** Says each step on standard error, and a quarter of an upload at a time. */
final class ProgressLines implements ProvisionListener {
    private static final int PARTS = 4;

    private final Surroundings surroundings;
    private final boolean quiet;
    private final Predicate<List<HostReport>> goOn;
    private final Map<String, Long> parts = new ConcurrentHashMap<>();

    ProgressLines(Surroundings surroundings, boolean quiet, Predicate<List<HostReport>> goOn) {
        this.surroundings = surroundings;
        this.quiet = quiet;
        this.goOn = goOn;
    }

    @Override
    public void began(String host, String step) {
        if (!quiet) {
            surroundings.err().println(host + ": " + step);
        }
    }

    @Override
    public void uploaded(String host, long sent, long total) {
        long part = total == 0 ? PARTS : sent * PARTS / total;
        Long before = parts.put(host, part);
        if (!quiet && before != null && before < part) {
            surroundings.err().println(host + ": " + ByteCount.of(sent) + " of " + ByteCount.of(total));
        }
    }

    @Override
    public boolean checked(List<HostReport> reports) {
        return goOn.test(reports);
    }
}
