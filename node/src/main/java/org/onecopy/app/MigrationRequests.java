package org.onecopy.app;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.onecopy.admin.MigrationService;
import org.onecopy.app.config.NodeConfig;
import org.onecopy.core.Kind;
import org.onecopy.core.namespace.Command;
import org.onecopy.core.namespace.Effect;
import org.onecopy.core.namespace.JournalEntry;
import org.onecopy.core.namespace.MigrationRow;
import org.onecopy.core.namespace.MigrationRow.Amount;
import org.onecopy.core.namespace.Passed;
import org.onecopy.core.namespace.RuleRow;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.JournalKey;
import org.onecopy.core.namespace.Tables.ZoneKey;
import org.onecopy.core.namespace.ZoneRow;
import org.onecopy.core.registry.Reservation;
import org.onecopy.core.table.TableView;
import org.onecopy.index.MembershipIndex;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.RuleId;
import org.onecopy.model.RuleName;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.MigrationChange;
import org.onecopy.model.api.MigrationPlanSpec;
import org.onecopy.model.api.MigrationPlanView;
import org.onecopy.model.api.MigrationSpec;
import org.onecopy.model.api.MigrationState;
import org.onecopy.model.api.MigrationView;
import org.onecopy.model.api.RuleSpec;
import org.onecopy.problem.ProblemException;

/** What administrators ask of migrations, answered from what is agreed. */
final class MigrationRequests implements MigrationService {
    /** So many journal entries are looked at for what a zone is behind when a migration begins. */
    private static final int COUNTED_MAX = 1_000_000;

    private static final RuleId UNNUMBERED = new RuleId(1);

    private final InstantSource clock;
    private final RuleRequests rules;
    private final MigrationPlans plans;
    private final MigrationViews views;

    /** The parameters after the rules are those of {@link MigrationPlans}. */
    MigrationRequests(
            NodeConfig config,
            InstantSource clock,
            RuleRequests rules,
            Function<ZoneName, PagedTrees> trees,
            LongSupplier bytesPerSecond) {
        this.clock = clock;
        this.rules = rules;
        plans = new MigrationPlans(config, clock, trees, bytesPerSecond);
        views = new MigrationViews(clock);
    }

    @Override
    public List<MigrationView> all() {
        List<MigrationView> all = new ArrayList<>();
        for (Reservation reservation : rules.all()) {
            MembershipIndex index = rules.indexOrNull(reservation);
            MigrationView view = index == null ? null : index.read(tables -> view(tables, reservation));
            if (view != null) {
                all.add(view);
            }
        }
        all.sort(Comparator.comparing(MigrationView::rule));
        return all;
    }

    private @Nullable MigrationView view(TableView tables, Reservation reservation) {
        MigrationRow row = tables.get(Tables.MIGRATIONS, reservation.rule());
        return row == null ? null : views.view(tables, reservation, row);
    }

    @Override
    public MigrationView migration(RuleName rule) {
        Reservation reservation = rules.existing(rule);
        MigrationView view = rules.index(reservation).read(tables -> view(tables, reservation));
        if (view == null) {
            throw new ProblemException(
                    ProblemCode.MIGRATION_UNKNOWN,
                    "rule " + rule + " has no migration: onecopy migrate start " + rule + " begins one");
        }
        return view;
    }

    @Override
    public MigrationView begin(MigrationSpec spec, String by) {
        RuleSpec rule = Objects.requireNonNull(spec.rule());
        RuleName name = Objects.requireNonNull(rule.name());
        priority(spec.priority(), MigrationRow.PRIORITY_DEFAULT);
        rules.refuseWhereTooNew(
                new Command.BeginMigration(UNNUMBERED, by, 1, 0, Map.of())); // before a rule is made for it
        Reservation present = rules.find(name);
        if (present != null) {
            refuseWhereOpen(present);
        }
        AtomicReference<@Nullable MigrationView> begun = new AtomicReference<>();
        rules.create(rule, reservation -> begun.set(begin(reservation, spec, by)));
        MigrationView view = begun.get();
        return view == null ? begin(rules.existing(name), spec, by) : view;
    }

    @Override
    public MigrationView begin(RuleName rule, MigrationSpec spec, String by) {
        priority(spec.priority(), MigrationRow.PRIORITY_DEFAULT);
        return begin(rules.existing(rule), spec, by);
    }

    private MigrationView begin(Reservation reservation, MigrationSpec spec, String by) {
        MembershipIndex index = rules.index(reservation);
        refuseWhereOpen(reservation);
        Map<ZoneName, Amount> behind = index.read(view -> behind(view, reservation));
        long at = rules.propose(
                reservation,
                new Command.BeginMigration(
                        reservation.rule(),
                        by,
                        priority(spec.priority(), MigrationRow.PRIORITY_DEFAULT),
                        clock.instant().toEpochMilli(),
                        behind));
        rules.awaitUntil(() -> index.appliedIndex() >= at);
        MigrationRow row = index.read(view -> view.get(Tables.MIGRATIONS, reservation.rule()));
        if (row == null || row.at().index() != at) {
            refuseWhereOpen(reservation);
            throw new ProblemException(
                    ProblemCode.TOO_BUSY, "something about the rule changed at the same moment: ask again");
        }
        return index.read(view -> views.view(view, reservation, row));
    }

    private void refuseWhereOpen(Reservation reservation) {
        MembershipIndex index = rules.indexOrNull(reservation);
        MigrationRow row = index == null ? null : index.read(view -> view.get(Tables.MIGRATIONS, reservation.rule()));
        RuleName name = reservation.definition().name();
        if (row != null && row.isOpen()) {
            throw new ProblemException(
                    ProblemCode.MIGRATION_UNDER_WAY,
                    "the migration of rule " + name + " at " + row.at() + ", which " + row.by()
                            + " began, has not ended: onecopy migrate show " + name + " says how far it is");
        }
    }

    private static int priority(@Nullable Integer asked, int otherwise) {
        int priority = asked == null ? otherwise : asked;
        if (asked != null && (priority < MigrationRow.PRIORITY_MIN || priority > MigrationRow.PRIORITY_MAX)) {
            throw new ProblemException(
                    ProblemCode.BAD_REQUEST,
                    "a priority is a number from " + MigrationRow.PRIORITY_MIN + " to " + MigrationRow.PRIORITY_MAX
                            + ", not " + asked);
        }
        return priority;
    }

    /** What is agreed by now and not shown in each zone. */
    private static Map<ZoneName, Amount> behind(TableView view, Reservation reservation) {
        Map<ZoneName, Amount> behind = new TreeMap<>();
        RuleRow rule = view.get(Tables.RULES, reservation.rule());
        for (Iterator<Map.Entry<ZoneKey, ZoneRow>> zones = Passed.zones(view, reservation.rule()); zones.hasNext(); ) {
            Map.Entry<ZoneKey, ZoneRow> zone = zones.next();
            Version passed = zone.getValue().progress().passed();
            boolean isNew = zone.getValue().progress().lowWater().equals(Version.NONE);
            behind.put(
                    zone.getKey().zone(),
                    isNew && rule != null
                            ? new Amount(rule.files(), rule.bytes())
                            : since(view, zone.getKey(), passed));
        }
        return behind;
    }

    private static Amount since(TableView view, ZoneKey zone, Version passed) {
        Amount amount = Amount.NONE;
        Iterator<Map.Entry<JournalKey, JournalEntry>> rows = view.scan(
                Tables.JOURNAL,
                new JournalKey(zone.rule(), passed.next()),
                new JournalKey(zone.rule(), new Version(Long.MAX_VALUE)));
        for (int n = 0; n < COUNTED_MAX && rows.hasNext(); n++) {
            JournalEntry entry = rows.next().getValue();
            boolean isOwn = zone.zone().equals(entry.origin());
            if (!isOwn && entry.effect() instanceof Effect.Created created && created.kind() != Kind.DIRECTORY) {
                amount = amount.plus(
                        1, created.content() == null ? 0 : created.content().length());
            }
        }
        return amount;
    }

    @Override
    public MigrationView change(RuleName rule, MigrationChange change, String by) {
        Reservation reservation = rules.existing(rule);
        MembershipIndex index = rules.index(reservation);
        MigrationView before = migration(rule);
        MigrationState wanted = change.state();
        if (wanted == null && change.priority() == null) {
            throw new ProblemException(ProblemCode.BAD_REQUEST, "say what is to change: a state or a priority");
        }
        if (wanted == MigrationState.DONE) {
            throw new ProblemException(
                    ProblemCode.BAD_REQUEST, "a migration is done when all zones have everything; it can be cancelled");
        }
        int priority = priority(change.priority(), 0);
        refuseWhereEnded(before);
        long at = rules.propose(
                reservation,
                new Command.SteerMigration(
                        reservation.rule(),
                        before.migration(),
                        wanted == null ? null : MigrationRow.State.valueOf(wanted.name()),
                        priority,
                        by));
        rules.awaitUntil(() -> index.appliedIndex() >= at);
        MigrationView after = migration(rule);
        boolean stands = after.migration().equals(before.migration())
                && (wanted == null || after.state() == wanted)
                && (priority == 0 || after.priority() == priority);
        if (!stands) {
            refuseWhereEnded(after);
            throw new ProblemException(
                    ProblemCode.TOO_BUSY, "the migration changed at the same moment: look at it, and ask again");
        }
        return after;
    }

    private static void refuseWhereEnded(MigrationView migration) {
        boolean isOpen = migration.state() == MigrationState.RUNNING || migration.state() == MigrationState.PAUSED;
        if (!isOpen) {
            throw new ProblemException(
                    ProblemCode.MIGRATION_ENDED,
                    "the migration of rule " + migration.rule() + " at " + migration.migration() + " is "
                            + migration.state().word() + ": onecopy migrate start " + migration.rule()
                            + " begins another one");
        }
    }

    @Override
    public MigrationPlanView beginPlan(MigrationPlanSpec spec) {
        RuleName name = spec.rule();
        return plans.begin(spec, name == null ? null : rules.existing(name));
    }

    @Override
    public List<MigrationPlanView> plans() {
        return plans.all();
    }

    @Override
    public MigrationPlanView plan(String plan) {
        return plans.plan(plan);
    }

    @Override
    public MigrationPlanView endPlan(String plan) {
        return plans.end(plan);
    }
}
