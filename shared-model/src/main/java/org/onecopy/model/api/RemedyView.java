package org.onecopy.model.api;

import java.util.List;

/**
 * A change that would help.
 *
 * @param message what to do, in a sentence
 * @param commands by which it is done, in their order; words in capitals are to be replaced
 */
public record RemedyView(String message, List<String> commands) {
    public RemedyView {
        commands = List.copyOf(commands);
    }
}
