package org.onecopy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.onecopy.model.NodeId;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.Initial;
import org.onecopy.model.api.MembershipEdit;
import org.onecopy.model.api.MembershipView;
import org.onecopy.model.api.PeerRole;
import org.onecopy.model.api.PeerView;
import org.onecopy.model.api.RuleOutlook;
import org.onecopy.model.api.RuleSpec;
import org.onecopy.model.api.RuleView;
import org.onecopy.model.api.WhatIfView;
import org.onecopy.model.api.ZoneAccess;
import org.onecopy.model.client.AdminClient;
import org.onecopy.model.client.ProblemResponseException;

@DisplayName("H51: two zones and a witness")
class WitnessIT {
    private static final RuleName WITH = new RuleName("with");
    private static final RuleName WITHOUT = new RuleName("without");
    private static final String SECRET = "a short content that a witness must not hold";

    @TempDir
    Path temp;

    @Test
    void a_rule_of_two_zones_goes_on_without_one_of_them_once_a_witness_votes() throws Exception {
        inNetwork(WitnessIT::play);
    }

    @Test
    @Tag("full")
    void who_leads_gives_its_lead_away_before_it_votes_no_longer_and_may_vote_again() throws Exception {
        inNetwork(network -> {
            UUID membership =
                    make(network, WITH, List.of(new ZoneName("third"))).membership();
            edit(network, membership, new MembershipEdit(null, null, null, new ZoneName("lyon")));
            soon(() -> leader(network, "oslo-1", membership).equals("lyon-1"));
            assertThatThrownBy(
                            () -> edit(network, membership, new MembershipEdit(null, null, new NodeId("lyon-1"), null)))
                    .hasMessageContaining("--accept-even-split");
            assertThat(role(network, membership, "lyon-1")).isEqualTo(PeerRole.VOTER);
            edit(network, membership, new MembershipEdit(null, null, new NodeId("lyon-1"), null, true));
            soon(() -> role(network, membership, "lyon-1") == PeerRole.LISTENER);
            assertThat(leader(network, "oslo-1", membership)).isNotEqualTo("lyon-1");
            Files.writeString(path(network, "lyon", WITH, "of-a-listener"), "l");
            soon(() -> Files.exists(path(network, "oslo", WITH, "of-a-listener")));
            edit(network, membership, new MembershipEdit(null, new NodeId("lyon-1"), null, null));
            soon(() -> role(network, membership, "lyon-1") == PeerRole.VOTER);
        });
    }

    private static PeerRole role(NodeProcesses network, UUID membership, String node) {
        return network.ask("oslo-1", AdminClient::memberships).stream()
                .filter(one -> one.id().equals(membership))
                .flatMap(one -> one.peers().stream())
                .filter(peer -> peer.node().value().equals(node))
                .map(PeerView::role)
                .findFirst()
                .orElseThrow();
    }

    private interface Play {
        void with(NodeProcesses network) throws Exception;
    }

    private void inNetwork(Play play) throws Exception {
        Map<String, String> zones = new LinkedHashMap<>();
        zones.put("oslo-1", "oslo");
        zones.put("lyon-1", "lyon");
        zones.put("third-1", "third");
        try (NodeProcesses network = NodeProcesses.start(
                temp, zones, Map.of("third", new NodeProcesses.Elsewhere("storage: {type: none}", "")))) {
            for (String node : zones.keySet()) {
                await().atMost(Duration.ofMinutes(2))
                        .ignoreExceptions()
                        .until(() -> network.ask(node, AdminClient::ready));
            }
            try {
                play.with(network);
            } catch (Throwable e) {
                throw new AssertionError(e.getMessage() + network.account(), e);
            }
        }
    }

    private static void play(NodeProcesses network) throws Exception {
        RuleView with = make(network, WITH, List.of(new ZoneName("third")));
        assertThat(with.witnesses()).containsExactly(new ZoneName("third"));
        assertThat(with.warnings()).isEmpty();
        Files.writeString(path(network, "lyon", WITH, "short"), SECRET);
        soon(() -> SECRET.equals(read(path(network, "oslo", WITH, "short"))));
        soon(() -> network.ask("third-1", client -> client.rule(WITH)).files() == 1);
        assertThat(anyFileHolds(network.home("third-1").resolve("data"), SECRET))
                .as("a witness holds no data")
                .isFalse();

        RuleView without = make(network, WITHOUT, List.of());
        assertThat(without.warnings()).singleElement().satisfies(warning -> {
            assertThat(warning.message()).contains("losing zone lyon or zone oslo would stop");
            assertThat(warning.commands())
                    .containsExactly("onecopy memberships edit " + without.membership() + " --add-witness third-1");
        });
        assertThat(outlook(network, WITHOUT).quorum())
                .satisfies(quorum -> assertThat(quorum.agrees()).isFalse())
                .satisfies(quorum -> assertThat(quorum.remedy()).isNotNull());
        Files.writeString(path(network, "lyon", WITHOUT, "plain"), SECRET + " is in the logs without one");
        soon(() -> Files.exists(path(network, "oslo", WITHOUT, "plain")));

        refuses(
                network,
                without.membership(),
                new MembershipEdit(new NodeId("lyon-1"), null, null, null),
                "bad-request");
        refuses(
                network,
                UUID.randomUUID(),
                new MembershipEdit(null, null, null, new ZoneName("oslo")),
                "membership-unknown");
        edit(network, without.membership(), new MembershipEdit(new NodeId("third-1"), null, null, null));
        assertThat(network.ask("oslo-1", client -> client.rule(WITHOUT)).warnings())
                .isEmpty();
        MembershipView led =
                edit(network, without.membership(), new MembershipEdit(null, null, null, new ZoneName("lyon")));
        assertThat(led.peers())
                .filteredOn(peer -> peer.role() == PeerRole.WITNESS)
                .extracting(peer -> peer.node().value())
                .containsExactly("third-1");
        soon(() -> leader(network, "oslo-1", without.membership()).equals("lyon-1"));

        losesLyon(network);
    }

    private static void losesLyon(NodeProcesses network) throws Exception {
        WhatIfView lost = network.ask("oslo-1", client -> client.whatIf(List.of("lyon"), List.of()));
        assertThat(lost.registry().agrees()).isTrue();
        assertThat(lost.rules())
                .hasSize(2)
                .allSatisfy(rule -> assertThat(rule.quorum().left()).isEqualTo(2));
        RuleOutlook outlook = outlook(network, WITHOUT);
        assertThat(outlook.zones())
                .extracting(zone -> zone.zone() + " " + zone.access())
                .containsExactly("lyon " + ZoneAccess.GONE, "oslo " + ZoneAccess.WRITES);
        assertThat(outlook.risk())
                .isNotNull()
                .satisfies(risk -> assertThat(risk.contents()).isZero());
        assertThat(network.ask("oslo-1", client -> client.whatIf(List.of("oslo", "lyon"), List.of()))
                        .rules())
                .allSatisfy(rule -> assertThat(rule.risk().all()).isTrue());
        assertThatThrownBy(() -> network.ask("oslo-1", client -> client.whatIf(List.of("olso"), List.of())))
                .hasMessageContaining("did you mean oslo?");

        network.kill("lyon-1");
        for (RuleName rule : List.of(WITH, WITHOUT)) {
            Files.writeString(path(network, "oslo", rule, "alone"), "o");
            soon(() -> network.ask("third-1", client -> client.rule(rule)).files() == 2);
        }
        RuleOutlook alone =
                network.ask("third-1", client -> client.whatIf(List.of("oslo-1"), List.of())).rules().stream()
                        .filter(rule -> rule.rule().equals(WITH))
                        .findFirst()
                        .orElseThrow();
        assertThat(alone.risk()).isNotNull().satisfies(risk -> {
            assertThat(risk.contents()).isOne();
            assertThat(risk.paths()).containsExactly("alone");
        });
    }

    private static RuleOutlook outlook(NodeProcesses network, RuleName name) {
        return network.ask("oslo-1", client -> client.whatIf(List.of("lyon"), List.of())).rules().stream()
                .filter(rule -> rule.rule().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static RuleView make(NodeProcesses network, RuleName name, List<ZoneName> witnesses) throws IOException {
        Map<ZoneName, String> paths = new TreeMap<>();
        for (String zone : List.of("oslo", "lyon")) {
            paths.put(
                    new ZoneName(zone),
                    Files.createDirectories(path(network, zone, name, "")).toString());
        }
        RuleSpec spec =
                new RuleSpec(name, paths, null, Initial.UNION, null, null, null, null, null, null, witnesses, null);
        await().atMost(Duration.ofMinutes(1))
                .ignoreExceptions()
                .until(() -> network.ask("oslo-1", client -> client.createRule(spec)) != null);
        return network.ask("oslo-1", client -> client.rule(name));
    }

    private static MembershipView edit(NodeProcesses network, UUID membership, MembershipEdit edit) {
        return network.ask("oslo-1", client -> client.editMembership(membership, edit));
    }

    private static void refuses(NodeProcesses network, UUID membership, MembershipEdit edit, String code) {
        assertThatThrownBy(() -> edit(network, membership, edit))
                .isInstanceOfSatisfying(
                        ProblemResponseException.class,
                        e -> assertThat(e.problem().code()).isEqualTo(code));
    }

    private static String leader(NodeProcesses network, String asked, UUID membership) {
        return network.ask(asked, AdminClient::memberships).stream()
                .filter(one -> one.id().equals(membership))
                .map(one -> one.leader() == null ? "" : one.leader().value())
                .findFirst()
                .orElseThrow();
    }

    private static Path path(NodeProcesses network, String zone, RuleName rule, String name) {
        return network.zone(zone).resolve(rule.value()).resolve(name);
    }

    private static void soon(Callable<Boolean> condition) {
        await().atMost(Duration.ofMinutes(1)).ignoreExceptions().until(condition);
    }

    private static String read(Path path) throws IOException {
        return Files.exists(path) ? Files.readString(path) : "";
    }

    private static boolean anyFileHolds(Path directory, String text) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).anyMatch(file -> {
                try {
                    return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
