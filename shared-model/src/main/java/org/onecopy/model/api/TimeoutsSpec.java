package org.onecopy.model.api;

import org.jspecify.annotations.Nullable;
import org.onecopy.model.TimeoutProfile;

/**
 * Which timeouts the network is to have.
 *
 * @param profile chosen by hand, so that nothing that is measured changes it; absent: as the round trips are, now and later
 */
public record TimeoutsSpec(@Nullable TimeoutProfile profile) {}
