package org.onecopy.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.onecopy.core.Acl;
import org.onecopy.core.Attributes;
import org.onecopy.core.Content;
import org.onecopy.core.Extras;
import org.onecopy.core.Kind;
import org.onecopy.core.Name;
import org.onecopy.core.namespace.Command;
import org.onecopy.core.namespace.Operation;
import org.onecopy.core.namespace.Ref;
import org.onecopy.core.namespace.RuleDefinition;
import org.onecopy.core.namespace.Tables.ContentKey;
import org.onecopy.core.namespace.Tables.HeldRow;
import org.onecopy.core.people.PeopleChange;
import org.onecopy.core.registry.RegisteredNode;
import org.onecopy.core.registry.RegisteredZone;
import org.onecopy.core.registry.RegistryCommand;
import org.onecopy.core.shown.Cursor;
import org.onecopy.core.shown.Entry;
import org.onecopy.core.shown.HeldOrigin;
import org.onecopy.core.shown.Hole;
import org.onecopy.core.shown.Intent;
import org.onecopy.core.shown.Pending;
import org.onecopy.core.shown.Reconciling;
import org.onecopy.log.proto.LogEntries;
import org.onecopy.log.proto.RegistryEntries;
import org.onecopy.model.FileId;
import org.onecopy.model.RuleId;
import org.onecopy.model.UserName;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;
import org.onecopy.problem.ProblemException;

/** What is written is what is read, and what cannot be read stops the node. */
final class CodecTest {
    private static final int RUNS = 2000;

    @Test
    void always_reads_the_command_that_was_written() {
        Seeds.forEach(RUNS, random -> {
            Command command = random.command();
            byte[] bytes = CommandCodec.encode(command);
            assertThat(CommandCodec.decode(bytes)).isEqualTo(command);
            assertThat(CommandCodec.encode(CommandCodec.decode(bytes))).isEqualTo(bytes);
        });
    }

    @Test
    void always_reads_the_replicated_row_that_was_written() {
        always(MembershipRows.RULE, RandomValues::ruleRow);
        always(MembershipRows.ZONE, RandomValues::zoneRow);
        always(MembershipRows.INODE, RandomValues::inode);
        always(MembershipRows.FILE, RandomValues::file);
        always(MembershipRows.CONTENT, RandomValues::content);
        always(MembershipRows.JOURNAL, RandomValues::journalEntry);
        always(MembershipRows.OUTCOME, RandomValues::outcome);
        always(MembershipRows.HELD, random -> new HeldRow(random.operationId(), random.operation()));
        always(MembershipRows.CONTENT_KEY, random -> new ContentKey(random.file(), random.version()));
        always(MembershipRows.NUMBER, RandomValues::number);
        always(CheckForms.CHECK, RandomValues::checkRow);
        always(CheckForms.SCHEDULE, RandomValues::checkSchedule);
        always(FenceForms.FENCE, RandomValues::fenceRow);
        always(MigrationForms.MIGRATION, random -> new RandomMigrations(random).row());
        always(MigrationForms.MIGRATING, random -> new RandomMigrations(random).migrating());
        always(RepairForms.REPAIR, RandomValues::repairRow);
    }

    @Test
    void always_reads_the_local_row_that_was_written() {
        always(ShownRows.ENTRY, CodecTest::entry);
        always(
                ShownRows.PENDING,
                random -> new Pending(
                        random.natural(),
                        random.operation(),
                        random.text(20),
                        random.number(),
                        random.maybe(random::attributes)));
        always(
                ShownRows.INTENT,
                random -> new Intent(random.natural(), random.text(9), random.text(9), random.text(9), random.text(9)));
        always(
                ShownRows.HELD_ORIGIN,
                random ->
                        new HeldOrigin(random.natural(), random.name(), random.maybe(random::file), random.version()));
        always(
                ShownRows.HOLE,
                random -> new Hole(
                        random.file(),
                        random.text(9),
                        random.text(9),
                        random.flag(),
                        random.number(),
                        random.below(100),
                        random.flag()));
        always(
                ShownRows.RECONCILING,
                random -> new Reconciling(
                        random.version(),
                        random.version(),
                        random.oneOf(List.of(Reconciling.Phase.values())),
                        random.number(),
                        random.number(),
                        random.number(),
                        random.number()));
        always(CheckForms.ITEM, RandomValues::checkItem);
        always(CheckForms.PROGRESS, RandomValues::checkProgress);
        always(RepairForms.PROGRESS, RandomValues::repairProgress);
        always(ShownRows.RECONCILE_WORK, random -> random.text(9));
        always(ShownRows.CHUNKS, random -> random.list(5, random::digest));
        always(
                ShownRows.CURSOR,
                random -> new Cursor(
                        random.version(),
                        random.natural(),
                        random.natural(),
                        random.natural(),
                        random.text(20),
                        random.flag(),
                        random.flag(),
                        random.version(),
                        random.version()));
    }

    @Test
    void always_reads_what_the_registry_wrote() {
        Seeds.forEach(RUNS, random -> {
            RegistryCommand command = random.registryCommand();
            assertThat(RegistryCommandCodec.decode(RegistryCommandCodec.encode(command)))
                    .isEqualTo(command);
        });
        always(BandwidthForms.LIMIT, RandomValues::bandwidthLimit);
        always(RegistryRows.ZONE, random -> new RegisteredZone(random.zone(), random.text(9), random.flag()));
        always(
                RegistryRows.NODE,
                random -> new RegisteredNode(
                        random.node(), random.zone(), random.text(9), random.text(9), random.text(9)));
        always(RegistryRows.MEMBERSHIP, RandomValues::membership);
        always(RegistryRows.RESERVATION, RandomValues::reservation);
        always(RegistryRows.OUTCOME, RandomValues::registryOutcome);
        always(RegistryRows.RULE, RandomValues::rule);
        always(RegistryRows.REQUEST, RandomValues::uuid);
        always(RegistryRows.TICKET, RandomValues::ticket);
        always(RegistryRows.INDUCTED, RandomValues::inducted);
        always(RegistryRows.RECOVERY, RandomValues::recovery);
        always(PeopleForms.USER, RandomValues::user);
        always(PeopleForms.TOKEN, RandomValues::token);
        always(AuditForms.ENTRY, RandomValues::auditEntry);
    }

    private static Entry entry(RandomValues random) {
        return new Entry(
                random.natural(),
                random.natural(),
                random.name(),
                random.kind(),
                random.maybe(random::file),
                random.version(),
                random.version(),
                random.version(),
                random.maybe(random::content),
                random.maybe(() -> random.text(20)),
                random.attributes(),
                random.text(20),
                random.text(20),
                random.maybe(random::operationId));
    }

    static <V> void always(RowCodec<V> codec, Function<RandomValues, V> maker) {
        Seeds.forEach(RUNS / 4, random -> {
            V row = maker.apply(random);
            byte[] bytes = codec.encode(row);
            assertThat(codec.decode(bytes)).isEqualTo(row);
            assertThat(codec.encode(codec.decode(bytes)))
                    .as("equal rows, equal bytes")
                    .isEqualTo(bytes);
        });
    }

    @Test
    void keeps_an_empty_inline_content_apart_from_one_to_be_fetched() {
        Content empty = new Content(0, new RandomValues(1).digest(), new byte[0]);
        assertThat(MembershipRows.CONTENT
                        .decode(MembershipRows.CONTENT.encode(empty))
                        .inline())
                .isEmpty();
        assertThat(MembershipRows.CONTENT
                        .decode(MembershipRows.CONTENT.encode(empty.withoutBytes()))
                        .inline())
                .isNull();
    }

    @Test
    void stops_at_an_entry_of_a_newer_schema() {
        byte[] newer = LogEntries.Entry.newBuilder()
                .setSchema(CommandCodec.SCHEMA + 1)
                .setTrim(LogEntries.Trim.newBuilder().setRule(1))
                .build()
                .toByteArray();
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> CommandCodec.decode(newer))
                .withMessageContaining("schema " + (CommandCodec.SCHEMA + 1));
    }

    @Test
    void asks_for_a_newer_node_only_where_something_is_preserved() throws java.io.IOException {
        Attributes plain = new Attributes(0644, "a", "b", 7);
        assertThat(schema(create(plain))).isEqualTo(1);
        assertThat(schema(create(plain.withExtras(new Extras(null, null, 3, 0)))))
                .isEqualTo(2);
        assertThat(schema(create(plain.withExtras(new Extras(Acl.NONE, null, 0, 0)))))
                .isEqualTo(2);
        RuleDefinition asks = new RandomValues(3).definition();
        RuleDefinition asksNothing = new RuleDefinition(
                asks.id(),
                asks.name(),
                asks.revision(),
                asks.paths(),
                asks.exclude(),
                asks.source(),
                asks.conflict(),
                asks.preferredZone(),
                asks.holdMillis(),
                asks.visibility(),
                asks.guard(),
                Set.of());
        assertThat(schema(new Command.ReviseRule(asksNothing, 1))).isEqualTo(1);
        RegistryCommand reserve = new RegistryCommand.ReserveRule(
                new java.util.UUID(1, 2), asksNothing, List.of(), null, new java.util.UUID(3, 4));
        assertThat(RegistryEntries.RegistryEntry.parseFrom(RegistryCommandCodec.encode(reserve))
                        .getSchema())
                .isEqualTo(1);
        RegistryCommand people = new RegistryCommand.ChangePeople(
                new java.util.UUID(1, 2), new PeopleChange.RemoveUser(new UserName("ada")));
        assertThat(RegistryEntries.RegistryEntry.parseFrom(RegistryCommandCodec.encode(people))
                        .getSchema())
                .isEqualTo(3);
    }

    private static Command create(Attributes attributes) {
        Operation made = new Operation.Create(
                new Ref.Known(new FileId(Version.of(1, 1, 1))), new Name("d"), Kind.DIRECTORY, null, null, attributes);
        return new Command.Propose(new RuleId(1), new ZoneName("a"), 1, 1, 0, 0, 0, List.of(made));
    }

    private static int schema(Command command) throws java.io.IOException {
        return LogEntries.Entry.parseFrom(CommandCodec.encode(command)).getSchema();
    }

    @Test
    void stops_at_an_entry_of_an_unknown_type() {
        byte[] unknown = {8, 1, (byte) 0xFA, 63, 0}; // schema 1, field 1023 empty
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> CommandCodec.decode(unknown))
                .withMessageContaining("the type of an entry");
    }

    @Test
    void stops_at_damaged_bytes() {
        byte[] whole = CommandCodec.encode(new Command.RemoveRule(new RuleId(300), 1L << 40));
        byte[] cut = java.util.Arrays.copyOf(whole, whole.length - 1);
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> CommandCodec.decode(cut))
                .withMessageContaining("damaged");
        assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> CommandCodec.decode(new byte[0]));
    }

    @Test
    void refuses_to_write_a_proposal_that_is_too_large() {
        Operation operation = new RandomValues(7).operation();
        List<Operation> many = Collections.nCopies(Command.OPERATIONS_MAX + 1, operation);
        Command proposal = new Command.Propose(new RuleId(1), new ZoneName("a"), 1, 1, 0, 0, 0, many);
        assertThatIllegalArgumentException().isThrownBy(() -> CommandCodec.encode(proposal));
    }

    @Test
    void writes_the_form_that_earlier_releases_wrote() {
        // the bytes of schema 1: a change of these means that old logs can no longer be read
        Command command = new Command.DecideGuard(new RuleId(5), new ZoneName("north"), true, 77);
        assertThat(CommandCodec.encode(command))
                .asHexString()
                .isEqualTo("08017A0D08051205" + "6E6F727468" + "1801204D");
        assertThat(MembershipRows.OUTCOME.encode(new org.onecopy.core.namespace.Outcome(
                        org.onecopy.core.namespace.Outcome.Status.SAME, null, org.onecopy.model.Version.of(0, 1, 2))))
                .asHexString()
                .isEqualTo("0802188280" + "02");
    }
}
