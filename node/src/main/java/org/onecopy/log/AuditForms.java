package org.onecopy.log;

import java.time.Instant;
import java.util.UUID;
import org.onecopy.log.proto.AuditEntries;
import org.onecopy.model.NodeId;
import org.onecopy.model.audit.AuditAct;
import org.onecopy.model.audit.AuditEntry;
import org.onecopy.model.audit.AuditHead;
import org.onecopy.model.audit.AuditKind;

/** The stored form of the audit, as rows and in commands of the registry. */
public final class AuditForms {
    /** The rows of {@link org.onecopy.core.audit.AuditTables}. */
    public static final RowCodec<AuditEntry> ENTRY =
            RowCodec.of(AuditForms::form, AuditEntries.AuditEntry.parser(), AuditForms::entry);

    private AuditForms() {}

    private static AuditEntries.AuditEntry form(AuditEntry entry) {
        return AuditEntries.AuditEntry.newBuilder()
                .setChain(entry.chain())
                .setSequence(entry.sequence())
                .setAct(form(entry.act()))
                .setPrevious(ValueForms.form(entry.previous()))
                .setHash(ValueForms.form(entry.hash()))
                .build();
    }

    private static AuditEntry entry(AuditEntries.AuditEntry form) {
        return new AuditEntry(
                form.getChain(),
                form.getSequence(),
                act(form.getAct()),
                ValueForms.digest(form.getPrevious()),
                ValueForms.digest(form.getHash()));
    }

    static AuditEntries.AuditAct form(AuditAct act) {
        AuditEntries.AuditAct.Builder form = AuditEntries.AuditAct.newBuilder()
                .setIdMost(act.id().getMostSignificantBits())
                .setIdLeast(act.id().getLeastSignificantBits())
                .setAtMillis(act.at().toEpochMilli())
                .setNode(act.node().value())
                .setKind(form(act.kind()))
                .setOperation(act.operation())
                .setRoute(act.route())
                .addAllAbout(act.about())
                .setOutcome(act.outcome())
                .setCount(act.count());
        if (act.who() != null) {
            form.setWho(act.who());
        }
        if (act.from() != null) {
            form.setFrom(act.from());
        }
        if (act.anchor() != null) {
            form.setAnchor(AuditEntries.AuditHead.newBuilder()
                    .setChain(act.anchor().chain())
                    .setSequence(act.anchor().sequence())
                    .setHash(ValueForms.form(act.anchor().hash())));
        }
        return form.build();
    }

    static AuditAct act(AuditEntries.AuditAct form) {
        return new AuditAct(
                new UUID(form.getIdMost(), form.getIdLeast()),
                Instant.ofEpochMilli(form.getAtMillis()),
                new NodeId(form.getNode()),
                kind(form.getKind()),
                form.hasWho() ? form.getWho() : null,
                form.hasFrom() ? form.getFrom() : null,
                form.getOperation(),
                form.getRoute(),
                form.getAboutList(),
                form.getOutcome(),
                form.getCount(),
                form.hasAnchor() ? head(form.getAnchor()) : null);
    }

    private static AuditHead head(AuditEntries.AuditHead form) {
        return new AuditHead(form.getChain(), form.getSequence(), ValueForms.digest(form.getHash()));
    }

    private static AuditEntries.AuditAct.Kind form(AuditKind kind) {
        return switch (kind) {
            case ACT -> AuditEntries.AuditAct.Kind.ACT;
            case REFUSED -> AuditEntries.AuditAct.Kind.REFUSED;
            case DENIED -> AuditEntries.AuditAct.Kind.DENIED;
            case ANCHOR -> AuditEntries.AuditAct.Kind.ANCHOR;
        };
    }

    private static AuditKind kind(AuditEntries.AuditAct.Kind form) {
        return switch (form) {
            case ACT -> AuditKind.ACT;
            case REFUSED -> AuditKind.REFUSED;
            case DENIED -> AuditKind.DENIED;
            case ANCHOR -> AuditKind.ANCHOR;
            case KIND_UNSPECIFIED, UNRECOGNIZED -> throw Unreadable.unknown("what an entry of the audit says");
        };
    }
}
