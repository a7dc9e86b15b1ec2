package org.onecopy.log;

import org.onecopy.core.Name;
import org.onecopy.core.namespace.Effect;
import org.onecopy.log.proto.Rows;
import org.onecopy.model.FileId;
import org.onecopy.model.Version;

/** The form of effects. */
final class EffectForms {
    private EffectForms() {}

    static Rows.Effect form(Effect effect) {
        Rows.Effect.Builder form = Rows.Effect.newBuilder();
        switch (effect) {
            case Effect.Created created -> form.setCreated(form(created));
            case Effect.Wrote wrote -> form.setWrote(form(wrote));
            case Effect.Moved moved -> form.setMoved(form(moved));
            case Effect.Removed removed ->
                form.setRemoved(Rows.Effect.Removed.newBuilder()
                        .setParent(removed.parent().packed())
                        .setName(removed.name().value())
                        .setKind(ValueForms.form(removed.kind())));
            case Effect.AttributesSet set ->
                form.setAttributesSet(
                        Rows.Effect.AttributesSet.newBuilder().setAttributes(ValueForms.form(set.attributes())));
            case Effect.Unchanged unchanged ->
                form.setUnchanged(Rows.Effect.Unchanged.newBuilder().setRefused(unchanged.refused()));
        }
        return form.build();
    }

    private static Rows.Effect.Created form(Effect.Created created) {
        Rows.Effect.Created.Builder form = Rows.Effect.Created.newBuilder()
                .setParent(created.parent().packed())
                .setName(created.name().value())
                .setKind(ValueForms.form(created.kind()))
                .setAttributes(ValueForms.form(created.attributes()))
                .setWritten(created.written().packed())
                .setAttributed(created.attributed().packed());
        if (created.content() != null) {
            form.setContent(ValueForms.form(created.content()));
        }
        if (created.target() != null) {
            form.setTarget(created.target());
        }
        if (created.conflictOf() != null) {
            form.setConflictOf(created.conflictOf().packed());
        }
        return form.build();
    }

    private static Rows.Effect.Wrote form(Effect.Wrote wrote) {
        Rows.Effect.Wrote.Builder form = Rows.Effect.Wrote.newBuilder().setMtimeNanos(wrote.mtimeNanos());
        if (wrote.content() != null) {
            form.setContent(ValueForms.form(wrote.content()));
        }
        if (wrote.target() != null) {
            form.setTarget(wrote.target());
        }
        return form.build();
    }

    private static Rows.Effect.Moved form(Effect.Moved moved) {
        Rows.Effect.Moved.Builder form = Rows.Effect.Moved.newBuilder()
                .setFromParent(moved.fromParent().packed())
                .setFromName(moved.fromName().value())
                .setParent(moved.parent().packed())
                .setName(moved.name().value());
        if (moved.yields() != null) {
            form.setYields(moved.yields().value());
        }
        return form.build();
    }

    static Effect effect(Rows.Effect form) {
        return switch (form.getKindCase()) {
            case CREATED -> created(form.getCreated());
            case WROTE -> {
                Rows.Effect.Wrote wrote = form.getWrote();
                yield new Effect.Wrote(
                        wrote.hasContent() ? ValueForms.content(wrote.getContent()) : null,
                        ValueForms.textOrNull(wrote.hasTarget(), wrote.getTarget()),
                        wrote.getMtimeNanos());
            }
            case MOVED -> moved(form.getMoved());
            case REMOVED -> {
                Rows.Effect.Removed removed = form.getRemoved();
                yield new Effect.Removed(
                        FileId.ofPacked(removed.getParent()),
                        new Name(removed.getName()),
                        ValueForms.kind(removed.getKind()));
            }
            case ATTRIBUTES_SET ->
                new Effect.AttributesSet(
                        ValueForms.attributes(form.getAttributesSet().getAttributes()));
            case UNCHANGED -> new Effect.Unchanged(form.getUnchanged().getRefused());
            case KIND_NOT_SET -> throw Unreadable.unknown("an effect in the journal");
        };
    }

    private static Effect.Created created(Rows.Effect.Created form) {
        return new Effect.Created(
                FileId.ofPacked(form.getParent()),
                new Name(form.getName()),
                ValueForms.kind(form.getKind()),
                form.hasContent() ? ValueForms.content(form.getContent()) : null,
                ValueForms.textOrNull(form.hasTarget(), form.getTarget()),
                ValueForms.attributes(form.getAttributes()),
                ValueForms.fileOrNull(form.hasConflictOf(), form.getConflictOf()),
                new Version(form.getWritten()),
                new Version(form.getAttributed()));
    }

    private static Effect.Moved moved(Rows.Effect.Moved form) {
        return new Effect.Moved(
                FileId.ofPacked(form.getFromParent()),
                new Name(form.getFromName()),
                FileId.ofPacked(form.getParent()),
                new Name(form.getName()),
                ValueForms.zoneOrNull(form.hasYields(), form.getYields()));
    }
}
