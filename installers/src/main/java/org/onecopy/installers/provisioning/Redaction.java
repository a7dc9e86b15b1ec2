package org.onecopy.installers.provisioning;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/** Takes secrets out of a text: those it was told of, and what looks like a ticket, a token or a private key. */
public final class Redaction {
    /** What stands in the place of a secret. */
    public static final String MARK = "[secret]";

    private static final List<Pattern> LOOKS = List.of(
            Pattern.compile("onecopy-[0-9]+\\.[A-Za-z0-9_.-]{8,}"),
            Pattern.compile("(?<=ONECOPY_TICKET=)\\S+"),
            Pattern.compile("(?i)(?<=bearer )\\S+"),
            Pattern.compile("(?s)-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(-----END [A-Z ]*PRIVATE KEY-----|\\z)"));

    /** Shorter ones would take half of a text away. */
    private static final int LENGTH_MIN = 3;

    private final List<String> secrets = new CopyOnWriteArrayList<>();

    public Redaction(Collection<String> known) {
        known.forEach(this::add);
    }

    /** From now on this is a secret. */
    public void add(String secret) {
        if (secret.length() >= LENGTH_MIN && !secrets.contains(secret)) {
            secrets.add(secret);
            // Of two that begin alike the longer one goes first, or its end would stay.
            secrets.sort(Comparator.comparingInt(String::length).reversed());
        }
    }

    public String of(String text) {
        String clean = text;
        for (String secret : secrets) {
            clean = clean.replace(secret, MARK);
        }
        for (Pattern look : LOOKS) {
            clean = look.matcher(clean).replaceAll(java.util.regex.Matcher.quoteReplacement(MARK));
        }
        return clean;
    }
}
