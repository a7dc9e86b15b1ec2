package org.onecopy.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.onecopy.core.Attributes;
import org.onecopy.core.Kind;
import org.onecopy.core.Name;
import org.onecopy.core.TreePath;
import org.onecopy.problem.StorageException;
import org.onecopy.storage.Place.Area;

/** What every storage must do with contents, attributes and fingerprints. */
abstract class ContentContract extends StorageContract {
    @Test
    void reads_back_what_was_staged() {
        Stat staged = stage("new", "some text");
        assertThat(staged.kind()).isEqualTo(Kind.FILE);
        assertThat(staged.length()).isEqualTo(9);
        assertThat(content(staged("new"))).isEqualTo("some text");
        assertThat(list(new Place(Area.STAGE, TreePath.ROOT)).entries()).containsOnlyKeys("new");
        assertThat(list(Place.inTree(TreePath.ROOT)).entries()).isEmpty();
    }

    @Test
    void goes_on_with_what_was_staged_before_a_stop() {
        try (StageWriter writer = tree.stage(new Name("half"), 8)) {
            writer.write(0, bytes("half"));
        }
        try (Tree again = reopen();
                StageWriter writer = again.stage(new Name("half"), 8)) {
            writer.write(4, bytes("done"));
            writer.finish(Attributes.NONE);
        }
        assertThat(content(staged("half"))).isEqualTo("halfdone");
    }

    @Test
    void cuts_what_an_earlier_attempt_staged_beyond_the_length() {
        stage("again", "a longer content of before");
        assertThat(stage("again", "short").length()).isEqualTo(5);
        assertThat(content(staged("again"))).isEqualTo("short");
    }

    @Test
    void shows_zeros_where_nothing_was_written() {
        try (StageWriter writer = tree.stage(new Name("holes"), 10)) {
            writer.write(4, bytes("ab"));
            writer.finish(Attributes.NONE);
        }
        assertThat(content(staged("holes"))).isEqualTo("\0\0\0\0ab\0\0\0\0");
    }

    @Test
    void takes_an_empty_content() {
        assertThat(stage("empty", "").length()).isZero();
        assertThat(content(staged("empty"))).isEmpty();
        try (ContentReader reader = tree.read(staged("empty"))) {
            assertThat(reader.read(0, ByteBuffer.allocate(1))).isEqualTo(-1);
        }
    }

    @Test
    void writes_pieces_in_any_order_from_heap_and_direct_buffers() {
        byte[] content = new byte[1_000_000];
        new Random(7).nextBytes(content);
        try (StageWriter writer = tree.stage(new Name("pieces"), content.length)) {
            for (int at = 900_000; at >= 0; at -= 100_000) {
                ByteBuffer piece = ByteBuffer.wrap(content, at, 100_000);
                boolean direct = at % 200_000 == 0;
                writer.write(
                        at,
                        direct ? ByteBuffer.allocateDirect(100_000).put(piece).flip() : piece);
                assertThat(piece.remaining()).isZero();
            }
            writer.finish(Attributes.NONE);
        }
        try (ContentReader reader = tree.read(staged("pieces"))) {
            ByteBuffer direct = ByteBuffer.allocateDirect(content.length);
            while (direct.hasRemaining()) {
                assertThat(reader.read(direct.position(), direct)).isPositive();
            }
            assertThat(reader.read(content.length, ByteBuffer.allocate(1))).isEqualTo(-1);
            assertThat(direct.flip()).isEqualTo(ByteBuffer.wrap(content));
        }
    }

    @Test
    void refuses_to_write_beyond_the_length_or_after_the_end() {
        try (StageWriter writer = tree.stage(new Name("limited"), 4)) {
            assertThatThrownBy(() -> writer.write(2, bytes("long"))).isInstanceOf(IllegalArgumentException.class);
            writer.finish(Attributes.NONE);
            assertThatThrownBy(() -> writer.write(0, bytes("late"))).isInstanceOf(IllegalStateException.class);
        }
        assertThat(content(staged("limited"))).isEqualTo("\0\0\0\0");
    }

    @Test
    void keeps_mtimes_as_exactly_as_it_says() {
        assumeCan(Ability.MTIMES);
        for (long time : new long[] {SOME_TIME, 1, 999_999_999, -1, -1_000_000_001}) {
            Stat staged = stage("timed", "x", new Attributes(0644, "", "", time));
            assertThat(staged.attributes().mtimeNanos()).isEqualTo(kept(time));
        }
    }

    @Test
    void keeps_modes() {
        assumeCan(Ability.MODES);
        for (int mode : new int[] {0, 0400, 0644, 0777, 01755, 04711, 02750}) {
            Stat staged = stage("moded" + mode, "x", new Attributes(mode, "", "", SOME_TIME));
            assertThat(staged.attributes().mode()).isEqualTo(can(Ability.SET_ID_MODES) ? mode : mode & 01777);
        }
    }

    @Test
    void answers_in_stat_what_the_step_answered() {
        Stat published = publish("file", "x");
        assertSame(tree.stat(at("file")), published);
        try (ContentReader reader = tree.read(at("file"))) {
            assertSame(reader.stat(), published);
        }
        assertSame(list(Place.inTree(TreePath.ROOT)).entries().get("file"), published);
    }

    @Test
    void sees_a_change_of_the_same_length_with_the_same_mtime() {
        assumeCan(Ability.CHANGE_MARKS);
        Stat before = publish("file", "before");
        assertThat(tree.setAttributes(at("file"), before.attributes())).isInstanceOf(Step.Done.class);
        outside.write("file", "after!");
        tree.setAttributes(at("file"), before.attributes());
        Stat after = tree.stat(at("file"));
        assertThat(after.length()).isEqualTo(before.length());
        assertThat(comparable(after).attributes()).isEqualTo(comparable(before).attributes());
        assertThat(after.fingerprint()).isNotEqualTo(before.fingerprint());
    }

    @Test
    void keeps_the_fingerprint_while_nobody_writes() {
        Stat before = publish("file", "read me");
        content(at("file"));
        list(Place.inTree(TreePath.ROOT));
        publish("other", "x");
        assertThat(tree.stat(at("file")).fingerprint()).isEqualTo(before.fingerprint());
    }

    @Test
    void keeps_the_fingerprint_of_a_directory_whatever_happens_in_it() {
        directory("d");
        Fingerprint before = tree.stat(at("d")).fingerprint();
        publish("d/file", "x");
        directory("d/inner");
        tree.move(at("d/file"), trashed("gone"));
        assertThat(tree.stat(at("d")).fingerprint()).isEqualTo(before);
    }

    @Test
    void changes_the_fingerprint_of_a_directory_with_its_mode() {
        assumeCan(Ability.MODES);
        directory("d");
        Fingerprint before = tree.stat(at("d")).fingerprint();
        Step.Done done = (Step.Done) tree.setAttributes(at("d"), new Attributes(0700, "", "", 0));
        assertThat(done.now().fingerprint()).isNotEqualTo(before);
    }

    @Test
    void tells_a_move_from_a_change() {
        Stat first = publish("file", "same");
        Stat moved = tree.move(at("file"), at("moved")).nowOrNull();
        assertThat(tree.differByMoveOnly(first.fingerprint(), moved.fingerprint()))
                .isTrue();
        outside.write("moved", "other text");
        assertThat(tree.differByMoveOnly(
                        moved.fingerprint(), tree.stat(at("moved")).fingerprint()))
                .isFalse();
        assumeCan(Ability.IDENTITIES);
        Stat other = publish("other", "same");
        assertThat(tree.differByMoveOnly(first.fingerprint(), other.fingerprint()))
                .isFalse();
    }

    @Test
    void keeps_the_identity_over_moves_and_changes() {
        assumeCan(Ability.IDENTITIES);
        ObjectIdentity identity = publish("file", "x").identity();
        assertThat(identity).isNotNull();
        outside.move("file", "moved");
        outside.rewrite("moved", "another text");
        assertThat(tree.stat(at("moved")).identity()).isEqualTo(identity);
    }

    @Test
    void never_gives_an_identity_to_another_object() {
        assumeCan(Ability.IDENTITIES);
        ObjectIdentity last = null;
        for (int i = 0; i < 20; i++) {
            outside.write("reborn", "x");
            ObjectIdentity identity = tree.stat(at("reborn")).identity();
            assertThat(identity).isNotEqualTo(last);
            last = identity;
            outside.delete("reborn");
        }
    }

    @Test
    void reads_the_opened_object_although_its_name_is_given_to_another() {
        publish("file", "old");
        try (ContentReader reader = tree.read(at("file"))) {
            stage("new", "newer");
            tree.replace(staged("new"), at("file"), trashed("old"));
            ByteBuffer into = ByteBuffer.allocate(3);
            try {
                reader.read(0, into);
                assertThat(new String(into.array(), StandardCharsets.UTF_8)).isEqualTo("old");
            } catch (StorageException e) {
                assertThat(can(Ability.STABLE_READS)).isFalse();
            }
        }
    }

    @Test
    void opens_only_files() {
        directory("d");
        assertThat(tree.read(at("d"))).isNull();
        assertThat(tree.read(at("nothing"))).isNull();
        assertThat(tree.read(at("nothing/at/all"))).isNull();
    }

    @Test
    void answers_a_closed_reader_and_writer_with_an_error() {
        publish("file", "x");
        ContentReader reader = tree.read(at("file"));
        reader.close();
        reader.close();
        assertThatThrownBy(() -> reader.read(0, ByteBuffer.allocate(1))).isInstanceOf(IllegalStateException.class);
        StageWriter writer = tree.stage(new Name("s"), 1);
        writer.close();
        assertThatThrownBy(() -> writer.write(0, bytes("x"))).isInstanceOf(IllegalStateException.class);
    }
}
