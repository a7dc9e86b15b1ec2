package org.onecopy.cli;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.ZoneName;
import org.onecopy.model.client.AdminClient;
import org.onecopy.model.client.AdminEndpoint;
import org.onecopy.model.client.ProblemResponseException;
import org.onecopy.model.client.UnreachableException;
import org.onecopy.problem.ProblemException;

/** The nodes of a network, asked one after the other: where one does not answer, the next one is asked. */
public final class Network {
    private final List<Target> targets;
    private final Duration patience;

    private Network(List<Target> targets, Duration patience) {
        if (targets.isEmpty()) {
            throw new IllegalArgumentException("no node is named");
        }
        this.targets = List.copyOf(targets);
        this.patience = patience;
    }

    /** One node that can be asked; its zone where it is known. */
    private record Target(AdminEndpoint endpoint, @Nullable ZoneName zone) {}

    /** What one node says; its zone is null where it is not known. */
    public record Answer<T>(@Nullable ZoneName zone, T value) {}

    /** All nodes of a network file. */
    public static Network of(NetworkFile file, Duration patience) {
        return of(file, patience, false);
    }

    /**
     * As {@link #of(NetworkFile, Duration)}.
     *
     * @param stranger whether to bear no token
     */
    static Network of(NetworkFile file, Duration patience, boolean stranger) {
        return new Network(
                file.nodes().stream()
                        .map(node -> new Target(
                                new AdminEndpoint(
                                        URI.create(node.admin()),
                                        Path.of(file.ca()),
                                        stranger ? null : Path.of(file.token())),
                                node.zone()))
                        .toList(),
                patience);
    }

    /** One node. */
    public static Network of(AdminEndpoint endpoint, Duration patience) {
        return new Network(List.of(new Target(endpoint, null)), patience);
    }

    /** Asks for something that changes nothing: whoever answers first. Fails as the last node that failed. */
    public <T> T ask(Function<AdminClient, T> question) {
        return first(question, true);
    }

    /**
     * Asks for a change: never again elsewhere once a node may have received it.
     *
     * @throws ProblemException {@code OUTCOME_UNKNOWN} where a node may have received it and no answer came
     */
    public <T> T change(Function<AdminClient, T> order) {
        return first(order, false);
    }

    /**
     * Asks for something that another zone's nodes do not know: the first node of the zone that answers.
     *
     * @throws ProblemException {@code ZONE_UNKNOWN} where no node of it is named
     */
    public <T> T askIn(ZoneName zone, Function<AdminClient, T> question) {
        List<Target> ofZone = targets.stream()
                .filter(target -> zone.equals(target.zone != null ? target.zone : zoneOf(target)))
                .toList();
        if (ofZone.isEmpty()) {
            throw new ProblemException(
                    ProblemCode.ZONE_UNKNOWN,
                    "no node of zone '" + zone + "' is known: see --network and `onecopy nodes`");
        }
        return new Network(ofZone, patience).ask(question);
    }

    private ZoneName zoneOf(Target target) {
        try (AdminClient client = AdminClient.of(target.endpoint, patience)) {
            return client.node().zone();
        }
    }

    private <T> T first(Function<AdminClient, T> question, boolean repeatable) {
        RuntimeException last = null;
        for (Target target : targets) {
            try (AdminClient client = AdminClient.of(target.endpoint, patience)) {
                return question.apply(client);
            } catch (UnreachableException e) {
                if (e.mayBeReceived() && !repeatable) {
                    throw new ProblemException(
                            ProblemCode.OUTCOME_UNKNOWN,
                            "no answer came back, so the change may have taken effect or not (" + e.getMessage()
                                    + "); look, and ask again if it has not",
                            e);
                }
                last = last instanceof ProblemResponseException ? last : e;
            } catch (ProblemResponseException e) {
                last = elsewhere(e);
            }
        }
        throw failure(last);
    }

    /**
     * Asks every node for what only its own zone knows well.
     *
     * @param leftOut told of each node that does not answer
     * @return the answers of the others, at least one
     */
    public <T> List<Answer<T>> askAll(Function<AdminClient, T> question, Consumer<RuntimeException> leftOut) {
        List<Answer<T>> answers = new ArrayList<>();
        RuntimeException last = null;
        for (Target target : targets) {
            try (AdminClient client = AdminClient.of(target.endpoint, patience)) {
                answers.add(new Answer<>(target.zone, question.apply(client)));
            } catch (UnreachableException e) {
                leftOut.accept(e);
                last = e;
            } catch (ProblemResponseException e) {
                last = elsewhere(e);
                leftOut.accept(e);
            }
        }
        if (answers.isEmpty()) {
            throw failure(last);
        }
        return answers;
    }

    /** Orders a change from the one node that knows of it; the others say with this code that they do not. */
    public void changeWhereKnown(Consumer<AdminClient> order, ProblemCode unknown) {
        RuntimeException last = null;
        for (Target target : targets) {
            try (AdminClient client = AdminClient.of(target.endpoint, patience)) {
                order.accept(client);
                return;
            } catch (UnreachableException e) {
                last = e;
            } catch (ProblemResponseException e) {
                if (!e.problem().code().equals(unknown.code())) {
                    throw e;
                }
                last = last instanceof UnreachableException ? last : e;
            }
        }
        throw failure(last);
    }

    /** The failure, if another node may do better; else it is thrown. */
    private static ProblemResponseException elsewhere(ProblemResponseException e) {
        boolean elsewhere = e.problem().action().equals("retry-elsewhere")
                || e.problem().code().equals(ProblemCode.NODE_STARTING.code());
        if (!elsewhere) {
            throw e;
        }
        return e;
    }

    private static RuntimeException failure(@Nullable RuntimeException last) {
        return last == null ? new IllegalStateException("a network has at least one node") : last;
    }
}
