package org.onecopy.storage.verify;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.onecopy.core.Attributes;
import org.onecopy.model.api.StorageJoin;
import org.onecopy.storage.Ability;
import org.onecopy.storage.Finding;
import org.onecopy.storage.Stat;
import org.onecopy.storage.Step;
import org.onecopy.storage.Tree;

/** Whether modes, times and links are kept as declared, and what the storage's clock shows. */
final class AttributesCheck {
    private static final long TIME = 1_234_567_890_123_456_789L;
    private static final Duration SKEW_SMALL = Duration.ofSeconds(3);

    private final TrialFiles files;
    private final Tree tree;

    AttributesCheck(TrialFiles files) {
        this.files = files;
        this.tree = files.tree();
    }

    List<Finding> run() {
        files.stage("attributes", "x", new Attributes(0640, "", "", TIME));
        tree.move(TrialFiles.staged("attributes"), TrialFiles.at("attributes"));
        Stat stat = tree.stat(TrialFiles.at("attributes"));
        List<Finding> findings = new ArrayList<>();
        if (stat == null) {
            return List.of(TrialFiles.broken("attributes", "a new file is not there"));
        }
        findings.add(modes(stat.attributes().mode()));
        findings.add(times(stat.attributes().mtimeNanos()));
        findings.add(links());
        return findings;
    }

    private Finding modes(int mode) {
        if (!files.can(Ability.MODES)) {
            return TrialFiles.lacking("modes", "permission bits are not kept", Ability.MODES);
        }
        return mode == 0640
                ? Finding.ok("modes", "permission bits are kept")
                : TrialFiles.broken("modes", "permission bits 640 became %o".formatted(mode));
    }

    private Finding times(long nanos) {
        if (!files.can(Ability.MTIMES)) {
            return TrialFiles.lacking("times", "times of files are not kept", Ability.MTIMES);
        }
        long step = tree.capabilities().mtimeStepNanos();
        return nanos == TIME / step * step
                ? Finding.ok("times", "times of files are kept to " + StorageJoin.step(step))
                : TrialFiles.broken("times", "the time %d of a file became %d".formatted(TIME, nanos));
    }

    private Finding links() {
        if (!files.can(Ability.SYMLINKS)) {
            return TrialFiles.lacking("links", "symbolic links are not kept", Ability.SYMLINKS);
        }
        Step step = tree.makeLink(TrialFiles.at("link"), "../some where");
        Stat stat = tree.stat(TrialFiles.at("link"));
        return step instanceof Step.Done && stat != null && "../some where".equals(stat.linkTarget())
                ? Finding.ok("links", "symbolic links are kept")
                : TrialFiles.broken("links", "a symbolic link is not what was made");
    }

    /** The time that the storage gives to a new file; nothing where it does not say. */
    List<Finding> clock() {
        if (!files.can(Ability.MTIMES)) {
            return List.of();
        }
        Instant before = Instant.now();
        Stat stat = files.begun("clock");
        Instant after = Instant.now();
        if (stat == null) {
            return List.of();
        }
        Instant there = Instant.ofEpochSecond(0, stat.attributes().mtimeNanos());
        Duration ahead = Duration.between(after, there);
        Duration behind = Duration.between(there, before);
        return List.of(skew(ahead.compareTo(behind) > 0 ? ahead : behind, ahead.compareTo(behind) > 0));
    }

    /** @param by how much the clocks are apart, negative where they are not */
    static Finding skew(Duration by, boolean ahead) {
        if (by.compareTo(SKEW_SMALL) <= 0) {
            return Finding.ok("clock", "the storage's clock is this machine's, within seconds");
        }
        return Finding.warn(
                "clock",
                "the storage's clock is %d s %s this machine's"
                        .formatted(by.toSeconds(), ahead ? "ahead of" : "behind"),
                "nothing is decided by clocks, but users see these times, and logins fail when minutes are missing: set both by NTP");
    }
}
