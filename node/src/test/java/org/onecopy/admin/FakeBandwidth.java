package org.onecopy.admin;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.ByteCount;
import org.onecopy.model.NodeId;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.BandwidthSpec;
import org.onecopy.model.api.BandwidthView;
import org.onecopy.problem.ProblemException;

/** One limit, which is called wan. */
record FakeBandwidth() implements BandwidthService {
    @Override
    public List<BandwidthView> limits() {
        return List.of(one("wan", FakeNode.OSLO, new ZoneName("lyon"), null, 10 << 20, "mon-fri 08:00-18:00", "UTC"));
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
                new NodeId("oslo-1"),
                new ByteCount(3 << 20));
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
