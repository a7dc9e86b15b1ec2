package org.onecopy.core.shown;

import org.jspecify.annotations.Nullable;
import org.onecopy.core.Content;
import org.onecopy.core.Kind;
import org.onecopy.core.Name;
import org.onecopy.model.FileId;
import org.onecopy.model.Version;

/**
 * An object in the trash folder: what it is, and when it went there.
 *
 * @param file the agreed file that it was; null for something that was never agreed
 * @param written the version of the content that it showed
 * @param parent the entry of the directory in which it lay
 * @param name its name there
 * @param length bytes of a file, else 0
 * @param content what a file held when it went there; null where that is not known, or it is no file
 * @param fingerprint the storage's fingerprint when it went there: another one by now means that somebody still wrote to it
 * @param sinceAgeMillis the membership's agreed age when it went there
 * @param sinceMillis the node's clock then, to be shown
 */
public record Trashed(
        @Nullable FileId file,
        Version written,
        long parent,
        Name name,
        Kind kind,
        long length,
        @Nullable Content content,
        String fingerprint,
        long sinceAgeMillis,
        long sinceMillis) {}
