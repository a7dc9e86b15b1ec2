package org.onecopy.admin;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.ByteCount;
import org.onecopy.model.NodeId;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.RuleName;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.MigrationChange;
import org.onecopy.model.api.MigrationCompare;
import org.onecopy.model.api.MigrationPlanPath;
import org.onecopy.model.api.MigrationPlanSpec;
import org.onecopy.model.api.MigrationPlanState;
import org.onecopy.model.api.MigrationPlanView;
import org.onecopy.model.api.MigrationPlanZoneView;
import org.onecopy.model.api.MigrationSpec;
import org.onecopy.model.api.MigrationState;
import org.onecopy.model.api.MigrationView;
import org.onecopy.model.api.MigrationZoneState;
import org.onecopy.model.api.MigrationZoneView;
import org.onecopy.problem.ProblemException;

/** A migration that goes on, and is done where it is begun anew; a plan that is done. */
record FakeMigrations(FakeNode node) implements MigrationService {
    private static final Version AT = Version.parse("44.1");
    private static final Instant SINCE = Instant.parse("2026-11-20T12:00:00Z");

    private static MigrationView one(RuleName rule, MigrationState state, int priority, @Nullable String by) {
        boolean done = state == MigrationState.DONE;
        return new MigrationView(
                rule,
                AT,
                "ada",
                SINCE,
                priority,
                state,
                by,
                done ? Version.parse("51.1") : null,
                done ? SINCE.plusSeconds(90) : null,
                List.of(zone(FakeNode.OSLO, done, 3, 0), zone(new ZoneName("lyon"), done, 2, done ? 0 : 1)));
    }

    private static MigrationZoneView zone(ZoneName zone, boolean done, long found, long toGo) {
        return new MigrationZoneView(
                zone,
                done ? MigrationZoneState.DONE : toGo > 0 ? MigrationZoneState.BRINGING : MigrationZoneState.WAITING,
                done || toGo > 0 ? null : "other zones are not there yet",
                found,
                new ByteCount(4096),
                1,
                1,
                1,
                new ByteCount(512),
                1,
                new ByteCount(1024),
                0,
                toGo,
                new ByteCount(toGo * 1024),
                60,
                new ByteCount(1024),
                toGo == 0 ? null : toGo,
                SINCE.plusSeconds(5));
    }

    @Override
    public List<MigrationView> all() {
        return List.of(one(new RuleName("demo"), MigrationState.RUNNING, 50, null));
    }

    @Override
    public MigrationView migration(RuleName rule) {
        node.rule(rule);
        return one(rule, MigrationState.RUNNING, 50, null);
    }

    @Override
    public MigrationView begin(MigrationSpec spec, String by) {
        RuleName name =
                Objects.requireNonNull(Objects.requireNonNull(spec.rule()).name());
        return one(name, MigrationState.DONE, spec.priority() == null ? 50 : spec.priority(), null);
    }

    @Override
    public MigrationView begin(RuleName rule, MigrationSpec spec, String by) {
        node.rule(rule);
        if (spec.priority() != null && spec.priority() > 100) {
            throw new ProblemException(ProblemCode.BAD_REQUEST, "a priority is a number from 1 to 100");
        }
        return one(rule, MigrationState.DONE, spec.priority() == null ? 50 : spec.priority(), null);
    }

    @Override
    public MigrationView change(RuleName rule, MigrationChange change, String by) {
        node.rule(rule);
        return one(
                rule,
                change.state() == null ? MigrationState.RUNNING : change.state(),
                change.priority() == null ? 50 : change.priority(),
                by);
    }

    private static MigrationPlanView plan(@Nullable ZoneName source, MigrationCompare compare) {
        MigrationPlanZoneView zone = new MigrationPlanZoneView(
                FakeNode.OSLO,
                "/data",
                3,
                new ByteCount(4096),
                1,
                1,
                new ByteCount(512),
                1,
                new ByteCount(1024),
                1,
                new ByteCount(2048),
                0,
                ByteCount.ZERO,
                0,
                7L);
        return new MigrationPlanView(
                "0a1b2c3d",
                new NodeId("oslo-1"),
                MigrationPlanState.DONE,
                SINCE,
                source,
                compare,
                null,
                2,
                0,
                List.of(zone),
                List.of(new MigrationPlanPath("a/b", List.of(FakeNode.OSLO, new ZoneName("lyon")), "all are kept")),
                1);
    }

    @Override
    public MigrationPlanView beginPlan(MigrationPlanSpec spec) {
        if (spec.zones().size() < 2 && spec.rule() == null) {
            throw new ProblemException(ProblemCode.BAD_REQUEST, "a migration is between zones");
        }
        return plan(spec.initial() == null ? null : spec.initial().source(), spec.compare());
    }

    @Override
    public List<MigrationPlanView> plans() {
        return List.of(plan(null, MigrationCompare.SIZE));
    }

    @Override
    public MigrationPlanView plan(String plan) {
        if (!plan.equals("0a1b2c3d")) {
            throw new ProblemException(ProblemCode.PLAN_UNKNOWN, "no plan " + plan);
        }
        return plan(null, MigrationCompare.SIZE);
    }

    @Override
    public MigrationPlanView endPlan(String plan) {
        return plan(plan);
    }
}
