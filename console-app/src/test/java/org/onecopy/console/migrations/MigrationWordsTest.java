package org.onecopy.console.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.onecopy.model.ByteCount;
import org.onecopy.model.NodeId;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.Initial;
import org.onecopy.model.api.MigrationCompare;
import org.onecopy.model.api.MigrationPlanSpec;
import org.onecopy.model.api.MigrationPlanState;
import org.onecopy.model.api.MigrationPlanView;
import org.onecopy.model.api.MigrationPlanZoneView;

class MigrationWordsTest {
    private static final ZoneName OSLO = new ZoneName("oslo");
    private static final ZoneName LYON = new ZoneName("lyon");

    private static MigrationPlanView plan(ZoneName source, long trash) {
        return new MigrationPlanView(
                "p1",
                new NodeId("oslo-1"),
                MigrationPlanState.DONE,
                Instant.EPOCH,
                source,
                MigrationCompare.SIZE,
                null,
                3,
                0,
                List.of(zone(OSLO, "/srv/a", 5, 0, 60L), zone(LYON, "/srv/b", 2, trash, null)),
                List.of(),
                0);
    }

    private static MigrationPlanZoneView zone(ZoneName zone, String path, long brought, long trash, Long seconds) {
        ByteCount some = new ByteCount(1024);
        return new MigrationPlanZoneView(
                zone, path, 10, some, 1, 7, some, brought, some, 0, some, trash, some, 0, seconds);
    }

    @Test
    void what_is_typed_becomes_a_plan_and_a_line_to_type() {
        MigrationPlanSpec spec = MigrationWords.spec(
                null,
                Map.of(
                        "path-oslo", " /srv/a ",
                        "path-lyon", "/srv/b c",
                        "path-kyoto", "",
                        "right", MigrationWords.choices(List.of(OSLO, LYON)).get(1),
                        "compare", MigrationWords.BY_DIGEST,
                        "rate", "10MiB",
                        "exclude", "*.tmp\n\n cache/** "));
        assertThat(spec.zones()).isEqualTo(Map.of(OSLO, "/srv/a", LYON, "/srv/b c"));
        assertThat(spec.initial()).isEqualTo(new Initial(OSLO));
        assertThat(spec.exclude()).containsExactly("*.tmp", "cache/**");
        assertThat(MigrationWords.cli(spec))
                .isEqualTo("onecopy migrate plan --zone 'lyon=/srv/b c' --zone oslo=/srv/a --source oslo"
                        + " --compare digest --rate 10MiB --exclude '*.tmp' --exclude 'cache/**' --no-wait");
    }

    @Test
    void says_what_is_missing_before_anything_is_asked() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MigrationWords.spec(null, Map.of("path-oslo", "/srv/a")))
                .withMessageContaining("at least two");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MigrationWords.spec(null, Map.of("path-oslo", "srv", "path-lyon", "/srv")))
                .withMessageContaining("oslo")
                .withMessageContaining("slash");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MigrationWords.spec(
                        null,
                        Map.of(
                                "path-oslo", "/a",
                                "path-lyon", "/b",
                                "right", MigrationWords.choice(new ZoneName("kyoto")))))
                .withMessageContaining("kyoto");
        for (String wrong : List.of("", "0", "101", "5 0", "-1", "1000000000000")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> MigrationWords.priority(wrong))
                    .withMessageContaining("1 to 100");
        }
    }

    @Test
    void a_plan_says_what_goes_and_only_such_a_one_wants_a_name_typed() {
        assertThat(MigrationWords.summary(plan(OSLO, 4)))
                .anyMatch(line -> line.contains("What zone oslo has is right"))
                .anyMatch(line -> line.contains("Brought: 7 files (2.0 KiB)"))
                .anyMatch(line -> line.equals("To the trash of their zones: 4."))
                .anyMatch(line -> line.contains("1 m 0 s"))
                .anyMatch(line -> line.contains("a guess"));
        assertThat(MigrationWords.takesAway(plan(OSLO, 4))).isTrue();
        assertThat(MigrationWords.takesAway(plan(OSLO, 0))).isFalse();
        assertThat(MigrationWords.takesAway(plan(null, 0))).isFalse();
    }

    @Test
    void a_start_is_typed_with_what_is_new_alone() {
        RuleName rule = new RuleName("archive");
        assertThat(MigrationWords.cli(rule, Map.of(), Initial.UNION, List.of(), 60))
                .isEqualTo("onecopy migrate start archive --priority 60");
        assertThat(MigrationWords.cli(rule, Map.of(LYON, "/srv/b"), new Initial(OSLO), List.of("*.tmp"), 50))
                .isEqualTo(
                        "onecopy migrate start archive --zone lyon=/srv/b --source oslo --exclude '*.tmp' --priority 50"
                                + " --yes");
    }
}
