package org.onecopy.app;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Content;
import org.onecopy.core.Kind;
import org.onecopy.core.Name;
import org.onecopy.core.namespace.Base;
import org.onecopy.core.namespace.Inode;
import org.onecopy.core.namespace.Operation;
import org.onecopy.core.namespace.Ref;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.ConflictRow;
import org.onecopy.core.namespace.Tables.JournalKey;
import org.onecopy.core.registry.Reservation;
import org.onecopy.core.table.TableView;
import org.onecopy.model.ByteCount;
import org.onecopy.model.FileId;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.RuleName;
import org.onecopy.model.Version;
import org.onecopy.model.api.ConflictDetail;
import org.onecopy.model.api.ConflictOutcome;
import org.onecopy.model.api.ConflictSide;
import org.onecopy.model.api.ResolveSpec;
import org.onecopy.problem.ProblemException;

/** One conflict copy, looked at and settled. */
final class ConflictRequests {
    private final RuleRequests rules;
    private final Amendments amendments;

    ConflictRequests(RuleRequests rules, Amendments amendments) {
        this.rules = rules;
        this.amendments = amendments;
    }

    /**
     * A conflict as it stands.
     *
     * @param winner what kept the name, live or not; null where it is long gone
     */
    private record Conflict(Inode copy, @Nullable Inode winner, ConflictRow row) {
        @Nullable
        Inode original() {
            return winner != null && winner.isLive() ? winner : null;
        }
    }

    ConflictDetail show(RuleName rule, String path) {
        Reservation reservation = rules.existing(rule);
        return rules.index(reservation).read(view -> detail(view, rule, find(view, reservation, path)));
    }

    private static ConflictDetail detail(TableView view, RuleName rule, Conflict conflict) {
        Inode original = conflict.original();
        return new ConflictDetail(
                rule,
                side(view, conflict.copy),
                original == null ? null : side(view, original),
                conflict.row.zone(),
                conflict.copy.id().born().index(),
                Instant.ofEpochMilli(conflict.row.timeMillis()));
    }

    private static ConflictSide side(TableView view, Inode inode) {
        Content content = inode.content();
        long nanos = inode.attributes().mtimeNanos();
        return new ConflictSide(
                RuleLists.path(view, inode.id()),
                word(inode.kind()),
                inode.origin(),
                new ByteCount(inode.length()),
                content == null ? null : content.digest(),
                inode.target(),
                Instant.ofEpochSecond(Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L)),
                version(inode));
    }

    private static String word(Kind kind) {
        return switch (kind) {
            case FILE -> "file";
            case DIRECTORY -> "directory";
            case SYMLINK -> "link";
        };
    }

    /** Of the last change of place or content. */
    private static Version version(Inode inode) {
        return Version.max(inode.placed(), inode.written());
    }

    private static Conflict find(TableView view, Reservation reservation, String path) {
        FileId named = TreePaths.find(view, reservation, path);
        if (named == null) {
            throw unknown(reservation, path);
        }
        ConflictRow row = view.get(Tables.CONFLICTS, new JournalKey(reservation.rule(), named.born()));
        FileId copy = row != null ? named : onlyCopyOf(view, reservation, named, path);
        ConflictRow found = row != null
                ? row
                : Objects.requireNonNull(view.get(Tables.CONFLICTS, new JournalKey(reservation.rule(), copy.born())));
        Inode inode = view.get(Tables.INODES, copy);
        if (inode == null || !inode.isLive()) {
            throw unknown(reservation, path);
        }
        return new Conflict(inode, view.get(Tables.INODES, found.winner()), found);
    }

    private static FileId onlyCopyOf(TableView view, Reservation reservation, FileId winner, String path) {
        List<FileId> copies = new ArrayList<>();
        view.scan(
                        Tables.CONFLICTS,
                        new JournalKey(reservation.rule(), Version.NONE),
                        new JournalKey(reservation.rule(), new Version(Long.MAX_VALUE)))
                .forEachRemaining(row -> {
                    if (row.getValue().winner().equals(winner)) {
                        copies.add(new FileId(row.getKey().version()));
                    }
                });
        if (copies.isEmpty()) {
            throw unknown(reservation, path);
        }
        if (copies.size() > 1) {
            throw new ProblemException(
                    ProblemCode.BAD_REQUEST,
                    "'" + path + "' has " + copies.size() + " conflict copies; name one of them: "
                            + copies.stream()
                                    .map(copy -> RuleLists.path(view, copy))
                                    .toList());
        }
        return copies.getFirst();
    }

    private static ProblemException unknown(Reservation reservation, String path) {
        return new ProblemException(
                ProblemCode.CONFLICT_UNKNOWN,
                "rule " + reservation.definition().name() + " has no conflict copy at '" + path
                        + "': onecopy conflicts lists those that are not settled");
    }

    ConflictOutcome resolve(RuleName rule, ResolveSpec spec) {
        Reservation reservation = rules.existing(rule);
        List<Operation> operations = new ArrayList<>();
        ConflictOutcome planned = rules.index(reservation)
                .read(view -> plan(view, rule, spec, find(view, reservation, spec.path()), operations));
        Amendments.Done done = amendments.amend(reservation, operations, true);
        if (done.isNothing()) {
            throw changed(spec.path());
        }
        return new ConflictOutcome(
                rule, planned.keep(), done.index(), planned.kept(), planned.beside(), planned.trashed());
    }

    private static ProblemException changed(String path) {
        return new ProblemException(
                ProblemCode.PATH_CHANGED,
                "one of the two that the conflict at '" + path
                        + "' is about was changed, moved or removed meanwhile: nothing was done; look at it again with"
                        + " onecopy conflicts show");
    }

    private static ConflictOutcome plan(
            TableView view, RuleName rule, ResolveSpec spec, Conflict conflict, List<Operation> operations) {
        Inode copy = conflict.copy;
        Inode original = conflict.original();
        boolean seenCopy = spec.copySeen() == null || spec.copySeen().equals(version(copy));
        boolean seenOriginal = spec.originalSeen() == null
                || (original != null && spec.originalSeen().equals(version(original)));
        if (!seenCopy || !seenOriginal) {
            throw changed(spec.path());
        }
        String copyPath = RuleLists.path(view, copy.id());
        return switch (spec.keep()) {
            case ORIGINAL -> {
                if (original == null) {
                    throw new ProblemException(
                            ProblemCode.PATH_CHANGED,
                            "what kept the name is gone, and the conflict copy '" + copyPath
                                    + "' is all there is: keep the copy");
                }
                operations.add(remove(view, copy));
                yield new ConflictOutcome(rule, spec.keep(), 0, RuleLists.path(view, original.id()), null, copyPath);
            }
            case COPY -> {
                Inode place = Objects.requireNonNullElse(conflict.winner, copy);
                if (conflict.winner == null) {
                    throw new ProblemException(
                            ProblemCode.PATH_CHANGED,
                            "what kept the name was removed so long ago that its name is not known any more: rename '"
                                    + copyPath + "' yourself");
                }
                String path = RuleLists.path(view, place.id());
                if (original != null) {
                    operations.add(remove(view, original));
                }
                operations.add(move(copy, place.parent(), place.name()));
                yield new ConflictOutcome(rule, spec.keep(), 0, path, null, original == null ? null : path);
            }
            case BOTH -> {
                Name name = besideName(view, spec, conflict);
                operations.add(move(copy, copy.parent(), name));
                String directory = copyPath.substring(0, copyPath.lastIndexOf('/') + 1);
                yield new ConflictOutcome(
                        rule,
                        spec.keep(),
                        0,
                        original == null ? directory + name : RuleLists.path(view, original.id()),
                        directory + name,
                        null);
            }
        };
    }

    private static Operation remove(TableView view, Inode inode) {
        if (inode.isDirectory() && TreePaths.hasChildren(view, inode.id())) {
            throw new ProblemException(
                    ProblemCode.BAD_REQUEST,
                    "'" + RuleLists.path(view, inode.id())
                            + "' is a directory with something in it, which is not removed as a whole: move or remove"
                            + " what lies in it first, or keep both");
        }
        return new Operation.Remove(
                new Ref.Known(inode.id()), new Base.Seen(inode.written()), new Base.Seen(inode.placed()));
    }

    private static Operation move(Inode copy, FileId parent, Name name) {
        return new Operation.Move(new Ref.Known(copy.id()), new Base.Seen(copy.placed()), new Ref.Known(parent), name);
    }

    /** The name that was asked for; else {@code report.lyon-1234.txt} of {@code report.txt}. */
    private static Name besideName(TableView view, ResolveSpec spec, Conflict conflict) {
        String text = spec.name();
        if (text == null) {
            String plain = conflict.copy.name().value();
            int mark = plain.startsWith("_conflict-") ? plain.indexOf('~') : -1;
            String base = mark < 0 ? plain : plain.substring(mark + 1);
            int dot = base.lastIndexOf('.');
            int at = dot > 0 ? dot : base.length();
            text = base.substring(0, at) + "." + conflict.row.zone() + "-"
                    + conflict.copy.id().born().index() + base.substring(at);
        }
        try {
            if (text.getBytes(StandardCharsets.UTF_8).length > Name.BYTES_MAX) {
                throw new IllegalArgumentException("longer than " + Name.BYTES_MAX + " bytes: give a shorter one");
            }
            Name name = new Name(text);
            if (TreePaths.child(view, conflict.copy.parent(), name) != null) {
                throw new ProblemException(
                        ProblemCode.PATH_TAKEN,
                        "there is something with the name '" + text + "' already: give another");
            }
            return name;
        } catch (IllegalArgumentException e) {
            throw new ProblemException(ProblemCode.PATH_INVALID, "name '" + text + "': " + e.getMessage(), e);
        }
    }
}
