package org.onecopy.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.onecopy.agreement.Agreement;
import org.onecopy.agreement.GroupId;
import org.onecopy.core.namespace.Command;
import org.onecopy.core.registry.BandwidthLimit;
import org.onecopy.core.registry.FeatureLevel;
import org.onecopy.core.registry.RegistryCommand;
import org.onecopy.log.CommandCodec;
import org.onecopy.log.RegistryCommandCodec;
import org.onecopy.log.proto.LogEntries;
import org.onecopy.log.proto.RegistryEntries;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.RuleId;
import org.onecopy.problem.ProblemException;

class LevelGateTest {
    private static final GroupId REGISTRY = new GroupId(UUID.randomUUID());
    private static final GroupId RULES = new GroupId(UUID.randomUUID());

    private final List<byte[]> proposed = new ArrayList<>();
    private final AtomicInteger level = new AtomicInteger(FeatureLevel.FIRST);
    private final LevelGate gate = new LevelGate(agreement(), REGISTRY, level::get);

    private Agreement agreement() {
        return (Agreement) Proxy.newProxyInstance(
                Agreement.class.getClassLoader(), new Class<?>[] {Agreement.class}, (proxy, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("propose");
                    proposed.add((byte[]) arguments[1]);
                    return CompletableFuture.completedFuture(7L);
                });
    }

    private void assertRefused(GroupId group, byte[] entry) {
        assertThatThrownBy(() -> gate.propose(group, entry).get())
                .cause()
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.code()).isEqualTo(ProblemCode.FEATURE_LEVEL))
                .hasMessageContaining("onecopy network level --raise");
        assertThat(proposed).isEmpty();
    }

    private void assertPassed(GroupId group, byte[] entry) throws Exception {
        assertThat(gate.propose(group, entry).get()).isEqualTo(7);
        assertThat(proposed).contains(entry);
    }

    @Test
    void nothing_is_proposed_that_an_older_release_could_not_read() throws Exception {
        byte[] newer = LogEntries.Entry.newBuilder()
                .setSchema(5)
                .setReap(LogEntries.Reap.newBuilder().setRule(1))
                .build()
                .toByteArray();
        byte[] newerOfRegistry = RegistryEntries.RegistryEntry.newBuilder()
                .setSchema(6)
                .setRuleGone(1)
                .build()
                .toByteArray();
        assertRefused(RULES, newer);
        assertRefused(REGISTRY, newerOfRegistry);
        level.set(FeatureLevel.NEWEST);
        assertPassed(RULES, newer);
        assertPassed(REGISTRY, newerOfRegistry);
    }

    @Test
    void what_the_first_releases_read_passes_at_the_first_level() throws Exception {
        assertPassed(RULES, CommandCodec.encode(new Command.Reap(new RuleId(1))));
        assertPassed(
                REGISTRY, RegistryCommandCodec.encode(new RegistryCommand.RuleGone(UUID.randomUUID(), new RuleId(1))));
    }

    @Test
    void limits_of_bandwidth_need_the_second_level() throws Exception {
        BandwidthLimit limit = new BandwidthLimit("wan", null, null, null, 1 << 20, "", "");
        byte[] put = RegistryCommandCodec.encode(new RegistryCommand.PutBandwidth(UUID.randomUUID(), limit));
        byte[] remove = RegistryCommandCodec.encode(new RegistryCommand.RemoveBandwidth(UUID.randomUUID(), "wan"));
        assertRefused(REGISTRY, put);
        assertRefused(REGISTRY, remove);
        level.set(2);
        assertPassed(REGISTRY, put);
        assertPassed(REGISTRY, remove);
    }

    @Test
    void the_level_itself_can_be_raised() throws Exception {
        assertPassed(
                REGISTRY,
                RegistryCommandCodec.encode(new RegistryCommand.RaiseLevel(UUID.randomUUID(), FeatureLevel.NEWEST)));
    }

    @Test
    void a_node_stops_at_a_level_that_it_does_not_know() {
        byte[] raise =
                RegistryCommandCodec.encode(new RegistryCommand.RaiseLevel(UUID.randomUUID(), FeatureLevel.NEWEST + 1));
        assertThatThrownBy(() -> RegistryCommandCodec.decode(raise)).hasMessageContaining("feature level 3");
    }
}
