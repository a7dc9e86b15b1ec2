package org.onecopy.storage.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.ProblemException;
import org.onecopy.problem.StorageException;
import org.onecopy.storage.Ability;
import org.onecopy.storage.Finding;
import org.onecopy.storage.Place;
import org.onecopy.storage.Step;
import org.onecopy.storage.Tree;

/** Whether nothing is overwritten unseen, and whether readers see either the old file or the new one. */
final class AtomicityCheck {
    private static final int WRITERS = 8;
    private static final int ROUNDS = 3;
    private static final int REPLACEMENTS = 8;

    private final TrialFiles files;
    private final Tree tree;

    AtomicityCheck(TrialFiles files) {
        this.files = files;
        this.tree = files.tree();
    }

    /** Several contents are given one name at once: one of them gets it, and all others are told. */
    Finding create() {
        String check = "atomic create";
        boolean declared = files.can(Ability.CONDITIONAL_WRITES);
        for (int round = 0; round < ROUNDS; round++) {
            List<Integer> winners = race("race-" + round);
            String shown = files.read(TrialFiles.at("race-" + round));
            String found = "%d of %d that took the same name at once were told that they have it"
                    .formatted(winners.size(), WRITERS);
            if (winners.isEmpty()
                    || !winners.stream().map(String::valueOf).toList().contains(shown)) {
                return TrialFiles.broken(
                        check, found + ", and the file is " + (shown == null ? "not there" : "another's"));
            }
            if (winners.size() > 1) {
                return declared
                        ? TrialFiles.broken(check, found)
                        : TrialFiles.lacking(check, found, Ability.CONDITIONAL_WRITES);
            }
        }
        return declared
                ? Finding.ok(
                        check,
                        "one of %d that take the same name at once gets it, the others are told".formatted(WRITERS))
                : TrialFiles.lacking(check, "nothing keeps a write from overwriting", Ability.CONDITIONAL_WRITES);
    }

    private List<Integer> race(String name) {
        List<Callable<Boolean>> writers = new ArrayList<>();
        for (int n = 0; n < WRITERS; n++) {
            String item = name + "-" + n;
            files.stage(item, String.valueOf(n));
            writers.add(() -> tree.move(TrialFiles.staged(item), TrialFiles.at(name)) instanceof Step.Done);
        }
        List<Integer> winners = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> outcomes =
                    writers.stream().map(threads::submit).toList();
            for (int n = 0; n < WRITERS; n++) {
                if (get(outcomes.get(n))) {
                    winners.add(n);
                }
            }
        }
        return winners;
    }

    private static boolean get(Future<Boolean> outcome) {
        try {
            return outcome.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ProblemException problem) {
                throw problem;
            }
            throw new IllegalStateException("a step failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageException(ProblemCode.STORAGE_FAILED, "the verification was interrupted", e);
        }
    }

    /** A file is replaced again and again while somebody looks: what lay there comes out whole, and whether it is ever missing. */
    Finding replace() {
        String check = "atomic replace";
        Place file = TrialFiles.at("replaced");
        files.publish("replaced", "0");
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger looks = new AtomicInteger();
        AtomicInteger absent = new AtomicInteger();
        try (ExecutorService reader = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Boolean> looking = reader.submit(() -> {
                while (!over.get()) {
                    absent.addAndGet(tree.stat(file) == null ? 1 : 0);
                    looks.incrementAndGet();
                }
                return true;
            });
            boolean exact;
            try {
                exact = replaceAll(file, () -> awaitLook(looks, looking));
            } finally {
                over.set(true);
            }
            if (!exact || !get(looking)) {
                return TrialFiles.broken(check, "what was replaced did not come out as it was");
            }
        }
        if (!files.can(Ability.ATOMIC_REPLACE)) {
            return TrialFiles.lacking(check, "takes two steps; nothing is overwritten unseen", Ability.ATOMIC_REPLACE);
        }
        return absent.get() == 0
                ? Finding.ok(check, "readers see the old file or the new one")
                : TrialFiles.broken(check, "a reader found no file while it was replaced");
    }

    /** Waits until the reader has looked once more, so that it looks all the time and not before or after everything. */
    private static void awaitLook(AtomicInteger looks, Future<Boolean> looking) {
        int before = looks.get();
        while (looks.get() == before && !looking.isDone()) {
            LockSupport.parkNanos(50_000);
        }
    }

    private boolean replaceAll(Place file, Runnable between) {
        boolean exact = true;
        for (int n = 1; n <= REPLACEMENTS; n++) {
            between.run();
            String item = "replacement-" + n;
            files.stage(item, String.valueOf(n));
            Place aside = TrialFiles.trashed(item);
            exact &= tree.replace(TrialFiles.staged(item), file, aside) instanceof Step.Replaced
                    && String.valueOf(n - 1).equals(files.read(aside))
                    && String.valueOf(n).equals(files.read(file));
        }
        between.run();
        return exact;
    }
}
