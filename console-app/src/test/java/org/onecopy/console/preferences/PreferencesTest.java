package org.onecopy.console.preferences;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PreferencesTest {
    private final List<Preference> changes = new ArrayList<>();

    @Test
    void what_is_set_counts_at_once_and_what_is_as_at_first_is_not_saved() {
        Preferences preferences = new Preferences(Map.of(), changes::add);
        preferences.set(Preference.POLL, "10s");
        preferences.set(Preference.POLL, "10s");
        assertThat(Preference.duration(preferences.get(Preference.POLL))).hasSeconds(10);
        assertThat(preferences.saved()).containsExactly(Map.entry("poll", "10s"));
        assertThat(new Preferences(preferences.saved(), changes::add).get(Preference.POLL))
                .isEqualTo("10s");
        preferences.set(Preference.POLL, Preference.POLL.first());
        assertThat(preferences.saved()).isEmpty();
        assertThat(changes).containsExactly(Preference.POLL, Preference.POLL);
    }

    @Test
    void what_is_not_known_or_not_legal_any_more_is_as_at_first() {
        Preferences preferences = new Preferences(Map.of("poll", "never", "colour", "green"), changes::add);
        assertThat(preferences.get(Preference.POLL)).isEqualTo("2s");
        assertThat(preferences.saved()).isEmpty();
    }

    @Test
    void a_search_takes_words_of_title_help_group_and_values() {
        assertThat(Preferences.search("")).hasSize(Preference.values().length);
        assertThat(Preferences.search("DARK")).containsExactly(Preference.THEME);
        assertThat(Preferences.search("lag line")).containsExactly(Preference.LAG_THRESHOLD);
        assertThat(Preferences.search("nothing of this")).isEmpty();
    }

    @Test
    void values_stand_in_their_order_and_the_first_one_is_among_them() {
        assertThat(Preference.LAG_SPAN.options()).containsExactly("5m", "1h", "1d", "7d");
        assertThat(Preference.LAG_THRESHOLD.options()).containsExactly("10", "30", "60", "300", "3600", "off");
        assertThat(Arrays.stream(Preference.values()))
                .allMatch(preference -> preference.options().contains(preference.first()));
    }
}
