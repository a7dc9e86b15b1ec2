package org.onecopy.model.api;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.ByteCount;
import org.onecopy.model.NodeId;
import org.onecopy.model.ZoneName;

/**
 * A zone. Lists are ordered by name.
 *
 * @param storage absent for a zone of witnesses
 * @param nodes the zone's nodes, by id
 * @param capabilities what the storage can do, as words ({@code atomic-replace}, {@code hints}, …); new ones may appear
 * @param reachable whether the zone's storage answered at its last look
 * @param free bytes that can still be written, absent where unknown
 * @param total bytes of the whole storage, absent where unknown
 * @param problem why the zone is not reachable, absent where it is
 */
public record ZoneView(
        ZoneName name,
        @Nullable StorageView storage,
        List<NodeId> nodes,
        List<String> capabilities,
        boolean reachable,
        @Nullable ByteCount free,
        @Nullable ByteCount total,
        @Nullable String problem) {
    public ZoneView {
        nodes = List.copyOf(nodes);
        capabilities = List.copyOf(capabilities);
    }
}
