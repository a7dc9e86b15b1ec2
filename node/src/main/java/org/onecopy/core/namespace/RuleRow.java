package org.onecopy.core.namespace;

import org.onecopy.model.FileId;
import org.onecopy.model.Version;

/**
 * A rule as it stands in its membership.
 *
 * @param since when this revision took effect
 * @param removed whether the rule has been removed (its rows are reaped in steps)
 * @param files live files and links
 * @param bytes their contents together
 * @param trimmed the journal is complete above this version
 * @param forgotten tombstones and overwritten contents are complete above this version
 */
public record RuleRow(
        RuleDefinition definition,
        Version since,
        FileId root,
        boolean removed,
        long files,
        long bytes,
        Version trimmed,
        Version forgotten) {
    /** The first revision of a rule. */
    static RuleRow begun(RuleDefinition definition, Version at) {
        return new RuleRow(definition, at, new FileId(at), false, 0, 0, Version.NONE, Version.NONE);
    }

    RuleRow revised(RuleDefinition newDefinition, Version at) {
        return new RuleRow(newDefinition, at, root, false, files, bytes, trimmed, forgotten);
    }

    RuleRow asRemoved() {
        return new RuleRow(definition, since, root, true, files, bytes, trimmed, forgotten);
    }

    RuleRow plus(long moreFiles, long moreBytes) {
        return new RuleRow(definition, since, root, removed, files + moreFiles, bytes + moreBytes, trimmed, forgotten);
    }

    RuleRow withTrimmed(Version upTo) {
        return new RuleRow(definition, since, root, removed, files, bytes, upTo, forgotten);
    }

    RuleRow withForgotten(Version upTo) {
        return new RuleRow(definition, since, root, removed, files, bytes, trimmed, upTo);
    }
}
