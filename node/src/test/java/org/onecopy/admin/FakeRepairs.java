package org.onecopy.admin;

import java.util.List;
import org.onecopy.model.ByteCount;
import org.onecopy.model.NodeId;
import org.onecopy.model.RuleName;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.CheckShareState;
import org.onecopy.model.api.CheckState;
import org.onecopy.model.api.DifferenceKind;
import org.onecopy.model.api.Listing;
import org.onecopy.model.api.RepairAction;
import org.onecopy.model.api.RepairLeftView;
import org.onecopy.model.api.RepairPlan;
import org.onecopy.model.api.RepairShareView;
import org.onecopy.model.api.RepairSource;
import org.onecopy.model.api.RepairSpec;
import org.onecopy.model.api.RepairStep;
import org.onecopy.model.api.RepairView;

/** One repair that left one of two differences, whatever is asked. */
record FakeRepairs(FakeNode node) implements RepairService {
    private static final Version CHECK = Version.parse("40.1");

    @Override
    public RepairPlan plan(RuleName rule, RepairSpec spec, long after, int limit) {
        node.rule(rule);
        return new RepairPlan(
                rule,
                CHECK,
                spec.path() == null ? "" : spec.path(),
                spec.source() == null ? RepairSource.AGREED : spec.source(),
                spec.zone(),
                FakeNode.OSLO,
                1,
                1,
                new ByteCount(4096),
                1,
                0,
                0,
                0,
                0,
                0,
                null,
                List.of(new RepairStep(
                        FakeNode.OSLO,
                        1,
                        DifferenceKind.CONTENT,
                        "a/b",
                        RepairAction.REPLACE,
                        1,
                        new ByteCount(4096),
                        "other \"bytes\" than agreed")));
    }

    @Override
    public RepairView begin(RuleName rule, RepairSpec spec, String by) {
        node.rule(rule);
        return one(rule, by, spec.source() == null ? RepairSource.AGREED : spec.source(), spec.zone());
    }

    @Override
    public List<RepairView> repairs(RuleName rule) {
        node.rule(rule);
        return List.of(repair(rule, CHECK));
    }

    @Override
    public RepairView repair(RuleName rule, Version repair) {
        node.rule(rule);
        return one(rule, "ada", RepairSource.AGREED, null);
    }

    @Override
    public Listing<RepairLeftView> left(RuleName rule, Version repair, long after, int limit) {
        node.rule(rule);
        return Listing.cut(
                List.of(new RepairLeftView(
                        rule,
                        repair,
                        FakeNode.OSLO,
                        2,
                        DifferenceKind.EXTRA,
                        "a/c",
                        "it was changed since the check",
                        FakeNode.NOON)),
                limit);
    }

    @Override
    public RepairView cancel(RuleName rule, Version repair, String by) {
        return repair(rule, repair);
    }

    private static RepairView one(RuleName rule, String by, RepairSource source, ZoneName zone) {
        return new RepairView(
                rule,
                Version.parse("41.1"),
                CHECK,
                "",
                source,
                zone,
                by,
                FakeNode.NOON,
                CheckState.DONE,
                null,
                1,
                1,
                List.of(new RepairShareView(
                        FakeNode.OSLO,
                        CheckShareState.DONE,
                        null,
                        new NodeId("oslo-1"),
                        2,
                        1,
                        1,
                        1,
                        new ByteCount(4096),
                        1,
                        0,
                        new ByteCount(1024),
                        null,
                        FakeNode.NOON,
                        FakeNode.NOON)));
    }
}
