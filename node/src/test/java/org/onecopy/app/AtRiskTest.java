package org.onecopy.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.onecopy.core.Attributes;
import org.onecopy.core.Content;
import org.onecopy.core.Kind;
import org.onecopy.core.Name;
import org.onecopy.core.namespace.Base;
import org.onecopy.core.namespace.Command;
import org.onecopy.core.namespace.Inode;
import org.onecopy.core.namespace.Namespace;
import org.onecopy.core.namespace.OpId;
import org.onecopy.core.namespace.Operation;
import org.onecopy.core.namespace.Outcome;
import org.onecopy.core.namespace.Ref;
import org.onecopy.core.namespace.RuleDefinition;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.OutcomeKey;
import org.onecopy.core.namespace.Tables.ZoneKey;
import org.onecopy.core.namespace.ZoneRow;
import org.onecopy.model.Digest;
import org.onecopy.model.FileId;
import org.onecopy.model.NodeId;
import org.onecopy.model.RuleId;
import org.onecopy.model.RuleName;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;
import org.onecopy.testing.MapTables;

@DisplayName("H10: what one zone alone holds")
final class AtRiskTest {
    private static final RuleId RULE = new RuleId(1);
    private static final ZoneName OSLO = new ZoneName("oslo");
    private static final ZoneName LYON = new ZoneName("lyon");
    private static final ZoneName KYOTO = new ZoneName("kyoto");
    private static final List<ZoneName> ZONES = List.of(KYOTO, LYON, OSLO);
    private static final long MIB = 1L << 20;

    private final MapTables tables = new MapTables();
    private final Map<ZoneName, Version> own = new HashMap<>();
    private long index = 100;
    private long timeMillis = 1_000_000;

    @BeforeEach
    void begin() {
        TreeMap<ZoneName, String> paths = new TreeMap<>();
        ZONES.forEach(zone -> paths.put(zone, "/data/" + zone));
        apply(new Command.ReviseRule(
                new RuleDefinition(
                        RULE,
                        new RuleName("photos"),
                        1,
                        paths,
                        List.of(),
                        null,
                        RuleDefinition.ConflictPolicy.KEEP_BOTH,
                        null,
                        900_000,
                        RuleDefinition.Visibility.ORDERED,
                        new RuleDefinition.GuardPolicy(Long.MAX_VALUE, 100, Long.MAX_VALUE, 1000),
                        Set.of()),
                timeMillis));
        ZONES.forEach(zone -> apply(new Command.AssignWriter(RULE, zone, new NodeId(zone + "-1"), 0)));
    }

    private void apply(Command command) {
        index++;
        tables.apply(Namespace.apply(tables, 0, index, command).changes());
    }

    private ZoneRow row(ZoneName zone) {
        return Objects.requireNonNull(tables.get(Tables.ZONES, new ZoneKey(RULE, zone)));
    }

    private Outcome propose(ZoneName zone, Operation operation) {
        timeMillis += 1_000;
        long number = row(zone).lastNumber() + 1;
        long epoch = row(zone).epoch();
        apply(new Command.Propose(RULE, zone, epoch, number, 0, 0, timeMillis, List.of(operation)));
        return Objects.requireNonNull(
                tables.get(Tables.OUTCOMES, new OutcomeKey(new ZoneKey(RULE, zone), new OpId(epoch, number))));
    }

    private static Content content(long length) {
        byte[] digest = new byte[32];
        digest[0] = (byte) length;
        return new Content(length, Digest.of(digest), null);
    }

    private FileId create(ZoneName zone, String name, Content content) {
        FileId root = Objects.requireNonNull(tables.get(Tables.RULES, RULE)).root();
        return Objects.requireNonNull(propose(
                        zone,
                        new Operation.Create(
                                new Ref.Known(root), new Name(name), Kind.FILE, content, null, Attributes.NONE))
                .file());
    }

    private FileId create(ZoneName zone, String name, long length) {
        return create(zone, name, content(length));
    }

    private Inode inode(FileId file) {
        return Objects.requireNonNull(tables.get(Tables.INODES, file));
    }

    private void report(ZoneName zone, Version lowWater, long holes, Version firstHole) {
        apply(new Command.ReportProgress(
                RULE,
                zone,
                row(zone).epoch(),
                new ZoneRow.Progress(lowWater, holes, holes, firstHole, timeMillis),
                true));
    }

    private void shows(ZoneName zone, FileId upTo) {
        report(zone, inode(upTo).written(), 0, Version.NONE);
    }

    private Map<ZoneName, AtRisk.Figures> figures() {
        Map<ZoneName, AtRisk.Mark> marks = new HashMap<>();
        ZONES.forEach(zone -> marks.put(zone, AtRisk.Mark.of(row(zone).progress(), own.get(zone))));
        return AtRisk.figures(tables, RULE, marks);
    }

    @Test
    void counts_bytes_and_the_age_of_the_oldest_until_another_zone_shows_them() {
        assertThat(figures()).isEmpty();
        FileId first = create(OSLO, "first", 3 * MIB);
        long firstMillis = timeMillis;
        FileId second = create(OSLO, "second", 5 * MIB);
        long secondMillis = timeMillis;
        create(LYON, "third", 7 * MIB);
        assertThat(figures())
                .isEqualTo(Map.of(
                        OSLO, new AtRisk.Figures(8 * MIB, 2, firstMillis),
                        LYON, new AtRisk.Figures(7 * MIB, 1, timeMillis)));
        shows(OSLO, second);
        assertThat(figures().get(OSLO)).as("its own report proves nothing").isNotNull();
        shows(KYOTO, first);
        assertThat(figures().get(OSLO)).isEqualTo(new AtRisk.Figures(5 * MIB, 1, secondMillis));
        shows(LYON, second);
        assertThat(figures()).containsOnlyKeys(LYON);
    }

    @Test
    void counts_neither_what_came_inside_a_proposal_nor_what_is_gone_nor_the_content_before() {
        create(OSLO, "inline", new Content(3, Digest.of(new byte[32]), new byte[3]));
        create(OSLO, "empty", new Content(0, Digest.of(new byte[32]), new byte[0]));
        FileId gone = create(OSLO, "gone", MIB);
        propose(
                OSLO,
                new Operation.Remove(
                        new Ref.Known(gone),
                        new Base.Seen(inode(gone).written()),
                        new Base.Seen(inode(gone).placed())));
        assertThat(figures()).isEmpty();
        FileId twice = create(OSLO, "twice", MIB);
        propose(
                OSLO,
                new Operation.Write(
                        new Ref.Known(twice), new Base.Seen(inode(twice).written()), content(2 * MIB), null, 8));
        assertThat(figures()).isEqualTo(Map.of(OSLO, new AtRisk.Figures(2 * MIB, 1, timeMillis)));
        assertThat(AtRisk.paths(tables, RULE, OSLO)).containsExactly("twice");
    }

    @Test
    void counts_the_first_hole_of_a_zone_and_no_other_content_where_it_is_the_only_one() {
        FileId small = create(OSLO, "parked-in-the-others", 2 * MIB);
        long parkedMillis = timeMillis;
        FileId large = create(OSLO, "shown", 9 * MIB);
        report(LYON, inode(large).written(), 1, inode(small).written());
        report(KYOTO, inode(large).written(), 1, inode(small).written());
        shows(OSLO, large);
        assertThat(figures()).isEqualTo(Map.of(OSLO, new AtRisk.Figures(2 * MIB, 1, parkedMillis)));
        shows(KYOTO, large);
        assertThat(figures()).as("one zone without a hole is enough").isEmpty();
    }

    @Test
    void never_counts_less_than_may_be_missing_where_several_holes_are_not_known_one_by_one() {
        FileId first = create(OSLO, "a", 2 * MIB);
        create(OSLO, "b", MIB);
        create(OSLO, "c", 9 * MIB);
        FileId last = create(OSLO, "d", 4 * MIB);
        report(LYON, inode(last).written(), 3, inode(first).written());
        shows(OSLO, last);
        assertThat(Objects.requireNonNull(figures().get(OSLO)).bytes())
                .as("kyoto shows nothing; lyon lacks a, and two of b, c and d")
                .isEqualTo((2 + 9 + 4) * MIB);
        assertThat(AtRisk.paths(tables, RULE, OSLO)).containsExactly("a", "b", "c", "d");
    }

    @Test
    void believes_its_own_writer_before_its_report_is_agreed() {
        FileId file = create(OSLO, "file", 2 * MIB);
        own.put(LYON, inode(file).written());
        assertThat(figures()).isEmpty();
        report(LYON, Version.NONE, 1, inode(file).written());
        assertThat(figures()).as("but not over a hole").containsOnlyKeys(OSLO);
    }

    @Test
    void paths_stop_at_what_a_zone_shows_without_a_hole() {
        FileId first = create(OSLO, "first", MIB);
        FileId second = create(OSLO, "second", MIB);
        FileId third = create(OSLO, "third", MIB);
        report(LYON, inode(third).written(), 1, inode(second).written());
        assertThat(AtRisk.paths(tables, RULE, OSLO)).containsExactly("second", "third");
        assertThat(inode(first).isLive()).isTrue();
    }

    private List<String> outOfReach(ZoneName away, Set<Version> ownHoles) {
        Map<ZoneName, AtRisk.Mark> heard = new HashMap<>();
        ZONES.stream()
                .filter(zone -> !zone.equals(away))
                .forEach(zone -> heard.put(zone, AtRisk.Mark.of(row(zone).progress(), null)));
        return OutOfReach.find(tables, RULE, heard, LYON, ownHoles).stream()
                .map(found -> found.path() + " of " + found.origin())
                .toList();
    }

    @Test
    void what_a_zone_alone_holds_is_listed_once_it_is_not_heard_of() {
        FileId held = create(OSLO, "held", MIB);
        create(KYOTO, "elsewhere", 3 * MIB);
        shows(LYON, held);
        create(OSLO, "alone", MIB);
        assertThat(outOfReach(OSLO, Set.of())).containsExactly("alone of oslo");
        assertThat(outOfReach(KYOTO, Set.of())).containsExactly("elsewhere of kyoto");
        assertThat(outOfReach(LYON, Set.of())).isEmpty();
    }

    @Test
    void a_hole_of_this_zone_is_listed_and_what_it_shows_beside_it_is_not() {
        FileId hole = create(OSLO, "hole", MIB);
        create(OSLO, "shown", MIB);
        FileId last = create(OSLO, "also", MIB);
        report(LYON, inode(last).written(), 1, inode(hole).written());
        assertThat(outOfReach(OSLO, Set.of(inode(hole).written()))).containsExactly("hole of oslo");
    }
}
