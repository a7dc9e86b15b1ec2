package org.onecopy.console.session;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.onecopy.model.Words;

/** What a network is used for; it is seen by a colour at all times. */
public enum Environment {
    PRODUCTION("Production", "#cf222e"),
    STAGING("Staging", "#bf8700"),
    TEST("Test", "#1a7f37"),
    DEVELOPMENT("Development", "#0969da");

    private final String title;
    private final String colour;

    Environment(String title, String colour) {
        this.title = title;
        this.colour = colour;
    }

    /** As a choice shows it. */
    public String title() {
        return title;
    }

    /** As a style sheet writes it. */
    public String colour() {
        return colour;
    }

    /** As it is saved. */
    @JsonValue
    public String word() {
        return Words.of(this);
    }

    /** The opposite of {@link #word}. */
    @JsonCreator
    public static Environment parse(String word) {
        return Words.parse(Environment.class, word);
    }

    @Override
    public String toString() {
        return title;
    }
}
