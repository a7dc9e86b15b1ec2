package org.onecopy.model.api;

import org.onecopy.model.RuleName;

/**
 * What came back from the trash.
 *
 * @param path where it lies now
 * @param index of the agreement that brought it back
 */
public record RestoreOutcome(RuleName rule, String item, String path, long index) {}
