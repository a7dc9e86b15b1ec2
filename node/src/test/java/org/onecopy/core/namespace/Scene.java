package org.onecopy.core.namespace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Attributes;
import org.onecopy.core.Content;
import org.onecopy.core.Kind;
import org.onecopy.core.Name;
import org.onecopy.core.namespace.RuleDefinition.ConflictPolicy;
import org.onecopy.core.namespace.RuleDefinition.GuardPolicy;
import org.onecopy.core.namespace.Tables.JournalKey;
import org.onecopy.core.namespace.Tables.OutcomeKey;
import org.onecopy.core.namespace.Tables.ZoneKey;
import org.onecopy.model.Digest;
import org.onecopy.model.FileId;
import org.onecopy.model.NodeId;
import org.onecopy.model.RuleId;
import org.onecopy.model.RuleName;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;
import org.onecopy.testing.MapTables;

/** A membership with one rule and three zones. Every entry is applied twice and everything is checked after each. */
final class Scene {
    static final RuleId RULE = new RuleId(1);
    static final ZoneName NORTH = new ZoneName("north");
    static final ZoneName SOUTH = new ZoneName("south");
    static final ZoneName WEST = new ZoneName("west");
    static final List<ZoneName> ZONES = List.of(NORTH, SOUTH, WEST);
    static final GuardPolicy OPEN = new GuardPolicy(Long.MAX_VALUE, 100, Long.MAX_VALUE, 1000);
    static final int ROWS_MAX = 10_000;

    final MapTables tables = new MapTables();
    boolean checked = true;
    long index = 100;
    long timeMillis = 1_700_000_000_000L;
    private @Nullable JournalReplay replay;
    private JournalReplay.Watcher watcher = (version, entry, before) -> {};

    Scene() {
        this(OPEN);
    }

    Scene(GuardPolicy guard) {
        apply(new Command.ReviseRule(definition(1, ConflictPolicy.KEEP_BOTH, null, guard, ZONES), timeMillis));
        ZONES.forEach(zone -> assign(zone, 0));
    }

    static RuleDefinition definition(
            long revision, ConflictPolicy policy, @Nullable ZoneName preferred, GuardPolicy guard, List<ZoneName> in) {
        TreeMap<ZoneName, String> paths = new TreeMap<>();
        in.forEach(zone -> paths.put(zone, "/data/" + zone));
        RuleName name = new RuleName("rule");
        return new RuleDefinition(
                RULE,
                name,
                revision,
                paths,
                List.of(),
                null,
                policy,
                preferred,
                900_000,
                RuleDefinition.Visibility.ORDERED,
                guard,
                Set.of());
    }

    /** The rule's next revision: the same but for the parameters. */
    void revise(ConflictPolicy policy, @Nullable ZoneName preferred, List<ZoneName> zones) {
        RuleDefinition now = rule().definition();
        apply(new Command.ReviseRule(
                definition(now.revision() + 1, policy, preferred, now.guard(), zones), timeMillis));
    }

    void assign(ZoneName zone, long expectedEpoch) {
        apply(new Command.AssignWriter(RULE, zone, new NodeId("node-of-" + zone), expectedEpoch));
    }

    /** Calls the watcher for every journal entry from now on, before it is replayed. */
    void watch(JournalReplay.Watcher newWatcher) {
        watcher = newWatcher;
    }

    /** A zone reports that it has passed a version. */
    void pass(ZoneName zone, Version upTo) {
        apply(new Command.ReportProgress(
                RULE, zone, zone(zone).epoch(), new ZoneRow.Progress(upTo, 0, 0, Version.NONE, timeMillis), true));
    }

    /** Trims what every zone of the rule then says to have passed. */
    void trim(Version upTo) {
        rule().definition().paths().keySet().forEach(zone -> pass(zone, upTo));
        apply(new Command.Trim(RULE, upTo, upTo));
    }

    Delta apply(Command command) {
        index++;
        Delta delta = Namespace.apply(tables, 0, index, command);
        assertThat(delta.changes().size()).as("rows").isLessThanOrEqualTo(ROWS_MAX);
        if (checked) {
            assertThat(Namespace.apply(tables, 0, index, command)).isEqualTo(delta);
        }
        tables.apply(delta.changes());
        if (checked) {
            TableChecks.check(tables);
            if (replay == null) {
                replay = new JournalReplay(root());
            }
            replay.follow(tables, watcher);
            replay.assertShows(tables);
        }
        return delta;
    }

    RuleRow rule() {
        return Objects.requireNonNull(tables.get(Tables.RULES, RULE));
    }

    FileId root() {
        return rule().root();
    }

    ZoneRow zone(ZoneName zone) {
        return Objects.requireNonNull(tables.get(Tables.ZONES, new ZoneKey(RULE, zone)));
    }

    /** Proposes operations with the next numbers. */
    List<Outcome> propose(ZoneName zone, Operation... operations) {
        long first = zone(zone).lastNumber() + 1;
        apply(proposal(zone, first, operations));
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < operations.length; i++) {
            outcomes.add(outcome(zone, first + i));
        }
        return outcomes;
    }

    Command.Propose proposal(ZoneName zone, long first, Operation... operations) {
        return new Command.Propose(RULE, zone, zone(zone).epoch(), first, 0, 0, timeMillis, List.of(operations));
    }

    Outcome operate(ZoneName zone, Operation operation) {
        return propose(zone, operation).getFirst();
    }

    Outcome outcome(ZoneName zone, long number) {
        OpId id = new OpId(zone(zone).epoch(), number);
        return Objects.requireNonNull(tables.get(Tables.OUTCOMES, new OutcomeKey(new ZoneKey(RULE, zone), id)));
    }

    FileId create(ZoneName zone, FileId parent, String name, String text) {
        return Objects.requireNonNull(operate(zone, newFile(parent, name, text)).file());
    }

    FileId directory(ZoneName zone, FileId parent, String name) {
        return Objects.requireNonNull(operate(zone, newDirectory(parent, name)).file());
    }

    Outcome remove(ZoneName zone, FileId file) {
        return operate(zone, removal(file));
    }

    Inode inode(FileId file) {
        return Objects.requireNonNull(tables.get(Tables.INODES, file));
    }

    static Operation.Create newFile(FileId parent, String name, String text) {
        return newFile(new Ref.Known(parent), name, text);
    }

    static Operation.Create newFile(Ref parent, String name, String text) {
        Attributes attributes = new Attributes(0644, "", "", 7);
        return new Operation.Create(parent, new Name(name), Kind.FILE, content(text), null, attributes);
    }

    static Operation.Create newDirectory(FileId parent, String name) {
        return new Operation.Create(new Ref.Known(parent), new Name(name), Kind.DIRECTORY, null, null, Attributes.NONE);
    }

    static Operation.Create newLink(FileId parent, String name, String target) {
        return new Operation.Create(new Ref.Known(parent), new Name(name), Kind.SYMLINK, null, target, Attributes.NONE);
    }

    /** A write on the present content. */
    Operation.Write rewrite(FileId file, String text) {
        return rewrite(file, inode(file).written(), text);
    }

    static Operation.Write rewrite(FileId file, Version base, String text) {
        return new Operation.Write(new Ref.Known(file), new Base.Seen(base), content(text), null, 8);
    }

    /** A move from the present place. */
    Operation.Move movement(FileId file, FileId parent, String name) {
        return new Operation.Move(
                new Ref.Known(file), new Base.Seen(inode(file).placed()), new Ref.Known(parent), new Name(name));
    }

    /** A removal of the present content at the present place. */
    Operation.Remove removal(FileId file) {
        Inode inode = inode(file);
        return new Operation.Remove(new Ref.Known(file), new Base.Seen(inode.written()), new Base.Seen(inode.placed()));
    }

    static Content content(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            return new Content(
                    bytes.length, Digest.of(MessageDigest.getInstance("SHA-256").digest(bytes)), bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    Base.Own own(ZoneName zone, long number) {
        return new Base.Own(new OpId(zone(zone).epoch(), number));
    }

    Ref.Own ownRef(ZoneName zone, long number) {
        return new Ref.Own(new OpId(zone(zone).epoch(), number));
    }

    /** The effects of the last entry. */
    List<Effect> effects() {
        List<Effect> effects = new ArrayList<>();
        JournalKey from = new JournalKey(RULE, Version.of(0, index, 0));
        tables.scan(Tables.JOURNAL, from, null)
                .forEachRemaining(row -> effects.add(row.getValue().effect()));
        return effects;
    }

    /** The whole tree as lines: {@code dir/}, {@code dir/file=text}, {@code link->target}. */
    List<String> tree() {
        List<String> lines = new ArrayList<>();
        list(root(), "", lines);
        return lines;
    }

    private void list(FileId directory, String path, List<String> lines) {
        tables.rows(Tables.CHILDREN).forEach((key, file) -> {
            if (key.parent().equals(directory)) {
                Inode inode = inode(file);
                String here = path + key.name();
                switch (inode.kind()) {
                    case DIRECTORY -> {
                        lines.add(here + "/");
                        list(file, here + "/", lines);
                    }
                    case SYMLINK -> lines.add(here + "->" + inode.target());
                    case FILE -> lines.add(here + "=" + text(inode));
                }
            }
        });
    }

    private String text(Inode inode) {
        Content content =
                Objects.requireNonNull(tables.get(Tables.CONTENTS, new Tables.ContentKey(inode.id(), inode.written())));
        return new String(Objects.requireNonNull(content.inline()), StandardCharsets.UTF_8);
    }
}
