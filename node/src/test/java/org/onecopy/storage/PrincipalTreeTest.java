package org.onecopy.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.onecopy.core.Acl;
import org.onecopy.core.AclEntry;
import org.onecopy.core.AclEntry.Kind;
import org.onecopy.core.Attributes;
import org.onecopy.core.Extras;
import org.onecopy.storage.PrincipalNames.Others;

/** What the names become; that every call turns them is shown by {@code PrincipalsLocalStorageContractTest}. */
final class PrincipalTreeTest {
    private static final PrincipalNames NAMES =
            new PrincipalNames(Map.of("alice", "a.andersen", "bob", "alice"), Map.of("staff", "grp"), Others.SAME);

    private static Attributes of(String owner, String group) {
        return new Attributes(0640, owner, group, 7);
    }

    @Test
    void gives_each_its_name_there_and_back() {
        assertThat(NAMES.outward().of(of("alice", "staff"))).isEqualTo(of("a.andersen", "grp"));
        assertThat(NAMES.inward().of(of("a.andersen", "grp"))).isEqualTo(of("alice", "staff"));
        assertThat(NAMES.outward().of(of("bob", "wheel"))).isEqualTo(of("alice", "wheel"));
        assertThat(NAMES.inward().of(of("alice", "wheel"))).isEqualTo(of("bob", "wheel"));
    }

    @Test
    void a_name_that_stands_for_somebody_else_is_nobodys_own() {
        // who is called a.andersen in the namespace would be alice here, and who is called bob here would be alice
        // there
        assertThat(NAMES.outward().of(of("a.andersen", "grp"))).isEqualTo(of("", ""));
        assertThat(NAMES.inward().of(of("bob", "staff"))).isEqualTo(of("", ""));
    }

    @Test
    void always_comes_back_as_it_was_or_not_at_all() {
        for (Others others : Others.values()) {
            PrincipalNames names = new PrincipalNames(NAMES.users(), NAMES.groups(), others);
            for (String user : List.of("alice", "bob", "a.andersen", "carol", "")) {
                for (String group : List.of("staff", "grp", "wheel", "")) {
                    Attributes attributes = of(user, group);
                    Attributes back = names.inward().of(names.outward().of(attributes));
                    assertThat(back.owner()).isIn(user, "");
                    assertThat(back.group()).isIn(group, "");
                    assertThat(names.outward().of(back))
                            .isEqualTo(names.outward().of(attributes));
                }
            }
        }
    }

    @Test
    void leaves_out_whom_it_does_not_know_where_others_are_unknown() {
        PrincipalNames strict = new PrincipalNames(NAMES.users(), NAMES.groups(), Others.UNKNOWN);
        assertThat(strict.outward().of(of("carol", "wheel"))).isEqualTo(of("", ""));
        assertThat(strict.inward().of(of("root", "root"))).isEqualTo(of("", ""));
        assertThat(strict.outward().of(of("alice", "staff"))).isEqualTo(of("a.andersen", "grp"));
        assertThat(strict.isPlain()).isFalse();
        assertThat(PrincipalNames.SAME.isPlain()).isTrue();
    }

    @Test
    void turns_the_entries_of_lists_and_leaves_those_without_a_name() {
        Acl acl = new Acl(List.of(
                new AclEntry(false, Kind.USER, "alice", 6),
                new AclEntry(false, Kind.USER, "a.andersen", 4),
                new AclEntry(false, Kind.GROUP, "", 5),
                new AclEntry(true, Kind.GROUP, "staff", 7)));
        Attributes turned = NAMES.outward().of(of("", "").withExtras(new Extras(acl, null, 2, 0)));
        assertThat(turned.extras())
                .isEqualTo(new Extras(
                        new Acl(List.of(
                                new AclEntry(false, Kind.USER, "a.andersen", 6),
                                new AclEntry(false, Kind.GROUP, "", 5),
                                new AclEntry(true, Kind.GROUP, "grp", 7))),
                        null,
                        2,
                        0));
    }

    @Test
    void refuses_two_names_that_would_be_one() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PrincipalNames(Map.of("alice", "x", "bob", "x"), Map.of(), Others.SAME));
    }
}
