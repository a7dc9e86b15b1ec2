package org.onecopy.log;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Attributes;
import org.onecopy.core.Content;
import org.onecopy.core.Kind;
import org.onecopy.core.namespace.OpId;
import org.onecopy.core.namespace.ZoneRow;
import org.onecopy.log.proto.Values;
import org.onecopy.model.Digest;
import org.onecopy.model.FileId;
import org.onecopy.model.NodeId;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;

/** The form of values that commands and rows share. */
final class ValueForms {
    private ValueForms() {}

    static Values.Kind form(Kind kind) {
        return switch (kind) {
            case DIRECTORY -> Values.Kind.KIND_DIRECTORY;
            case FILE -> Values.Kind.KIND_FILE;
            case SYMLINK -> Values.Kind.KIND_SYMLINK;
        };
    }

    static Kind kind(Values.Kind form) {
        return switch (form) {
            case KIND_DIRECTORY -> Kind.DIRECTORY;
            case KIND_FILE -> Kind.FILE;
            case KIND_SYMLINK -> Kind.SYMLINK;
            case KIND_UNSPECIFIED, UNRECOGNIZED -> throw Unreadable.unknown("a kind of file");
        };
    }

    static Values.Attributes form(Attributes attributes) {
        Values.Attributes.Builder form = Values.Attributes.newBuilder()
                .setMode(attributes.mode())
                .setOwner(attributes.owner())
                .setGroup(attributes.group())
                .setMtimeNanos(attributes.mtimeNanos());
        ExtrasForms.put(attributes.extras(), form);
        return form.build();
    }

    static Attributes attributes(Values.Attributes form) {
        return new Attributes(
                form.getMode(), form.getOwner(), form.getGroup(), form.getMtimeNanos(), ExtrasForms.extras(form));
    }

    static Values.Content form(Content content) {
        Values.Content.Builder form =
                Values.Content.newBuilder().setLength(content.length()).setDigest(form(content.digest()));
        if (content.inline() != null) {
            form.setInline(UnsafeByteOperations.unsafeWrap(content.inline()));
        }
        return form.build();
    }

    static Content content(Values.Content form) {
        byte[] inline = form.hasInline() ? form.getInline().toByteArray() : null;
        return new Content(form.getLength(), digest(form.getDigest()), inline);
    }

    static ByteString form(Digest digest) {
        return UnsafeByteOperations.unsafeWrap(digest.toBytes());
    }

    static Digest digest(ByteString form) {
        return Digest.of(form.toByteArray());
    }

    static Values.OperationId form(OpId id) {
        return Values.OperationId.newBuilder()
                .setEpoch(id.epoch())
                .setNumber(id.number())
                .build();
    }

    static OpId operationId(Values.OperationId form) {
        return new OpId(form.getEpoch(), form.getNumber());
    }

    static Values.Progress form(ZoneRow.Progress progress) {
        return Values.Progress.newBuilder()
                .setLowWater(progress.lowWater().packed())
                .setHoles(progress.holes())
                .setParked(progress.parked())
                .setFirstHole(progress.firstHole().packed())
                .setTimeMillis(progress.timeMillis())
                .build();
    }

    static ZoneRow.Progress progress(Values.Progress form) {
        return new ZoneRow.Progress(
                new Version(form.getLowWater()),
                form.getHoles(),
                form.getParked(),
                new Version(form.getFirstHole()),
                form.getTimeMillis());
    }

    static @Nullable ZoneName zoneOrNull(boolean present, String name) {
        return present ? new ZoneName(name) : null;
    }

    static @Nullable NodeId nodeOrNull(boolean present, String id) {
        return present ? new NodeId(id) : null;
    }

    static @Nullable FileId fileOrNull(boolean present, long packed) {
        return present ? FileId.ofPacked(packed) : null;
    }

    static @Nullable String textOrNull(boolean present, String text) {
        return present ? text : null;
    }
}
