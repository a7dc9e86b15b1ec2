package org.onecopy.app;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.onecopy.agreement.Agreement;
import org.onecopy.agreement.GroupId;
import org.onecopy.core.Preserve;
import org.onecopy.core.namespace.Command;
import org.onecopy.core.namespace.RuleDefinition;
import org.onecopy.core.namespace.RuleDefinition.ConflictPolicy;
import org.onecopy.core.namespace.RuleDefinition.Visibility;
import org.onecopy.core.namespace.RuleRow;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.registry.FeatureLevel;
import org.onecopy.core.registry.RegistryCommand;
import org.onecopy.core.registry.RegistryOutcome;
import org.onecopy.core.registry.RegistryTables;
import org.onecopy.core.registry.Reservation;
import org.onecopy.core.rule.Exclusions;
import org.onecopy.index.MembershipIndex;
import org.onecopy.log.CommandCodec;
import org.onecopy.log.EntryLevels;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.RuleId;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.GuardPolicy;
import org.onecopy.model.api.RuleSpec;
import org.onecopy.network.LevelGate;
import org.onecopy.network.Memberships;
import org.onecopy.network.RegistryClient;
import org.onecopy.network.RuleKeeper;
import org.onecopy.problem.ProblemException;

/** What administrators ask of rules: made, changed, removed. Blocks until it is agreed, and in effect where that takes some seconds at most. */
final class RuleRequests {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);
    private static final Duration LOOK_SOON = Duration.ofMillis(5);
    private static final RuleId UNNUMBERED = new RuleId(1);

    private final Agreement agreement;
    private final RegistryClient registry;
    private final Memberships memberships;
    private final InstantSource clock;
    private final LocationCheck locations;
    private final Runnable check;
    private final GroupMembers groups;

    /**
     * For the rules that a node knows.
     *
     * @param probe looks at a path in a zone; throws a problem where the zone does not answer
     * @param check throws a problem while this node must not propose
     */
    RuleRequests(
            Agreement agreement,
            RegistryClient registry,
            Memberships memberships,
            InstantSource clock,
            BiFunction<ZoneName, String, LocationProbe.Found> probe,
            Runnable check,
            GroupMembers groups) {
        this.check = check;
        this.groups = groups;
        this.agreement = agreement;
        this.registry = registry;
        this.memberships = memberships;
        this.clock = clock;
        locations = new LocationCheck(registry, probe);
    }

    void create(RuleSpec spec) {
        create(spec, made -> {});
    }

    /**
     * Makes a rule.
     *
     * @param made told once, as soon as the rule stands in its membership, where this node takes part in that and the rule was not there before
     */
    void create(RuleSpec spec, Consumer<Reservation> made) {
        check.run();
        RuleName name = Objects.requireNonNull(spec.name());
        RuleDefinition definition = definition(UNNUMBERED, name, 1, spec);
        Reservation present = find(name);
        if (present != null && isSame(present.definition(), definition) && hasWitnesses(present, spec)) {
            return;
        }
        locations.check(spec);
        RegistryOutcome outcome = registry.change(new RegistryCommand.ReserveRule(
                UUID.randomUUID(), definition, spec.witnesses(), spec.preferredZone(), UUID.randomUUID()));
        RuleId rule = Objects.requireNonNull(outcome.rule());
        Waiting.until(PATIENCE, LOOK_SOON, () -> stands(rule) || isSettled(rule));
        if (stands(rule)) {
            made.accept(Objects.requireNonNull(registry.read(view -> view.get(RegistryTables.RESERVATIONS, rule))));
        }
        awaitUntil(() -> isSettled(rule));
    }

    private boolean isSettled(RuleId rule) {
        Reservation reservation = registry.read(view -> view.get(RegistryTables.RESERVATIONS, rule));
        return reservation == null || reservation.status() == Reservation.Status.ACTIVE;
    }

    /** Whether this node has a rule in its tables; it never will have where it takes no part, or where the rule is gone again. */
    private boolean stands(RuleId rule) {
        Reservation reservation = registry.read(view -> view.get(RegistryTables.RESERVATIONS, rule));
        MembershipIndex index = reservation == null ? null : indexOrNull(reservation);
        return index != null && index.read(view -> view.get(Tables.RULES, rule)) != null;
    }

    private boolean hasWitnesses(Reservation reservation, RuleSpec spec) {
        return groups.witnessZones(reservation.membership()).containsAll(spec.witnesses());
    }

    private static boolean isSame(RuleDefinition a, RuleDefinition b) {
        return a.equals(b.as(a.id(), b.name(), a.revision()));
    }

    /**
     * Changes policies at once, and locations through the registry, because nodes may have to become members first.
     *
     * @param force takes a zone out although it alone holds contents
     */
    void edit(RuleName name, RuleSpec spec, boolean force) {
        check.run();
        Reservation reservation = existing(name);
        MembershipIndex index = index(reservation);
        RuleRow row = index.read(view -> view.get(Tables.RULES, reservation.rule()));
        long present = row == null ? 0 : row.definition().revision();
        long based = spec.revision() == null ? -1 : spec.revision();
        if (row == null || based != present) {
            throw new ProblemException(
                    ProblemCode.RULE_REVISION_STALE,
                    "rule " + name + " is at revision " + present + ", and the change is based on " + based
                            + ": look at it again, then repeat the change",
                    Map.of("revision", present),
                    null);
        }
        if (!hasWitnesses(reservation, spec)) {
            throw new ProblemException(
                    ProblemCode.BAD_REQUEST,
                    "the witnesses of a rule are those of its membership, and are not edited with the rule: onecopy memberships edit "
                            + reservation.membership() + " --add-witness NODE");
        }
        RuleDefinition asked = definition(reservation.rule(), name, present + 1, spec);
        RuleDefinition before = row.definition();
        boolean relocates = !asked.paths().equals(before.paths());
        if (relocates) {
            locations.check(reservation, before, spec, index, force);
        }
        RuleDefinition definition =
                asked.withLocations(present + 1, before.paths(), relocates ? before.source() : asked.source());
        if (!relocates || !isSame(definition, before.withLocations(present + 1, before.paths(), before.source()))) {
            revise(reservation, index, definition, present);
        }
        if (relocates) {
            relocate(reservation, asked);
        }
    }

    private void relocate(Reservation reservation, RuleDefinition asked) {
        registry.change(new RegistryCommand.RelocateRule(
                UUID.randomUUID(), reservation.rule(), new Reservation.Locations(asked.paths(), asked.source())));
        awaitUntil(() -> {
            Reservation now = find(reservation.definition().name());
            return now == null || now.wanted() == null;
        });
    }

    private void revise(Reservation reservation, MembershipIndex index, RuleDefinition definition, long present) {
        propose(reservation, new Command.ReviseRule(definition, clock.instant().toEpochMilli()));
        awaitUntil(() -> {
            RuleRow now = index.read(view -> view.get(Tables.RULES, reservation.rule()));
            return now != null && now.definition().revision() > present;
        });
        RuleRow now = index.read(view -> view.get(Tables.RULES, reservation.rule()));
        if (now != null
                && now.definition().revision() > present
                && !now.definition().equals(definition)) {
            throw new ProblemException(
                    ProblemCode.RULE_REVISION_STALE,
                    "somebody else changed rule " + definition.name() + " at the same moment: look at it again",
                    Map.of("revision", now.definition().revision()),
                    null);
        }
    }

    void remove(RuleName name) {
        check.run();
        Reservation reservation = existing(name);
        registry.change(new RegistryCommand.ReleaseRule(UUID.randomUUID(), reservation.rule()));
        awaitUntil(() -> find(name) == null);
    }

    /** Releases or rejects what a guard holds, until nothing is held any more. */
    void decideGuard(Reservation reservation, ZoneName zone, boolean release) {
        check.run();
        MembershipIndex index = index(reservation);
        Tables.ZoneKey key = new Tables.ZoneKey(reservation.rule(), zone);
        awaitUntil(() -> {
            var row = index.read(view -> view.get(Tables.ZONES, key));
            if (row == null || !row.guard().tripped()) {
                return true;
            }
            propose(
                    reservation,
                    new Command.DecideGuard(
                            reservation.rule(), zone, release, clock.instant().toEpochMilli()));
            return false;
        });
    }

    @Nullable
    Reservation find(RuleName name) {
        return registry.read(view -> {
            RuleId id = view.get(RegistryTables.RULE_NAMES, name);
            return id == null ? null : view.get(RegistryTables.RESERVATIONS, id);
        });
    }

    Reservation existing(RuleName name) {
        Reservation reservation = find(name);
        if (reservation == null) {
            throw new ProblemException(
                    ProblemCode.RULE_UNKNOWN,
                    "rule '" + name + "' does not exist: `onecopy rules` lists those that do");
        }
        return reservation;
    }

    /** As {@link #index}; null where this node takes no part. */
    @Nullable
    MembershipIndex indexOrNull(Reservation reservation) {
        return memberships.index(reservation.membership());
    }

    /** The tables of a rule's membership, where this node takes part in it. */
    MembershipIndex index(Reservation reservation) {
        MembershipIndex index = memberships.index(reservation.membership());
        if (index == null) {
            throw new ProblemException(
                    ProblemCode.NOT_LEADER,
                    "this node takes no part in the rule's membership: ask a node of its zones");
        }
        return index;
    }

    List<Reservation> all() {
        return RuleKeeper.reservations(registry);
    }

    /** Proposes to a rule's membership. @return the index at which it was agreed; it may not be applied here yet */
    long propose(Reservation reservation, Command command) {
        check.run();
        try {
            return agreement
                    .propose(new GroupId(reservation.membership()), CommandCodec.encode(command))
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (java.util.concurrent.ExecutionException e) {
            if (e.getCause() instanceof ProblemException problem) {
                throw problem;
            }
            throw new ProblemException(ProblemCode.OUTCOME_UNKNOWN, "the change may or may not be agreed", e);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new ProblemException(
                    ProblemCode.OUTCOME_UNKNOWN,
                    "no answer from the rule's membership in time; look, then ask again",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(ProblemCode.OUTCOME_UNKNOWN, "interrupted", e);
        }
    }

    /** @throws ProblemException {@code FEATURE_LEVEL} where the network's level does not allow a command */
    void refuseWhereTooNew(Command command) {
        int needed = EntryLevels.ofMembership(CommandCodec.encode(command));
        int present = registry.read(FeatureLevel::of);
        if (needed > present) {
            throw LevelGate.refusal(needed, present);
        }
    }

    /** Looks again and again until something holds, some seconds at most. */
    void awaitUntil(java.util.function.BooleanSupplier condition) {
        Waiting.until(PATIENCE, LOOK_EVERY, condition);
    }

    private static RuleDefinition definition(RuleId id, RuleName name, long revision, RuleSpec spec) {
        try {
            new Exclusions(spec.exclude());
        } catch (IllegalArgumentException e) {
            throw new ProblemException(ProblemCode.GLOB_INVALID, String.valueOf(e.getMessage()), e);
        }
        GuardPolicy guard = spec.guard();
        return new RuleDefinition(
                id,
                name,
                revision,
                new TreeMap<>(spec.zones()),
                new ArrayList<>(spec.exclude()),
                spec.initial() == null ? null : spec.initial().source(),
                spec.conflict() == org.onecopy.model.api.ConflictPolicy.PREFERRED_ZONE
                        ? ConflictPolicy.PREFERRED_ZONE
                        : ConflictPolicy.KEEP_BOTH,
                spec.preferredZone(),
                spec.hold().toMillis(),
                spec.visibility() == org.onecopy.model.api.Visibility.EAGER ? Visibility.EAGER : Visibility.ORDERED,
                new RuleDefinition.GuardPolicy(
                        guard.files(),
                        guard.percent(),
                        RuleDefinition.GuardPolicy.DEFAULT.floor(),
                        guard.window().toMillis()),
                preserve(spec));
    }

    private static Set<Preserve> preserve(RuleSpec spec) {
        Set<Preserve> preserve = EnumSet.noneOf(Preserve.class);
        spec.preserve().forEach(kind -> preserve.add(Preserve.valueOf(kind.name())));
        return preserve;
    }
}
