package org.onecopy.admin;

import org.onecopy.model.ByteCount;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.RuleName;
import org.onecopy.model.Version;
import org.onecopy.model.api.ConflictDetail;
import org.onecopy.model.api.ConflictOutcome;
import org.onecopy.model.api.ConflictSide;
import org.onecopy.model.api.ResolveSpec;
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
    public ConflictOutcome resolve(RuleName rule, ResolveSpec spec) {
        node.rule(rule);
        if (spec.copySeen() != null && !spec.copySeen().equals(SEEN)) {
            throw new ProblemException(ProblemCode.PATH_CHANGED, "changed");
        }
        return new ConflictOutcome(rule, spec.keep(), 41, "a", null, "_conflict-oslo-40~a");
    }
}
