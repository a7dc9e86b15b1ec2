package org.onecopy.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.onecopy.core.AclEntry.Kind;

final class ExtrasTest {
    private static final AclEntry ANN = new AclEntry(false, Kind.USER, "ann", 6);
    private static final AclEntry BOB = new AclEntry(false, Kind.USER, "bob", 4);
    private static final AclEntry OWNING = new AclEntry(false, Kind.GROUP, "", 5);
    private static final AclEntry DEFAULT = new AclEntry(true, Kind.USER, "ann", 7);

    private static Extras acl(AclEntry... entries) {
        return new Extras(new Acl(List.of(entries)), null, 0, 0);
    }

    private static Extras xattrs(Map<String, String> values) {
        return new Extras(null, new Xattrs(new TreeMap<>(values)), 0, 0);
    }

    @Test
    void lists_are_equal_whatever_the_order_of_their_entries() {
        assertThat(new Acl(List.of(DEFAULT, BOB, OWNING, ANN)))
                .isEqualTo(new Acl(List.of(ANN, OWNING, BOB, DEFAULT)))
                .hasSameHashCodeAs(new Acl(List.of(ANN, OWNING, BOB, DEFAULT)));
        assertThat(new Acl(List.of(BOB, ANN)).entries()).containsExactly(ANN, BOB);
        assertThat(new Acl(List.of(ANN, OWNING)).owningGroup()).isEqualTo(5);
        assertThat(new Acl(List.of(ANN, DEFAULT)).owningGroup()).isNull();
    }

    @Test
    void entries_without_sense_are_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new AclEntry(false, Kind.USER, "ann", 8));
        assertThatIllegalArgumentException().isThrownBy(() -> new AclEntry(false, Kind.OTHER, "ann", 7));
    }

    @Test
    void what_is_unknown_differs_from_nothing_and_is_taken_from_what_was_known() {
        Extras known = new Extras(new Acl(List.of(ANN)), Xattrs.NONE, 3, 512);
        assertThat(known.differsFrom(Extras.NONE)).isFalse();
        assertThat(Extras.NONE.differsFrom(known)).isFalse();
        assertThat(Extras.NONE.over(known)).isEqualTo(known);
        assertThat(acl(BOB).over(known)).isEqualTo(new Extras(new Acl(List.of(BOB)), Xattrs.NONE, 3, 512));
        assertThat(known.differsFrom(acl())).isTrue();
        assertThat(known.differsFrom(new Extras(null, null, 2, 0))).isTrue();
        assertThat(known.differsFrom(new Extras(null, null, 3, 1024)))
                .as("block sizes never change")
                .isFalse();
    }

    @Test
    void only_what_tells_something_is_news() {
        assertThat(Extras.NONE.lacks(acl())).isFalse();
        assertThat(Extras.NONE.lacks(acl(ANN))).isTrue();
        assertThat(Extras.NONE.lacks(xattrs(Map.of("a", "1")))).isTrue();
        assertThat(Extras.NONE.lacks(new Extras(null, null, 2, 0))).isTrue();
        assertThat(acl(BOB).lacks(acl(ANN))).isFalse();
    }

    @Test
    void a_change_of_a_part_changes_that_part_alone() {
        Extras agreed =
                new Extras(new Acl(List.of(ANN, BOB)), new Xattrs(new TreeMap<>(Map.of("a", "1", "b", "2"))), 3, 512);
        Extras shown = acl(BOB); // ann is unknown here, and there are no extended attributes
        assertThat(agreed.changed(shown, shown)).isEqualTo(agreed);
        assertThat(agreed.changed(shown, acl()).acl()).isEqualTo(new Acl(List.of(ANN)));
        assertThat(agreed.changed(shown, acl(BOB, OWNING)).acl()).isEqualTo(new Acl(List.of(ANN, BOB, OWNING)));
        AclEntry changed = new AclEntry(false, Kind.USER, "bob", 7);
        assertThat(agreed.changed(shown, acl(changed)).acl()).isEqualTo(new Acl(List.of(ANN, changed)));
        assertThat(agreed.changed(xattrs(Map.of("a", "1")), xattrs(Map.of("a", "9", "c", "3")))
                        .xattrs())
                .isEqualTo(new Xattrs(new TreeMap<>(Map.of("a", "9", "b", "2", "c", "3"))));
        assertThat(agreed.changed(xattrs(Map.of("a", "1")), xattrs(Map.of())).xattrs())
                .isEqualTo(new Xattrs(new TreeMap<>(Map.of("b", "2"))));
        assertThat(agreed.changed(new Extras(null, null, 2, 0), new Extras(null, null, 5, 0))
                        .replication())
                .isEqualTo(5);
        assertThat(Extras.NONE.changed(Extras.NONE, agreed)).isEqualTo(agreed);
    }

    @Test
    void of_what_was_not_known_before_nobody_concludes_anything() {
        Extras agreed = new Extras(new Acl(List.of(ANN)), new Xattrs(new TreeMap<>(Map.of("a", "1"))), 3, 512);
        Extras seen = new Extras(Acl.NONE, Xattrs.NONE, 1, 1024);
        assertThat(agreed.changed(Extras.NONE, seen)).isEqualTo(agreed);
        assertThat(agreed.changed(agreed, Extras.NONE)).isEqualTo(agreed);
        Attributes owned = new Attributes(0640, "ann", "staff", 7, agreed);
        Attributes unknown = new Attributes(-1, "", "", 7);
        assertThat(owned.changed(unknown, new Attributes(0600, "root", "root", 7)))
                .isEqualTo(owned);
        assertThat(owned.changed(unknown.withMode(0640), new Attributes(0600, "root", "root", 8)))
                .isEqualTo(new Attributes(0600, "ann", "staff", 8, agreed));
    }

    @Test
    void what_is_too_long_is_as_if_it_were_not_known() {
        Xattrs longest = new Xattrs(new TreeMap<>(Map.of("a", "x".repeat(Xattrs.BYTES_MAX - 9))));
        Xattrs tooLong = new Xattrs(new TreeMap<>(Map.of("a", "x".repeat(Xattrs.BYTES_MAX - 8))));
        Extras fits = new Extras(new Acl(List.of(ANN)), longest, 3, 512);
        assertThat(fits.taken()).isSameAs(fits);
        assertThat(new Extras(new Acl(List.of(ANN)), tooLong, 3, 512).taken())
                .isEqualTo(new Extras(new Acl(List.of(ANN)), null, 3, 512));
        List<AclEntry> many = java.util.stream.IntStream.range(0, 1000)
                .mapToObj(n -> new AclEntry(false, Kind.USER, "user" + n, 7))
                .toList();
        assertThat(new Extras(new Acl(many), Xattrs.NONE, 0, 0).taken()).isEqualTo(new Extras(null, Xattrs.NONE, 0, 0));
    }

    @Test
    void only_what_is_asked_for_is_left() {
        Extras all = new Extras(Acl.NONE, Xattrs.NONE, 3, 512);
        assertThat(all.only(Set.of())).isEqualTo(Extras.NONE);
        assertThat(all.only(Set.of(Preserve.ACL))).isEqualTo(new Extras(Acl.NONE, null, 0, 0));
        assertThat(all.only(Set.of(Preserve.XATTRS, Preserve.REPLICATION)))
                .isEqualTo(new Extras(null, Xattrs.NONE, 3, 512));
    }

    @Test
    void marks_differ_with_what_is_marked_and_are_the_same_in_every_process() {
        assertThat(new Extras(Acl.NONE, Xattrs.NONE, 3, 512).mark()).isEmpty();
        assertThat(acl(ANN).mark()).isNotEqualTo(acl(BOB).mark()).isEqualTo("d0578ec1aab621c3");
        assertThat(xattrs(Map.of("a", "1")).mark())
                .isNotEqualTo(xattrs(Map.of("a", "2")).mark());
    }
}
