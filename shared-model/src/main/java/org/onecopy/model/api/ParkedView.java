package org.onecopy.model.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;

/**
 * An agreed change that a zone cannot show for now. The oldest comes first.
 *
 * @param id names it in a request to try again
 * @param path in the rule's tree
 * @param index of the agreement
 * @param reason a problem code such as {@code storage-no-space}
 * @param message what happened
 * @param remedy what to do
 * @param since when it was parked first
 * @param tries so far
 * @param nextTry absent where only an administrator can bring it on
 */
public record ParkedView(
        String id,
        RuleName rule,
        ZoneName zone,
        String path,
        long index,
        String reason,
        String message,
        String remedy,
        Instant since,
        int tries,
        @Nullable Instant nextTry) {}
