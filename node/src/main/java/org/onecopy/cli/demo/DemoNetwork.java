package org.onecopy.cli.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.onecopy.cli.Network;
import org.onecopy.cli.NetworkFile;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.ConflictPolicy;
import org.onecopy.model.api.Filter;
import org.onecopy.model.api.GuardPolicy;
import org.onecopy.model.api.Initial;
import org.onecopy.model.api.LagView;
import org.onecopy.model.api.Listing;
import org.onecopy.model.api.LocationState;
import org.onecopy.model.api.ParkedView;
import org.onecopy.model.api.RuleSpec;
import org.onecopy.model.api.RuleView;
import org.onecopy.model.api.Visibility;
import org.onecopy.model.client.AdminClient;
import org.onecopy.model.client.ProblemResponseException;
import org.onecopy.model.client.UnreachableException;
import org.onecopy.problem.ProblemException;

/** The running nodes as the demonstration asks them, and the file that tells others of them. */
final class DemoNetwork {
    static final RuleName RULE = new RuleName("demo");

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final DemoPlace place;
    private final List<DemoNode> nodes;
    private final Map<ZoneName, DemoStorage> storages;
    private final DemoIdentities identities;
    private final Network network;

    DemoNetwork(DemoPlace place, List<DemoNode> nodes, Map<ZoneName, DemoStorage> storages, DemoIdentities identities) {
        this.place = place;
        this.nodes = List.copyOf(nodes);
        this.storages = Map.copyOf(storages);
        this.identities = identities;
        this.network = Network.of(file(Map.of()), PATIENCE);
    }

    /** Writes {@code network.json} with the pids there are. */
    void writeFile(Map<String, Long> pids) {
        try {
            file(pids).write(place.networkFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private NetworkFile file(Map<String, Long> pids) {
        List<NetworkFile.Node> entries = new ArrayList<>();
        for (DemoNode node : nodes) {
            entries.add(new NetworkFile.Node(
                    node.node(),
                    node.zone(),
                    pids.get(node.node().value()),
                    node.adminUrl(),
                    storage(node.zone()).place(pids)));
        }
        return new NetworkFile(
                entries, identities.ca().toString(), identities.token().toString(), RULE);
    }

    private DemoStorage storage(ZoneName zone) {
        return Objects.requireNonNull(storages.get(zone));
    }

    /** What each zone's own node lists as parked; zones without an answer are left out. */
    Map<ZoneName, ParkedPaths> parked() {
        Map<ZoneName, ParkedPaths> parked = new LinkedHashMap<>();
        try {
            for (Network.Answer<Listing<ParkedView>> answer :
                    network.askAll(client -> client.parked(new Filter(RULE, null, Filter.LIMIT_MAX)), leftOut -> {})) {
                ZoneName zone = answer.zone();
                if (zone != null) {
                    parked.put(zone, ParkedPaths.of(zone, answer.value()));
                }
            }
        } catch (UnreachableException | ProblemResponseException e) {
            return parked;
        }
        return parked;
    }

    /** How many nodes serve. */
    int ready() {
        int ready = 0;
        for (Network.Answer<Boolean> answer : answersOfAll()) {
            ready += answer.value() ? 1 : 0;
        }
        return ready;
    }

    private List<Network.Answer<Boolean>> answersOfAll() {
        try {
            return network.askAll(AdminClient::ready, leftOut -> {});
        } catch (UnreachableException e) {
            return List.of();
        }
    }

    /**
     * Makes the rule, or sees that it is there as it should be.
     *
     * @return empty where it is to be tried again later, because not enough nodes answer yet
     */
    Optional<RuleView> ensureRule() {
        try {
            for (RuleView rule : network.ask(AdminClient::rules)) {
                if (rule.name().equals(RULE)) {
                    checkPaths(rule);
                    return Optional.of(rule);
                }
            }
            return Optional.of(network.change(client -> client.createRule(spec())));
        } catch (UnreachableException e) {
            return Optional.empty();
        } catch (ProblemResponseException e) {
            if (e.problem().action().equals("rejected")) {
                throw e;
            }
            return Optional.empty();
        } catch (ProblemException e) {
            if (e.code() != ProblemCode.OUTCOME_UNKNOWN) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private RuleSpec spec() {
        Map<ZoneName, String> paths = new TreeMap<>();
        nodes.forEach(node -> paths.put(node.zone(), storage(node.zone()).location()));
        return new RuleSpec(
                RULE,
                paths,
                List.of(),
                Initial.UNION,
                ConflictPolicy.KEEP_BOTH,
                null,
                RuleSpec.HOLD_DEFAULT,
                Visibility.ORDERED,
                GuardPolicy.DEFAULT,
                List.of(),
                null);
    }

    private void checkPaths(RuleView rule) {
        if (!rule.toSpec().zones().equals(spec().zones())) {
            throw new ProblemException(
                    ProblemCode.BAD_REQUEST,
                    "the demonstration in " + place.root() + " was made elsewhere (its rule says "
                            + rule.zones().getFirst().path() + "): move it back, or say --dir with a new directory");
        }
    }

    /** How far things are; null while nobody tells. */
    @Nullable
    Progress progress() {
        try {
            RuleView rule = network.ask(client -> client.rule(RULE));
            List<LagView> lag = network.ask(AdminClient::lag).stream()
                    .filter(row -> row.rule().equals(RULE))
                    .toList();
            return new Progress(rule.files(), rule.bytes().value(), lag, nodes.size());
        } catch (UnreachableException | ProblemResponseException e) {
            return null;
        }
    }

    /**
     * How far things are.
     *
     * @param files agreed so far
     * @param bytes their lengths
     * @param zones how many rows there should be
     */
    record Progress(long files, long bytes, List<LagView> lag, int zones) {
        /** Whether every zone takes part. */
        boolean isActive() {
            return lag.size() >= zones && lag.stream().allMatch(row -> row.state() == LocationState.ACTIVE);
        }

        /** Whether every zone shows all that is agreed, apart from holes, as far as anybody knows. */
        boolean isQuiet() {
            return lag.size() >= zones
                    && lag.stream()
                            .allMatch(row -> row.operations() <= row.holes()
                                    && row.state() == LocationState.ACTIVE
                                    && row.lowWaterIndex() >= row.agreedIndex());
        }
    }
}
