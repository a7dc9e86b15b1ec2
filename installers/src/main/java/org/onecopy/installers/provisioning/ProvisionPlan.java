package org.onecopy.installers.provisioning;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * All that a run is told.
 *
 * @param packages a package of the node, or a directory with them
 * @param network network file of the network that machines come into; absent where the first machine makes one, or none is needed
 * @param create whether the first machine of the inventory makes the network
 * @param purge whether taking the program away takes configuration and state too
 * @param parallel how many machines at once
 * @param transcripts directory with a file for each machine
 * @param patience how long a started node may take until it has caught up
 */
public record ProvisionPlan(
        Inventory inventory,
        SshConfig ssh,
        Credentials credentials,
        KnownHosts known,
        Path packages,
        @Nullable Path network,
        boolean create,
        boolean purge,
        int parallel,
        Path transcripts,
        Duration patience) {
    /** More at once would only wait for each other. */
    public static final int PARALLEL_MAX = 20;

    public ProvisionPlan {
        if (parallel < 1 || parallel > PARALLEL_MAX) {
            throw new IllegalArgumentException("from 1 to " + PARALLEL_MAX + " machines at once, not " + parallel);
        }
        if (create && network != null) {
            throw new IllegalArgumentException("a network is made, or there is one: not both");
        }
    }
}
