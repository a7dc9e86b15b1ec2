package org.onecopy.model.client;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.api.Filter;
import org.onecopy.model.api.Listing;
import org.onecopy.model.audit.AuditEntry;
import org.onecopy.model.audit.AuditHeads;

/** The part of {@link AdminClient} that is about who did what, which fails as its methods do. */
public final class AuditClient {
    private final AdminTransport transport;

    AuditClient(AdminTransport transport) {
        this.transport = transport;
    }

    /**
     * Which entries are asked for: the last ones.
     *
     * @param denied those that the node denied, instead of the agreed ones
     * @param since only acts from then on; null: all
     * @param who only acts of this name; null: all
     * @param about only acts about this, such as {@code rule:photos} or {@code photos}; null: all
     */
    public record Question(
            boolean denied,
            @Nullable Instant since,
            @Nullable String who,
            @Nullable String about,
            int limit) {}

    /** The oldest first. */
    public Listing<AuditEntry> list(Question question) {
        StringJoiner query = new StringJoiner("&");
        query.add("limit=" + question.limit());
        add(query, "since", question.since() == null ? null : question.since().toString());
        add(query, "who", question.who());
        add(query, "about", question.about());
        return page(question.denied(), query.toString());
    }

    /** All entries of a chain that the node has, the oldest first. */
    public List<AuditEntry> all(boolean denied) {
        List<AuditEntry> all = new ArrayList<>();
        long after = 0;
        Listing<AuditEntry> page;
        do {
            page = page(denied, "limit=" + Filter.LIMIT_MAX + "&after=" + after);
            all.addAll(page.items());
            after = all.isEmpty() ? 0 : all.getLast().sequence();
        } while (!page.items().isEmpty() && page.items().size() < page.total());
        return all;
    }

    /** How far the chains have come. */
    public AuditHeads heads() {
        return transport.read("/api/v1/audit/heads", AuditHeads.class);
    }

    private Listing<AuditEntry> page(boolean denied, String query) {
        HttpResponse<String> response = transport.get("/api/v1/audit" + (denied ? "/denied" : "") + "?" + query);
        List<AuditEntry> items = transport.parseList(response.body(), AuditEntry.class);
        return new Listing<>(
                items, response.headers().firstValueAsLong("X-Total-Count").orElse(items.size()));
    }

    private static void add(StringJoiner query, String name, @Nullable String value) {
        if (value != null) {
            query.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
        }
    }
}
