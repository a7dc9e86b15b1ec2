package org.onecopy.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.onecopy.core.Acl;
import org.onecopy.core.AclEntry;
import org.onecopy.core.AclEntry.Kind;
import org.onecopy.core.Attributes;
import org.onecopy.core.Extras;
import org.onecopy.core.Preserve;
import org.onecopy.core.TreePath;
import org.onecopy.core.Xattrs;

/** What a rule may ask for beyond modes, owners and times. Names are numbers, so that each storage can hold them. */
abstract class ExtrasContract extends ContentContract {
    private static final Set<Preserve> ALL = EnumSet.allOf(Preserve.class);
    private static final Acl LIST = new Acl(List.of(
            new AclEntry(false, Kind.USER, "54321", 6),
            new AclEntry(false, Kind.USER, "12345", 4),
            new AclEntry(false, Kind.GROUP, "", 4),
            new AclEntry(false, Kind.GROUP, "54321", 5)));
    private static final Acl INHERITED = new Acl(List.of(
            new AclEntry(false, Kind.USER, "12345", 7),
            new AclEntry(false, Kind.GROUP, "", 5),
            new AclEntry(true, Kind.USER, "", 7),
            new AclEntry(true, Kind.USER, "12345", 7),
            new AclEntry(true, Kind.GROUP, "", 5),
            new AclEntry(true, Kind.MASK, "", 7),
            new AclEntry(true, Kind.OTHER, "", 0)));
    private static final Xattrs VALUES =
            new Xattrs(new TreeMap<>(Map.of("empty", "", "origin", "http://example.org/ä", "bytes", "\u0000\u00ff")));

    private static Attributes wanted(int mode, Extras extras) {
        return new Attributes(mode, "", "", SOME_TIME, extras);
    }

    /** Of some extras those that this storage keeps. */
    private Extras kept(Extras extras) {
        EnumSet<Preserve> kinds = EnumSet.noneOf(Preserve.class);
        if (tree.capabilities().can(Ability.ACLS)) {
            kinds.add(Preserve.ACL);
        }
        if (tree.capabilities().can(Ability.XATTRS)) {
            kinds.add(Preserve.XATTRS);
        }
        if (tree.capabilities().can(Ability.REPLICATION)) {
            kinds.add(Preserve.REPLICATION);
        }
        return extras.only(kinds);
    }

    private Extras extras(String path) {
        Stat stat = tree.stat(at(path));
        Stat listed = list(new Place(Place.Area.TREE, at(path).path().parent()))
                .entries()
                .get(at(path).path().name().value());
        assertThat(listed.attributes().extras()).isEqualTo(stat.attributes().extras());
        assertThat(listed.fingerprint()).isEqualTo(stat.fingerprint());
        return new Extras(
                stat.attributes().extras().acl(), stat.attributes().extras().xattrs(), 0, 0);
    }

    @Test
    void tells_and_sets_nothing_that_nobody_asked_for() {
        stage("s", "x", wanted(0640, new Extras(LIST, VALUES, 2, 1 << 20)));
        tree.move(staged("s"), at("f"));
        assertThat(tree.stat(at("f")).attributes().extras()).isEqualTo(Extras.NONE);
        tree.preserve(ALL);
        assertThat(extras("f")).isEqualTo(kept(new Extras(Acl.NONE, Xattrs.NONE, 0, 0)));
    }

    @Test
    void keeps_lists_and_extended_attributes_of_files() {
        tree.preserve(ALL);
        Extras wanted = new Extras(LIST, VALUES, 0, 0);
        stage("s", "x", wanted(0660, wanted));
        tree.move(staged("s"), at("f"));
        assertThat(extras("f")).isEqualTo(kept(wanted));
        assertThat(content(at("f"))).isEqualTo("x");
        if (tree.capabilities().can(Ability.MODES)) {
            assertThat(tree.stat(at("f")).attributes().mode()).isEqualTo(0660);
        }
        publish("old", "y");
        stage("s", "z", wanted(0660, wanted));
        tree.replace(staged("s"), at("old"), trashed("t"));
        assertThat(extras("old")).isEqualTo(kept(wanted));
    }

    @Test
    void keeps_lists_of_directories_with_what_is_inherited() {
        tree.preserve(ALL);
        Extras wanted = new Extras(INHERITED, VALUES, 0, 0);
        tree.makeDirectory(at("d"), new Attributes(0770, "", "", 0, wanted));
        assertThat(extras("d")).isEqualTo(kept(wanted));
        tree.makeDirectory(at("d/plain"), new Attributes(0755, "", "", 0, new Extras(Acl.NONE, Xattrs.NONE, 0, 0)));
        assertThat(extras("d/plain")).isEqualTo(kept(new Extras(Acl.NONE, Xattrs.NONE, 0, 0)));
        stage("s", "x", wanted(0644, new Extras(Acl.NONE, Xattrs.NONE, 0, 0)));
        tree.move(staged("s"), at("d/f"));
        assertThat(extras("d/f")).isEqualTo(kept(new Extras(Acl.NONE, Xattrs.NONE, 0, 0)));
        tree.move(at("d"), at("e"));
        assertThat(extras("e")).isEqualTo(kept(wanted));
    }

    @Test
    void changes_lists_and_extended_attributes_and_says_so_in_the_fingerprint() {
        tree.preserve(ALL);
        directory("d");
        publish("f", "x");
        for (String path : List.of("d", "f")) {
            Stat before = tree.stat(at(path));
            int mode = before.attributes().mode() < 0 ? -1 : 0750;
            Attributes listed =
                    new Attributes(mode, "", "", before.attributes().mtimeNanos(), new Extras(LIST, VALUES, 0, 0));
            assertThat(tree.setAttributes(at(path), listed)).isInstanceOf(Step.Done.class);
            Stat changed = tree.stat(at(path));
            assertThat(extras(path)).isEqualTo(kept(listed.extras()));
            if (!kept(listed.extras()).equals(Extras.NONE)) {
                assertThat(changed.fingerprint()).isNotEqualTo(before.fingerprint());
            }
            assertThat(changed.attributes().mode()).isEqualTo(mode);

            tree.setAttributes(at(path), listed.withExtras(Extras.NONE));
            assertThat(extras(path)).as("what is not known is left alone").isEqualTo(kept(listed.extras()));

            Xattrs fewer = new Xattrs(new TreeMap<>(Map.of("origin", "elsewhere")));
            tree.setAttributes(at(path), listed.withExtras(new Extras(Acl.NONE, fewer, 0, 0)));
            assertThat(extras(path)).isEqualTo(kept(new Extras(Acl.NONE, fewer, 0, 0)));
            Stat last = tree.stat(at(path));
            assertThat(last.attributes().mode()).isEqualTo(mode);
            if (!kept(listed.extras()).equals(Extras.NONE)) {
                assertThat(last.fingerprint()).as("the mode is as before").isNotEqualTo(changed.fingerprint());
            }
        }
    }

    @Test
    void takes_what_fits_and_never_fails_because_of_the_rest() {
        assumeTrue(tree.capabilities().can(Ability.XATTRS));
        tree.preserve(ALL);
        publish("f", "x");
        Xattrs tooMuch = new Xattrs(new TreeMap<>(Map.of("a", "fits", "b", "x".repeat(70_000))));
        assertThat(tree.setAttributes(at("f"), wanted(0640, new Extras(null, tooMuch, 0, 0))))
                .isInstanceOf(Step.Done.class);
        assertThat(extras("f").xattrs()).isEqualTo(new Xattrs(new TreeMap<>(Map.of("a", "fits"))));
    }

    @Test
    void keeps_replicas_and_block_size_of_files() {
        assumeTrue(tree.capabilities().can(Ability.REPLICATION));
        tree.preserve(ALL);
        Extras wanted = new Extras(null, null, 2, 4 << 20);
        Attributes attributes = wanted(0640, wanted);
        for (int length : new int[] {1, 300 << 10}) {
            String text = "x".repeat(length);
            try (StageWriter writer = tree.stage(new org.onecopy.core.Name("s" + length), length, attributes)) {
                writer.write(0, bytes(text));
                writer.finish(attributes);
            }
            tree.move(staged("s" + length), at("f" + length));
            Extras is = tree.stat(at("f" + length)).attributes().extras();
            assertThat(is.replication()).isEqualTo(2);
            assertThat(is.blockBytes()).isEqualTo(4 << 20);
        }
        tree.setAttributes(at("f1"), attributes.withExtras(new Extras(null, null, 3, 1 << 20)));
        Extras changed = tree.stat(at("f1")).attributes().extras();
        assertThat(changed.replication()).isEqualTo(3);
        assertThat(changed.blockBytes()).as("given once for ever").isEqualTo(4 << 20);
        assertThat(tree.stat(Place.inTree(TreePath.ROOT)).attributes().extras().replication())
                .isZero();
    }

    @Test
    void never_shows_whom_it_does_not_know_and_says_so() {
        assumeTrue(tree.capabilities().can(Ability.ACLS));
        tree.preserve(ALL);
        publish("f", "x");
        Acl strangers = new Acl(List.of(
                new AclEntry(false, Kind.USER, "nobody-has-this-name", 6),
                new AclEntry(false, Kind.USER, "12345", 4),
                new AclEntry(false, Kind.GROUP, "", 4)));
        Attributes wanted = wanted(0640, new Extras(strangers, null, 0, 0));
        tree.setAttributes(at("f"), wanted);
        Acl shown = tree.shown(wanted).extras().acl();
        assertThat(extras("f").acl()).isEqualTo(shown);
        assertThat(shown)
                .isIn(
                        strangers,
                        new Acl(List.of(
                                new AclEntry(false, Kind.USER, "12345", 4), new AclEntry(false, Kind.GROUP, "", 4))));
    }
}
