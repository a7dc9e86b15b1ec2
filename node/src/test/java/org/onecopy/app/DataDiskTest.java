package org.onecopy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.admin.events.EventLog;
import org.onecopy.agreement.Agreement;
import org.onecopy.agreement.Agreement.GroupStatus;
import org.onecopy.agreement.Peer;
import org.onecopy.model.NodeId;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.ProblemException;

@DisplayName("H16: the disk of the node's state fills up")
final class DataDiskTest {
    private static final NodeId SELF = new NodeId("self");
    private static final NodeId SILENT = new NodeId("silent");
    private static final NodeId OTHER = new NodeId("other");
    private static final long GIB = 1L << 30;

    @TempDir
    Path directory;

    private final List<NodeId> leads = new ArrayList<>();
    private final List<String> halts = new ArrayList<>();
    private NodeId leader = SELF;
    private long free = 3 * GIB;
    private EventLog events;
    private DataDisk disk;

    @BeforeEach
    void begin() {
        events = EventLog.open(directory.resolve("events"), SELF, Clock.systemUTC());
        Agreement agreement = (Agreement) Proxy.newProxyInstance(
                DataDiskTest.class.getClassLoader(), new Class<?>[] {Agreement.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("status")) {
                        return status();
                    }
                    assertThat(method.getName()).isEqualTo("transferLeadership");
                    leads.add((NodeId) arguments[1]);
                    return CompletableFuture.completedFuture(null);
                });
        disk = new DataDisk(SELF, directory, 2 * GIB, () -> free, agreement, events, (what, cause) -> halts.add(what));
    }

    @AfterEach
    void end() {
        events.close();
    }

    private GroupStatus status() {
        List<Peer> peers = List.of(
                new Peer(SELF, "a:1", Peer.Role.VOTER, 0),
                new Peer(SILENT, "b:1", Peer.Role.VOTER, 0),
                new Peer(OTHER, "c:1", Peer.Role.VOTER, 0));
        return new GroupStatus(
                leader, 1, 1, 1, peers, Map.of(SILENT, Duration.ofMinutes(5), OTHER, Duration.ofMillis(90)));
    }

    @Test
    void proposes_no_more_and_gives_its_lead_to_one_that_answers_until_there_is_space_again() {
        look();
        disk.check();
        assertThat(disk.mayPropose()).isTrue();
        free = 2 * GIB - 1;
        look();
        look();
        assertThat(disk.mayPropose()).isFalse();
        assertThat(leads).as("once, not at every look").containsExactly(OTHER);
        assertThatThrownBy(disk::check)
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.code()).isEqualTo(ProblemCode.DATA_DIR_SHORT))
                .hasMessageContaining("limits.dataDirFreeMin");
        free = 2 * GIB;
        look();
        assertThat(disk.mayPropose()).isTrue();
        assertThat(halts).isEmpty();
    }

    @Test
    void leaves_the_lead_of_others_alone() {
        leader = OTHER;
        free = GIB;
        look();
        assertThat(leads).isEmpty();
    }

    @Test
    void stops_before_the_log_cannot_be_written_any_more() {
        free = GIB / 2;
        look();
        assertThat(halts).isEmpty();
        free = GIB / 2 - 1;
        look();
        assertThat(halts).hasSize(1);
    }

    private void look() {
        disk.look(Set.of(new UUID(1, 2)));
    }
}
