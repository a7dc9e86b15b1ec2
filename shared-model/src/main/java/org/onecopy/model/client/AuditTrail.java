package org.onecopy.model.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.ApiJson;
import org.onecopy.model.Digest;
import org.onecopy.model.audit.AuditChain;
import org.onecopy.model.audit.AuditEntry;
import org.onecopy.model.audit.AuditHead;
import org.onecopy.model.audit.AuditHeads;

/** All chains of a network, as its nodes have them or as they were exported: the agreed one, once from each node, and what each node denied. */
public final class AuditTrail {
    private static final JsonMapper JSON = ApiJson.strict();
    private static final String FORM = "onecopy-audit-1";

    private final List<Copy> copies;
    private final SortedMap<String, List<AuditEntry>> denied;

    private AuditTrail(List<Copy> copies, SortedMap<String, List<AuditEntry>> denied) {
        this.copies = List.copyOf(copies);
        this.denied = denied;
    }

    /** The nodes of a network. */
    public interface Nodes {
        /** Asks all; the answers of those that give one, at least one. */
        <T> List<T> askAll(Function<AdminClient, T> question);
    }

    /**
     * The agreed chain as somebody has it.
     *
     * @param where to say in messages; empty where there is but one
     * @param heads how far the chains had come before they were read
     */
    private record Copy(String where, List<AuditEntry> agreed, List<AuditHead> heads) {
        long last() {
            return agreed.isEmpty() ? 0 : agreed.getLast().sequence();
        }

        /** What the entries themselves say of the nodes' own chains. */
        Stream<AuditHead> anchors() {
            return agreed.stream().map(entry -> entry.act().anchor()).flatMap(Stream::ofNullable);
        }
    }

    /**
     * The first line of an export.
     *
     * @param heads of all chains in it, so that an export that was cut shows
     */
    private record Header(String form, Instant exported, List<AuditHead> heads) {
        Header {
            heads = List.copyOf(heads);
        }
    }

    /**
     * A chain that was verified.
     *
     * @param first the sequence of its first entry; 0 where it has none
     */
    public record Verified(String chain, long first, long last, Digest hash) {}

    /** Asks all nodes that answer. First for what is agreed, then for what was denied: so no anchor is newer than what it anchors. */
    public static AuditTrail gather(Nodes nodes) {
        List<Copy> copies = nodes.askAll(AuditTrail::copy);
        SortedMap<String, List<AuditEntry>> denied = new TreeMap<>();
        nodes.askAll(client -> {
                    String chain = client.audit().heads().denied().chain();
                    return Map.entry(chain, client.audit().all(true));
                })
                .forEach(answer -> denied.put(answer.getKey(), answer.getValue()));
        return new AuditTrail(copies, denied);
    }

    private static Copy copy(AdminClient client) {
        AuditHeads heads = client.audit().heads();
        List<AuditHead> known = new ArrayList<>(List.of(heads.network(), heads.denied()));
        for (AuditEntry anchor : heads.anchors()) {
            known.add(anchor.head());
            AuditHead of = anchor.act().anchor();
            if (of != null) {
                known.add(of);
            }
        }
        String node = heads.denied().chain();
        return new Copy(
                "at node " + node.substring(node.indexOf('/') + 1) + ": ",
                client.audit().all(false),
                known);
    }

    /**
     * Reads an export.
     *
     * @throws IllegalArgumentException where the file cannot be read, or is none
     * @throws Unreadable where a line is no entry
     */
    public static AuditTrail read(Path file) throws Unreadable {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read " + file + ": " + e, e);
        }
        Header header = lines.isEmpty() ? null : header(lines.getFirst());
        if (header == null || !header.form.equals(FORM)) {
            throw new IllegalArgumentException(file + " is no export of an audit: its first line does not say so");
        }
        List<AuditEntry> agreed = new ArrayList<>();
        SortedMap<String, List<AuditEntry>> denied = new TreeMap<>();
        header.heads.forEach(head -> denied.put(head.chain(), new ArrayList<>()));
        denied.remove(AuditEntry.NETWORK);
        for (int i = 1; i < lines.size(); i++) {
            AuditEntry entry = entry(lines.get(i), i + 1);
            List<AuditEntry> chain = entry.chain().equals(AuditEntry.NETWORK)
                    ? agreed
                    : denied.computeIfAbsent(entry.chain(), name -> new ArrayList<>());
            chain.add(entry);
        }
        return new AuditTrail(List.of(new Copy("", agreed, header.heads)), denied);
    }

    /** A line of an export that is no entry. */
    public static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    private static @Nullable Header header(String line) {
        try {
            return JSON.readValue(line, Header.class);
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    private static AuditEntry entry(String line, int number) throws Unreadable {
        try {
            return JSON.readValue(line, AuditEntry.class);
        } catch (JsonProcessingException e) {
            throw new Unreadable("line " + number + " cannot be read: it was altered or cut", e);
        }
    }

    /** The copy of the agreed chain that has come farthest. */
    private Copy farthest() {
        return copies.stream().max(Comparator.comparingLong(Copy::last)).orElseThrow();
    }

    /** All chains as an export holds them, one line each; the first says how far they go. */
    public String export() {
        List<String> lines = new ArrayList<>();
        lines.add(line(new Header(
                FORM,
                Instant.now(),
                verified().stream()
                        .map(chain -> new AuditHead(chain.chain, chain.last, chain.hash))
                        .toList())));
        farthest().agreed.forEach(entry -> lines.add(line(entry)));
        denied.values().forEach(chain -> chain.forEach(entry -> lines.add(line(entry))));
        return String.join("\n", lines);
    }

    private static String line(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an entry that JSON cannot hold", e);
        }
    }

    /** How far each chain had come. */
    public List<AuditHead> heads() {
        return Stream.concat(
                        copies.stream().flatMap(copy -> copy.heads.stream()),
                        farthest().anchors())
                .distinct()
                .toList();
    }

    /**
     * What is wrong first, if anything is.
     *
     * @param once how far the chains have come once, from an earlier export
     */
    public Optional<String> firstBreak(List<AuditHead> once) {
        for (Copy copy : copies) {
            // A node that is a little behind others has not heard of their newest entries yet.
            List<AuditHead> others = heads().stream()
                    .filter(head -> head.sequence() <= copy.last())
                    .toList();
            Optional<AuditChain.Break> found = Stream.of(copy.heads, once, others)
                    .flatMap(heads -> AuditChain.firstBreak(AuditEntry.NETWORK, copy.agreed, heads).stream())
                    .findFirst();
            if (found.isPresent()) {
                return Optional.of(copy.where + found.get());
            }
        }
        for (var chain : denied.entrySet()) {
            Optional<AuditChain.Break> found = Stream.of(heads(), once)
                    .flatMap(heads -> AuditChain.firstBreak(chain.getKey(), chain.getValue(), heads).stream())
                    .findFirst();
            if (found.isPresent()) {
                return Optional.of(found.get().toString());
            }
        }
        return Optional.empty();
    }

    /** All chains, the agreed one first. */
    public List<Verified> verified() {
        List<Verified> all = new ArrayList<>();
        all.add(verified(AuditEntry.NETWORK, farthest().agreed));
        denied.forEach((chain, entries) -> all.add(verified(chain, entries)));
        return all;
    }

    private static Verified verified(String chain, List<AuditEntry> entries) {
        return entries.isEmpty()
                ? new Verified(chain, 0, 0, AuditEntry.START)
                : new Verified(
                        chain,
                        entries.getFirst().sequence(),
                        entries.getLast().sequence(),
                        entries.getLast().hash());
    }

    /** Chains that are known to be, and were not there to be verified. */
    public List<String> missing() {
        return heads().stream()
                .map(AuditHead::chain)
                .filter(chain -> !chain.equals(AuditEntry.NETWORK) && !denied.containsKey(chain))
                .distinct()
                .sorted()
                .toList();
    }

    /** What nodes denied, the oldest first. */
    public static List<AuditEntry> byTime(List<AuditEntry> entries) {
        return entries.stream()
                .sorted(Comparator.comparing((AuditEntry entry) -> entry.act().at())
                        .thenComparing(AuditEntry::chain)
                        .thenComparingLong(AuditEntry::sequence))
                .toList();
    }
}
