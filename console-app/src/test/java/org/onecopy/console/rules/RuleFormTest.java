package org.onecopy.console.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.CheckResult;
import org.onecopy.model.api.ConflictPolicy;
import org.onecopy.model.api.Initial;
import org.onecopy.model.api.StorageAbilities;

class RuleFormTest {
    private static final ZoneName OSLO = new ZoneName("oslo");
    private static final ZoneName LYON = new ZoneName("lyon");
    private final RuleForm form = RuleForm.create(List.of(OSLO, LYON), List.of(new RuleName("docs")));

    private void fill() {
        form.name().set("photos");
        form.places().forEach(place -> place.path().set("/srv/" + place.zone()));
    }

    @Test
    void says_what_is_wrong_by_field_while_typing() {
        assertThat(form.problems()).containsOnlyKeys(RuleForm.Field.NAME, RuleForm.Field.ZONES);
        assertThat(form.dirty()).isFalse();
        fill();
        assertThat(form.problems()).isEmpty();
        assertThat(form.dirty()).isTrue();
        form.hold().set("soon");
        form.guardFiles().set("many");
        form.conflict().set(ConflictPolicy.PREFERRED_ZONE);
        assertThat(form.problems())
                .containsOnlyKeys(RuleForm.Field.HOLD, RuleForm.Field.GUARD, RuleForm.Field.PREFERRED);
    }

    @Test
    void refuses_a_name_that_is_taken_and_a_path_that_is_not_absolute() {
        fill();
        form.name().set("docs");
        form.places().getFirst().path().set("srv/oslo");
        assertThat(form.problems().get(RuleForm.Field.NAME)).contains("already");
        assertThat(form.problems().get(RuleForm.Field.ZONES)).contains("oslo").contains("begin with /");
    }

    @Test
    void a_zone_that_is_left_out_cannot_be_source_or_preferred() {
        RuleForm three = RuleForm.create(List.of(OSLO, LYON, new ZoneName("kyoto")), List.of());
        three.name().set("photos");
        three.places().forEach(place -> place.path().set("/srv"));
        three.initial().set(new Initial(OSLO));
        three.preferred().set(OSLO);
        assertThat(three.problems()).isEmpty();
        three.places().getFirst().included().set(false);
        assertThat(three.problems()).containsOnlyKeys(RuleForm.Field.PREFERRED, RuleForm.Field.INITIAL);
    }

    @Test
    void the_command_line_says_only_what_differs_from_the_defaults() {
        fill();
        assertThat(RulePlan.cli(null, form.build()))
                .isEqualTo("onecopy rules create photos --zone lyon=/srv/lyon --zone oslo=/srv/oslo");
        form.exclude().set("*.tmp\n\n/my cache/**");
        form.hold().set("1m");
        assertThat(RulePlan.cli(null, form.build())).endsWith("--exclude '*.tmp' --exclude '/my cache/**' --hold 1m");
    }

    @Test
    void the_plan_warns_of_what_a_storage_lacks_and_of_a_zone_that_does_not_answer() {
        fill();
        StorageAbilities bare = new StorageAbilities(OSLO, "s3", "b", "", List.of(), 255, 1024, "", 1, 1);
        assertThat(RulePlan.of(null, form.build(), List.of(bare)))
                .anyMatch(
                        line -> line.result() == CheckResult.WARN && line.text().contains("lyon"));
        StorageAbilities other = new StorageAbilities(LYON, "s3", "b", "", List.of(), 255, 1024, "", 1, 1);
        assertThat(RulePlan.of(null, form.build(), List.of(bare, other)))
                .anyMatch(line -> line.text().contains("symbolic links are parked"));
    }

    @Test
    void two_zones_are_told_that_a_witness_would_help_and_one_can_be_chosen() {
        fill();
        assertThat(RulePlan.of(null, form.build(), List.of()))
                .anyMatch(
                        line -> line.result() == CheckResult.WARN && line.text().contains("no witness"));
        RuleForm witnessed = RuleForm.create(List.of(OSLO, LYON), List.of(new ZoneName("porto")), List.of());
        witnessed.name().set("photos");
        witnessed.places().forEach(place -> place.path().set("/srv/" + place.zone()));
        witnessed.witnesses().values().forEach(votes -> votes.set(true));
        assertThat(witnessed.build().witnesses()).containsExactly(new ZoneName("porto"));
        assertThat(RulePlan.of(null, witnessed.build(), List.of()))
                .noneMatch(line -> line.text().contains("no witness"))
                .anyMatch(line -> line.text().contains("[porto] vote on changes"));
        assertThat(RulePlan.cli(null, witnessed.build())).contains(" --witness porto");
    }
}
