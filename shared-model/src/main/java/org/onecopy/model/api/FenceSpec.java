package org.onecopy.model.api;

import org.jspecify.annotations.Nullable;
import org.onecopy.model.ZoneName;

/**
 * Which zone of a rule is to be fenced.
 *
 * @param zone whose users' changes are not agreed from then on
 */
public record FenceSpec(@Nullable ZoneName zone) {}
