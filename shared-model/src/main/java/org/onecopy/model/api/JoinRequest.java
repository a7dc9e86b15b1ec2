package org.onecopy.model.api;

import java.util.UUID;
import org.onecopy.model.NodeId;
import org.onecopy.model.ZoneName;

/**
 * What a node asks that wants to come into a network.
 *
 * @param secret of the ticket
 * @param storageType of its zone as in its configuration, for example {@code local}; a witness has no storage, and says so
 * @param addresses its advertised addresses
 * @param certificateRequest PKCS #10 as PEM, signed with the node's own key
 * @param wallMillis what its clock says, in milliseconds since 1970
 */
public record JoinRequest(
        UUID ticket,
        String secret,
        NodeId node,
        ZoneName zone,
        String storageType,
        Addresses addresses,
        String certificateRequest,
        long wallMillis) {
    public JoinRequest {
        if (ticket == null
                || secret == null
                || node == null
                || zone == null
                || storageType == null
                || addresses == null
                || addresses.agreement() == null
                || addresses.content() == null
                || addresses.admin() == null
                || certificateRequest == null) {
            throw new IllegalArgumentException("a field is missing");
        }
    }

    /** Never shows the secret. */
    @Override
    public String toString() {
        return "JoinRequest[" + node + ", zone " + zone + ", ticket " + ticket + "]";
    }
}
