package org.onecopy.core.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths overlap by whole names. */
final class LocationPathTest {
    @ParameterizedTest
    @CsvSource({
        "/a, /a, true",
        "/a, /ab, false",
        "/a, /a/b, true",
        "/a/b, /a/c, false",
        "/a/b/c, /a/b, true",
        "/a b, '/a b/c', true",
        "/A, /a, false",
        "/, /a, true",
        "/, /, true"
    })
    void overlaps_where_one_is_or_holds_the_other(String one, String other, boolean expected) {
        assertThat(LocationPath.parse(one).overlaps(LocationPath.parse(other))).isEqualTo(expected);
        assertThat(LocationPath.parse(other).overlaps(LocationPath.parse(one))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "//", "/a/", "/a//b", "/a/../b", "/.", "s3://a", "/a/.onecopy", "/a\0b"})
    void refuses_what_is_not_absolute_and_plain(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LocationPath.parse(text))
                .withMessageContaining("path '" + text + "'");
    }

    @Test
    void reads_what_it_prints() {
        assertThat(LocationPath.parse("/")).hasToString("/");
        assertThat(LocationPath.parse("/a/ü b")).hasToString("/a/ü b");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LocationPath.parse("/" + "a".repeat(LocationPath.LENGTH_MAX)));
    }
}
