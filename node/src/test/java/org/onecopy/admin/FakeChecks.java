package org.onecopy.admin;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.ByteCount;
import org.onecopy.model.NodeId;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.RuleName;
import org.onecopy.model.Version;
import org.onecopy.model.api.CheckCertificate;
import org.onecopy.model.api.CheckDepth;
import org.onecopy.model.api.CheckScheduleSpec;
import org.onecopy.model.api.CheckScheduleView;
import org.onecopy.model.api.CheckShareState;
import org.onecopy.model.api.CheckShareView;
import org.onecopy.model.api.CheckSpec;
import org.onecopy.model.api.CheckState;
import org.onecopy.model.api.CheckView;
import org.onecopy.model.api.DifferenceKind;
import org.onecopy.model.api.DifferenceView;
import org.onecopy.model.api.Listing;
import org.onecopy.problem.ProblemException;

/** One check that found one difference, whatever is asked. */
record FakeChecks(FakeNode node) implements CheckService {
    @Override
    public CheckView begin(RuleName rule, CheckSpec spec, String by) {
        node.rule(rule);
        return one(rule, by);
    }

    @Override
    public List<CheckView> checks(@Nullable RuleName rule) {
        return List.of(one(new RuleName("demo"), "ada"));
    }

    @Override
    public CheckView check(RuleName rule, Version check) {
        node.rule(rule);
        return one(rule, "ada");
    }

    @Override
    public Listing<DifferenceView> differences(RuleName rule, Version check, Page page) {
        node.rule(rule);
        return Listing.cut(
                List.of(new DifferenceView(
                        rule,
                        check,
                        FakeNode.OSLO,
                        1,
                        DifferenceKind.CONTENT,
                        "a/b",
                        "other bytes than agreed",
                        FakeNode.NOON)),
                page.limit());
    }

    @Override
    public CheckCertificate certificate(RuleName rule, Version check) {
        throw new ProblemException(ProblemCode.CHECK_PROVES_NOTHING, "a stand-in proves nothing");
    }

    @Override
    public List<CheckScheduleView> schedules(RuleName rule) {
        node.rule(rule);
        return List.of(schedule(rule, new CheckScheduleSpec(null, Duration.ofDays(7), null, null), "ada"));
    }

    @Override
    public CheckScheduleView schedule(RuleName rule, CheckScheduleSpec spec, String by) {
        node.rule(rule);
        return new CheckScheduleView(
                rule,
                Version.parse("39.1"),
                "",
                CheckDepth.DIGEST,
                List.of(),
                spec.every(),
                spec.cron(),
                spec.timeZone(),
                by,
                null,
                FakeNode.NOON.plus(Duration.ofDays(7)));
    }

    @Override
    public void unschedule(RuleName rule, Version schedule) {
        node.rule(rule);
    }

    @Override
    public CheckView cancel(RuleName rule, Version check, String by) {
        node.rule(rule);
        return one(rule, "ada");
    }

    private CheckView one(RuleName rule, String by) {
        return new CheckView(
                rule,
                Version.parse("40.1"),
                "",
                CheckDepth.DIGEST,
                by,
                FakeNode.NOON,
                CheckState.DONE,
                null,
                1,
                false,
                List.of(new CheckShareView(
                        FakeNode.OSLO,
                        CheckShareState.DONE,
                        null,
                        new NodeId("oslo-1"),
                        2,
                        3,
                        new ByteCount(4),
                        0,
                        0,
                        1,
                        0,
                        0,
                        0,
                        "ab",
                        FakeNode.NOON)));
    }
}
