package org.onecopy.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.admin.AuditService.Query;
import org.onecopy.admin.events.EventLog;
import org.onecopy.core.registry.RegistryCommand;
import org.onecopy.model.NodeId;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.api.EventView;
import org.onecopy.model.audit.AuditAct;
import org.onecopy.model.audit.AuditChain;
import org.onecopy.model.audit.AuditEntry;
import org.onecopy.model.audit.AuditHead;
import org.onecopy.model.audit.AuditKind;
import org.onecopy.people.MemoryRegistry;
import org.onecopy.people.MovableClock;
import org.onecopy.problem.ProblemException;

/** What becomes of acts, also across crashes and while nothing can be agreed. */
final class AuditOfficeTest {
    private static final NodeId NODE = new NodeId("oslo-1");
    private static final Query LAST = new Query(null, null, null, null, 100);

    @TempDir
    Path directory;

    private final MemoryRegistry registry = new MemoryRegistry();
    private final MovableClock clock = new MovableClock();
    private EventLog events;
    private AuditOffice office;

    @BeforeEach
    void open() {
        events = EventLog.open(directory.resolve("events"), NODE, Clock.systemUTC());
        office = office();
    }

    @AfterEach
    void close() {
        office.close();
        events.close();
    }

    private AuditOffice office() {
        return new AuditOffice(NODE, directory.resolve("audit"), registry, clock, clock::nanos, events);
    }

    /** What a killed process leaves is what stands in the files. */
    private void startAnew() {
        office.close();
        office = office();
        office.settle();
    }

    private AuditAct act(String who) {
        return new AuditAct(
                UUID.randomUUID(),
                clock.instant(),
                NODE,
                AuditKind.ACT,
                who,
                "10.0.0.1",
                "removeRule",
                "DELETE /api/v1/rules/{rule}",
                List.of("rule:photos"),
                "",
                1,
                null);
    }

    private static AuditAct done(AuditAct act) {
        return act.ended(AuditKind.ACT, AuditAct.DONE);
    }

    private List<AuditAct> agreed() {
        List<AuditEntry> entries = office.agreed(LAST).items();
        assertThat(AuditChain.firstBreak(
                        AuditEntry.NETWORK, entries, List.of(office.heads().network())))
                .isEmpty();
        return entries.stream().map(AuditEntry::act).toList();
    }

    private long notes() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("audit/open"))) {
            return files.count();
        }
    }

    @Test
    void an_act_is_noted_before_it_runs_and_agreed_when_it_has_ended() throws IOException {
        AuditAct act = act("ada");
        office.begun(act, true);
        assertThat(notes()).isEqualTo(1);
        assertThat(agreed()).isEmpty();
        office.ended(done(act));
        assertThat(agreed()).containsExactly(done(act));
        assertThat(notes()).isZero();
    }

    @Test
    void an_act_that_a_crash_cut_off_is_agreed_as_unknown() throws IOException {
        AuditAct first = act("ada");
        office.begun(first, true);
        AuditAct known = first.about(List.of("rule:photos", "zone:oslo"));
        office.begun(known, true);
        Files.writeString(directory.resolve("audit/open/" + UUID.randomUUID() + ".new"), "{\"id\":");
        startAnew();
        assertThat(agreed()).containsExactly(known.ended(AuditKind.ACT, AuditAct.UNKNOWN));
        assertThat(notes()).isZero();
        startAnew();
        assertThat(agreed()).hasSize(1);
    }

    @Test
    void an_act_that_was_agreed_just_before_the_crash_stands_there_once() throws IOException {
        AuditAct act = act("ada");
        office.begun(act, true);
        registry.change(new RegistryCommand.Audited(act.id(), done(act)));
        startAnew();
        assertThat(agreed()).containsExactly(done(act));
        assertThat(notes()).isZero();
    }

    @Test
    void an_act_that_cannot_be_agreed_waits_with_its_outcome_also_across_a_crash() throws IOException {
        AuditAct act = act("ada");
        office.begun(act, true);
        registry.refuse(ProblemCode.NO_QUORUM);
        office.ended(done(act));
        office.settle();
        assertThat(agreed()).isEmpty();
        startAnew();
        assertThat(agreed()).isEmpty();
        assertThat(notes()).isEqualTo(1);
        registry.refuse(null);
        startAnew();
        assertThat(agreed()).containsExactly(done(act));
        assertThat(notes()).isZero();
    }

    @Test
    void nothing_more_is_done_when_too_much_waits_to_be_agreed() {
        for (int i = 0; i < OpenActs.MAX; i++) {
            office.begun(act("ada"), false);
        }
        assertThatThrownBy(() -> office.begun(act("ada"), true))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.code()).isEqualTo(ProblemCode.TOO_BUSY));
    }

    @Test
    void nothing_is_done_that_cannot_be_noted() throws IOException {
        Path folder = directory.resolve("audit/open");
        Files.delete(folder);
        Files.writeString(folder, "no folder");
        assertThatThrownBy(() -> office.begun(act("ada"), true))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.code()).isEqualTo(ProblemCode.DATA_DIR_SHORT));
    }

    @Test
    void lists_what_is_asked_for() {
        for (String who : List.of("ada", "bob", "ada", "ada")) {
            AuditAct act = act(who);
            office.begun(act, false);
            office.ended(done(act));
        }
        assertThat(office.agreed(new Query(null, null, "ada", "photos", 2))).satisfies(page -> {
            assertThat(page.total()).isEqualTo(3);
            assertThat(page.items()).extracting(AuditEntry::sequence).containsExactly(3L, 4L);
        });
        assertThat(office.agreed(new Query(1L, null, null, "rule:photos", 2)).items())
                .extracting(AuditEntry::sequence)
                .containsExactly(2L, 3L);
        assertThat(office.agreed(new Query(null, null, null, "hotos", 9)).items())
                .isEmpty();
        assertThat(office.agreed(new Query(null, clock.instant().plusSeconds(1), null, null, 9))
                        .items())
                .isEmpty();
    }

    @Test
    void anchors_its_own_chain_where_it_has_grown_and_sees_when_its_end_was_cut_off() throws IOException {
        office.anchor();
        assertThat(agreed()).isEmpty();
        office.denied(DenialFloodTest.denial("10.0.0.1", "unauthenticated"));
        office.denied(DenialFloodTest.denial("10.0.0.1", "unauthenticated"));
        office.anchor();
        office.anchor();
        AuditHead head = office.heads().denied();
        assertThat(head.sequence()).isEqualTo(2);
        assertThat(agreed()).singleElement().satisfies(anchor -> {
            assertThat(anchor.kind()).isEqualTo(AuditKind.ANCHOR);
            assertThat(anchor.anchor()).isEqualTo(head);
        });
        assertThat(office.heads().anchors()).hasSize(1);
        assertThat(broken()).isEmpty();
        office.close();
        Path file = directory.resolve("audit/denied.jsonl");
        Files.write(file, Files.readAllLines(file).subList(0, 1));
        office = office();
        office.denied(DenialFloodTest.denial("10.0.0.9", "unauthenticated"));
        office.anchor();
        office.anchor();
        assertThat(broken()).singleElement().asString().contains("entry 2 of chain denied/oslo-1 is another one");
        assertThat(agreed()).extracting(AuditAct::kind).containsExactly(AuditKind.ANCHOR, AuditKind.ANCHOR);
    }

    private List<String> broken() {
        return events.list(null, 100).items().stream()
                .filter(event -> event.type().equals("audit-broken"))
                .map(EventView::message)
                .toList();
    }
}
