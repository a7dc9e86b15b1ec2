package org.onecopy.console.connect;

import java.util.Optional;

/** Where a desktop keeps its user's secrets. Every method blocks, also because the desktop may ask the user first. */
public interface Keyring {
    /**
     * The secret of a connection; empty where there is none.
     *
     * @throws IllegalStateException where the keyring does not answer, or the user does not open it
     */
    Optional<String> find(String connection);

    /** Keeps it, in the place of an earlier one. @throws IllegalStateException as {@link #find} */
    void keep(String connection, String secret);

    /** Forgets it, where there is one. @throws IllegalStateException as {@link #find} */
    void forget(String connection);
}
