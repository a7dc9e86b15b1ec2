package org.onecopy.admin.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import org.onecopy.model.api.Listing;

/** Answers a {@link Listing} as a JSON array of its items, with the total in the header {@code X-Total-Count}. */
public final class Listings implements ContainerResponseFilter {
    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getEntity() instanceof Listing<?> listing) {
            response.getHeaders().putSingle("X-Total-Count", listing.total());
            response.setEntity(listing.items());
        }
    }
}
