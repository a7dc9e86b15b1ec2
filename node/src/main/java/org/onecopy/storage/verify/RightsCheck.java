package org.onecopy.storage.verify;

import java.util.ArrayList;
import java.util.List;
import org.onecopy.core.Attributes;
import org.onecopy.core.Name;
import org.onecopy.core.TreePath;
import org.onecopy.problem.ProblemException;
import org.onecopy.storage.Ability;
import org.onecopy.storage.Finding;
import org.onecopy.storage.Place;
import org.onecopy.storage.Stat;
import org.onecopy.storage.Step;
import org.onecopy.storage.Tree;

/** Writes, reads, lists, moves and deletes. What needs something that failed is left out. */
final class RightsCheck {
    private static final String TEXT = "what a verification has written; it may be deleted\n".repeat(100);
    private static final Place FILE = TrialFiles.at("rights/file");
    private static final Place MOVED = TrialFiles.at("moved");

    private final TrialFiles files;
    private final Tree tree;
    private final List<Finding> findings = new ArrayList<>();

    RightsCheck(TrialFiles files) {
        this.files = files;
        this.tree = files.tree();
    }

    List<Finding> run() {
        boolean all = attempt("write", this::write)
                && attempt("read", this::read)
                && attempt("list", this::list)
                && attempt("move", this::move)
                && attempt("delete", this::delete);
        if (all) {
            findings.add(Finding.ok("rights", "the node may write, read, list, move and delete"));
        }
        return findings;
    }

    private interface Action {
        boolean run();
    }

    private boolean attempt(String check, Action action) {
        try {
            if (action.run()) {
                return true;
            }
            findings.add(TrialFiles.broken(check, "another result than what was done"));
        } catch (ProblemException e) {
            findings.add(Finding.refused(check, e));
        }
        return false;
    }

    private boolean write() {
        Step made = tree.makeDirectory(TrialFiles.at("rights"), new Attributes(0755, "", "", 0));
        return made instanceof Step.Done && files.publish("rights/file", TEXT) instanceof Step.Done;
    }

    private boolean read() {
        return TEXT.equals(files.read(FILE));
    }

    private boolean list() {
        Names names = new Names();
        tree.list(TrialFiles.at("rights"), names);
        Names above = new Names();
        tree.list(Place.inTree(TreePath.ROOT), above);
        return names.seen.equals(List.of("file")) && above.seen.equals(List.of("rights"));
    }

    private boolean move() {
        Stat before = tree.stat(FILE);
        boolean done = tree.move(FILE, MOVED) instanceof Step.Done && tree.stat(FILE) == null;
        Stat after = tree.stat(MOVED);
        if (before == null || after == null) {
            return false;
        }
        boolean known = before.identity() != null && before.identity().equals(after.identity());
        return done && (known || !files.can(Ability.IDENTITIES));
    }

    private boolean delete() {
        Place trash = TrialFiles.trashed("moved");
        boolean moved = tree.move(MOVED, trash) instanceof Step.Done;
        tree.purge(trash);
        boolean removed = tree.removeDirectory(TrialFiles.at("rights")) instanceof Step.Done;
        return moved && removed && tree.stat(trash) == null && tree.stat(TrialFiles.at("rights")) == null;
    }

    /** Collects a listing. */
    static final class Names implements Tree.ListSink {
        final List<String> seen = new ArrayList<>();

        @Override
        public void entry(Name name, Stat stat) {
            seen.add(name.value());
        }

        @Override
        public void refused(String printableName, String reason) {
            // is looked for and not found
        }
    }
}
