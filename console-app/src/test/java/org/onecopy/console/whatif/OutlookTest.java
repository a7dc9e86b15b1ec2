package org.onecopy.console.whatif;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.onecopy.console.session.Gateway;
import org.onecopy.console.work.Work;
import org.onecopy.model.ByteCount;
import org.onecopy.model.NodeId;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.CheckResult;
import org.onecopy.model.api.MembershipView;
import org.onecopy.model.api.PeerRole;
import org.onecopy.model.api.PeerView;
import org.onecopy.model.api.QuorumView;
import org.onecopy.model.api.RemedyView;
import org.onecopy.model.api.RiskView;
import org.onecopy.model.api.RuleOutlook;
import org.onecopy.model.api.WhatIfView;
import org.onecopy.model.api.ZoneAccess;
import org.onecopy.model.api.ZoneOutlook;

class OutlookTest {
    private static final RemedyView WITNESS = new RemedyView("let a witness vote", List.of("onecopy network ticket"));
    private static final RiskView NOTHING = new RiskView(false, new ByteCount(0), 0, 0, List.of());

    private static QuorumView quorum(boolean agrees, int margin, @Nullable RemedyView remedy) {
        return new QuorumView(agrees, 3, 2, 2, margin, List.of(new NodeId("lyon-1")), remedy);
    }

    private static WhatIfView answer(QuorumView registry, RuleOutlook... rules) {
        return new WhatIfView(List.of(new ZoneName("oslo")), List.of(), List.of(), registry, List.of(rules));
    }

    private static RuleOutlook rule(String name, QuorumView quorum, ZoneAccess lyon, RiskView risk) {
        return new RuleOutlook(
                new RuleName(name),
                quorum,
                List.of(
                        new ZoneOutlook(new ZoneName("lyon"), lyon),
                        new ZoneOutlook(new ZoneName("oslo"), ZoneAccess.GONE)),
                risk);
    }

    @Test
    void all_is_well_where_every_zone_that_is_left_goes_on() {
        Outlook outlook = Outlook.of(
                answer(quorum(true, 1, null), rule("photos", quorum(true, 1, null), ZoneAccess.WRITES, NOTHING)));
        assertThat(outlook.result()).isEqualTo(CheckResult.OK);
        assertThat(outlook.verdict()).startsWith("All would go on");
        assertThat(outlook.rows().get(1).zones()).isEqualTo("lyon reads and writes, oslo is gone");
        assertThat(outlook.rows().get(1).risk()).isEqualTo("nothing");
    }

    @Test
    void says_what_stops_and_what_would_be_held_nowhere_and_each_remedy_once() {
        RiskView risk = new RiskView(false, new ByteCount(4_000), 2, 30, List.of("a/b", "c"));
        Outlook outlook = Outlook.of(answer(
                quorum(false, -1, WITNESS),
                rule("docs", quorum(false, -1, WITNESS), ZoneAccess.READS, risk),
                rule("photos", quorum(false, -1, WITNESS), ZoneAccess.READS, NOTHING)));
        assertThat(outlook.result()).isEqualTo(CheckResult.FAIL);
        assertThat(outlook.verdict())
                .isEqualTo(
                        "In 2 rules zones that are left could only read. Rules, nodes and users could not be changed."
                                + " In one rule some contents would be held nowhere.");
        assertThat(outlook.remedies()).containsExactly(new Outlook.Remedy("the network itself", WITNESS));
        assertThat(outlook.rows().get(1).risk()).contains("in 2 contents", "a/b, c");
        assertThat(outlook.rows().get(1).margin()).isEmpty();
    }

    @Test
    void an_answer_to_what_is_no_longer_asked_is_dropped() throws InterruptedException {
        LinkedBlockingQueue<Runnable> ui = new LinkedBlockingQueue<>();
        WhatIfModel model = new WhatIfModel(new Work(ui::add, InstantSource.system()));
        Gateway nobody = new Gateway(List.of(), Path.of("ca"), null, Duration.ofSeconds(1));
        model.lose("oslo", true);
        assertThat(model.cli()).isEqualTo("onecopy whatif lose oslo");
        model.ask(nobody);
        Runnable late = ui.poll(5, TimeUnit.SECONDS);
        assertThat(late).isNotNull();
        model.lose("oslo", false);
        model.ask(nobody);
        late.run();
        assertThat(model.note().get()).startsWith("Tick what would be lost");
        model.remove(new NodeId("oslo-1"), true);
        model.ask(nobody);
        Runnable answer = ui.poll(5, TimeUnit.SECONDS);
        assertThat(answer).isNotNull();
        answer.run();
        assertThat(model.note().get()).isEqualTo("no node is known");
        assertThat(model.cli()).isEqualTo("onecopy whatif remove oslo-1");
    }

    private static MembershipView registry(String... zones) {
        return new MembershipView(
                new UUID(0, 1),
                true,
                List.of(),
                Stream.of(zones)
                        .map(zone -> new PeerView(
                                new NodeId(zone + "-1"), new ZoneName(zone), PeerRole.VOTER, "host:1", 0, null))
                        .toList(),
                null,
                1,
                2,
                3);
    }

    private static List<String> words(MembershipView registry, String zone, PeerRole role, int nodes) {
        return Arrival.of(registry, new ZoneName(zone), role, nodes).stream()
                .map(Arrival.Line::text)
                .toList();
    }

    @Test
    void a_third_voter_lets_any_zone_be_lost() {
        assertThat(words(registry("lyon", "oslo"), "porto", PeerRole.WITNESS, 1))
                .containsExactly(
                        "Voters of the network: 2 now, 3 afterwards. Of them may be lost: 0 now, 1 afterwards.",
                        "If zone lyon is lost, the network goes on; now it would not.",
                        "If zone oslo is lost, the network goes on; now it would not.",
                        "If zone porto is lost, the network goes on.");
    }

    @Test
    void an_even_number_of_voters_is_no_gain_and_a_heavy_zone_is_a_danger() {
        assertThat(words(registry("lyon", "oslo", "kyoto"), "porto", PeerRole.VOTER, 1))
                .hasSize(3)
                .anySatisfy(line -> assertThat(line).startsWith("An even number"));
        assertThat(words(registry("lyon", "oslo", "kyoto"), "oslo", PeerRole.VOTER, 2))
                .contains("If zone oslo is lost, the network cannot be changed any more; now it would.");
        assertThat(words(registry("lyon", "oslo", "kyoto"), "porto", PeerRole.LISTENER, 1))
                .containsExactly(
                        "Voters of the network: 3 now, 3 afterwards. Of them may be lost: 1 now, 1 afterwards.");
    }
}
