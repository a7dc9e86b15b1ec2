package org.onecopy.app.recovery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.onecopy.app.config.NetworkFolder;
import org.onecopy.app.config.NodeConfig;
import org.onecopy.core.registry.Membership;
import org.onecopy.core.registry.RegistryTables;
import org.onecopy.core.registry.Reservation;
import org.onecopy.core.shown.Rewind;
import org.onecopy.core.table.Overlay;
import org.onecopy.index.RegistryIndex;
import org.onecopy.index.Schema;
import org.onecopy.index.TableStore;
import org.onecopy.index.rocks.RocksStores;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.RuleId;
import org.onecopy.model.Version;
import org.onecopy.model.api.RecoveryView;
import org.onecopy.problem.ProblemException;

/**
 * How a node comes back that a recovery left behind (H54): what it had agreed is kept aside and never replayed; what it knows of its
 * storage stays, but for what came by changes that count no more. So the storage is compared with the tree on the last common ground.
 */
final class ComeBack {
    private static final List<String> AGREED = List.of("registry", "memberships", "agreement", "network", "audit");

    private final Path data;
    private final NodeConfig config;

    ComeBack(NodeConfig config) {
        this.config = config;
        data = config.dataDir();
    }

    /** Where what had been agreed is kept: the place of an earlier try, or a new one. */
    private Path former() {
        return data.resolve("left-behind");
    }

    /**
     * Keeps aside what this node had agreed, where it is not aside already.
     *
     * @throws ProblemException {@code RECOVERY_REFUSED} where it has agreed nothing, or has its old name still
     */
    void setAside(Consumer<String> steps) {
        if (Files.exists(former())) {
            return; // tried before
        }
        if (!config.network().isKnown() || !Files.isDirectory(data.resolve("registry"))) {
            throw new ProblemException(
                    ProblemCode.RECOVERY_REFUSED,
                    data + " holds nothing of a network: a new node comes with onecopy network join");
        }
        if (!NetworkFolder.of(data).exists()) {
            throw new ProblemException(
                    ProblemCode.RECOVERY_REFUSED,
                    "this node's network is described in its configuration: take the section 'network' out, and give the node"
                            + " another name");
        }
        String before = NetworkFolder.of(data)
                .identity()
                .load(java.time.Clock.systemUTC())
                .node()
                .value();
        if (before.equals(config.node().value())) {
            throw new ProblemException(
                    ProblemCode.RECOVERY_REFUSED,
                    "the name " + before + " is never given again: write another 'node:' into the configuration");
        }
        Moves moves = new Moves(data);
        moves.clear();
        for (String part : AGREED) {
            if (Files.exists(data.resolve(part))) {
                moves.add(data.resolve(part), former().resolve(part));
            }
        }
        moves.make();
        steps.accept("what " + before + " had agreed is kept in " + former());
    }

    /**
     * Takes out of the local records what counts no more. May be done again.
     *
     * @param recoveries of the network that this node has come into
     */
    void rewind(List<RecoveryView> recoveries, Consumer<String> steps) {
        int known = NetworkFolder.of(former()).recovered().incarnation();
        Map<UUID, Long> ends = new HashMap<>();
        recoveries.stream()
                .filter(recovery -> recovery.incarnation() > known)
                .flatMap(recovery -> recovery.groups().stream())
                .forEach(group -> ends.putIfAbsent(group.before(), group.index()));
        try (RocksStores stores = new RocksStores(RocksStores.CACHE_BYTES_DEFAULT);
                RegistryIndex registry =
                        new RegistryIndex(former().resolve("registry"), at -> stores.open(Schema.REGISTRY, at), known);
                TableStore local = stores.open(Schema.SHOWN, data.resolve("local"))) {
            registry.read(view -> {
                view.scan(RegistryTables.RESERVATIONS, new RuleId(1), null).forEachRemaining(row -> {
                    Reservation rule = row.getValue();
                    Membership membership = view.get(RegistryTables.MEMBERSHIPS, rule.membership());
                    Long end = ends.get(rule.membership());
                    if (membership != null && end != null) {
                        rewind(local, rule, lost(membership.incarnation(), end), steps);
                    }
                });
                return true;
            });
        }
    }

    private static Predicate<Version> lost(int incarnation, long end) {
        return version -> version.incarnation() == incarnation && version.index() > end;
    }

    private static void rewind(TableStore local, Reservation rule, Predicate<Version> lost, Consumer<String> steps) {
        Overlay tables = new Overlay(local);
        long forgotten = Rewind.rewind(rule.rule(), tables, lost);
        local.write(tables.changes(), true);
        steps.accept(rule.definition().name() + ": " + forgotten
                + " objects came by changes that count no more; they are compared with the tree as users' own");
    }

    /** Notes that all is done: another recovery may be missed again. */
    void end() {
        try (Stream<Path> all = Files.list(data)) {
            long before = all.filter(path -> path.getFileName().toString().startsWith("left-behind-"))
                    .count();
            Files.move(former(), data.resolve("left-behind-" + (before + 1)));
        } catch (IOException e) {
            throw new ProblemException(ProblemCode.INTERNAL, "cannot rename " + former() + ": " + e, e);
        }
    }
}
