package org.onecopy.console.preferences;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.onecopy.model.Words;

/** What the user has set. For the JavaFX thread. */
public final class Preferences {
    private final Map<Preference, String> set = new EnumMap<>(Preference.class);
    private final Consumer<Preference> changed;

    /**
     * @param saved by the preferences' words; what is not known, or no longer legal, counts as not set
     * @param changed told of each change, after it
     */
    public Preferences(Map<String, String> saved, Consumer<Preference> changed) {
        this.changed = changed;
        for (Preference preference : Preference.values()) {
            String value = saved.get(Words.of(preference));
            if (value != null && preference.options().contains(value)) {
                set.put(preference, value);
            }
        }
    }

    /** The value that counts. */
    public String get(Preference preference) {
        return set.getOrDefault(preference, preference.first());
    }

    /** Whether it is another value than at first. */
    public boolean isSet(Preference preference) {
        return set.containsKey(preference);
    }

    /** Sets a value, which counts at once. */
    public void set(Preference preference, String value) {
        if (value.equals(get(preference))) {
            return;
        }
        if (value.equals(preference.first())) {
            set.remove(preference);
        } else {
            set.put(preference, value);
        }
        changed.accept(preference);
    }

    /** As it is saved. */
    public Map<String, String> saved() {
        Map<String, String> saved = new TreeMap<>();
        set.forEach((preference, value) -> saved.put(Words.of(preference), value));
        return saved;
    }

    /** Those in which all words occur, in their order. */
    public static List<Preference> search(String words) {
        return Arrays.stream(Preference.values())
                .filter(preference -> preference.has(words))
                .toList();
    }
}
