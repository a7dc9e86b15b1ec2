package org.onecopy.console.provision;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What is typed of a run, as it was typed.
 *
 * @param machines an inventory: CSV with the keys in its first line, or YAML
 * @param user who logs in, where neither inventory nor SSH configuration says it; may be empty
 * @param key file of a private key; may be empty
 * @param passphrase of that key; may be empty
 * @param password of the user; may be empty
 * @param sudoPassword what sudo is told; empty: the user's password
 * @param agent whether the agent of {@code SSH_AUTH_SOCK} is asked
 * @param packages a package of the node, or a directory with packages
 * @param create whether the first machine makes a network of its own
 */
public record Wanted(
        String machines,
        String user,
        String key,
        String passphrase,
        String password,
        String sudoPassword,
        boolean agent,
        String packages,
        boolean create) {
    /** What there is to begin with: the keys that most inventories need. */
    public static final String FIRST_LINE = "host,zone,storage\n";

    /** What to type for it; no secret is in it. */
    public List<String> command() {
        List<String> words = new ArrayList<>(List.of("onecopy-provision", "install", "-i", "machines." + ending()));
        words.addAll(create ? List.of("--create") : List.of("--network", "network.json"));
        option(words, "--package", packages);
        option(words, "--user", user);
        option(words, "--key", key);
        flag(words, "--ask-passphrase", !passphrase.isEmpty());
        flag(words, "--ask-password", !password.isEmpty());
        flag(words, "--ask-sudo-password", !sudoPassword.isEmpty());
        flag(words, "--no-agent", !agent);
        return words;
    }

    private static void option(List<String> words, String name, String value) {
        if (!value.isBlank()) {
            words.add(name);
            words.add(value.strip());
        }
    }

    private static void flag(List<String> words, String name, boolean said) {
        if (said) {
            words.add(name);
        }
    }

    /** Of the file that the machines are written into: the library tells the forms apart by it. */
    String ending() {
        return machines.lines().anyMatch(line -> line.strip().startsWith("hosts:")) ? "yaml" : "csv";
    }

    List<Path> keys() {
        return key.isBlank() ? List.of() : List.of(Path.of(key.strip()));
    }
}
