package org.onecopy.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.ChildKey;
import org.onecopy.core.namespace.Tables.ContentKey;
import org.onecopy.core.namespace.Tables.HeldKey;
import org.onecopy.core.namespace.Tables.JournalKey;
import org.onecopy.core.namespace.Tables.OutcomeKey;
import org.onecopy.core.namespace.Tables.ZoneKey;
import org.onecopy.core.registry.RegistryTables;
import org.onecopy.core.shown.ShownTables;
import org.onecopy.core.shown.ShownTables.CheckKey;
import org.onecopy.core.shown.ShownTables.ChunksKey;
import org.onecopy.core.shown.ShownTables.EntryKey;
import org.onecopy.core.shown.ShownTables.FileKey;
import org.onecopy.core.shown.ShownTables.IdentityKey;
import org.onecopy.core.shown.ShownTables.IntentKey;
import org.onecopy.core.shown.ShownTables.NameKey;
import org.onecopy.core.shown.ShownTables.PendingKey;
import org.onecopy.core.shown.ShownTables.WorkKey;
import org.onecopy.log.RandomValues;
import org.onecopy.log.Seeds;
import org.onecopy.model.RuleId;
import org.onecopy.model.ZoneName;

/** The order of stored keys is the order of keys. */
final class KeysTest {
    @Test
    void every_table_has_a_column() {
        Tables.ALL.forEach(table -> assertThat(Schema.MEMBERSHIP.column(table)).isNotNull());
        ShownTables.ALL.forEach(table -> assertThat(Schema.SHOWN.column(table)).isNotNull());
        RegistryTables.ALL.forEach(
                table -> assertThat(Schema.REGISTRY.column(table)).isNotNull());
        assertThat(Schema.SHOWN.columns()).hasSameSizeAs(ShownTables.ALL);
        assertThat(Schema.MEMBERSHIP.columns()).hasSize(Tables.ALL.size() + 2);
        assertThat(Schema.REGISTRY.columns()).hasSize(RegistryTables.ALL.size() + 2);
    }

    @Test
    void always_sorts_replicated_keys_as_their_records() {
        always(Keys.RULE, RandomValues::rule);
        always(Keys.FILE, RandomValues::file);
        always(Keys.ZONE_OF_RULE, KeysTest::zone);
        always(Keys.CHILD, random -> new ChildKey(few(random).file(), random.name()));
        always(Keys.CONTENT, random -> new ContentKey(few(random).file(), random.version()));
        always(Keys.JOURNAL, random -> new JournalKey(few(random).rule(), random.version()));
        always(Keys.OUTCOME, random -> new OutcomeKey(zone(random), random.operationId()));
        always(Keys.HELD, random -> new HeldKey(zone(random), random.version()));
        always(Keys.TEXT, random -> random.text(5));
        always(Keys.NUMBER, RandomValues::number);
    }

    @Test
    void always_sorts_local_keys_as_their_records() {
        always(Keys.ENTRY, random -> new EntryKey(few(random).rule(), random.number()));
        always(Keys.NAME_OF_ENTRY, random -> new NameKey(few(random).rule(), random.below(3), random.name()));
        always(Keys.FILE_OF_RULE, random -> new FileKey(few(random).rule(), random.file()));
        always(Keys.IDENTITY, random -> new IdentityKey(few(random).rule(), random.text(5)));
        always(Keys.PENDING, random -> new PendingKey(few(random).rule(), random.operationId()));
        always(Keys.INTENT, random -> new IntentKey(few(random).rule(), random.text(5)));
        always(
                Keys.RECONCILE_WORK,
                random -> new WorkKey(
                        few(random).rule(), WorkKey.Kind.of(random.below(4)), random.below(3) - 1, random.number()));
        always(
                Keys.CHECK_ITEM,
                random -> new CheckKey(
                        few(random).rule(), few(random).version(), CheckKey.Part.of(random.below(3)), random.number()));
        always(Keys.CHUNKS, random -> new ChunksKey(few(random).rule(), random.text(5)));
    }

    @Test
    void always_sorts_the_registrys_keys_as_their_records() {
        always(Keys.NODE, RandomValues::node);
        always(Keys.ZONE, RandomValues::zone);
        always(Keys.RULE_NAME, RandomValues::ruleName);
        always(Keys.UUID, RandomValues::uuid);
    }

    @Test
    void a_zone_sorts_before_one_whose_name_goes_on() {
        RuleId rule = new RuleId(1);
        byte[] north = Keys.ZONE_OF_RULE.encode(new ZoneKey(rule, new ZoneName("north")));
        byte[] northern = Keys.ZONE_OF_RULE.encode(new ZoneKey(rule, new ZoneName("north-2")));
        assertThat(Arrays.compareUnsigned(north, northern)).isNegative();
    }

    private static ZoneKey zone(RandomValues random) {
        return new ZoneKey(few(random).rule(), random.zone());
    }

    /** Few different values, so that the later parts of a key decide too. */
    private static RandomValues few(RandomValues random) {
        return new RandomValues(random.below(3));
    }

    static <K extends Comparable<? super K>> void always(KeyCodec<K> codec, Function<RandomValues, K> maker) {
        Seeds.forEach(30, random -> {
            List<K> keys = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                K key = maker.apply(random);
                assertThat(codec.decode(codec.encode(key))).isEqualTo(key);
                keys.add(key);
            }
            for (K one : keys) {
                for (K other : keys) {
                    int order = Arrays.compareUnsigned(codec.encode(one), codec.encode(other));
                    assertThat(Integer.signum(order))
                            .as("%s against %s", one, other)
                            .isEqualTo(Integer.signum(one.compareTo(other)));
                }
            }
        });
    }
}
