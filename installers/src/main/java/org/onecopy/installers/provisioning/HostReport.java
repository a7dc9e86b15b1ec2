package org.onecopy.installers.provisioning;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.Words;

/**
 * What became of one machine.
 *
 * @param zone of the node, absent where the inventory is wrong about the machine
 * @param code of what stopped it, absent where nothing did; see {@link ProvisionCode}
 * @param hostKey fingerprint of the key that the machine showed, absent where it showed none that is known
 * @param version of the program that is there now, absent where none is, or none was seen
 * @param findings what was noticed before anything was changed, in order
 * @param seconds that it took
 * @param transcript file, absent where the machine was never called
 */
public record HostReport(
        String host,
        @Nullable String zone,
        @Nullable String node,
        State state,
        @Nullable String code,
        @Nullable String message,
        @Nullable String remedy,
        @Nullable String hostKey,
        @Nullable String version,
        List<Finding> findings,
        double seconds,
        @Nullable String transcript) {
    public HostReport {
        findings = List.copyOf(findings);
    }

    /** How it ended. */
    public enum State {
        /** It was looked at, and nothing stands against it. */
        READY,
        /** It is as wanted now. */
        DONE,
        /** It was as wanted already; nothing was changed. */
        UNCHANGED,
        /** Something stands against it, or failed before anything was changed. */
        REFUSED,
        /** Something failed, and what had been done is undone. */
        UNDONE,
        /** Something failed, and what had been done is still there. */
        FAILED;

        /** The constant as it stands in JSON and in tables. */
        @JsonValue
        public String word() {
            return Words.of(this);
        }
    }

    /** Whether nothing is wrong. */
    @JsonIgnore
    public boolean isGood() {
        return state == State.READY || state == State.DONE || state == State.UNCHANGED;
    }

    static HostReport refused(String host, ProvisionCode code, String message) {
        return new HostReport(
                host, null, null, State.REFUSED, code.code(), message, code.remedy(), null, null, List.of(), 0, null);
    }
}
