package org.onecopy.cli.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.onecopy.cli.demo.TreeProof.Outcome;
import org.onecopy.cli.demo.TreeProof.Side;
import org.onecopy.cli.demo.TreeProof.ZoneDigest;
import org.onecopy.cli.demo.readers.TreeEntry;

/**
 * Finds where zones differ that were read. A path that a zone lacks is no difference where the zone's node lists it as parked, and its
 * storage cannot hold it, or something above it; a path that a zone has, or that nobody has, and that is listed as parked is one.
 */
final class Comparison {
    /** How many differences are told in full. */
    static final int DIFFERENCES_SHOWN = 20;

    private static final String MISSING = "missing";

    private final List<Side> sides;
    private final SortedSet<String> paths = new TreeSet<>();
    private final SortedSet<String> parkedAnywhere = new TreeSet<>();

    Comparison(List<Side> sides) {
        this.sides = List.copyOf(sides);
        for (Side side : sides) {
            paths.addAll(side.listing().entries().keySet());
            if (side.parked() != null) {
                parkedAnywhere.addAll(side.parked().reasons().keySet());
            }
        }
    }

    Outcome outcome() {
        List<String> differences = new ArrayList<>();
        for (Side side : sides) {
            if (side.parked() == null) {
                differences.add("zone " + side.zone() + ": its node does not say what is parked");
            } else if (side.parked().notListed() > 0) {
                differences.add("zone " + side.zone() + ": " + side.parked().notListed()
                        + " more paths are parked than its node lists");
            }
        }
        long total = differences.size();
        SortedSet<String> all = new TreeSet<>(paths);
        all.addAll(parkedAnywhere);
        for (String path : all) {
            if (differs(path) && ++total <= DIFFERENCES_SHOWN) {
                differences.add(describe(path));
            }
        }
        return new Outcome(total == 0, sides.stream().map(this::zoneDigest).toList(), differences, total);
    }

    private boolean differs(String path) {
        List<TreeEntry> present = present(path);
        if (present.isEmpty()) {
            return true; // parked, and nobody has it
        }
        return present.stream().map(TreeEntry::shape).distinct().count() > 1
                || present.stream()
                                .map(TreeEntry::mode)
                                .filter(mode -> !mode.isEmpty())
                                .distinct()
                                .count()
                        > 1
                || sides.stream()
                                .map(side -> side.digests().get(path))
                                .filter(Objects::nonNull)
                                .distinct()
                                .count()
                        > 1
                || sides.stream()
                        .anyMatch(side -> TreeProof.isGone(side.digests().getOrDefault(path, "")))
                || sides.stream().anyMatch(side -> !isAsListed(side, path, present.getFirst()));
    }

    private List<TreeEntry> present(String path) {
        return sides.stream()
                .map(side -> side.entry(path))
                .filter(Objects::nonNull)
                .toList();
    }

    /** Whether a zone has a path and does not list it, or lacks it, lists it, and has to lack it. */
    private static boolean isAsListed(Side side, String path, TreeEntry elsewhere) {
        String reason = reason(side, path);
        if (side.entry(path) != null) {
            return reason == null;
        }
        if (reason == null || side.parked() == null) {
            return false;
        }
        return reason.equals(ParkedPaths.WAITING)
                ? side.parked().isBelowParked(path)
                : reason.equals(side.reader().refusal(elsewhere));
    }

    private static @Nullable String reason(Side side, String path) {
        return side.parked() == null ? null : side.parked().reasons().get(path);
    }

    private String describe(String path) {
        StringBuilder text = new StringBuilder(path).append(':');
        for (Side side : sides) {
            TreeEntry entry = side.entry(path);
            String reason = reason(side, path);
            text.append(' ')
                    .append(side.zone())
                    .append(" [")
                    .append(entry == null ? MISSING : what(side, entry))
                    .append(reason == null ? "" : ", parked: " + reason)
                    .append(']');
        }
        return text.toString();
    }

    private static String what(Side side, TreeEntry entry) {
        String digest = side.digests().get(entry.path());
        return entry.shape()
                + (entry.mode().isEmpty() ? "" : " " + entry.mode())
                + (digest == null ? "" : " " + digest);
    }

    /** The digest leaves out modes, which not all storages keep, and paths that not all can hold. */
    private ZoneDigest zoneDigest(Side side) {
        SortedMap<String, String> lines = new TreeMap<>();
        side.listing().entries().forEach((path, entry) -> {
            if (!parkedAnywhere.contains(path)) {
                lines.put(path, entry.shape() + " " + side.digests().getOrDefault(path, ""));
            }
        });
        Map<TreeEntry.Kind, Long> counts = side.listing().entries().values().stream()
                .collect(Collectors.groupingBy(TreeEntry::kind, Collectors.counting()));
        return new ZoneDigest(
                side.zone(),
                side.reader().how(),
                counts.getOrDefault(TreeEntry.Kind.FILE, 0L),
                counts.getOrDefault(TreeEntry.Kind.DIRECTORY, 0L),
                counts.getOrDefault(TreeEntry.Kind.LINK, 0L),
                side.listing().entries().values().stream()
                        .mapToLong(TreeEntry::length)
                        .sum(),
                side.listing().unreadableNames(),
                side.parked() == null ? new TreeMap<>() : side.parked().counts(),
                TreeProof.digest(lines));
    }
}
