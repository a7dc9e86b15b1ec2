package org.onecopy.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.onecopy.core.Attributes;
import org.onecopy.core.Kind;
import org.onecopy.core.Name;
import org.onecopy.core.TreePath;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.ProblemException;
import org.onecopy.problem.StorageException;
import org.onecopy.storage.Place.Area;

/** The tree under test and short words for its calls. */
abstract class StorageContract {
    /** 2023-11-14T22:13:20.123456789Z */
    protected static final long SOME_TIME = 1_700_000_000_123_456_789L;

    protected Tree tree;
    protected OutsideWriter outside;
    private Storage storage;

    /** The storage under test, with nothing in its location yet. */
    protected abstract Storage openStorage();

    /** The path of a location that does not exist yet; the same at each call within one test. */
    protected abstract String location();

    /** Writes in the location that {@link #location} names. */
    protected abstract OutsideWriter outsideWriter();

    @BeforeEach
    protected final void openTree() {
        storage = openStorage();
        tree = storage.open(location(), true);
        outside = outsideWriter();
    }

    @AfterEach
    protected final void closeTree() {
        tree.close();
        storage.close();
    }

    protected final Storage storage() {
        return storage;
    }

    protected final Tree reopen() {
        return storage.open(location(), false);
    }

    protected static Place at(String path) {
        return Place.inTree(TreePath.parse(path));
    }

    protected static Place staged(String name) {
        return Place.item(Area.STAGE, new Name(name));
    }

    protected static Place held(String name) {
        return Place.item(Area.HELD, new Name(name));
    }

    protected static Place trashed(String name) {
        return Place.item(Area.TRASH, new Name(name));
    }

    protected static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    protected final Stat stage(String name, String text) {
        return stage(name, text, new Attributes(0640, "", "", SOME_TIME));
    }

    protected final Stat stage(String name, String text, Attributes attributes) {
        ByteBuffer content = bytes(text);
        try (StageWriter writer = tree.stage(new Name(name), content.remaining())) {
            writer.write(0, content);
            return writer.finish(attributes);
        }
    }

    /** Stages and moves into the tree. */
    protected final Stat publish(String path, String text) {
        stage("for-publishing", text);
        Step step = tree.move(staged("for-publishing"), at(path));
        assertThat(step).isInstanceOf(Step.Done.class);
        return step.nowOrNull();
    }

    protected final void directory(String path) {
        assertThat(tree.makeDirectory(at(path), new Attributes(0755, "", "", 0)))
                .isInstanceOf(Step.Done.class);
    }

    /** The text of a file, or null where none lies there. */
    protected final String content(Place place) {
        try (ContentReader reader = tree.read(place)) {
            if (reader == null) {
                return null;
            }
            ByteBuffer into = ByteBuffer.allocate((int) reader.stat().length() + 10);
            while (reader.read(into.position(), into) >= 0) {}
            return new String(into.array(), 0, into.position(), StandardCharsets.UTF_8);
        }
    }

    protected record Listed(Map<String, Stat> entries, List<String> refused) {}

    protected final Listed list(Place directory) {
        Listed listed = new Listed(new TreeMap<>(), new ArrayList<>());
        assertThat(tree.list(directory, new Tree.ListSink() {
                    @Override
                    public void entry(Name name, Stat stat) {
                        listed.entries().put(name.value(), stat);
                    }

                    @Override
                    public void refused(String printableName, String reason) {
                        listed.refused().add(printableName + ": " + reason);
                    }
                }))
                .isTrue();
        return listed;
    }

    protected static void assertStorageProblem(ProblemCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StorageException.class,
                        problem -> assertThat(problem.code())
                                .as(problem.getMessage())
                                .isEqualTo(code));
    }

    protected static void assertPathInvalid(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.code()).isEqualTo(ProblemCode.PATH_INVALID));
    }

    protected static Kind kind(Stat stat) {
        return stat == null ? null : stat.kind();
    }

    protected final boolean can(Ability ability) {
        return tree.capabilities().can(ability);
    }

    protected final void assumeCan(Ability ability) {
        assumeTrue(can(ability), "this storage declares that it lacks " + ability);
    }

    /** A time as the storage keeps it. */
    protected final long kept(long mtimeNanos) {
        long step = tree.capabilities().mtimeStepNanos();
        long time = Math.floorDiv(mtimeNanos, step) * step;
        return can(Ability.EARLY_MTIMES) ? time : Math.max(0, time);
    }

    protected final void assertSame(Stat stat, Stat expected) {
        assertThat(comparable(stat)).isEqualTo(comparable(expected));
    }

    protected final void assertTaken(Step step, Stat there) {
        assertThat(step).isInstanceOfSatisfying(Step.TargetExists.class, taken -> assertSame(taken.there(), there));
    }

    /** A stat without what the storage, by its own word, says differently in a listing than in the answer of a step. */
    protected final Stat comparable(Stat stat) {
        return stat == null || can(Ability.MTIMES)
                ? stat
                : new Stat(
                        stat.kind(),
                        stat.length(),
                        stat.attributes().withMtimeNanos(0),
                        stat.fingerprint(),
                        stat.identity(),
                        stat.linkTarget(),
                        stat.links());
    }
}
