package org.onecopy.log;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import org.onecopy.core.registry.FeatureLevel;
import org.onecopy.log.proto.LogEntries;
import org.onecopy.log.proto.RegistryEntries;

/**
 * Which {@link FeatureLevel} an entry needs, by its schema: a node whose release knows that level can read it. Safe to call from many
 * threads.
 */
public final class EntryLevels {
    /** The newest schemas of the first level. */
    private static final int MEMBERSHIP_FIRST = 4;

    private static final int REGISTRY_FIRST = 5;

    private EntryLevels() {}

    /** @param entry as {@link CommandCodec} writes them: only its first field is read */
    public static int ofMembership(byte[] entry) {
        try {
            CodedInputStream form = CodedInputStream.newInstance(entry);
            boolean isSchema = WireFormat.getTagFieldNumber(form.readTag()) == LogEntries.Entry.SCHEMA_FIELD_NUMBER;
            return isSchema && form.readInt32() > MEMBERSHIP_FIRST ? FeatureLevel.NEWEST : FeatureLevel.FIRST;
        } catch (IOException e) {
            throw new IllegalArgumentException("no entry of a membership's log", e);
        }
    }

    /** @param entry as {@link RegistryCommandCodec} writes them. Raising the level needs none: whoever proposes it has seen to that */
    public static int ofRegistry(byte[] entry) {
        try {
            RegistryEntries.RegistryEntry form = RegistryEntries.RegistryEntry.parseFrom(entry);
            boolean newer = form.getSchema() > REGISTRY_FIRST && !form.hasRaiseLevel();
            return newer ? FeatureLevel.NEWEST : FeatureLevel.FIRST;
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("no entry of the registry's log", e);
        }
    }
}
