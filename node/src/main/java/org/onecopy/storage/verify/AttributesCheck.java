package org.onecopy.storage.verify;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.onecopy.core.Acl;
import org.onecopy.core.AclEntry;
import org.onecopy.core.Attributes;
import org.onecopy.core.Extras;
import org.onecopy.core.Preserve;
import org.onecopy.core.Xattrs;
import org.onecopy.model.api.StorageJoin;
import org.onecopy.storage.Ability;
import org.onecopy.storage.Finding;
import org.onecopy.storage.Stat;
import org.onecopy.storage.Step;
import org.onecopy.storage.Tree;

/** Whether modes, times, links, access control lists and extended attributes are kept as declared, and what the storage's clock shows. */
final class AttributesCheck {
    private static final long TIME = 1_234_567_890_123_456_789L;
    private static final String SOMEBODY = "54321";
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
        tree.preserve(EnumSet.allOf(Preserve.class));
        findings.add(lists());
        findings.add(extendedAttributes());
        return findings;
    }

    /** For somebody by number, because no name is known everywhere. */
    private Finding lists() {
        if (!files.can(Ability.ACLS)) {
            return TrialFiles.lacking("access control lists", "access control lists are not kept", Ability.ACLS);
        }
        Acl acl = new Acl(List.of(
                new AclEntry(false, AclEntry.Kind.USER, SOMEBODY, 4), new AclEntry(false, AclEntry.Kind.GROUP, "", 4)));
        Acl kept = set(new Extras(acl, null, 0, 0)).acl();
        return kept != null && kept.entries().size() == acl.entries().size()
                ? Finding.ok("access control lists", "access control lists are kept, where a rule preserves them")
                : TrialFiles.broken("access control lists", "an access control list became " + kept);
    }

    private Finding extendedAttributes() {
        if (!files.can(Ability.XATTRS)) {
            return TrialFiles.lacking("extended attributes", "extended attributes are not kept", Ability.XATTRS);
        }
        Xattrs wanted = new Xattrs(new TreeMap<>(Map.of("onecopy.trial", "some value")));
        Xattrs kept = set(new Extras(null, wanted, 0, 0)).xattrs();
        return wanted.equals(kept)
                ? Finding.ok("extended attributes", "extended attributes are kept, where a rule preserves them")
                : TrialFiles.broken("extended attributes", "extended attributes became " + kept);
    }

    private Extras set(Extras extras) {
        Attributes wanted = new Attributes(0640, "", "", TIME, extras);
        Step step = tree.setAttributes(TrialFiles.at("attributes"), wanted);
        Stat now = step.nowOrNull();
        return now == null ? Extras.NONE : now.attributes().extras();
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
