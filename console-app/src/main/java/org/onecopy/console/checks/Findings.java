package org.onecopy.console.checks;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.ObservableList;
import javafx.collections.ObservableListBase;
import org.jspecify.annotations.Nullable;
import org.onecopy.console.work.Work;
import org.onecopy.model.NodeId;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.CheckShareView;
import org.onecopy.model.api.CheckView;
import org.onecopy.model.api.DifferenceKind;
import org.onecopy.model.api.DifferenceView;
import org.onecopy.model.api.Listing;

/**
 * What a check has found in all zones as one long list, of which only the pages that are looked at are asked for. For the JavaFX
 * thread, but {@link Source}.
 */
public final class Findings {
    /** So many are asked for at once. */
    public static final int PAGE = 500;

    private static final int PAGES_MAX = 60;
    private static final int UNDER_WAY_MAX = 2;
    private static final int WAITING_MAX = 4;

    private final Work work;
    private final ReadOnlyObjectWrapper<ObservableList<Row>> rows = new ReadOnlyObjectWrapper<>(new Rows());
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
    private final Deque<Place> waiting = new ArrayDeque<>();
    private final Set<Place> underWay = new HashSet<>();
    private List<Section> sections = List.of();
    private Map<Place, List<DifferenceView>> pages = Map.of();
    private int generation;
    private @Nullable CheckView check;
    private @Nullable DifferenceKind kind;
    private @Nullable Source source;

    public Findings(Work work) {
        this.work = work;
    }

    /** Asks a zone's node for a page; blocks. */
    public interface Source {
        Listing<DifferenceView> page(NodeId node, CheckView check, @Nullable DifferenceKind kind, long skip, int limit);
    }

    /**
     * A line of the list.
     *
     * @param found null while it is on its way
     */
    public record Row(ZoneName zone, @Nullable DifferenceView found) {}

    /** What one zone has found: a part of the list, from a line on. */
    private record Section(ZoneName zone, NodeId node, long from, long total) {
        long end() {
            return from + total;
        }
    }

    private record Place(ZoneName zone, long page) {}

    private final class Rows extends ObservableListBase<Row> {
        @Override
        public Row get(int index) {
            for (Section section : sections) {
                if (index < section.end()) {
                    return row(section, index - section.from());
                }
            }
            throw new IndexOutOfBoundsException(index);
        }

        @Override
        public int size() {
            return sections.isEmpty()
                    ? 0
                    : (int) Math.min(Integer.MAX_VALUE, sections.getLast().end());
        }

        /** Lines were added at the ends of sections. */
        void grew(List<Section> before) {
            beginChange();
            for (int at = 0; at < sections.size(); at++) {
                Section now = sections.get(at);
                if (now.total() > before.get(at).total()) {
                    nextAdd((int) (now.from() + before.get(at).total()), (int) now.end());
                }
            }
            endChange();
        }

        void arrived(Section section, long page, int count) {
            beginChange();
            int from = (int) (section.from() + page * PAGE);
            for (int at = from; at < from + count && at < size(); at++) {
                nextUpdate(at);
            }
            endChange();
        }
    }

    /** The lines; another list where another check is shown. Its size is known at once, its lines come when they are looked at. */
    public ReadOnlyObjectProperty<ObservableList<Row>> rows() {
        return rows.getReadOnlyProperty();
    }

    /** Why the last page did not come; empty where it did. */
    public ReadOnlyStringProperty problem() {
        return problem.getReadOnlyProperty();
    }

    /** How many there are, in words. */
    public String count() {
        return String.format(Locale.ROOT, "%,d", rows.get().size());
    }

    /** Shows this check from now on, or nothing; where it is the same and has found more, the lines that are there stay. */
    public void show(@Nullable CheckView shown, @Nullable DifferenceKind only, @Nullable Source from) {
        boolean same = shown != null
                && check != null
                && check.rule().equals(shown.rule())
                && check.check().equals(shown.check())
                && only == kind
                && Objects.equals(from, source);
        check = shown;
        kind = only;
        source = from;
        List<Section> before = sections;
        List<Section> now = shown == null || from == null ? List.of() : sections(shown, only);
        if (same && now.equals(before)) {
            return;
        }
        if (same && isLonger(now, before) && rows.get() instanceof Rows list) {
            pages.values().removeIf(page -> page.size() < PAGE);
            sections = now;
            list.grew(before);
            return;
        }
        sections = now;
        pages = keepingLast();
        generation++;
        waiting.clear();
        underWay.clear();
        problem.set("");
        rows.set(new Rows());
    }

    private static Map<Place, List<DifferenceView>> keepingLast() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Place, List<DifferenceView>> eldest) {
                return size() > PAGES_MAX;
            }
        };
    }

    private static List<Section> sections(CheckView check, @Nullable DifferenceKind kind) {
        List<Section> sections = new ArrayList<>();
        long from = 0;
        for (CheckShareView share : check.zones()) {
            long total = count(share, kind);
            if (share.node() != null && total > 0) {
                sections.add(new Section(share.zone(), share.node(), from, total));
                from += total;
            }
        }
        return sections;
    }

    /** How many of a kind a zone has found; of null: of all. */
    public static long count(CheckShareView share, @Nullable DifferenceKind kind) {
        return switch (kind) {
            case null -> share.differences();
            case MISSING -> share.missing();
            case EXTRA -> share.extra();
            case CONTENT -> share.content();
            case ATTRIBUTES -> share.attributes();
            case IN_FLUX -> share.inFlux();
            case UNREADABLE -> share.unreadable();
        };
    }

    private static boolean isLonger(List<Section> now, List<Section> before) {
        if (now.size() != before.size()) {
            return false;
        }
        for (int at = 0; at < now.size(); at++) {
            if (!now.get(at).node().equals(before.get(at).node())
                    || now.get(at).total() < before.get(at).total()) {
                return false;
            }
        }
        return true;
    }

    private Row row(Section section, long number) {
        Place place = new Place(section.zone(), number / PAGE);
        List<DifferenceView> page = pages.get(place);
        if (page == null) {
            want(place);
            return new Row(section.zone(), null);
        }
        int at = (int) (number % PAGE);
        return new Row(section.zone(), at < page.size() ? page.get(at) : null);
    }

    /** What is looked at now comes first; what was passed by quickly is not asked for at all. */
    private void want(Place place) {
        if (underWay.contains(place) || place.equals(waiting.peekFirst())) {
            return;
        }
        waiting.remove(place);
        waiting.addFirst(place);
        if (waiting.size() > WAITING_MAX) {
            waiting.removeLast();
        }
        next();
    }

    private void next() {
        while (underWay.size() < UNDER_WAY_MAX && !waiting.isEmpty()) {
            Place place = waiting.removeFirst();
            Section section = sections.stream()
                    .filter(one -> one.zone().equals(place.zone()))
                    .findFirst()
                    .orElse(null);
            if (section != null && check != null && source != null) {
                underWay.add(place);
                ask(section, place, check, source);
            }
        }
    }

    private void ask(Section section, Place place, CheckView asked, Source from) {
        DifferenceKind only = kind;
        int list = generation;
        work.quietly(
                "differences of " + asked.rule(),
                () -> from.page(section.node(), asked, only, place.page() * PAGE, PAGE),
                answer -> {
                    if (list == generation) {
                        underWay.remove(place);
                        problem.set("");
                        arrived(place, answer.items());
                        next();
                    }
                },
                why -> {
                    if (list == generation) {
                        underWay.remove(place);
                        problem.set(why);
                        next();
                    }
                });
    }

    private void arrived(Place place, List<DifferenceView> items) {
        pages.put(place, items);
        if (rows.get() instanceof Rows list) {
            sections.stream()
                    .filter(section -> section.zone().equals(place.zone()))
                    .forEach(section -> list.arrived(section, place.page(), items.size()));
        }
    }
}
