package org.onecopy.agreement;

import java.util.UUID;

/** The identity of one consensus group: a membership's, or the network's registry. A forced recovery makes a new one (H53). */
public record GroupId(UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}
