package org.onecopy.model.api;

import org.jspecify.annotations.Nullable;
import org.onecopy.model.ByteCount;
import org.onecopy.model.FileId;
import org.onecopy.model.RuleName;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;

/**
 * One content on its way into the zone of the node that was asked. Running ones come first, then by rule and path.
 *
 * @param path in the rule's tree, with its present name
 * @param from the zone it comes from, absent while none is chosen
 * @param ratePerSecond bytes per second over the last seconds
 * @param tries how often it was begun, from 1
 * @param problem why the last try failed, absent where none did
 * @param limitedBy the name of the limit of bandwidth that holds it back now, absent where none does
 */
public record TransferView(
        RuleName rule,
        String path,
        FileId file,
        Version version,
        @Nullable ZoneName from,
        ZoneName to,
        ByteCount length,
        ByteCount done,
        ByteCount ratePerSecond,
        TransferState state,
        int tries,
        @Nullable Problem problem,
        @Nullable String limitedBy) {
    /** Of one that no limit holds back. */
    public TransferView(
            RuleName rule,
            String path,
            FileId file,
            Version version,
            @Nullable ZoneName from,
            ZoneName to,
            ByteCount length,
            ByteCount done,
            ByteCount ratePerSecond,
            TransferState state,
            int tries,
            @Nullable Problem problem) {
        this(rule, path, file, version, from, to, length, done, ratePerSecond, state, tries, problem, null);
    }
}
