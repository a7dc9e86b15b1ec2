package org.onecopy.cli;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.RuleName;
import org.onecopy.model.Words;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.CheckDepth;
import org.onecopy.model.api.CheckSpec;
import org.onecopy.model.api.CheckState;
import org.onecopy.model.api.CheckView;
import org.onecopy.model.api.FenceState;
import org.onecopy.model.api.FenceView;
import org.onecopy.model.api.FenceZoneView;
import org.onecopy.problem.ProblemException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code onecopy migrate cutover RULE}. */
@Command(
        name = "cutover",
        description =
                "Fence a zone, so that nothing its users change reaches other zones any more, and wait until every other zone has all"
                        + " that was agreed before. The exit code is 0 once they have it and nothing waits in the fenced zone."
                        + " --release lifts the fence: what waits goes on as any change.")
final class CutoverCommand extends AskCommand {
    @Parameters(paramLabel = "RULE", description = "The rule")
    private String rule = "";

    @Option(names = "--from", paramLabel = "ZONE", description = "The zone to cut over from, which is fenced")
    private @Nullable String from;

    @Option(
            names = {"--release", "--abort"},
            description = "Lift the fence; --from need not be said where one zone is fenced")
    private boolean release;

    @Option(names = "--resume", description = "Wait again for a fence that is there")
    private boolean resume;

    @Option(names = "--no-wait", description = "Fence the zone, and do not wait")
    private boolean noWait;

    @Option(
            names = "--at-most",
            paramLabel = "TIME",
            description = "How long to wait (default: without end); the fence stays afterwards")
    private @Nullable String atMost;

    @Option(
            names = "--check",
            paramLabel = "DEPTH",
            description = "Check all zones afterwards: metadata or digest, as 'onecopy check start'")
    private @Nullable String check;

    @Mixin
    private Consent consent = new Consent();

    CutoverCommand(Terminal terminal) {
        super(terminal);
    }

    /**
     * What came of it.
     *
     * @param check of all zones, where one was asked for and the zones have got so far
     * @param digest of the tree that all zones show at the check, where they do
     */
    record Report(
            FenceView fence,
            @Nullable CheckView check,
            @Nullable String digest) {}

    @Override
    public Integer call() {
        RuleName name = new RuleName(rule);
        CheckDepth depth = check == null ? null : Words.parse(CheckDepth.class, check.toLowerCase(Locale.ROOT));
        if (release) {
            return release(name);
        }
        if (from == null) {
            throw new IllegalArgumentException("say which zone to cut over from: --from ZONE");
        }
        ZoneName zone = new ZoneName(from);
        if (!resume) {
            consent.require(
                    terminal,
                    "a cut-over",
                    ": what users change in zone " + zone + " reaches no other zone afterwards");
            String question = "Fence zone " + zone + " of rule " + name
                    + "? What users change there reaches no other zone until the fence is lifted.";
            if (!consent.isGiven(terminal, () -> terminal.confirm(question))) {
                return ExitCode.NEGATIVE;
            }
        }
        FenceView fence = resume
                ? connection.ask(client -> client.fence(name, zone))
                : connection.change(client -> client.beginFence(name, zone));
        return report(noWait ? new Report(fence, null, null) : await(fence, depth), noWait);
    }

    private int report(Report report, boolean early) {
        output.print(report, () -> describe(report), "");
        boolean isDone = report.fence.state() == FenceState.DONE;
        CheckView checked = report.check;
        boolean differs = checked != null && (checked.state() != CheckState.DONE || checked.differences() > 0);
        return early || (isDone && !differs && (check == null || checked != null)) ? ExitCode.OK : ExitCode.NEGATIVE;
    }

    private int release(RuleName name) {
        ZoneName zone = from == null ? only(name) : new ZoneName(from);
        FenceView before = connection.change(client -> client.liftFence(name, zone));
        output.print(
                before,
                () -> "the fence of zone " + zone + " of rule " + name + " is lifted"
                        + (before.held() == 0 ? "" : "; " + before.held() + " changes that waited go on now") + "\n",
                "");
        return ExitCode.OK;
    }

    private ZoneName only(RuleName name) {
        List<FenceView> fences = connection.ask(client -> client.fences(name));
        if (fences.size() > 1) {
            throw new IllegalArgumentException(
                    "several zones of rule " + name + " are fenced: say which with --from ZONE");
        }
        if (fences.isEmpty()) {
            throw new ProblemException(ProblemCode.ZONE_NOT_FENCED, "no zone of rule " + name + " is fenced");
        }
        return fences.getFirst().zone();
    }

    private Report await(FenceView begun, @Nullable CheckDepth depth) {
        Patience patience = new Patience(atMost, "the fence stays");
        FenceView fence = patience.await(
                begun,
                each -> each.state() == FenceState.WAITING,
                each -> connection.ask(client -> client.fence(each.rule(), each.zone())));
        if (depth == null || fence.state() != FenceState.DONE) {
            return new Report(fence, null, null);
        }
        CheckView done = patience.await(
                connection.change(client -> client.beginCheck(begun.rule(), new CheckSpec(null, depth, List.of()))),
                check -> check.state() == CheckState.RUNNING,
                check -> connection.ask(client -> client.check(check.rule(), check.check())));
        FenceView last = connection.ask(client -> client.fence(begun.rule(), begun.zone()));
        return new Report(
                last,
                done,
                done.certifiable()
                        ? connection
                                .ask(client -> client.certificate(done.rule(), done.check()))
                                .tree()
                        : null);
    }

    private static String describe(Report report) {
        FenceView fence = report.fence;
        String what = switch (fence.state()) {
            case WAITING -> "not all zones have everything yet";
            case HELD -> "all other zones have it, and " + fence.held() + " changes wait in zone " + fence.zone();
            case DONE -> "all other zones have it, and nothing waits in zone " + fence.zone();
        };
        Table table = Table.of("ZONE", "STATE", ">MISSING", "REASON").row(fence.zone(), "fenced", "", fence.reason());
        for (FenceZoneView zone : fence.zones()) {
            table.row(zone.zone(), zone.caughtUp() ? "has it" : "behind", zone.operations(), zone.reason());
        }
        StringBuilder text = new StringBuilder("rule " + fence.rule() + ", zone " + fence.zone() + " fenced at "
                + fence.fence() + " with " + fence.files() + " files, " + fence.bytes() + ": " + what + "\n"
                + table.render());
        CheckView check = report.check;
        if (check != null) {
            text.append("check at " + check.check() + ", depth " + check.depth().word() + ": "
                    + check.state().word() + ", " + check.differences() + " differences"
                    + (report.digest == null ? "" : ", digest " + report.digest) + "\n");
        }
        if (fence.state() == FenceState.HELD) {
            text.append("'onecopy migrate held " + fence.rule() + " --zone " + fence.zone()
                    + "' lists them; 'onecopy migrate cutover " + fence.rule() + " --release' lets them go on\n");
        } else if (fence.state() == FenceState.WAITING) {
            text.append("'onecopy migrate cutover " + fence.rule() + " --from " + fence.zone()
                    + " --resume' waits again\n");
        }
        return text.toString();
    }
}
