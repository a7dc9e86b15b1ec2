package org.onecopy.model.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.onecopy.model.ApiJson;
import org.onecopy.model.NodeId;

/** Whatever is done to a chain shows, and where it begins. */
final class AuditChainTest {
    private static final String CHAIN = "denied/oslo-1";
    private static final AuditAct ACT = new AuditAct(
            new UUID(1, 2),
            Instant.parse("2026-01-31T12:00:00.123456Z"),
            new NodeId("oslo-1"),
            AuditKind.ACT,
            "ada",
            "10.0.0.1",
            "createRule",
            "POST /api/v1/rules",
            List.of("rule:photos", "zone:oslo"),
            AuditAct.DONE,
            1,
            null);

    private static List<AuditEntry> chain(String name, int count) {
        List<AuditEntry> entries = new ArrayList<>();
        AuditHead head = new AuditHead(name, 0, AuditEntry.START);
        for (int i = 1; i <= count; i++) {
            AuditEntry entry = AuditEntry.after(head, ACT.by("user-" + i));
            entries.add(entry);
            head = entry.head();
        }
        return entries;
    }

    private static String broken(List<AuditEntry> entries, AuditHead... heads) {
        return AuditChain.firstBreak(CHAIN, entries, List.of(heads))
                .map(AuditChain.Break::toString)
                .orElse("whole");
    }

    private static AuditEntry with(AuditEntry entry, UnaryOperator<AuditAct> change) {
        return new AuditEntry(
                entry.chain(), entry.sequence(), change.apply(entry.act()), entry.previous(), entry.hash());
    }

    @Test
    void a_chain_that_nobody_touched_is_whole() {
        List<AuditEntry> entries = chain(CHAIN, 9);
        assertThat(broken(entries, entries.getLast().head(), entries.get(3).head()))
                .isEqualTo("whole");
        assertThat(broken(List.of())).isEqualTo("whole");
        assertThat(broken(entries.subList(4, 9), entries.getFirst().head()))
                .as("its oldest entries were dropped")
                .isEqualTo("whole");
    }

    @Test
    void finds_an_altered_entry_whatever_was_altered_in_it() {
        List<UnaryOperator<AuditAct>> changes = List.of(
                act -> act.by("eve"),
                act -> act.by(null),
                act -> act.about(List.of("rule:photos")),
                act -> act.about(List.of("rule:photoszone:oslo")),
                act -> act.ended(AuditKind.REFUSED, AuditAct.DONE),
                act -> act.ended(AuditKind.ACT, "unknown"),
                act -> act.counting(2),
                act -> changed(act, UUID.randomUUID(), act.at(), act.node(), act.from(), act.operation(), act.route()),
                act -> changed(
                        act, act.id(), act.at().plusMillis(1), act.node(), act.from(), act.operation(), act.route()),
                act -> changed(act, act.id(), act.at(), new NodeId("b"), act.from(), act.operation(), act.route()),
                act -> changed(act, act.id(), act.at(), act.node(), "10.0.0.2", act.operation(), act.route()),
                act -> changed(act, act.id(), act.at(), act.node(), act.from(), "", act.operation() + act.route()));
        for (int i = 0; i < changes.size(); i++) {
            List<AuditEntry> entries = chain(CHAIN, 9);
            entries.set(4, with(entries.get(4), changes.get(i)));
            assertThat(broken(entries))
                    .as("change " + i)
                    .isEqualTo("entry 5 of chain denied/oslo-1 was altered: its hash is another one");
        }
    }

    private static AuditAct changed(
            AuditAct act, UUID id, Instant at, NodeId node, String from, String operation, String route) {
        return new AuditAct(
                id,
                at,
                node,
                act.kind(),
                act.who(),
                from,
                operation,
                route,
                act.about(),
                act.outcome(),
                act.count(),
                act.anchor());
    }

    @Test
    void finds_an_entry_that_was_made_anew_with_its_hash() {
        List<AuditEntry> entries = chain(CHAIN, 9);
        AuditEntry forged = AuditEntry.after(entries.get(3).head(), ACT.by("eve"));
        entries.set(4, forged);
        assertThat(broken(entries)).contains("entry 6", "does not follow");
        assertThat(broken(entries.subList(0, 5), chain(CHAIN, 9).get(4).head()))
                .as("by an anchor, where it is the last one")
                .contains("entry 5", "is another one than it once was");
    }

    @Test
    void finds_dropped_swapped_repeated_and_foreign_entries() {
        List<AuditEntry> dropped = chain(CHAIN, 9);
        dropped.remove(4);
        assertThat(broken(dropped)).contains("entry 5", "is missing");
        List<AuditEntry> swapped = chain(CHAIN, 9);
        Collections.swap(swapped, 4, 5);
        assertThat(broken(swapped)).contains("entry 5", "is missing");
        List<AuditEntry> repeated = chain(CHAIN, 9);
        repeated.add(5, repeated.get(4));
        assertThat(broken(repeated)).contains("entry 5", "stands behind");
        List<AuditEntry> foreign = chain(CHAIN, 9);
        foreign.set(0, chain("denied/lyon-1", 1).getFirst());
        assertThat(broken(foreign)).contains("entry 1", "is one of chain denied/lyon-1");
        List<AuditEntry> beheaded = chain(CHAIN, 9);
        beheaded.set(
                0, AuditEntry.after(new AuditHead(CHAIN, 0, beheaded.getLast().hash()), ACT));
        assertThat(broken(beheaded)).contains("entry 1", "is not the first");
    }

    @Test
    void finds_that_the_end_was_cut_off_where_it_is_known_how_far_the_chain_had_come() {
        List<AuditEntry> entries = chain(CHAIN, 9);
        AuditHead head = entries.get(7).head();
        assertThat(broken(entries.subList(0, 6), head)).contains("entry 7", "is missing", "entry 8 at least");
        assertThat(broken(List.of(), head)).contains("entry 1", "is missing");
        List<AuditEntry> regrown = new ArrayList<>(entries.subList(0, 6));
        while (regrown.size() < 9) {
            regrown.add(AuditEntry.after(regrown.getLast().head(), ACT.by("eve")));
        }
        assertThat(broken(regrown, head)).contains("entry 8", "is another one");
        assertThat(broken(entries, head, new AuditHead(CHAIN, 8, AuditEntry.START)))
                .contains("entry 8", "two different ones");
    }

    @Test
    void finds_that_the_beginning_of_the_agreed_chain_was_cut_off() {
        List<AuditEntry> entries = chain(AuditEntry.NETWORK, 9);
        assertThat(AuditChain.firstBreak(AuditEntry.NETWORK, entries.subList(2, 9), List.of())
                        .orElseThrow()
                        .toString())
                .isEqualTo("entry 2 of chain network is missing: it is not old enough to be dropped");
    }

    @Test
    void an_entry_is_the_same_after_its_way_through_json() throws Exception {
        AuditEntry entry = AuditEntry.after(
                new AuditHead(CHAIN, 6, AuditEntry.START),
                new AuditAct(
                        ACT.id(),
                        ACT.at(),
                        ACT.node(),
                        AuditKind.ANCHOR,
                        null,
                        null,
                        "",
                        "",
                        List.of(),
                        "done",
                        1,
                        new AuditHead("denied/lyon-1", 7, AuditEntry.START)));
        String json = ApiJson.strict().writeValueAsString(entry);
        assertThat(ApiJson.strict().readValue(json, AuditEntry.class))
                .isEqualTo(entry)
                .matches(AuditEntry::hasItsHash);
        assertThat(AuditEntry.after(new AuditHead(CHAIN, 0, AuditEntry.START), ACT)
                        .hash())
                .as("the hash is a stored form: it must stay what it is")
                .hasToString("23f0da9c458b116916d10c503b9d2b6c71743ec42acff78566487d3d10c6b005");
    }
}
