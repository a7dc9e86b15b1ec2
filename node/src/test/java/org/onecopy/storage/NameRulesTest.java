package org.onecopy.storage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.onecopy.core.TreePath;

/** What a storage's rules say of paths. */
class NameRulesTest {
    @Test
    void says_why_a_path_cannot_be_held() {
        NameRules rules = new NameRules(10, 20, ":?");
        assertThat(rules.complaint(TreePath.parse("a/b/c"))).isNull();
        assertThat(rules.complaint(TreePath.parse("é".repeat(5) + "/012345678")))
                .isNull();
        assertThat(rules.complaint(TreePath.parse("é".repeat(6))))
                .contains("12 bytes")
                .contains("10");
        assertThat(rules.complaint(TreePath.parse("0123456789/0123456789")))
                .contains("21 bytes")
                .contains("20");
        assertThat(rules.complaint(TreePath.parse("a/b:c"))).contains("':'");
        assertThat(NameRules.LINUX.complaint(TreePath.parse("a:b?"))).isNull();
        assertThat(rules.complaint(TreePath.ROOT)).isNull();
    }
}
