package org.onecopy.model.api;

import org.jspecify.annotations.Nullable;

/**
 * What is to come back from the trash, and where.
 *
 * @param to a path in the rule's tree at which nothing lies; null: the file itself gets the content again, at its place
 */
public record RestoreSpec(@Nullable String to) {}
