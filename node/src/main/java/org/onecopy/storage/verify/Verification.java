package org.onecopy.storage.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.onecopy.problem.ProblemException;
import org.onecopy.storage.Finding;
import org.onecopy.storage.Storage;
import org.onecopy.storage.Trial;

/**
 * Tries a storage out at one location: whether it can be reached, what the node may do there, and whether it does what it declares.
 * Takes some seconds and leaves nothing behind. What depends on something that failed is left out.
 */
public final class Verification {
    private final Storage storage;
    private final long freeMin;
    private final List<Finding> findings = new ArrayList<>();

    /** @param freeMin bytes that a transfer must leave free there */
    public Verification(Storage storage, long freeMin) {
        this.storage = storage;
        this.freeMin = freeMin;
    }

    /**
     * Tries. To be called once.
     *
     * @param path of the location, as in a rule
     * @return at least one, in the order in which they were made
     * @throws ProblemException {@code PATH_INVALID}
     */
    public List<Finding> run(String path) {
        Trial trial = storage.trial(path);
        try {
            boolean reached = attempt("reach", trial::reach)
                    && attempt("location", () -> List.of(trial.location()))
                    && attempt("rights", () -> open(trial));
            if (reached) {
                attempt("particulars", trial::particulars);
            }
        } finally {
            attempt("clean up", () -> {
                trial.close();
                return List.of();
            });
        }
        return List.copyOf(findings);
    }

    private List<Finding> open(Trial trial) {
        try (var tree = trial.open()) {
            TrialFiles files = new TrialFiles(tree);
            if (attempt("rights", () -> new RightsCheck(files).run())) {
                attempt("atomic create", () -> List.of(new AtomicityCheck(files).create()));
                attempt("atomic replace", () -> List.of(new AtomicityCheck(files).replace()));
                attempt("names", () -> new NamesCheck(files).run());
                attempt("attributes", () -> new AttributesCheck(files).run());
                attempt("hints", () -> List.of(new HintsCheck(files).run()));
                attempt("clock", () -> new AttributesCheck(files).clock());
                attempt("space", () -> List.of(space(tree.spaceAvailable())));
            }
        }
        return List.of();
    }

    private Finding space(long bytes) {
        if (bytes >= Long.MAX_VALUE / 2) {
            return Finding.ok("space", "the storage names no limit");
        }
        String found = org.onecopy.model.ByteCount.of(bytes) + " may be written";
        return bytes >= freeMin
                ? Finding.ok("space", found)
                : Finding.fail(
                        "space",
                        found + ", and " + org.onecopy.model.ByteCount.of(freeMin) + " must stay free",
                        "free space, raise the quota, or lower limits.storageFreeMin");
    }

    /** @return whether nothing failed */
    private boolean attempt(String check, Supplier<List<Finding>> action) {
        List<Finding> found;
        try {
            found = action.get();
        } catch (ProblemException e) {
            found = List.of(Finding.refused(check, e));
        }
        findings.addAll(found);
        return found.stream().noneMatch(finding -> finding.result() == Finding.Result.FAIL);
    }
}
