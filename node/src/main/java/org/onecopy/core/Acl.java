package org.onecopy.core;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What an object's access control list says beyond its mode: named users and groups, the owning group where a mask stands in the
 * mode's bits of the group, and all of a directory's default entries. What follows from the mode (its owner, the mask, the others) is
 * left out, so an object without a list and one with a minimal list are the same: {@link #NONE}.
 *
 * @param entries in their order, each scope, kind and name once
 */
public record Acl(List<AclEntry> entries) {
    /** No list, or a minimal one. */
    public static final Acl NONE = new Acl(List.of());

    /** More than this is not taken, in bytes as {@link #bytes} counts them. */
    public static final int BYTES_MAX = 8 << 10;

    public Acl {
        TreeMap<AclEntry, AclEntry> sorted = new TreeMap<>(AclEntry.BY_SUBJECT);
        entries.forEach(entry -> sorted.put(entry, entry));
        entries = List.copyOf(sorted.values());
    }

    public boolean isEmpty() {
        return entries.isEmpty();
    }

    /** How much room it takes, nearly. */
    public int bytes() {
        return entries.stream()
                .mapToInt(entry -> 8 + entry.name().getBytes(StandardCharsets.UTF_8).length)
                .sum();
    }

    /** The permissions of the owning group, which the mode does not tell where there is a mask; null where it does. */
    public @Nullable Integer owningGroup() {
        return entries.stream()
                .filter(entry ->
                        entry.isOf(AclEntry.Kind.GROUP, false) && entry.name().isEmpty())
                .map(AclEntry::permissions)
                .findFirst()
                .orElse(null);
    }

    /** With other names; an entry whose name becomes null is left out. The entries of owners have no name, and stay. */
    public Acl named(UnaryOperator<@Nullable String> users, UnaryOperator<@Nullable String> groups) {
        return new Acl(entries.stream()
                .map(entry -> entry.named(entry.kind() == AclEntry.Kind.USER ? users : groups))
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList());
    }

    /** This one, with what became of {@code before} when it became {@code after}: entries that came, changed or went. */
    public Acl changed(Acl before, Acl after) {
        TreeMap<AclEntry, AclEntry> result = new TreeMap<>(AclEntry.BY_SUBJECT);
        entries.forEach(entry -> result.put(entry, entry));
        before.entries.stream().filter(entry -> after.find(entry) == null).forEach(result::remove);
        after.entries.stream()
                .filter(entry -> !entry.equals(before.find(entry)))
                .forEach(entry -> result.put(entry, entry));
        return new Acl(List.copyOf(result.values()));
    }

    private @Nullable AclEntry find(AclEntry like) {
        return entries.stream()
                .filter(entry -> AclEntry.BY_SUBJECT.compare(entry, like) == 0)
                .findFirst()
                .orElse(null);
    }
}
