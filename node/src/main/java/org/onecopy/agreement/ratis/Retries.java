package org.onecopy.agreement.ratis;

import java.time.Duration;
import org.apache.ratis.client.retry.RequestTypeDependentRetryPolicy;
import org.apache.ratis.proto.RaftProtos.RaftClientRequestProto.TypeCase;
import org.apache.ratis.retry.RetryPolicies;
import org.apache.ratis.retry.RetryPolicy;
import org.apache.ratis.util.TimeDuration;

/** How a client of Ratis asks again: a few times a second, and not for ever. */
final class Retries {
    private static final Duration PAUSE = Duration.ofMillis(200);

    private Retries() {}

    /** Far within the 60 s for which a leader knows the answers that it gave, so that no entry is agreed twice. */
    static RetryPolicy within(Duration total) {
        TimeDuration pause = ServerProperties.duration(PAUSE);
        RequestTypeDependentRetryPolicy.Builder builder = RequestTypeDependentRetryPolicy.newBuilder();
        for (TypeCase type : TypeCase.values()) {
            int times = Math.toIntExact(total.dividedBy(PAUSE));
            builder.setRetryPolicy(type, RetryPolicies.retryUpToMaximumCountWithFixedSleep(times, pause));
            builder.setTimeout(type, ServerProperties.duration(total));
        }
        return builder.build();
    }
}
