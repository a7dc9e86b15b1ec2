package org.onecopy.core.shown;

import org.jspecify.annotations.Nullable;
import org.onecopy.core.Name;
import org.onecopy.model.FileId;
import org.onecopy.model.Version;

/**
 * Where an object in the held folder came from: what its operation will say.
 *
 * @param parent the entry of the directory in which it lay
 * @param name its name there
 * @param changedFrom the file that it is a change of; null where it is something new
 * @param base the content version of that file that it was changed from
 */
public record HeldOrigin(long parent, Name name, @Nullable FileId changedFrom, Version base) {}
