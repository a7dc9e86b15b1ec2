package org.onecopy.admin;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.api.AlertSilence;
import org.onecopy.model.api.AlertTrial;
import org.onecopy.model.api.AlertView;
import org.onecopy.model.api.SilenceSpec;

/** What the admin API asks about alerts. All methods may be called from many threads at once. */
public interface AlertService {
    /** What has begun and not ended: of this node, and of the network as far as this node sees it. */
    List<AlertView> alerts();

    /** What is silenced on this node. */
    List<AlertSilence> silences();

    /**
     * This node sends no messages of an alert for a while, whether it has begun or not. Replaces an earlier silence.
     *
     * @throws org.onecopy.problem.ProblemException {@code ALERT_UNKNOWN} where no alert can have that id, {@code TOO_BUSY} with too
     *     many silences
     */
    AlertSilence silence(String id, SilenceSpec spec);

    /** Ends a silence; no effect where there is none. Fails with {@code ALERT_UNKNOWN}. */
    void unsilence(String id);

    /**
     * Sends a test message to this node's targets: blocks for some seconds for each.
     *
     * @param target name of one; null: all
     * @return empty where none is configured
     * @throws org.onecopy.problem.ProblemException {@code ALERT_TARGET_UNKNOWN}
     */
    List<AlertTrial> test(@Nullable String target);
}
