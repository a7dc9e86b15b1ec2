package org.onecopy.console.repairs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.onecopy.model.ByteCount;
import org.onecopy.model.RuleName;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.RepairPlan;
import org.onecopy.model.api.RepairSource;
import org.onecopy.model.api.RepairSpec;

class RepairWordsTest {
    private static final ZoneName OSLO = new ZoneName("oslo");
    private static final RuleName RULE = new RuleName("photos");
    private static final RepairSpec FOUND = new RepairSpec(Version.parse("12.0"), "a b", null, null);

    private static RepairPlan plan(long differences, long overwrites, long removals, long everywhere) {
        return new RepairPlan(
                RULE,
                Version.parse("12.0"),
                "",
                RepairSource.AGREED,
                null,
                OSLO,
                differences,
                differences,
                ByteCount.of(1000 * differences),
                overwrites,
                removals,
                0,
                0,
                everywhere,
                0,
                90L,
                List.of());
    }

    @Test
    void each_choice_is_a_repair_and_a_line_to_type() {
        List<String> lines = RepairWords.choices(List.of(OSLO)).stream()
                .map(choice -> RepairWords.cli(RULE, RepairWords.spec(FOUND, choice)))
                .toList();
        assertThat(lines)
                .containsExactly(
                        "onecopy repair start photos --source agreed --check 12.0 --path 'a b'",
                        "onecopy repair start photos --union --check 12.0 --path 'a b'",
                        "onecopy repair start photos --source oslo --check 12.0 --path 'a b'");
        assertThat(RepairWords.spec(FOUND, RepairWords.choices(List.of(OSLO)).getLast())
                        .zone())
                .isEqualTo(OSLO);
    }

    @Test
    void a_plan_says_what_goes_and_only_such_a_one_wants_the_name_typed() {
        assertThat(RepairWords.summary(List.of(plan(0, 0, 0, 0))))
                .containsExactly("Nothing differs: nothing is to be mended.");
        assertThat(RepairWords.summary(List.of(plan(2, 1, 0, 3), plan(1, 0, 0, 0))))
                .contains("Replaced, and to the trash: 1.", "Proposed to be removed in ALL zones: 3.")
                .anyMatch(line -> line.startsWith("3 differences; brought: 3 files"))
                .noneMatch(line -> line.endsWith(": 0."));
        assertThat(RepairWords.takesAway(List.of(plan(2, 0, 0, 0)))).isFalse();
        assertThat(RepairWords.takesAway(List.of(plan(2, 0, 0, 0), plan(1, 0, 1, 0))))
                .isTrue();
        assertThat(RepairWords.takesAway(List.of(plan(1, 0, 0, 1)))).isTrue();
    }
}
