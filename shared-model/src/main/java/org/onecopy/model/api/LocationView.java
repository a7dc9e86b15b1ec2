package org.onecopy.model.api;

import org.jspecify.annotations.Nullable;
import org.onecopy.model.NodeId;
import org.onecopy.model.ZoneName;

/**
 * One zone's place of a rule.
 *
 * @param path absolute in the zone's storage
 * @param writer the node that materializes the rule here, absent while there is none
 */
public record LocationView(
        ZoneName zone,
        String path,
        LocationState state,
        @Nullable NodeId writer) {}
