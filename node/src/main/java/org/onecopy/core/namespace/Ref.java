package org.onecopy.core.namespace;

import org.onecopy.model.FileId;

/** How an operation names a file: by its id, or, while that is not known yet, by the zone's own operation that makes it. */
public sealed interface Ref {
    /** A file whose id the zone knows. */
    record Known(FileId file) implements Ref {}

    /** What an earlier operation of the same zone and epoch made or changed. */
    record Own(OpId operation) implements Ref {}
}
