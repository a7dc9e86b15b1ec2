package org.onecopy.admin;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.ByteCount;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.RuleName;
import org.onecopy.model.Version;
import org.onecopy.model.api.ConflictDetail;
import org.onecopy.model.api.ConflictOutcome;
import org.onecopy.model.api.ConflictSide;
import org.onecopy.model.api.EmptyOutcome;
import org.onecopy.model.api.EmptySpec;
import org.onecopy.model.api.ExclusionsView;
import org.onecopy.model.api.Filter;
import org.onecopy.model.api.Listing;
import org.onecopy.model.api.LostState;
import org.onecopy.model.api.LostView;
import org.onecopy.model.api.PathVerdict;
import org.onecopy.model.api.ResolveSpec;
import org.onecopy.model.api.RestoreOutcome;
import org.onecopy.model.api.RestoreSpec;
import org.onecopy.model.api.TrashReason;
import org.onecopy.model.api.TrashView;
import org.onecopy.model.api.UndoNote;
import org.onecopy.model.api.UndoSpec;
import org.onecopy.model.api.UndoView;
import org.onecopy.problem.ProblemException;

/** A rule with one conflict, at {@code a}. */
final class FakeProtection implements ProtectionService {
    private static final Version SEEN = Version.parse("40.1");

    private final FakeNode node;

    FakeProtection(FakeNode node) {
        this.node = node;
    }

    @Override
    public ConflictDetail conflict(RuleName rule, String path) {
        node.rule(rule);
        if (!path.equals("a")) {
            throw new ProblemException(ProblemCode.CONFLICT_UNKNOWN, "no conflict at '" + path + "'");
        }
        return new ConflictDetail(
                rule, side("_conflict-oslo-40~a"), side("a"), FakeNode.OSLO, SEEN.index(), FakeNode.NOON);
    }

    private static ConflictSide side(String path) {
        return new ConflictSide(path, "file", FakeNode.OSLO, new ByteCount(3), null, null, FakeNode.NOON, SEEN);
    }

    @Override
    public Listing<LostView> lost(Filter filter) {
        LostView item = new LostView(
                FakeNode.DEMO, FakeNode.OSLO, "b", LostState.OUT_OF_REACH, 41L, new ByteCount(3), FakeNode.NOON);
        return Listing.cut(filter.matches(item.rule(), item.zone()) ? List.of(item) : List.of(), filter.limit());
    }

    @Override
    public ConflictOutcome resolve(RuleName rule, ResolveSpec spec) {
        node.rule(rule);
        if (spec.copySeen() != null && !spec.copySeen().equals(SEEN)) {
            throw new ProblemException(ProblemCode.PATH_CHANGED, "changed");
        }
        return new ConflictOutcome(rule, spec.keep(), 41, "a", null, "_conflict-oslo-40~a");
    }

    @Override
    public Listing<TrashView> trash(Filter filter, @Nullable String path) {
        TrashView item = new TrashView(
                FakeNode.DEMO,
                FakeNode.OSLO,
                "at-0000000000140001",
                "d/f",
                TrashReason.REMOVED,
                "file",
                new ByteCount(3),
                null,
                SEEN,
                40L,
                FakeNode.NOON,
                FakeNode.NOON.plusSeconds(9),
                null);
        boolean there = filter.matches(item.rule(), item.zone())
                && (path == null || item.path().startsWith(path));
        return new Listing<>(there ? List.of(item) : List.of(), there ? 1 : 0);
    }

    @Override
    public RestoreOutcome restoreTrash(RuleName rule, String item, RestoreSpec spec) {
        node.rule(rule);
        if (!item.startsWith("at-")) {
            throw new ProblemException(ProblemCode.TRASH_UNKNOWN, "no item '" + item + "'");
        }
        return new RestoreOutcome(rule, item, spec.to() == null ? "d/f" : spec.to(), 42);
    }

    @Override
    public EmptyOutcome emptyTrash(RuleName rule, EmptySpec spec) {
        node.rule(rule);
        return new EmptyOutcome(rule, FakeNode.OSLO, spec.until(), spec.plan() ? 7 : 6, new ByteCount(700), 1);
    }

    /** In two pieces. */
    @Override
    public UndoView undo(RuleName rule, UndoSpec spec) {
        node.rule(rule);
        if (spec.toIndex() != null && spec.toIndex() < 7) {
            throw new ProblemException(ProblemCode.UNDO_TOO_FAR, "an undo reaches back to index 7");
        }
        boolean first = spec.after() == null;
        return new UndoView(
                rule,
                spec.path() == null ? "" : spec.path(),
                39,
                SEEN,
                first ? Version.parse("40.2") : null,
                first ? 1000 : 200,
                1,
                spec.overwrite() ? 5 : 0,
                0,
                new ByteCount(1 << 20),
                1,
                first ? 0 : 1,
                3,
                List.of(new UndoNote(
                        first ? "d/changed" : "d/gone", !first, first ? "it was changed since" : "no zone")));
    }

    @Override
    public ExclusionsView exclusions(RuleName rule, List<String> paths, List<String> exclude, List<String> include) {
        node.rule(rule);
        return new ExclusionsView(
                rule,
                exclude,
                paths.stream()
                        .map(path -> path.endsWith(".tmp")
                                ? new PathVerdict(path, true, "*.tmp", path)
                                : new PathVerdict(path, false, null, null))
                        .toList(),
                exclude.size(),
                new ByteCount(9),
                exclude.isEmpty() ? List.of() : List.of("d/one.tmp"));
    }
}
