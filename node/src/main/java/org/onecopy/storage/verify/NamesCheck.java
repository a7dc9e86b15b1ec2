package org.onecopy.storage.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.onecopy.core.Attributes;
import org.onecopy.core.TreePath;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.StorageException;
import org.onecopy.storage.Ability;
import org.onecopy.storage.Finding;
import org.onecopy.storage.Step;
import org.onecopy.storage.Tree;

/** Which names the storage holds exactly as they are. What it cannot hold is parked there; what it changes is no storage for us. */
final class NamesCheck {
    private static final String DIRECTORY = "names";
    private static final List<String> ODD = List.of(
            "colon:a",
            "back\\slash",
            "star*and?",
            "less<greater>",
            "quote\"pipe|",
            " space at both ends ",
            "dot at the end.",
            "line\nbreak",
            "percent%41",
            "plus+hash#and&",
            "~tilde",
            "umlaut-ü-u\u0308",
            "\ud83d\ude00",
            "CON",
            "n".repeat(255));

    private final TrialFiles files;
    private final Tree tree;

    NamesCheck(TrialFiles files) {
        this.files = files;
        this.tree = files.tree();
    }

    List<Finding> run() {
        tree.makeDirectory(TrialFiles.at(DIRECTORY), new Attributes(0755, "", "", 0));
        List<String> held = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        List<String> failed = new ArrayList<>();
        for (String name : ODD) {
            try {
                (hold(name) ? held : refused).add(name);
            } catch (StorageException e) {
                failed.add(name);
            }
        }
        RightsCheck.Names listed = new RightsCheck.Names();
        tree.list(TrialFiles.at(DIRECTORY), listed);
        held.removeAll(listed.seen);
        List<Finding> findings = new ArrayList<>();
        if (!held.isEmpty()) {
            findings.add(TrialFiles.broken("names", "took these names and lists them as others: " + show(held)));
        } else if (refused.isEmpty()) {
            findings.add(Finding.ok("names", "holds all of %d odd names as they are".formatted(ODD.size())));
        } else {
            findings.add(Finding.warn(
                    "names",
                    "cannot hold " + show(refused),
                    "such names from other zones are parked there, never changed"));
        }
        if (!failed.isEmpty()) {
            findings.add(Finding.warn(
                    "odd names",
                    "fails, and does not say why, with " + show(failed),
                    "exclude such names from rules: each of them would make the storage look out of reach"));
        }
        findings.add(forms("case", "Straße-a", "straße-A", Ability.CASE_SENSITIVE));
        findings.add(forms("unicode", "form-\u00e9", "form-e\u0301", null));
        return findings;
    }

    private boolean hold(String name) {
        TreePath path = TreePath.parse(DIRECTORY + "/" + name);
        if (tree.capabilities().names().complaint(path) != null) {
            return false;
        }
        try {
            return files.publish(DIRECTORY + "/" + name, "x") instanceof Step.Done;
        } catch (StorageException e) {
            if (e.code() == ProblemCode.STORAGE_NAME_ILLEGAL) {
                return false;
            }
            throw e;
        }
    }

    private static String show(List<String> names) {
        return names.stream()
                .map(name -> name.length() > 30 ? "a name of " + name.length() + " bytes" : "'" + name + "'")
                .collect(Collectors.joining(", "));
    }

    /** Whether two forms of a name are two names. */
    private Finding forms(String check, String one, String other, @org.jspecify.annotations.Nullable Ability declared) {
        files.publish(one, "x");
        boolean apart = tree.stat(TrialFiles.at(other)) == null;
        boolean says = declared == null || files.can(declared);
        if (apart && says) {
            return Finding.ok(check, "'%s' and '%s' are two names".formatted(one, other));
        }
        return declared != null && !says
                ? TrialFiles.lacking(check, "'%s' and '%s' are one name".formatted(one, other), declared)
                : Finding.fail(
                        check,
                        "'%s' and '%s' are one name".formatted(one, other),
                        "one of two such files would overwrite the other: use a storage that keeps them apart");
    }
}
