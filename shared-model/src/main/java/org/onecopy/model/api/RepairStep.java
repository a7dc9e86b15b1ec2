package org.onecopy.model.api;

import org.onecopy.model.ByteCount;
import org.onecopy.model.ZoneName;

/**
 * What a repair would do about one difference.
 *
 * @param id of the difference within the zone's share of the check: ask for those after it
 * @param path in the rule's tree; empty: its root
 * @param files that would be brought, proposed or removed, as far as it is known without looking into the storage
 * @param bytes that would be brought at most: some zones may have a content at hand
 * @param message what differs; of {@link RepairAction#LEAVE} why nothing is done
 */
public record RepairStep(
        ZoneName zone,
        long id,
        DifferenceKind kind,
        String path,
        RepairAction action,
        long files,
        ByteCount bytes,
        String message) {}
