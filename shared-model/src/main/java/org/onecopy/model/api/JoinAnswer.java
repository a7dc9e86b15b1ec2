package org.onecopy.model.api;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.TimeoutProfile;

/**
 * What a node gets that was admitted.
 *
 * @param network the network's id
 * @param certificate the node's certificate, PEM
 * @param authority the network's, PEM
 * @param authorityKey the network's signing key, PEM, where the ticket says so
 * @param tokens lines for its tokens file: names and SHA-256 of who may use the admin API
 * @param words the fingerprint that both sides show
 * @param inductor the node that admitted it
 * @param recoveries the network's forced recoveries, the first one first; none from a node of an older release
 * @param timeouts what is agreed; absent where nothing is
 */
public record JoinAnswer(
        UUID network,
        String certificate,
        String authority,
        @Nullable String authorityKey,
        List<String> tokens,
        String words,
        String inductor,
        @Nullable List<RecoveryView> recoveries,
        @Nullable TimeoutProfile timeouts) {
    public JoinAnswer {
        tokens = List.copyOf(tokens);
        recoveries = recoveries == null ? List.of() : List.copyOf(recoveries);
    }

    /** Never shows the key. */
    @Override
    public String toString() {
        return "JoinAnswer[network " + network + ", " + words + "]";
    }
}
