package org.onecopy.core.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.onecopy.core.registry.Registry;
import org.onecopy.core.registry.RegistryCommand;
import org.onecopy.core.table.Overlay;
import org.onecopy.index.MemoryTableStore;
import org.onecopy.index.Schema;
import org.onecopy.log.RandomValues;
import org.onecopy.model.audit.AuditAct;
import org.onecopy.model.audit.AuditChain;
import org.onecopy.model.audit.AuditEntry;
import org.onecopy.model.audit.AuditHead;
import org.onecopy.model.audit.AuditKind;

/** The agreed chain. */
final class AuditTurnTest {
    private final MemoryTableStore tables = new MemoryTableStore(Schema.REGISTRY);
    private final RandomValues random = new RandomValues(1);
    private long index;

    private void apply(AuditAct act) {
        tables.write(
                Registry.apply(tables, ++index, new RegistryCommand.Audited(act.id(), act))
                        .changes(),
                false);
    }

    private List<AuditEntry> entries() {
        List<AuditEntry> all = new ArrayList<>();
        tables.scan(AuditTables.ENTRIES, 0L, null).forEachRemaining(row -> all.add(row.getValue()));
        return all;
    }

    private AuditAct act() {
        AuditAct made = random.auditAct();
        return new AuditAct(
                UUID.randomUUID(),
                made.at(),
                made.node(),
                AuditKind.ACT,
                made.who(),
                made.from(),
                made.operation(),
                made.route(),
                made.about(),
                made.outcome(),
                1,
                null);
    }

    private static AuditAct anchor(AuditAct act, long sequence) {
        return new AuditAct(
                act.id(),
                act.at(),
                act.node(),
                AuditKind.ANCHOR,
                null,
                null,
                "",
                "",
                List.of(),
                "done",
                1,
                new AuditHead(AuditEntry.deniedBy(act.node()), sequence, AuditEntry.START));
    }

    @Test
    void each_entry_follows_the_one_before_and_a_repeated_act_stands_there_once() {
        AuditAct first = act();
        apply(first);
        apply(act());
        apply(first);
        apply(act());
        assertThat(entries()).extracting(AuditEntry::sequence).containsExactly(1L, 2L, 3L);
        assertThat(AuditChain.firstBreak(AuditEntry.NETWORK, entries(), List.of(Registry.auditHead(tables))))
                .isEmpty();
        assertThat(Registry.auditHead(tables)).isEqualTo(entries().getLast().head());
    }

    @Test
    void drops_what_is_too_old_but_never_the_newest_anchor_of_a_node() {
        AuditAct one = anchor(act(), 5);
        Overlay overlay = new Overlay(tables);
        AuditTurn.append(overlay, 1, one);
        tables.write(overlay.changes(), false);
        for (long sequence = 2; sequence <= AuditChain.KEPT_MAX + 1L; sequence += 1_000) {
            Overlay more = new Overlay(tables);
            for (long next = sequence; next < Math.min(sequence + 1_000, AuditChain.KEPT_MAX + 2L); next++) {
                AuditTurn.append(more, next, act());
            }
            tables.write(more.changes(), false);
        }
        List<AuditEntry> kept = entries();
        assertThat(kept).hasSize(AuditChain.KEPT_MAX);
        assertThat(kept.getFirst().sequence()).isEqualTo(2);
        assertThat(AuditChain.firstBreak(AuditEntry.NETWORK, kept, List.of())).isEmpty();
        assertThat(AuditTables.anchors(tables)).singleElement().satisfies(anchor -> {
            assertThat(anchor.act()).isEqualTo(one);
            assertThat(anchor.sequence()).isEqualTo(1);
        });
        Overlay later = new Overlay(tables);
        AuditTurn.append(later, AuditChain.KEPT_MAX + 2L, anchor(one, 9));
        tables.write(later.changes(), false);
        assertThat(AuditTables.anchors(tables))
                .singleElement()
                .satisfies(
                        anchor -> assertThat(anchor.act().anchor().sequence()).isEqualTo(9));
    }
}
