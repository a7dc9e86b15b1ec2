package org.onecopy.core.namespace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.onecopy.core.Content;
import org.onecopy.core.namespace.Tables.ChildKey;
import org.onecopy.core.namespace.Tables.ContentKey;
import org.onecopy.core.namespace.Tables.HeldKey;
import org.onecopy.core.namespace.Tables.JournalKey;
import org.onecopy.core.namespace.Tables.OutcomeKey;
import org.onecopy.core.namespace.Tables.ZoneKey;
import org.onecopy.model.FileId;
import org.onecopy.testing.MapTables;

/** What always holds between the tables of a membership with one rule. */
final class TableChecks {
    private final MapTables tables;

    private TableChecks(MapTables tables) {
        this.tables = tables;
    }

    static void check(MapTables tables) {
        TableChecks checks = new TableChecks(tables);
        if (tables.get(Tables.RULES, Scene.RULE) != null) {
            checks.tree();
            checks.counts();
            checks.tombstones();
            checks.contents();
            checks.zones();
        }
    }

    /** Every live inode is the child of a live directory under its name, nothing else is a child, and all hang on the root. */
    private void tree() {
        Map<ChildKey, FileId> expected = new HashMap<>();
        tables.rows(Tables.INODES).values().stream()
                .filter(inode -> inode.isLive() && !inode.isRoot())
                .forEach(inode -> {
                    expected.put(new ChildKey(inode.parent(), inode.name()), inode.id());
                    assertHangsOnRoot(inode);
                });
        assertThat(tables.rows(Tables.CHILDREN)).as("children").containsExactlyInAnyOrderEntriesOf(expected);
    }

    private void assertHangsOnRoot(Inode inode) {
        Set<FileId> seen = new HashSet<>();
        Inode step = inode;
        while (!step.isRoot()) {
            assertThat(seen.add(step.id())).as("no cycle above %s", inode).isTrue();
            Inode parent = tables.get(Tables.INODES, step.parent());
            assertThat(parent != null && parent.isLive() && parent.isDirectory())
                    .as("%s lies in a live directory", step)
                    .isTrue();
            step = Objects.requireNonNull(parent);
        }
    }

    private void counts() {
        long files = 0;
        long bytes = 0;
        for (Inode inode : tables.rows(Tables.INODES).values()) {
            if (inode.isLive() && !inode.isDirectory()) {
                files++;
                bytes += inode.length();
            }
        }
        RuleRow rule = Objects.requireNonNull(tables.get(Tables.RULES, Scene.RULE));
        assertThat(rule.files()).as("files").isEqualTo(files);
        assertThat(rule.bytes()).as("bytes").isEqualTo(bytes);
    }

    private void tombstones() {
        Map<JournalKey, FileId> expected = new HashMap<>();
        for (Inode inode : tables.rows(Tables.INODES).values()) {
            if (!inode.isLive()) {
                expected.put(new JournalKey(inode.rule(), inode.removed()), inode.id());
            }
        }
        assertThat(tables.rows(Tables.TOMBSTONES)).as("tombstones").containsExactlyInAnyOrderEntriesOf(expected);
    }

    /** Every file's content is there, and what is there besides is listed as overwritten. */
    private void contents() {
        Set<ContentKey> expected = new HashSet<>(tables.rows(Tables.OVERWRITTEN).values());
        for (Inode inode : tables.rows(Tables.INODES).values()) {
            Content content = inode.content();
            if (content != null) {
                ContentKey key = new ContentKey(inode.id(), inode.written());
                Content row = tables.get(Tables.CONTENTS, key);
                assertThat(row != null && row.sameAs(content))
                        .as("content of %s", inode)
                        .isTrue();
                assertThat(expected.add(key)).as("%s is current", key).isTrue();
            }
        }
        assertThat(tables.rows(Tables.CONTENTS).keySet()).as("contents").hasSameElementsAs(expected);
    }

    private void zones() {
        Set<ZoneKey> zones = tables.rows(Tables.ZONES).keySet();
        tables.rows(Tables.ZONES).forEach((key, zone) -> {
            long held = tables.rows(Tables.HELD).keySet().stream()
                    .filter(row -> row.zone().equals(key))
                    .count();
            assertThat(zone.guard().held()).as("held in %s", key).isEqualTo(held);
            assertThat(zone.guard().tripped() || held == 0).as("tripped").isTrue();
            for (long number = 1; number <= zone.lastNumber(); number++) {
                OutcomeKey row = new OutcomeKey(key, new OpId(zone.epoch(), number));
                assertThat(tables.get(Tables.OUTCOMES, row) != null)
                        .as("outcome of %s", row)
                        .isEqualTo(number > zone.ackedNumber());
            }
        });
        assertThat(tables.rows(Tables.HELD).keySet()).extracting(HeldKey::zone).allMatch(zones::contains);
        assertThat(tables.rows(Tables.OUTCOMES).keySet())
                .extracting(OutcomeKey::zone)
                .allMatch(zones::contains);
    }
}
