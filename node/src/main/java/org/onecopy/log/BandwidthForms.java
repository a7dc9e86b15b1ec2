package org.onecopy.log;

import java.util.UUID;
import org.onecopy.core.registry.BandwidthLimit;
import org.onecopy.core.registry.RegistryCommand;
import org.onecopy.log.proto.RegistryEntries;
import org.onecopy.model.RuleId;

/** The stored form of limits of bandwidth. */
public final class BandwidthForms {
    public static final RowCodec<BandwidthLimit> LIMIT =
            RowCodec.of(BandwidthForms::form, RegistryEntries.BandwidthLimit.parser(), BandwidthForms::limit);

    private BandwidthForms() {}

    static RegistryEntries.BandwidthLimit form(BandwidthLimit limit) {
        RegistryEntries.BandwidthLimit.Builder form = RegistryEntries.BandwidthLimit.newBuilder()
                .setName(limit.name())
                .setBytesPerSecond(limit.bytesPerSecond())
                .setHours(limit.hours())
                .setTimeZone(limit.timeZone());
        if (limit.from() != null) {
            form.setFrom(limit.from().value());
        }
        if (limit.to() != null) {
            form.setTo(limit.to().value());
        }
        if (limit.rule() != null) {
            form.setRule(limit.rule().value());
        }
        return form.build();
    }

    static RegistryCommand.PutBandwidth put(UUID request, RegistryEntries.BandwidthLimit form) {
        return new RegistryCommand.PutBandwidth(request, limit(form));
    }

    static BandwidthLimit limit(RegistryEntries.BandwidthLimit form) {
        return new BandwidthLimit(
                form.getName(),
                ValueForms.zoneOrNull(form.hasFrom(), form.getFrom()),
                ValueForms.zoneOrNull(form.hasTo(), form.getTo()),
                form.hasRule() ? new RuleId(form.getRule()) : null,
                form.getBytesPerSecond(),
                form.getHours(),
                form.getTimeZone());
    }
}
