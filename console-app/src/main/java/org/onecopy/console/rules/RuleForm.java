package org.onecopy.console.rules;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.DurationText;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.ConflictPolicy;
import org.onecopy.model.api.GuardPolicy;
import org.onecopy.model.api.Initial;
import org.onecopy.model.api.Preserve;
import org.onecopy.model.api.RuleSpec;
import org.onecopy.model.api.RuleView;
import org.onecopy.model.api.Visibility;

/** What is typed about a rule, and what is wrong with it so far. The ViewModel of making and of changing a rule. */
public final class RuleForm {
    /** What a field is called in {@link #problems}. */
    public enum Field {
        NAME,
        ZONES,
        INITIAL,
        EXCLUDE,
        PREFERRED,
        HOLD,
        GUARD
    }

    /** One zone's part: whether it takes part, and with which directory. */
    public static final class Place {
        private final ZoneName zone;
        private final BooleanProperty included;
        private final StringProperty path;

        Place(ZoneName zone, boolean included, String path) {
            this.zone = zone;
            this.included = new SimpleBooleanProperty(included);
            this.path = new SimpleStringProperty(path);
        }

        /** Which zone. */
        public ZoneName zone() {
            return zone;
        }

        /** Whether it takes part. */
        public BooleanProperty included() {
            return included;
        }

        /** The directory there. */
        public StringProperty path() {
            return path;
        }
    }

    private final @Nullable RuleView before;
    private final List<RuleName> others;
    private final List<Place> places = new ArrayList<>();
    private final StringProperty name = new SimpleStringProperty("");
    private final StringProperty exclude = new SimpleStringProperty("");
    private final ObjectProperty<@Nullable Initial> initial = new SimpleObjectProperty<>();
    private final ObjectProperty<ConflictPolicy> conflict = new SimpleObjectProperty<>(ConflictPolicy.KEEP_BOTH);
    private final ObjectProperty<@Nullable ZoneName> preferred = new SimpleObjectProperty<>();
    private final StringProperty hold = new SimpleStringProperty(DurationText.exact(RuleSpec.HOLD_DEFAULT));
    private final ObjectProperty<Visibility> visibility = new SimpleObjectProperty<>(Visibility.ORDERED);
    private final StringProperty guardFiles = new SimpleStringProperty("" + GuardPolicy.DEFAULT.files());
    private final StringProperty guardPercent = new SimpleStringProperty("" + GuardPolicy.DEFAULT.percent());
    private final StringProperty guardWindow =
            new SimpleStringProperty(DurationText.exact(GuardPolicy.DEFAULT.window()));
    private final Map<ZoneName, BooleanProperty> witnesses = new TreeMap<>();
    private final Set<Preserve> preserve = EnumSet.noneOf(Preserve.class);

    private RuleForm(@Nullable RuleView before, List<RuleName> others) {
        this.before = before;
        this.others = List.copyOf(others);
    }

    /** An empty one. */
    public static RuleForm create(List<ZoneName> zones, List<RuleName> others) {
        return create(zones, List.of(), others);
    }

    /** @param witnesses zones without storage whose nodes can vote on the new rule's changes */
    public static RuleForm create(List<ZoneName> zones, List<ZoneName> witnesses, List<RuleName> others) {
        RuleForm form = new RuleForm(null, others);
        witnesses.forEach(zone -> form.witnesses.put(zone, new SimpleBooleanProperty(false)));
        zones.forEach(zone -> form.places.add(new Place(zone, true, "")));
        return form;
    }

    /** One that begins with a rule as it is. */
    public static RuleForm edit(RuleView rule, List<ZoneName> zones) {
        RuleForm form = new RuleForm(rule, List.of());
        Map<ZoneName, String> paths = rule.toSpec().zones();
        Set<ZoneName> all = new java.util.TreeSet<>(zones);
        all.addAll(paths.keySet());
        all.forEach(zone -> form.places.add(new Place(zone, paths.containsKey(zone), paths.getOrDefault(zone, ""))));
        form.name.set(rule.name().value());
        form.exclude.set(String.join("\n", rule.exclude()));
        form.conflict.set(rule.conflict());
        form.preferred.set(rule.preferredZone());
        form.hold.set(DurationText.exact(rule.hold()));
        form.visibility.set(rule.visibility());
        form.guardFiles.set("" + rule.guard().files());
        form.guardPercent.set("" + rule.guard().percent());
        form.guardWindow.set(DurationText.exact(rule.guard().window()));
        form.preserve.addAll(rule.preserve());
        return form;
    }

    /** The rule that is changed, null where one is made. */
    public @Nullable RuleView before() {
        return before;
    }

    public StringProperty name() {
        return name;
    }

    /** One for each zone of the network. */
    public List<Place> places() {
        return List.copyOf(places);
    }

    /** Zones without storage, and whether their nodes are to vote; none where a rule is changed. */
    public Map<ZoneName, BooleanProperty> witnesses() {
        return Map.copyOf(witnesses);
    }

    /** One glob a line. */
    public StringProperty exclude() {
        return exclude;
    }

    public ObjectProperty<@Nullable Initial> initial() {
        return initial;
    }

    public ObjectProperty<ConflictPolicy> conflict() {
        return conflict;
    }

    public ObjectProperty<@Nullable ZoneName> preferred() {
        return preferred;
    }

    public StringProperty hold() {
        return hold;
    }

    public ObjectProperty<Visibility> visibility() {
        return visibility;
    }

    public StringProperty guardFiles() {
        return guardFiles;
    }

    public StringProperty guardPercent() {
        return guardPercent;
    }

    public StringProperty guardWindow() {
        return guardWindow;
    }

    /** What travels beyond the usual; may be changed. */
    public Set<Preserve> preserve() {
        return preserve;
    }

    /** The zones that take part. */
    public List<ZoneName> included() {
        return places.stream()
                .filter(place -> place.included.get())
                .map(Place::zone)
                .toList();
    }

    /** What is wrong, by field; empty where the rule can be sent. */
    public Map<Field, String> problems() {
        Map<Field, String> problems = new LinkedHashMap<>();
        check(problems, Field.NAME, this::checkName);
        check(problems, Field.ZONES, this::checkZones);
        check(problems, Field.HOLD, () -> DurationText.parse(hold.get()));
        check(problems, Field.GUARD, this::guard);
        if (conflict.get() == ConflictPolicy.PREFERRED_ZONE && preferred.get() == null) {
            problems.put(Field.PREFERRED, "the conflict policy preferred-zone needs a preferred zone");
        } else if (preferred.get() != null && !included().contains(preferred.get())) {
            problems.put(Field.PREFERRED, "the preferred zone does not take part");
        }
        Initial given = initial.get();
        if (given != null && given.source() != null && !included().contains(given.source())) {
            problems.put(Field.INITIAL, "the source zone does not take part");
        }
        if (problems.isEmpty()) {
            check(problems, Field.EXCLUDE, this::build);
        }
        return problems;
    }

    private static void check(Map<Field, String> problems, Field field, Runnable test) {
        try {
            test.run();
        } catch (IllegalArgumentException e) {
            problems.put(field, e.getMessage() == null ? "not legal" : e.getMessage());
        }
    }

    private void checkName() {
        RuleName typed = new RuleName(name.get().strip());
        if (others.contains(typed)) {
            throw new IllegalArgumentException("there is a rule '" + typed + "' already");
        }
    }

    private void checkZones() {
        List<Place> in = places.stream().filter(place -> place.included.get()).toList();
        if (in.size() < 2) {
            throw new IllegalArgumentException("a rule joins at least two zones");
        }
        for (Place place : in) {
            String path = place.path.get().strip();
            if (!path.startsWith("/")) {
                throw new IllegalArgumentException(
                        path.isEmpty()
                                ? "give the directory in zone " + place.zone
                                : "the directory in zone " + place.zone + " must begin with /");
            }
        }
    }

    private GuardPolicy guard() {
        return new GuardPolicy(
                number("guard: files", guardFiles.get()),
                (int) Math.min(Integer.MAX_VALUE, number("guard: percent", guardPercent.get())),
                DurationText.parse(guardWindow.get().strip()));
    }

    private static long number(String what, String text) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(what + " must be a whole number, not '" + text + "'", e);
        }
    }

    /**
     * The rule as it is typed.
     *
     * @throws IllegalArgumentException where {@link #problems} has something
     */
    public RuleSpec build() {
        Map<ZoneName, String> paths = new TreeMap<>();
        places.stream()
                .filter(place -> place.included.get())
                .forEach(place -> paths.put(place.zone, place.path.get().strip()));
        List<String> globs = exclude.get()
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        Duration wait = DurationText.parse(hold.get().strip());
        return new RuleSpec(
                new RuleName(name.get().strip()),
                paths,
                globs,
                initial.get(),
                conflict.get(),
                preferred.get(),
                wait,
                visibility.get(),
                guard(),
                List.copyOf(preserve),
                witnesses.entrySet().stream()
                        .filter(entry -> entry.getValue().get())
                        .map(Map.Entry::getKey)
                        .toList(),
                before == null ? null : before.revision());
    }

    /** Whether anything differs from the rule as it was; of a new one: whether anything was typed. */
    public boolean dirty() {
        if (before == null) {
            return !name.get().isBlank()
                    || places.stream().anyMatch(place -> !place.path.get().isBlank());
        }
        return !problems().isEmpty() || initial.get() != null || !build().equals(withoutInitial(before.toSpec()));
    }

    private static RuleSpec withoutInitial(RuleSpec spec) {
        return new RuleSpec(
                spec.name(),
                spec.zones(),
                spec.exclude(),
                null,
                spec.conflict(),
                spec.preferredZone(),
                spec.hold(),
                spec.visibility(),
                spec.guard(),
                spec.preserve(),
                spec.revision());
    }
}
