package org.onecopy.consistency;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Name;
import org.onecopy.core.namespace.Inode;
import org.onecopy.core.namespace.RepairRow;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.ChildKey;
import org.onecopy.core.shown.CheckItem;
import org.onecopy.location.AgreedTables;
import org.onecopy.model.FileId;

/** What a repair would do about a finding, told from what is agreed and what the check has seen; the storage is not asked. */
public final class FindingPlan {
    private static final int READ_MAX = 1000;
    /** No more is counted in one missing directory. */
    private static final long COUNT_MAX = 1_000_000;

    private static final Name FIRST_NAME = new Name("\u0001");

    private FindingPlan() {}

    /** What would be done. */
    public enum Action {
        SHOW,
        REPLACE,
        KEEP_BOTH,
        TRASH,
        SET_ATTRIBUTES,
        PROPOSE,
        PROPOSE_REMOVAL,
        RETRY,
        LEAVE
    }

    /**
     * A step.
     *
     * @param files that would be brought, proposed or removed
     * @param bytes that would be brought
     * @param why nothing is done, of {@link Action#LEAVE}; else null
     */
    public record Step(
            Action action, long files, long bytes, @Nullable String why) {}

    /**
     * Plans.
     *
     * @param takes whether what lies in this zone is taken for right
     * @param parked why the zone does not show a file, where it has parked it; else null
     */
    public static Step of(
            CheckItem finding,
            RepairRow.Source source,
            boolean takes,
            AgreedTables agreed,
            java.util.function.Function<FileId, @Nullable String> parked) {
        if (finding.kind() == CheckItem.Kind.IN_FLUX) {
            return leave("it went on changing while it was checked: check again");
        }
        Inode inode = agreed.read(view -> {
            Paths.Directory directory = Paths.directory(view, finding.directory());
            return directory == null || finding.name().isEmpty()
                    ? (directory == null ? null : directory.inode())
                    : Sights.child(view, directory.inode().id(), new Name(finding.name()));
        });
        String hole = inode == null ? null : parked.apply(inode.id());
        if (hole != null) {
            return takes ? leave("parked: " + hole) : new Step(Action.RETRY, 1, length(inode), null);
        }
        String now = inode == null
                ? "-"
                : inode.id() + " " + inode.placed() + " " + inode.written() + " " + inode.attributed();
        if (!finding.token().startsWith(now + "|")) {
            return leave("something else is agreed since the check");
        }
        return inode == null ? extra(source, takes) : known(finding, source, takes, agreed, inode);
    }

    private static Step extra(RepairRow.Source source, boolean takes) {
        return takes || source == RepairRow.Source.UNION
                ? new Step(Action.PROPOSE, 1, 0, null)
                : new Step(Action.TRASH, 1, 0, null);
    }

    private static Step known(
            CheckItem finding, RepairRow.Source source, boolean takes, AgreedTables agreed, Inode inode) {
        boolean nothing = finding.token().endsWith("|-");
        if (takes) {
            return switch (finding.kind()) {
                case UNREADABLE -> leave("what lies here is taken for right and cannot be read");
                case MISSING -> {
                    Counted all = counted(agreed, inode);
                    yield nothing
                            ? new Step(Action.PROPOSE_REMOVAL, all.files, 0, null)
                            : new Step(Action.PROPOSE, 1, 0, null);
                }
                case CONTENT, ATTRIBUTES, EXTRA, NONE, IN_FLUX -> new Step(Action.PROPOSE, 1, 0, null);
            };
        }
        if (finding.kind() == CheckItem.Kind.ATTRIBUTES) {
            return new Step(Action.SET_ATTRIBUTES, 0, 0, null);
        }
        Counted all = counted(agreed, inode);
        boolean both = source == RepairRow.Source.UNION && finding.kind() == CheckItem.Kind.CONTENT;
        Action action = nothing ? Action.SHOW : both ? Action.KEEP_BOTH : Action.REPLACE;
        return new Step(action, all.files, all.bytes, null);
    }

    private static Step leave(String why) {
        return new Step(Action.LEAVE, 0, 0, why);
    }

    private static long length(@Nullable Inode inode) {
        return inode == null ? 0 : inode.length();
    }

    private record Counted(long files, long bytes) {}

    /** The files in something, itself among them. */
    private static Counted counted(AgreedTables agreed, Inode top) {
        if (!top.isDirectory()) {
            return new Counted(1, top.length());
        }
        long files = 0;
        long bytes = 0;
        Deque<ChildKey> left = new ArrayDeque<>(List.of(new ChildKey(top.id(), FIRST_NAME)));
        while (!left.isEmpty() && files < COUNT_MAX) {
            ChildKey from = left.removeFirst();
            FileId directory = from.parent();
            List<Inode> children = agreed.read(view -> {
                List<Map.Entry<ChildKey, FileId>> rows = view.first(
                        READ_MAX,
                        Tables.CHILDREN,
                        from,
                        new ChildKey(FileId.ofPacked(directory.packed() + 1), FIRST_NAME));
                if (rows.size() == READ_MAX) {
                    Name last = rows.getLast().getKey().name();
                    left.addFirst(new ChildKey(directory, new Name(last.value() + "\u0001")));
                }
                return rows.stream()
                        .map(row -> view.get(Tables.INODES, row.getValue()))
                        .filter(inode -> inode != null && inode.isLive())
                        .map(java.util.Objects::requireNonNull)
                        .toList();
            });
            for (Inode child : children) {
                if (child.isDirectory()) {
                    left.addFirst(new ChildKey(child.id(), FIRST_NAME));
                } else {
                    files++;
                    bytes += child.length();
                }
            }
        }
        return new Counted(files, bytes);
    }
}
