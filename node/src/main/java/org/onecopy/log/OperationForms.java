package org.onecopy.log;

import org.onecopy.core.Name;
import org.onecopy.core.namespace.Base;
import org.onecopy.core.namespace.Operation;
import org.onecopy.core.namespace.Ref;
import org.onecopy.log.proto.Values;
import org.onecopy.model.FileId;
import org.onecopy.model.Version;

/** The form of operations. */
final class OperationForms {
    private OperationForms() {}

    static Values.Operation form(Operation operation) {
        Values.Operation.Builder form = Values.Operation.newBuilder();
        switch (operation) {
            case Operation.Create create -> form.setCreate(form(create));
            case Operation.Write write -> form.setWrite(form(write));
            case Operation.Move move ->
                form.setMove(Values.Operation.Move.newBuilder()
                        .setFile(form(move.file()))
                        .setBase(form(move.base()))
                        .setParent(form(move.parent()))
                        .setName(move.name().value()));
            case Operation.Remove remove ->
                form.setRemove(Values.Operation.Remove.newBuilder()
                        .setFile(form(remove.file()))
                        .setWritten(form(remove.written()))
                        .setPlaced(form(remove.placed())));
            case Operation.SetAttributes set ->
                form.setSetAttributes(Values.Operation.SetAttributes.newBuilder()
                        .setFile(form(set.file()))
                        .setBase(form(set.base()))
                        .setAttributes(ValueForms.form(set.attributes())));
        }
        return form.build();
    }

    private static Values.Operation.Create form(Operation.Create create) {
        Values.Operation.Create.Builder form = Values.Operation.Create.newBuilder()
                .setParent(form(create.parent()))
                .setName(create.name().value())
                .setKind(ValueForms.form(create.kind()))
                .setAttributes(ValueForms.form(create.attributes()));
        if (create.content() != null) {
            form.setContent(ValueForms.form(create.content()));
        }
        if (create.target() != null) {
            form.setTarget(create.target());
        }
        return form.build();
    }

    private static Values.Operation.Write form(Operation.Write write) {
        Values.Operation.Write.Builder form = Values.Operation.Write.newBuilder()
                .setFile(form(write.file()))
                .setBase(form(write.base()))
                .setMtimeNanos(write.mtimeNanos());
        if (write.content() != null) {
            form.setContent(ValueForms.form(write.content()));
        }
        if (write.target() != null) {
            form.setTarget(write.target());
        }
        return form.build();
    }

    private static Values.Operation.Ref form(Ref ref) {
        Values.Operation.Ref.Builder form = Values.Operation.Ref.newBuilder();
        switch (ref) {
            case Ref.Known known -> form.setKnown(known.file().packed());
            case Ref.Own own -> form.setOwn(ValueForms.form(own.operation()));
        }
        return form.build();
    }

    private static Values.Operation.Base form(Base base) {
        Values.Operation.Base.Builder form = Values.Operation.Base.newBuilder();
        switch (base) {
            case Base.Seen seen -> form.setSeen(seen.version().packed());
            case Base.Own own -> form.setOwn(ValueForms.form(own.operation()));
        }
        return form.build();
    }

    static Operation operation(Values.Operation form) {
        return switch (form.getKindCase()) {
            case CREATE -> create(form.getCreate());
            case WRITE -> write(form.getWrite());
            case MOVE -> {
                Values.Operation.Move move = form.getMove();
                yield new Operation.Move(
                        ref(move.getFile()), base(move.getBase()), ref(move.getParent()), new Name(move.getName()));
            }
            case REMOVE -> {
                Values.Operation.Remove remove = form.getRemove();
                yield new Operation.Remove(ref(remove.getFile()), base(remove.getWritten()), base(remove.getPlaced()));
            }
            case SET_ATTRIBUTES -> {
                Values.Operation.SetAttributes set = form.getSetAttributes();
                yield new Operation.SetAttributes(
                        ref(set.getFile()), base(set.getBase()), ValueForms.attributes(set.getAttributes()));
            }
            case KIND_NOT_SET -> throw Unreadable.unknown("an operation");
        };
    }

    private static Operation.Create create(Values.Operation.Create form) {
        return new Operation.Create(
                ref(form.getParent()),
                new Name(form.getName()),
                ValueForms.kind(form.getKind()),
                form.hasContent() ? ValueForms.content(form.getContent()) : null,
                ValueForms.textOrNull(form.hasTarget(), form.getTarget()),
                ValueForms.attributes(form.getAttributes()));
    }

    private static Operation.Write write(Values.Operation.Write form) {
        return new Operation.Write(
                ref(form.getFile()),
                base(form.getBase()),
                form.hasContent() ? ValueForms.content(form.getContent()) : null,
                ValueForms.textOrNull(form.hasTarget(), form.getTarget()),
                form.getMtimeNanos());
    }

    private static Ref ref(Values.Operation.Ref form) {
        return switch (form.getKindCase()) {
            case KNOWN -> new Ref.Known(FileId.ofPacked(form.getKnown()));
            case OWN -> new Ref.Own(ValueForms.operationId(form.getOwn()));
            case KIND_NOT_SET -> throw Unreadable.unknown("a reference to a file");
        };
    }

    private static Base base(Values.Operation.Base form) {
        return switch (form.getKindCase()) {
            case SEEN -> new Base.Seen(new Version(form.getSeen()));
            case OWN -> new Base.Own(ValueForms.operationId(form.getOwn()));
            case KIND_NOT_SET -> throw Unreadable.unknown("an operation's base");
        };
    }
}
