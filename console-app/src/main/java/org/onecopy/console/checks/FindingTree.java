package org.onecopy.console.checks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.NodeId;
import org.onecopy.model.api.CheckShareView;
import org.onecopy.model.api.CheckView;
import org.onecopy.model.api.DifferenceKind;
import org.onecopy.model.api.DifferenceView;
import org.onecopy.model.api.Listing;

/** What a check has found, by zone and folder: of very many the first ones only. */
public final class FindingTree {
    /** At most so many of each zone are sorted into folders. */
    public static final int LIMIT = 10_000;

    private FindingTree() {}

    /** A zone, a folder, or what differs. */
    public static final class Branch {
        private final String name;
        private final Map<String, Branch> below = new TreeMap<>();
        private @Nullable DifferenceView found;
        private long count;

        Branch(String name) {
            this.name = name;
        }

        /** Its own name. */
        public String name() {
            return name;
        }

        /** What lies in it, by name. */
        public Collection<Branch> below() {
            return below.values();
        }

        /** What differs here itself; null where only something below does. */
        public @Nullable DifferenceView found() {
            return found;
        }

        /** How many differences there are here and below. */
        public long count() {
            return count;
        }

        void add(String path, DifferenceView difference) {
            count++;
            int slash = path.indexOf('/');
            if (path.isEmpty()) {
                found = difference;
            } else if (slash < 0) {
                child(path).add("", difference);
            } else {
                child(path.substring(0, slash)).add(path.substring(slash + 1), difference);
            }
        }

        private Branch child(String child) {
            return below.computeIfAbsent(child, Branch::new);
        }
    }

    /**
     * All that was sorted.
     *
     * @param zones those that found something, by name
     * @param sorted how many differences are in it
     * @param total how many there are
     */
    public record Tree(List<Branch> zones, long sorted, long total) {
        public Tree {
            zones = List.copyOf(zones);
        }
    }

    /** Asks all zones that found something. Blocks. */
    public static Tree read(CheckView check, @Nullable DifferenceKind kind, Findings.Source source) {
        List<Branch> zones = new ArrayList<>();
        long sorted = 0;
        long total = 0;
        for (CheckShareView share : check.zones()) {
            NodeId node = share.node();
            if (node != null && Findings.count(share, kind) > 0) {
                Listing<DifferenceView> page = source.page(node, check, kind, 0, LIMIT);
                Branch zone = new Branch(share.zone().value());
                page.items().forEach(difference -> zone.add(difference.path(), difference));
                zones.add(zone);
                sorted += page.items().size();
                total += page.total();
            }
        }
        return new Tree(zones, sorted, total);
    }
}
