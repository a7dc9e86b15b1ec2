package org.onecopy.core.namespace;

/**
 * The id of an operation of one zone on one rule: the epoch of the zone's writer and the operation's number within it, from 1 without
 * gaps. Agreed exactly once however often it is proposed (H7).
 */
public record OpId(long epoch, long number) implements Comparable<OpId> {
    @Override
    public int compareTo(OpId other) {
        int order = Long.compare(epoch, other.epoch);
        return order != 0 ? order : Long.compare(number, other.number);
    }

    @Override
    public String toString() {
        return epoch + "/" + number;
    }
}
