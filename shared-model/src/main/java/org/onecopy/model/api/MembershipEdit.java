package org.onecopy.model.api;

import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.NodeId;
import org.onecopy.model.ZoneName;

/**
 * One change of a membership: exactly one of the first four is given.
 *
 * @param addWitness a node without storage that is to vote here
 * @param voter a member that is to vote
 * @param listener a member that is to vote no longer
 * @param preferredZone whose voters are to lead
 * @param acceptEvenSplit whether the change may make a zone one whose loss stops all changes, as of an even split; absent: no
 */
public record MembershipEdit(
        @Nullable NodeId addWitness,
        @Nullable NodeId voter,
        @Nullable NodeId listener,
        @Nullable ZoneName preferredZone,
        @Nullable Boolean acceptEvenSplit) {
    /** One that must not make an even split. */
    public MembershipEdit(
            @Nullable NodeId addWitness,
            @Nullable NodeId voter,
            @Nullable NodeId listener,
            @Nullable ZoneName preferredZone) {
        this(addWitness, voter, listener, preferredZone, null);
    }

    /** @throws IllegalArgumentException where not exactly one is given */
    public MembershipEdit {
        long given = Stream.of(addWitness, voter, listener, preferredZone)
                .filter(Objects::nonNull)
                .count();
        if (given != 1) {
            throw new IllegalArgumentException(
                    "a membership is changed one step at a time: give one of addWitness, voter, listener and preferredZone");
        }
    }

    /** What is to become of it, in a few words. */
    public String words() {
        return addWitness != null
                ? "witness " + addWitness + " is to vote"
                : voter != null
                        ? "node " + voter + " is to vote"
                        : listener != null
                                ? "node " + listener + " is to vote no longer"
                                : "zone " + preferredZone + " is to lead";
    }
}
