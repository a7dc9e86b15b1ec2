package org.onecopy.app;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.onecopy.core.Content;
import org.onecopy.core.Kind;
import org.onecopy.core.TreePath;
import org.onecopy.core.namespace.Command;
import org.onecopy.core.namespace.Effect;
import org.onecopy.core.namespace.JournalEntry;
import org.onecopy.core.namespace.Operation;
import org.onecopy.core.namespace.Passed;
import org.onecopy.core.namespace.Ref;
import org.onecopy.core.namespace.RuleRow;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.ContentKey;
import org.onecopy.core.namespace.Tables.JournalKey;
import org.onecopy.core.namespace.Undo;
import org.onecopy.core.registry.Reservation;
import org.onecopy.core.table.TableView;
import org.onecopy.index.MembershipIndex;
import org.onecopy.model.ByteCount;
import org.onecopy.model.FileId;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.RuleName;
import org.onecopy.model.Version;
import org.onecopy.model.api.UndoNote;
import org.onecopy.model.api.UndoSpec;
import org.onecopy.model.api.UndoView;
import org.onecopy.problem.ProblemException;

/** Brings a part of a rule's tree back to how it was agreed: planned from the agreed tables, asked for in pieces. */
final class UndoRequests {
    private static final long PIECE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int NOTES_MAX = 200;

    private final RuleRequests rules;
    private final Amendments amendments;
    private final KeptAnywhere kept;

    UndoRequests(RuleRequests rules, Amendments amendments, KeptAnywhere kept) {
        this.rules = rules;
        this.amendments = amendments;
        this.kept = kept;
    }

    /** What one request has come to so far. */
    private static final class Tally {
        private long back;
        private long directories;
        private long rewritten;
        private long moved;
        private long bytes;
        private long left;
        private long lost;
        private final List<UndoNote> notes = new ArrayList<>();

        void note(String path, boolean isLost, String reason) {
            left += isLost ? 0 : 1;
            lost += isLost ? 1 : 0;
            if (notes.size() < NOTES_MAX) {
                notes.add(new UndoNote(path, isLost, reason));
            }
        }

        boolean isEmpty() {
            return back + directories + rewritten + moved + left + lost == 0;
        }

        void count(Undo.Step step) {
            boolean directory = step.kind() == Kind.DIRECTORY;
            back += step.manner() == Undo.Manner.BACK && !directory ? 1 : 0;
            directories += step.manner() == Undo.Manner.BACK && directory ? 1 : 0;
            rewritten += step.manner() == Undo.Manner.REWRITE ? 1 : 0;
            moved += step.manner() == Undo.Manner.MOVE ? 1 : 0;
            bytes += step.content() == null ? 0 : step.content().length();
        }
    }

    UndoView undo(RuleName name, UndoSpec spec) {
        Reservation reservation = rules.existing(name);
        MembershipIndex index = rules.index(reservation);
        TreePath path = TreePaths.parse(spec.path());
        Version to = index.read(view -> target(view, reservation, index, spec));
        Version until = spec.until() != null
                ? spec.until()
                : Version.of(index.incarnation(), index.appliedIndex(), Version.ORDINAL_MAX);
        Undo.Wanted wanted = new Undo.Wanted(reservation.rule(), path, to, until, spec.overwrite());
        Tally tally = new Tally();
        long end = System.nanoTime() + PIECE_NANOS;
        Version next = spec.after() == null ? to : spec.after();
        do {
            Version from = next;
            Undo.Page page = index.read(view -> Undo.page(view, wanted, from, Command.OPERATIONS_MAX));
            settle(reservation, index, page.steps(), spec.plan(), tally);
            next = page.next();
        } while (next != null && System.nanoTime() - end < 0);
        boolean isWhole = spec.after() == null && next == null;
        if (isWhole
                && tally.isEmpty()
                && index.read(view -> TreePaths.find(view, reservation, path.toString())) == null) {
            throw new ProblemException(
                    ProblemCode.PATH_INVALID,
                    "nothing lay at '" + path + "' in rule " + name + " at index " + to.index()
                            + ", and nothing lies there now: a path begins at the rule's root");
        }
        return new UndoView(
                name,
                path.toString(),
                to.index(),
                until,
                next,
                tally.back,
                tally.directories,
                tally.rewritten,
                tally.moved,
                new ByteCount(tally.bytes),
                tally.left,
                tally.lost,
                index.read(view -> held(view, reservation)),
                tally.notes);
    }

    private static long held(TableView view, Reservation reservation) {
        long held = 0;
        for (var zones = Passed.zones(view, reservation.rule()); zones.hasNext(); ) {
            held += zones.next().getValue().guard().held();
        }
        return held;
    }

    /** The place in the log that is meant, where journal and old contents still reach so far back. */
    private static Version target(TableView view, Reservation reservation, MembershipIndex index, UndoSpec spec) {
        RuleRow row = view.get(Tables.RULES, reservation.rule());
        if (row == null || row.removed()) {
            throw new ProblemException(ProblemCode.RULE_UNKNOWN, "the rule is being removed");
        }
        long applied = index.appliedIndex();
        Version reach = Version.max(row.trimmed(), row.forgotten());
        Version to;
        if (spec.toTime() != null) {
            Version first = Undo.firstAt(view, reservation.rule(), spec.toTime().toEpochMilli());
            to = first == null
                    ? Version.of(index.incarnation(), applied, Version.ORDINAL_MAX)
                    : Version.of(first.incarnation(), Math.max(0, first.index() - 1), Version.ORDINAL_MAX);
        } else {
            long asked = java.util.Objects.requireNonNull(spec.toIndex());
            if (asked > applied) {
                throw new ProblemException(
                        ProblemCode.BAD_REQUEST, "index " + asked + " is not agreed yet: the last one is " + applied);
            }
            to = last(view, reservation, index.incarnation(), asked);
        }
        if (reach.isAfter(to)) {
            throw new ProblemException(
                    ProblemCode.UNDO_TOO_FAR,
                    "what was agreed up to index " + reach.index() + since(view, reservation, reach)
                            + " is not known any more: an undo reaches back to index " + (reach.index() + 1)
                            + " (trash.keep says for how long things are kept)",
                    Map.of("earliest", reach.index() + 1),
                    null);
        }
        return to;
    }

    /** The last place of an index: in the latest incarnation of the log that has got so far. */
    private static Version last(TableView view, Reservation reservation, int latest, long asked) {
        for (int incarnation = latest; incarnation > 0; incarnation--) {
            JournalKey from = new JournalKey(reservation.rule(), Version.of(incarnation, 0, 0));
            JournalKey to = new JournalKey(reservation.rule(), Version.of(incarnation, asked, Version.ORDINAL_MAX));
            if (view.scan(Tables.JOURNAL, from, to).hasNext()) {
                return to.version();
            }
        }
        return Version.of(0, asked, Version.ORDINAL_MAX);
    }

    private static String since(TableView view, Reservation reservation, Version reach) {
        Iterator<Map.Entry<JournalKey, JournalEntry>> rows = view.scan(
                Tables.JOURNAL,
                new JournalKey(reservation.rule(), reach.next()),
                new JournalKey(reservation.rule(), new Version(Long.MAX_VALUE)));
        return rows.hasNext()
                ? ", before "
                        + Instant.ofEpochMilli(rows.next().getValue().timeMillis())
                                .atOffset(ZoneOffset.UTC)
                : "";
    }

    private void settle(
            Reservation reservation, MembershipIndex index, List<Undo.Step> steps, boolean plan, Tally tally) {
        List<Undo.Step> wanted = new ArrayList<>();
        for (Undo.Step step : steps) {
            if (step.operation() == null) {
                tally.note(step.path(), step.manner() == Undo.Manner.UNKNOWN, reason(step.manner()));
            } else {
                wanted.add(step);
            }
        }
        List<Undo.Step> possible = possible(reservation, index, wanted, tally);
        if (plan) {
            possible.forEach(tally::count);
            return;
        }
        for (int tries = 0; !possible.isEmpty(); tries++) {
            Amendments.Done done = amendments.amend(
                    reservation, possible.stream().map(Undo.Step::operation).toList(), false);
            List<Undo.Step> again = new ArrayList<>();
            for (Undo.Step step : possible) {
                if (stood(step, done.effects()) || index.read(view -> isBackAlready(view, step))) {
                    tally.count(step);
                } else {
                    again.add(step);
                }
            }
            boolean came = again.size() < possible.size();
            if (!came || tries > 100) {
                again.forEach(step -> tally.note(step.path(), false, "changed meanwhile, or its name is taken"));
                return;
            }
            possible = again; // an entry takes only so much: the rest is asked for again
        }
    }

    private static boolean stood(Undo.Step step, Map<FileId, Effect> effects) {
        Operation operation = step.operation();
        if (operation instanceof Operation.Write write && write.file() instanceof Ref.Known known) {
            return effects.get(known.file()) != null;
        }
        if (operation instanceof Operation.Create create && create.parent() instanceof Ref.Known known) {
            return effects.values().stream()
                    .anyMatch(effect -> effect instanceof Effect.Created made
                            && made.parent().equals(known.file())
                            && made.name().equals(create.name()));
        }
        return effects.get(step.file()) != null;
    }

    /** A directory comes back with the first file in it. */
    private static boolean isBackAlready(TableView view, Undo.Step step) {
        return step.kind() == Kind.DIRECTORY
                && step.manner() == Undo.Manner.BACK
                && TreePaths.live(view, step.file()) != null;
    }

    private static String reason(Undo.Manner manner) {
        return switch (manner) {
            case LEFT_CHANGED -> "it was changed since";
            case LEFT_MOVED -> "it was moved since";
            case LEFT_MADE -> "it was made since";
            case LEFT_TAKEN -> "something else has its name by now";
            case UNKNOWN -> "what it was is not known any more";
            case BACK, REWRITE, MOVE -> "";
        };
    }

    /** Those whose contents came inline, or lie in some zone. */
    private List<Undo.Step> possible(
            Reservation reservation, MembershipIndex index, List<Undo.Step> wanted, Tally tally) {
        List<Undo.Step> possible = new ArrayList<>();
        List<Undo.Step> asked = new ArrayList<>();
        Map<FileId, Boolean> inline = new HashMap<>();
        index.read(view -> {
            wanted.forEach(step -> inline.put(step.file(), isInline(view, step)));
            return true;
        });
        for (Undo.Step step : wanted) {
            boolean free = step.content() == null || inline.getOrDefault(step.file(), false);
            (free ? possible : asked).add(step);
        }
        if (asked.isEmpty()) {
            return possible;
        }
        List<KeptAnywhere.Wanted> contents = asked.stream()
                .map(step -> new KeptAnywhere.Wanted(
                        step.file(),
                        java.util.Objects.requireNonNull(step.content()).digest()))
                .toList();
        KeptAnywhere.Answer answer = kept.of(reservation, contents);
        BitSet found = answer.found();
        for (int n = 0; n < asked.size(); n++) {
            if (found.get(n)) {
                possible.add(asked.get(n));
            } else {
                tally.note(
                        asked.get(n).path(),
                        true,
                        answer.silent().isEmpty()
                                ? "no zone has its content any more"
                                : "no zone that answers has its content; no answer from " + answer.silent());
            }
        }
        return possible;
    }

    private static boolean isInline(TableView view, Undo.Step step) {
        Content content = step.content();
        if (content == null || content.length() == 0 || content.inline() != null) {
            return true;
        }
        var versions = view.scan(
                Tables.CONTENTS,
                new ContentKey(step.file(), Version.NONE),
                new ContentKey(step.file(), new Version(Long.MAX_VALUE)));
        while (versions.hasNext()) {
            Content known = versions.next().getValue();
            if (known.inline() != null && known.sameAs(content)) {
                return true;
            }
        }
        return false;
    }
}
