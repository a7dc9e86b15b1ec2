package org.onecopy.core.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.onecopy.core.TreePath;
import org.onecopy.core.rule.Exclusions.Reason;

/** What a rule leaves alone, and by which glob (H44). */
final class ExclusionsTest {
    private final Exclusions exclusions =
            new Exclusions(List.of("*.tmp", "/cache/**", "logs/[0-9]*", "{a,b}?", "[!x]yz", "\\*"));

    private static TreePath path(String text) {
        return TreePath.parse(text);
    }

    @Test
    void names_are_compared_at_any_depth_and_paths_as_a_whole() {
        assertThat(exclusions.excludes(path("x.tmp"))).isTrue();
        assertThat(exclusions.excludes(path("deep/down/x.tmp"))).isTrue();
        assertThat(exclusions.excludes(path("x.tmpx"))).isFalse();
        assertThat(exclusions.excludes(path("cache/a/b"))).isTrue();
        assertThat(exclusions.excludes(path("cache"))).as("only what is in it").isFalse();
        assertThat(exclusions.excludes(path("other/cache/a"))).isFalse();
        assertThat(exclusions.excludes(path("logs/7"))).isTrue();
        assertThat(exclusions.excludes(path("logs/x"))).isFalse();
        assertThat(exclusions.excludes(path("d/a1"))).isTrue();
        assertThat(exclusions.excludes(path("d/c1"))).isFalse();
        assertThat(exclusions.excludes(path("ayz"))).isTrue();
        assertThat(exclusions.excludes(path("xyz"))).isFalse();
        assertThat(exclusions.excludes(path("*"))).isTrue();
        assertThat(exclusions.excludes(path("plain"))).isFalse();
        assertThat(exclusions.excludes(TreePath.ROOT)).isFalse();
    }

    @Test
    void says_which_glob_excludes_a_path_and_where() {
        assertThat(exclusions.reason(path("d/old.tmp/deeper/file"))).isEqualTo(new Reason(path("d/old.tmp"), "*.tmp"));
        assertThat(exclusions.reason(path("cache/a"))).isEqualTo(new Reason(path("cache/a"), "/cache/**"));
        assertThat(exclusions.reason(path(".onecopy/trash/x"))).isEqualTo(new Reason(path(".onecopy"), Exclusions.OWN));
        assertThat(exclusions.reason(path("d/.onecopy"))).as("only at the top").isNull();
        assertThat(exclusions.reason(path("d/file"))).isNull();
    }

    @Test
    void refuses_what_is_malformed_by_its_name() {
        for (String glob : List.of("[a", "{a", "/")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Exclusions(List.of(glob)))
                    .withMessageContaining("'" + glob + "'");
        }
    }
}
