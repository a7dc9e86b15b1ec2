package org.onecopy.index;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Attributes;
import org.onecopy.core.Content;
import org.onecopy.core.Kind;
import org.onecopy.core.Name;
import org.onecopy.core.namespace.Base;
import org.onecopy.core.namespace.Command;
import org.onecopy.core.namespace.OpId;
import org.onecopy.core.namespace.Operation;
import org.onecopy.core.namespace.Ref;
import org.onecopy.core.namespace.RuleDefinition;
import org.onecopy.core.namespace.RuleDefinition.ConflictPolicy;
import org.onecopy.core.namespace.RuleDefinition.GuardPolicy;
import org.onecopy.core.namespace.RuleDefinition.Visibility;
import org.onecopy.core.namespace.ZoneRow;
import org.onecopy.log.CommandCodec;
import org.onecopy.log.RandomValues;
import org.onecopy.model.FileId;
import org.onecopy.model.NodeId;
import org.onecopy.model.RuleId;
import org.onecopy.model.RuleName;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;

/** A log as one busy zone makes it: entry at index i is the i-th from 1; null where an entry has no command. */
final class LogOfChanges {
    static final RuleId RULE = new RuleId(1);
    static final ZoneName ZONE = new ZoneName("north");

    private static final FileId ROOT = new FileId(Version.of(0, 1, 1));

    private final List<byte @Nullable []> entries = new ArrayList<>();
    private final RandomValues random;
    private final int perProposal;
    private long number;
    private long directory;

    LogOfChanges(long seed, int perProposal) {
        random = new RandomValues(seed);
        this.perProposal = perProposal;
        TreeMap<ZoneName, String> paths = new TreeMap<>();
        paths.put(ZONE, "/data");
        add(new Command.ReviseRule(
                new RuleDefinition(
                        RULE,
                        new RuleName("data"),
                        1,
                        paths,
                        List.of(),
                        null,
                        ConflictPolicy.KEEP_BOTH,
                        null,
                        900_000,
                        Visibility.ORDERED,
                        GuardPolicy.DEFAULT,
                        Set.of()),
                1000));
        add(new Command.AssignWriter(RULE, ZONE, new NodeId("north-1"), 0));
    }

    private void add(Command command) {
        entries.add(CommandCodec.encode(command));
    }

    /** With so many proposals more, and now and then an entry without a command or a trim. */
    LogOfChanges withProposals(int count) {
        for (int i = 0; i < count; i++) {
            if (random.below(10) == 0) {
                entries.add(null);
            }
            if (random.below(20) == 0) {
                Version upTo = Version.of(0, Math.max(1, entries.size() - 20), 0);
                add(new Command.ReportProgress(RULE, ZONE, 1, new ZoneRow.Progress(upTo, 0, 0, Version.NONE, 0), true));
                add(new Command.Age(2000 + number));
                add(new Command.Trim(RULE, upTo, upTo));
            }
            propose();
        }
        return this;
    }

    private void propose() {
        long first = number + 1;
        List<Operation> operations = new ArrayList<>();
        while (operations.size() < perProposal) {
            number++;
            operations.add(operation());
        }
        add(new Command.Propose(RULE, ZONE, 1, first, Math.max(0, first - 2000), 0, 2000 + number, operations));
    }

    private Operation operation() {
        if (directory == 0 || number % 100 == 0) {
            directory = number;
            return create(new Ref.Known(ROOT), Kind.DIRECTORY, null);
        }
        Ref within = new Ref.Own(new OpId(1, directory));
        long before = number - 1;
        boolean changes = before > directory && random.below(4) == 0;
        Ref file = new Ref.Own(new OpId(1, before));
        Base base = new Base.Own(new OpId(1, before));
        return changes
                ? random.oneOf(
                        () -> new Operation.Write(file, base, content(), null, number),
                        () -> new Operation.Move(file, base, within, new Name("moved-" + number)))
                : create(within, Kind.FILE, content());
    }

    private Operation create(Ref parent, Kind kind, @Nullable Content content) {
        Attributes attributes = new Attributes(0644, "hdfs", "hadoop", 1_780_000_000_000_000_000L + number);
        return new Operation.Create(parent, new Name("part-" + number), kind, content, null, attributes);
    }

    private Content content() {
        return new Content(random.below(1 << 30), random.digest(), null);
    }

    /** An entry that changes no file, for the log of a later incarnation. */
    static byte[] trim() {
        return CommandCodec.encode(new Command.Trim(RULE, Version.of(0, 1, 0), Version.NONE));
    }

    int size() {
        return entries.size();
    }

    /** Applies the entries from one index up to another, both inclusive, as agreement would. */
    void apply(AgreedIndex state, long from, long to) {
        for (long index = from; index <= to; index++) {
            byte[] entry = entries.get((int) index - 1);
            if (entry == null) {
                state.skip(1, index);
            } else {
                state.apply(1, index, entry);
            }
        }
    }

    /** Delivers what the state does not have yet, and, as replays may, some of what it has. */
    void replay(AgreedIndex state) {
        apply(state, Math.max(1, state.appliedIndex() - 3), size());
    }
}
