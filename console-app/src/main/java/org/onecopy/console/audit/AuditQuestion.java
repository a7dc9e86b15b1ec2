package org.onecopy.console.audit;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onecopy.console.session.Gateway;
import org.onecopy.model.DurationText;
import org.onecopy.model.api.Filter;
import org.onecopy.model.api.Listing;
import org.onecopy.model.audit.AuditEntry;
import org.onecopy.model.client.AuditClient;

/**
 * Which acts are looked for; what is empty limits nothing.
 *
 * @param denied what nodes did not let anybody do, instead of what was done or refused
 * @param who the name as the list shows it
 * @param about such as {@code rule:photos}, or just {@code photos}
 * @param since a span before now such as {@code 2h}, or a time such as {@code 2026-01-31T12:00:00Z}
 */
public record AuditQuestion(boolean denied, String who, String about, String since) {
    /** The last acts. */
    public static final AuditQuestion ALL = new AuditQuestion(false, "", "", "");

    /**
     * From when on.
     *
     * @throws IllegalArgumentException where it is no time
     */
    public @Nullable Instant from(Instant now) {
        String text = since.strip();
        if (text.isEmpty()) {
            return null;
        }
        try {
            return text.contains("T") ? Instant.parse(text) : now.minus(DurationText.parse(text));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("'" + text + "' is no time: say 2h, or 2026-01-31T12:00:00Z", e);
        }
    }

    /** Whether it can be asked; else what is wrong. */
    public String problem() {
        try {
            Instant from = from(Instant.EPOCH.plus(Duration.ofDays(365_000)));
            return from != null && from.isBefore(Instant.EPOCH) ? "that is too long ago" : "";
        } catch (IllegalArgumentException e) {
            return e.getMessage() == null ? "not legal" : e.getMessage();
        }
    }

    /** The newest first: of what was denied from all nodes, as each has its own. Blocks. */
    public Listing<AuditEntry> ask(Gateway gateway, Instant now) {
        AuditClient.Question question =
                new AuditClient.Question(denied, from(now), blankToNull(who), blankToNull(about), Filter.LIMIT_MAX);
        if (!denied) {
            Listing<AuditEntry> acts = gateway.ask(client -> client.audit().list(question));
            return new Listing<>(acts.items().reversed(), acts.total());
        }
        List<AuditEntry> all = new ArrayList<>();
        long total = 0;
        for (Listing<AuditEntry> answer :
                gateway.askAll(client -> client.audit().list(question))) {
            all.addAll(answer.items());
            total += answer.total();
        }
        all.sort(Comparator.comparing((AuditEntry entry) -> entry.act().at())
                .thenComparing(AuditEntry::chain)
                .thenComparingLong(AuditEntry::sequence)
                .reversed());
        return new Listing<>(all, total);
    }

    private static @Nullable String blankToNull(String text) {
        return text.isBlank() ? null : text.strip();
    }

    /** What to type for it. */
    public String cli() {
        return "onecopy audit list" + (denied ? " --denied" : "") + option(" --who ", who) + option(" --about ", about)
                + option(" --since ", since);
    }

    private static String option(String name, String value) {
        String text = value.strip();
        return text.isEmpty()
                ? ""
                : name + (text.matches("[A-Za-z0-9_./:=@-]+") ? text : "'" + text.replace("'", "'\\''") + "'");
    }
}
