package org.onecopy.app;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.onecopy.core.Name;
import org.onecopy.core.TreePath;
import org.onecopy.core.namespace.Inode;
import org.onecopy.core.namespace.RuleRow;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.ChildKey;
import org.onecopy.core.registry.Reservation;
import org.onecopy.core.rule.Exclusions;
import org.onecopy.core.table.TableView;
import org.onecopy.model.ByteCount;
import org.onecopy.model.FileId;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.RuleName;
import org.onecopy.model.api.ExclusionsView;
import org.onecopy.model.api.PathVerdict;
import org.onecopy.problem.ProblemException;

/** What a rule's exclusions do, and what others would do; answered from the agreed tree, whose paths are the same in every zone. */
final class ExclusionRequests {
    private static final Name FIRST_NAME = new Name("\u0001");
    private static final int EXAMPLES_MAX = 20;

    private final RuleRequests rules;

    ExclusionRequests(RuleRequests rules) {
        this.rules = rules;
    }

    /** A directory that is still to be looked through. */
    private record Directory(FileId id, TreePath path) {}

    /** Looks through the whole agreed tree where other globs than the rule's are tried. */
    ExclusionsView test(RuleName name, List<String> paths, List<String> added, List<String> removed) {
        Reservation reservation = rules.existing(name);
        return rules.index(reservation).read(view -> {
            RuleRow row = view.get(Tables.RULES, reservation.rule());
            List<String> own = row == null
                    ? reservation.definition().exclude()
                    : row.definition().exclude();
            List<String> tried = new ArrayList<>(own);
            tried.removeAll(removed);
            added.stream().filter(glob -> !tried.contains(glob)).forEach(tried::add);
            Exclusions exclusions = compiled(tried);
            List<PathVerdict> verdicts =
                    paths.stream().map(path -> verdict(exclusions, path)).toList();
            long[] counts = new long[2];
            List<String> examples = new ArrayList<>();
            if (row != null && !tried.equals(own)) {
                count(view, row.root(), compiled(own), exclusions, counts, examples);
            }
            return new ExclusionsView(name, tried, verdicts, counts[0], new ByteCount(counts[1]), examples);
        });
    }

    private static Exclusions compiled(List<String> globs) {
        try {
            return new Exclusions(globs);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(ProblemCode.GLOB_INVALID, String.valueOf(e.getMessage()), e);
        }
    }

    private static PathVerdict verdict(Exclusions exclusions, String text) {
        TreePath path = TreePaths.parse(text);
        Exclusions.Reason reason = exclusions.reason(path);
        return new PathVerdict(
                path.toString(),
                reason != null,
                reason == null ? null : reason.by(),
                reason == null ? null : reason.at().toString());
    }

    private static void count(
            TableView view, FileId root, Exclusions own, Exclusions tried, long[] counts, List<String> examples) {
        Deque<Directory> directories = new ArrayDeque<>(List.of(new Directory(root, TreePath.ROOT)));
        while (!directories.isEmpty()) {
            Directory directory = directories.removeLast();
            var children = view.scan(
                    Tables.CHILDREN,
                    new ChildKey(directory.id, FIRST_NAME),
                    new ChildKey(FileId.ofPacked(directory.id.packed() + 1), FIRST_NAME));
            while (children.hasNext()) {
                Map.Entry<ChildKey, FileId> child = children.next();
                TreePath path = directory.path.resolve(child.getKey().name());
                Inode inode = view.get(Tables.INODES, child.getValue());
                if (inode == null || own.reason(path) != null) {
                    continue;
                }
                if (inode.isDirectory()) {
                    directories.add(new Directory(inode.id(), path));
                } else if (tried.reason(path) != null) {
                    counts[0]++;
                    counts[1] += inode.length();
                    if (examples.size() < EXAMPLES_MAX) {
                        examples.add(path.toString());
                    }
                }
            }
        }
    }
}
