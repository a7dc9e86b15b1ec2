package org.onecopy.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.onecopy.model.NodeId;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.api.AlertCondition;
import org.onecopy.model.api.AlertSilence;
import org.onecopy.model.api.AlertTrial;
import org.onecopy.model.api.AlertView;
import org.onecopy.model.api.Severity;
import org.onecopy.model.api.SilenceSpec;
import org.onecopy.problem.ProblemException;

/** Two alerts and two targets, one of which fails. */
public final class FakeAlerts implements AlertService {
    private static final NodeId OSLO_1 = new NodeId("oslo-1");
    private final Map<String, AlertSilence> silences = new TreeMap<>();

    @Override
    public synchronized List<AlertView> alerts() {
        AlertSilence lag = silences.get("lag:demo:lyon");
        return List.of(
                new AlertView(
                        "data-disk:oslo-1",
                        AlertCondition.DATA_DISK,
                        Severity.ERROR,
                        FakeNode.OSLO,
                        null,
                        3L << 30,
                        4L << 30,
                        FakeNode.NOON,
                        "node oslo-1 has 3.0 GiB left for its state",
                        OSLO_1,
                        true,
                        null),
                new AlertView(
                        "lag:demo:lyon",
                        AlertCondition.LAG,
                        Severity.WARNING,
                        FakeNode.LYON,
                        FakeNode.DEMO,
                        400,
                        300,
                        FakeNode.NOON,
                        "rule demo: zone lyon is 6 m 40 s behind",
                        OSLO_1,
                        false,
                        lag == null ? null : lag.until()));
    }

    @Override
    public synchronized List<AlertSilence> silences() {
        return new ArrayList<>(silences.values());
    }

    @Override
    public synchronized AlertSilence silence(String id, SilenceSpec spec) {
        check(id);
        AlertSilence silence = new AlertSilence(id, FakeNode.NOON.plus(spec.duration()), spec.why());
        silences.put(id, silence);
        return silence;
    }

    @Override
    public synchronized void unsilence(String id) {
        check(id);
        silences.remove(id);
    }

    private static void check(String id) {
        if (!id.startsWith("lag:")) {
            throw new ProblemException(ProblemCode.ALERT_UNKNOWN, "there is no alert '" + id + "'");
        }
    }

    @Override
    public List<AlertTrial> test(String target) {
        List<AlertTrial> all = List.of(
                new AlertTrial(OSLO_1, "duty", "mail", true, "250 2.0.0 queued"),
                new AlertTrial(OSLO_1, "chat", "webhook", false, "HTTP status 500"));
        List<AlertTrial> wanted = all.stream()
                .filter(trial -> target == null || trial.target().equals(target))
                .toList();
        if (wanted.isEmpty()) {
            throw new ProblemException(ProblemCode.ALERT_TARGET_UNKNOWN, "no target '" + target + "'");
        }
        return wanted;
    }
}
