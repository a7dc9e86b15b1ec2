package org.onecopy.app;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.onecopy.agreement.ratis.RatisSettings;
import org.onecopy.app.config.NetworkFolder;
import org.onecopy.app.config.NodeConfig;
import org.onecopy.core.registry.AgreedTimeouts;
import org.onecopy.index.RegistryIndex;
import org.onecopy.model.TimeoutProfile;

/**
 * The timeouts with which this process runs: Ratis takes its own when a group is opened, so all change at the next start.
 *
 * @param profile in force here
 */
record Timeouts(TimeoutProfile profile) {
    /** Shorter than after what any node has a silent writer replaced, so that nodes may be started anew one by one. */
    private static final Duration LEASE_MAX = Duration.ofSeconds(4);

    /** What is agreed, as far as this node has heard; else what it was told when it joined; else what its configuration says. */
    static Timeouts atStart(NodeConfig config, RegistryIndex index) {
        TimeoutProfile agreed = index.read(AgreedTimeouts::of);
        return new Timeouts(wanted(config, agreed));
    }

    /** With what the node would start now. */
    static TimeoutProfile wanted(NodeConfig config, @Nullable TimeoutProfile agreed) {
        if (agreed != null) {
            return agreed;
        }
        TimeoutProfile told = NetworkFolder.of(config.dataDir()).timeouts();
        return told == null ? config.timeouts() : told;
    }

    /** After which a writer that does not answer is replaced. It has stopped by itself then: see {@link Lease}. */
    Duration silenceMax() {
        return Duration.ofSeconds(profile == TimeoutProfile.WAN ? 12 : 5);
    }

    /** How long a writer goes on without hearing the log. */
    Duration lease() {
        Duration half = silenceMax().dividedBy(2);
        return half.compareTo(LEASE_MAX) > 0 ? LEASE_MAX : half;
    }

    RatisSettings ratis(NodeConfig config) {
        return RatisSettings.of(
                config.dataDir().resolve("agreement"),
                config.addresses().agreement().bind().host(),
                config.addresses().agreement().bind().port(),
                profile == TimeoutProfile.WAN ? RatisSettings.Profile.WAN : RatisSettings.Profile.LAN);
    }
}
