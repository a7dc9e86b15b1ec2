package org.onecopy.model.api;

import java.time.Instant;
import org.onecopy.model.ByteCount;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;

/**
 * A conflict copy that exists now. The newest comes first.
 *
 * @param path of the copy in the rule's tree
 * @param winner path of the file that kept the name
 * @param zone whose change lost
 * @param index of the agreement that made the copy
 * @param time when it was proposed, by the losing zone's clock
 * @param length of the copy
 */
public record ConflictView(
        RuleName rule, String path, String winner, ZoneName zone, long index, Instant time, ByteCount length) {}
