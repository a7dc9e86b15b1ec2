package org.onecopy.admin;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.ByteCount;
import org.onecopy.model.NodeId;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.BandwidthFlow;
import org.onecopy.model.api.BandwidthReport;
import org.onecopy.model.api.BandwidthSpec;
import org.onecopy.model.api.BandwidthView;
import org.onecopy.problem.ProblemException;

/** One limit, which is called wan. */
record FakeBandwidth() implements BandwidthService {
    @Override
    public BandwidthReport report() {
        ZoneName lyon = new ZoneName("lyon");
        return new BandwidthReport(
                new NodeId("oslo-1"),
                FakeNode.OSLO,
                List.of(one("wan", FakeNode.OSLO, lyon, null, 10 << 20, "mon-fri 08:00-18:00", "UTC")),
                List.of(new BandwidthFlow(
                        FakeNode.OSLO,
                        lyon,
                        new RuleName("photos"),
                        new ByteCount(3 << 20),
                        new ByteCount(2 << 20),
                        "wan")));
    }

    private static BandwidthView one(
            String name,
            @Nullable ZoneName from,
            @Nullable ZoneName to,
            @Nullable RuleName rule,
            long rate,
            @Nullable String hours,
            @Nullable String timeZone) {
        return new BandwidthView(
                name,
                from,
                to,
                rule,
                new ByteCount(rate),
                hours,
                timeZone,
                true,
                new ByteCount(5 << 20),
                new ByteCount(3 << 20),
                new ByteCount(2 << 20),
                true);
    }

    @Override
    public BandwidthView put(String name, BandwidthSpec spec) {
        ByteCount rate = spec.rate();
        if (rate == null) {
            throw new ProblemException(ProblemCode.BAD_REQUEST, "the rate is missing");
        }
        return one(name, spec.from(), spec.to(), spec.rule(), rate.value(), spec.hours(), spec.timeZone());
    }

    @Override
    public void remove(String name) {
        if (!name.equals("wan")) {
            throw new ProblemException(ProblemCode.BANDWIDTH_UNKNOWN, "there is no limit '" + name + "' of bandwidth");
        }
    }
}
