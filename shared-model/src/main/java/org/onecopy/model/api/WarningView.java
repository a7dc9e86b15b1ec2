package org.onecopy.model.api;

import java.util.List;

/**
 * What an administrator should know before something is lost.
 *
 * @param message what would happen, and what helps
 * @param commands that help, in their order; words in capitals are to be replaced
 */
public record WarningView(String message, List<String> commands) {
    public WarningView {
        commands = List.copyOf(commands);
    }
}
