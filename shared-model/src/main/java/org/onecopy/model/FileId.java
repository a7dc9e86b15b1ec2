package org.onecopy.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The identity of one file, directory or symbolic link of a rule, which survives renames: the version at which it was first
 * agreed. Unique within its membership for ever.
 */
public record FileId(Version born) implements Comparable<FileId> {
    /** The opposite of {@link #toString()}. */
    @JsonCreator
    public static FileId parse(String text) {
        return new FileId(Version.parse(text));
    }

    /** The id from its packed form, see {@link Version#packed()}. */
    public static FileId ofPacked(long packed) {
        return new FileId(new Version(packed));
    }

    public long packed() {
        return born.packed();
    }

    @Override
    public int compareTo(FileId other) {
        return born.compareTo(other.born);
    }

    @Override
    @JsonValue
    public String toString() {
        return born.toString();
    }
}
