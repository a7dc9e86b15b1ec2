package org.onecopy.model.client;

import org.jspecify.annotations.Nullable;
import org.onecopy.model.RuleName;
import org.onecopy.model.api.ContentSpec;
import org.onecopy.model.api.ContentView;
import org.onecopy.model.api.FileView;
import org.onecopy.model.api.Filter;
import org.onecopy.model.api.Listing;
import org.onecopy.model.api.LostView;

/** What lies in the storage of the zone whose node is asked, and what lies nowhere any more. Throws as {@link AdminClient} does. Safe to call from many threads. */
public final class FilesClient {
    private final AdminTransport transport;

    FilesClient(AdminTransport transport) {
        this.transport = transport;
    }

    /**
     * What lies directly in a directory, whether a rule is over it or not.
     *
     * @param path below the storage's root, as in a rule
     * @param after only names behind this one; null: from the first on
     * @param limit at most this many
     */
    public Listing<FileView> list(String path, @Nullable String after, int limit) {
        String query = "?path=" + AdminTransport.encode(path) + "&limit=" + limit
                + (after == null ? "" : "&after=" + AdminTransport.encode(after));
        return transport.listing("/api/v1/storage/files" + query, FileView.class);
    }

    /** Agreed contents that no zone holds which the asked node hears of, and those that it gave up; the total counts more than the limit. */
    public Listing<LostView> lost(Filter filter) {
        return transport.listing("/api/v1/lost" + AdminTransport.query(filter), LostView.class);
    }

    /** A part of an agreed file. That it was read stands in the audit. */
    public ContentView read(RuleName rule, ContentSpec spec) {
        return transport.send("POST", "/api/v1/rules/" + rule + "/content", spec, ContentView.class);
    }
}
