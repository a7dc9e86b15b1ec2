package org.onecopy.core.shown;

import org.onecopy.model.FileId;

/**
 * An agreed change that this zone does not show although later ones may be shown.
 *
 * @param file what it is about
 * @param code why, as a problem code in kebab-case, for example {@code storage-denied}
 * @param message what happened, to which path, and the remedy
 * @param parked whether it waits for a remedy by somebody; else it waits for a content
 * @param sinceMillis the node's clock at the first failure
 * @param tries how often it has been tried
 * @param whole everything that is agreed of the file is to be shown, and not one change alone: it was found by a reconcile, or the
 *     journal is trimmed since
 */
public record Hole(
        FileId file, String code, String message, boolean parked, long sinceMillis, int tries, boolean whole) {}
