package org.onecopy.admin.events;

import org.jspecify.annotations.Nullable;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.Severity;

/**
 * Something that happened and has no id yet.
 *
 * @param type kebab-case, past tense: {@code rule-created}
 */
public record NewEvent(
        Severity severity,
        String type,
        @Nullable ZoneName zone,
        @Nullable RuleName rule,
        @Nullable String path,
        String message) {
    public static NewEvent info(String type, String message) {
        return new NewEvent(Severity.INFO, type, null, null, null, message);
    }

    public static NewEvent warning(String type, String message) {
        return new NewEvent(Severity.WARNING, type, null, null, null, message);
    }

    public static NewEvent error(String type, String message) {
        return new NewEvent(Severity.ERROR, type, null, null, null, message);
    }

    /** The same event, in a zone. */
    public NewEvent in(ZoneName where) {
        return new NewEvent(severity, type, where, rule, path, message);
    }

    /** The same event, of a rule. */
    public NewEvent of(RuleName which) {
        return new NewEvent(severity, type, zone, which, path, message);
    }

    /** The same event, at a path of the rule's tree. */
    public NewEvent at(String where) {
        return new NewEvent(severity, type, zone, rule, where, message);
    }
}
