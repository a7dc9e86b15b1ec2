package org.onecopy.storage;

import java.util.List;

/**
 * Where a location lies, in names that mean the same in every zone: so that two zones that would share a directory are told from two that
 * have one each. What does not exist yet has a name as well.
 *
 * @param above of the directories that the location lies in, the outermost first
 * @param own of the location itself, which may be known by several
 */
public record Lineage(List<String> above, List<String> own) {
    public Lineage {
        above = List.copyOf(above);
        own = List.copyOf(own);
    }

    /** Whether both are one directory. */
    public boolean isSameAs(Lineage other) {
        return own.stream().anyMatch(other.own::contains);
    }

    /** Whether this one lies somewhere in the other. */
    public boolean isInside(Lineage other) {
        return other.own.stream().anyMatch(above::contains);
    }
}
