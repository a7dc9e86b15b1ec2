package org.onecopy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.onecopy.model.Words;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.CheckResult;
import org.onecopy.model.api.StorageAbilities;
import org.onecopy.model.api.StorageJoin;
import org.onecopy.model.api.StorageMeaning;
import org.onecopy.model.api.StorageNote;
import org.onecopy.storage.Ability;

/** What it means that one rule joins storages. */
final class StorageJoinTest {
    private static StorageAbilities zone(String name, String illegal, String... without) {
        List<String> abilities = new ArrayList<>(StorageMeaning.words());
        abilities.removeAll(List.of(without));
        return new StorageAbilities(
                new ZoneName(name), "local", "/", "", abilities, 255, Integer.MAX_VALUE, illegal, 1, 1);
    }

    @Test
    void has_a_sentence_for_every_ability_that_a_storage_may_lack() {
        assertThat(StorageMeaning.words())
                .containsExactlyInAnyOrderElementsOf(
                        List.of(Ability.values()).stream().map(Words::of).toList());
        assertThat(StorageMeaning.words())
                .allMatch(word -> !StorageMeaning.ofLack(word).isEmpty());
    }

    @Test
    void says_nothing_of_equal_storages_that_lack_nothing() {
        assertThat(StorageJoin.of(List.of(zone("b", ""), zone("a", ""))).notes())
                .isEmpty();
        assertThat(StorageJoin.of(List.of(zone("b", ""), zone("a", ""))).zones())
                .extracting(zone -> zone.zone().value())
                .containsExactly("a", "b");
    }

    @Test
    void speaks_of_replicas_only_where_a_zone_has_them() {
        assertThat(StorageJoin.of(List.of(zone("a", "", "replication"), zone("b", "", "replication")))
                        .notes())
                .isEmpty();
        assertThat(StorageJoin.of(List.of(zone("a", "", "replication"), zone("b", "")))
                        .notes())
                .extracting(StorageNote::zones)
                .containsExactly(List.of(new ZoneName("a")));
    }

    @Test
    void refuses_to_join_one_that_folds_names_with_one_that_does_not() {
        StorageJoin join = StorageJoin.of(List.of(zone("a", "", "case-sensitive", "owners"), zone("b", "")));
        assertThat(join.notes().getFirst())
                .isEqualTo(new StorageNote(
                        "case-sensitive",
                        CheckResult.FAIL,
                        List.of(new ZoneName("a")),
                        "names that differ by case only are one name there and two elsewhere: no rule can join them"));
        StorageJoin both = StorageJoin.of(List.of(zone("a", "", "case-sensitive"), zone("b", "", "case-sensitive")));
        assertThat(both.notes()).extracting(StorageNote::result).containsExactly(CheckResult.WARN);
    }

    @Test
    void names_what_is_parked_only_where_another_zone_can_hold_it() {
        assertThat(StorageJoin.of(List.of(zone("a", ":"), zone("b", ":"))).notes())
                .isEmpty();
        assertThat(StorageJoin.of(List.of(zone("a", ":"), zone("b", ""))).notes())
                .singleElement()
                .satisfies(note -> {
                    assertThat(note.zones()).containsExactly(new ZoneName("a"));
                    assertThat(note.meaning()).startsWith("names with ':' from other zones are parked");
                });
    }
}
