package org.onecopy.cli;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.onecopy.model.Words;

/** Globs for the usual housekeeping, by one word. They become globs of the rule like any others. */
enum ExcludeTemplate {
    /** What Hadoop's and Hive's programs write before they are done. */
    HADOOP(List.of("_temporary", ".staging", ".hive-staging*", "*._COPYING_", ".distcp.tmp.*")),
    /** Trash folders of storages and desktops. */
    TRASH(List.of(".Trash", ".Trash-*", "$RECYCLE.BIN", "#recycle", "@Recycle")),
    /** Views of the past, and what file servers put beside the files. */
    SNAPSHOTS(List.of(".snapshot", ".snapshots", ".zfs", "~snapshot", "lost+found")),
    /** What editors and copying programs have for a moment. */
    TEMPORARY(List.of("*.tmp", "*.part", "*.crdownload", "*.swp", "~$*", ".~lock.*#", ".nfs*"));

    static final String WORDS = "hadoop, trash, snapshots, temporary";

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> globs;

    ExcludeTemplate(List<String> globs) {
        this.globs = globs;
    }

    /** Globs with those of templates, each once. */
    static List<String> with(List<String> globs, List<String> templates) {
        Set<String> all = new LinkedHashSet<>(globs);
        templates.forEach(word -> all.addAll(Words.parse(ExcludeTemplate.class, word).globs));
        return List.copyOf(all);
    }
}
