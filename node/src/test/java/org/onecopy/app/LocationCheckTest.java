package org.onecopy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.ZoneName;
import org.onecopy.problem.ProblemException;
import org.onecopy.storage.Lineage;

class LocationCheckTest {
    private static final ZoneName OSLO = new ZoneName("oslo");
    private static final ZoneName LYON = new ZoneName("lyon");
    private static final Map<ZoneName, String> PATHS = Map.of(OSLO, "/data", LYON, "/mnt/photos");

    private static void check(Lineage oslo, Lineage lyon) {
        LocationCheck.refuseShared(PATHS, Map.of(OSLO, oslo, LYON, lyon));
    }

    private static Lineage at(String... names) {
        List<String> all = List.of(names);
        return new Lineage(all.subList(0, all.size() - 1), List.of(all.getLast()));
    }

    @Test
    void refuses_two_zones_in_one_directory() {
        assertThatThrownBy(() -> check(at("top", "a"), new Lineage(List.of("other"), List.of("b", "a"))))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.code()).isEqualTo(ProblemCode.SAME_STORAGE))
                .hasMessageContaining("lyon")
                .hasMessageContaining("would share");
    }

    @Test
    void refuses_a_zone_inside_of_another_ones_directory_and_says_which() {
        String expected =
                "the location /mnt/photos of zone lyon lies inside the location /data of zone oslo: put them side by side";
        assertThatThrownBy(() -> check(at("top", "a"), at("top", "a", "b"))).hasMessage(expected);
        assertThatThrownBy(() -> check(at("top"), at("top", "a", "b"))).hasMessage(expected);
    }

    @Test
    void takes_directories_side_by_side() {
        assertThatCode(() -> check(at("top", "a"), at("top", "b"))).doesNotThrowAnyException();
    }
}
