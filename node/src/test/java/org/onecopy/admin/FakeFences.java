package org.onecopy.admin;

import java.time.Instant;
import java.util.List;
import org.onecopy.model.ByteCount;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.RuleName;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.FenceState;
import org.onecopy.model.api.FenceView;
import org.onecopy.model.api.FenceZoneView;
import org.onecopy.model.api.HeldChangeKind;
import org.onecopy.model.api.HeldChangeView;
import org.onecopy.model.api.Listing;
import org.onecopy.problem.ProblemException;

/** Zone oslo is fenced and somebody has written there; zone lyon can be, and has everything at once. */
record FakeFences(FakeNode node) implements FenceService {
    private static final ZoneName LYON = new ZoneName("lyon");

    @Override
    public List<FenceView> fences(RuleName rule) {
        node.rule(rule);
        return List.of(one(rule, FakeNode.OSLO, FenceState.HELD, "ada"));
    }

    @Override
    public List<FenceView> all() {
        return List.of();
    }

    private static FenceView one(RuleName rule, ZoneName zone, FenceState state, String by) {
        boolean held = state == FenceState.HELD;
        return new FenceView(
                rule,
                zone,
                Version.parse("43.1"),
                by,
                Instant.parse("2026-11-20T12:00:00Z"),
                state,
                3,
                new ByteCount(4096),
                true,
                held ? 1 : 0,
                held ? "1 changes of users wait here" : null,
                List.of(new FenceZoneView(zone.equals(LYON) ? FakeNode.OSLO : LYON, true, 0, null)));
    }

    @Override
    public FenceView fence(RuleName rule, ZoneName zone) {
        node.rule(rule);
        return one(rule, zone, zone.equals(FakeNode.OSLO) ? FenceState.HELD : FenceState.DONE, "ada");
    }

    @Override
    public FenceView begin(RuleName rule, ZoneName zone, String by) {
        node.rule(rule);
        if (zone.value().equals("kyoto")) {
            throw new ProblemException(ProblemCode.ZONE_FENCED, "zone kyoto is fenced already");
        }
        return one(rule, zone, zone.equals(FakeNode.OSLO) ? FenceState.HELD : FenceState.DONE, by);
    }

    @Override
    public Listing<HeldChangeView> held(RuleName rule, ZoneName zone, long after, int limit) {
        node.rule(rule);
        return new Listing<>(
                List.of(new HeldChangeView(
                        rule,
                        zone,
                        7,
                        HeldChangeKind.WRITTEN,
                        "a/b",
                        new ByteCount(12),
                        Instant.parse("2026-11-20T12:01:00Z"))),
                1);
    }

    @Override
    public FenceView lift(RuleName rule, ZoneName zone, String by) {
        return fence(rule, zone);
    }
}
