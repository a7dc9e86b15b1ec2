package org.onecopy.app;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.onecopy.app.config.NodeConfig;
import org.onecopy.core.namespace.RuleDefinition;
import org.onecopy.core.registry.Reservation;
import org.onecopy.core.rule.Exclusions;
import org.onecopy.core.rule.LocationPath;
import org.onecopy.model.ByteCount;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.Initial;
import org.onecopy.model.api.MigrationPlanSpec;
import org.onecopy.model.api.MigrationPlanView;
import org.onecopy.model.api.MigrationPlanZoneView;
import org.onecopy.problem.ProblemException;

/** The plans of migrations that this node makes or has made. They live as long as it. Safe to call from many threads. */
final class MigrationPlans {
    private static final int RUNNING_MAX = 4;
    private static final int KEPT_MAX = 20;

    private final NodeConfig config;
    private final InstantSource clock;
    private final Function<ZoneName, PagedTrees> trees;
    private final LongSupplier bytesPerSecond;
    private final Map<String, Kept> kept = new LinkedHashMap<>();

    private record Kept(
            MigrationPlan plan,
            Instant since,
            MigrationPlanSpec spec,
            @Nullable ZoneName source,
            TreeMap<ZoneName, String> paths) {}

    /**
     * None yet.
     *
     * @param trees reads in a zone; throws {@code ZONE_UNREACHABLE} where it has no node
     * @param bytesPerSecond at which contents come to this node now
     */
    MigrationPlans(
            NodeConfig config, InstantSource clock, Function<ZoneName, PagedTrees> trees, LongSupplier bytesPerSecond) {
        this.config = config;
        this.clock = clock;
        this.trees = trees;
        this.bytesPerSecond = bytesPerSecond;
    }

    /** @param rule whose locations take part, too; null for none */
    MigrationPlanView begin(MigrationPlanSpec spec, @Nullable Reservation rule) {
        RuleDefinition definition = rule == null ? null : rule.definition();
        TreeMap<ZoneName, String> paths = new TreeMap<>(definition == null ? Map.of() : definition.paths());
        spec.zones().forEach((zone, path) -> {
            refuseUnlessPlain(zone, path);
            String there = paths.putIfAbsent(zone, path);
            if (there != null && !there.equals(path)) {
                throw bad("the rule's location in zone " + zone + " is " + there + ", and not " + path);
            }
        });
        if (paths.size() < 2) {
            throw bad("a migration is between zones: name two at least, each with the path of its tree");
        }
        Initial initial = spec.initial();
        ZoneName source = initial != null ? initial.source() : definition == null ? null : definition.source();
        if (source != null && !paths.containsKey(source)) {
            throw bad("zone '" + source + "', whose tree is to be right, is none of " + paths.keySet());
        }
        List<String> globs = new ArrayList<>(definition == null ? List.of() : definition.exclude());
        globs.addAll(spec.exclude());
        TreeMap<ZoneName, MigrationPlan.Location> locations = new TreeMap<>();
        paths.forEach((zone, path) -> locations.put(zone, new MigrationPlan.Location(path, trees.apply(zone))));
        MigrationPlan plan = new MigrationPlan(locations, source, spec.compare(), exclusions(globs));
        String id = UUID.randomUUID().toString().substring(0, 8);
        keep(id, new Kept(plan, clock.instant(), spec, source, paths));
        plan.start();
        return plan(id);
    }

    private static void refuseUnlessPlain(ZoneName zone, String path) {
        try {
            LocationPath.parse(path);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(ProblemCode.PATH_INVALID, "zone " + zone + ": " + e.getMessage(), e);
        }
    }

    private static Exclusions exclusions(List<String> globs) {
        try {
            return new Exclusions(globs);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(ProblemCode.GLOB_INVALID, String.valueOf(e.getMessage()), e);
        }
    }

    private static ProblemException bad(String message) {
        return new ProblemException(ProblemCode.BAD_REQUEST, message);
    }

    private void keep(String id, Kept plan) {
        synchronized (kept) {
            if (kept.values().stream().filter(each -> each.plan.isRunning()).count() >= RUNNING_MAX) {
                throw new ProblemException(
                        ProblemCode.TOO_BUSY,
                        RUNNING_MAX + " plans are being made by this node: wait for one, or end one");
            }
            for (Iterator<Kept> all = kept.values().iterator(); all.hasNext() && kept.size() >= KEPT_MAX; ) {
                if (!all.next().plan.isRunning()) {
                    all.remove();
                }
            }
            kept.put(id, plan);
        }
    }

    List<MigrationPlanView> all() {
        List<MigrationPlanView> all = new ArrayList<>();
        synchronized (kept) {
            kept.forEach((id, plan) -> all.addFirst(view(id, plan)));
        }
        return all;
    }

    MigrationPlanView plan(String id) {
        synchronized (kept) {
            return view(id, existing(id));
        }
    }

    MigrationPlanView end(String id) {
        synchronized (kept) {
            Kept plan = existing(id);
            plan.plan.cancel();
            kept.remove(id);
            return view(id, plan);
        }
    }

    private Kept existing(String id) {
        Kept plan = kept.get(id);
        if (plan == null) {
            throw new ProblemException(
                    ProblemCode.PLAN_UNKNOWN,
                    "node " + config.node() + " knows no plan '" + id
                            + "': a plan is known by the node that made it, until that stops; see onecopy migrate plans");
        }
        return plan;
    }

    private MigrationPlanView view(String id, Kept plan) {
        MigrationPlan.Seen seen = plan.plan.seen();
        ByteCount asked = plan.spec.rate();
        long rate = asked == null ? bytesPerSecond.getAsLong() : asked.value();
        List<MigrationPlanZoneView> zones = new ArrayList<>();
        seen.sums().forEach((zone, sum) -> zones.add(zone(zone, String.valueOf(plan.paths.get(zone)), sum, rate)));
        return new MigrationPlanView(
                id,
                config.node(),
                seen.state(),
                plan.since,
                plan.source,
                plan.spec.compare(),
                seen.reason(),
                seen.done(),
                seen.toGo(),
                zones,
                seen.conflicts(),
                seen.conflictsTotal());
    }

    private static MigrationPlanZoneView zone(ZoneName zone, String path, MigrationPlan.Sums sum, long rate) {
        return new MigrationPlanZoneView(
                zone,
                path,
                sum.files,
                new ByteCount(sum.bytes),
                sum.directories,
                sum.equalFiles,
                new ByteCount(sum.adoptedBytes),
                sum.bringFiles,
                new ByteCount(sum.bringBytes),
                sum.keptFiles,
                new ByteCount(sum.keptBytes),
                sum.trashFiles,
                new ByteCount(sum.trashBytes),
                sum.unreadable,
                sum.bringBytes == 0 ? Long.valueOf(0) : rate > 0 ? Long.valueOf(sum.bringBytes / rate) : null);
    }
}
