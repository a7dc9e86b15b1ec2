package org.onecopy.index;

import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.onecopy.core.namespace.Delta;
import org.onecopy.core.registry.Registry;
import org.onecopy.core.registry.RegistryOutcome;
import org.onecopy.core.registry.RegistryTables;
import org.onecopy.core.table.TableView;
import org.onecopy.log.RegistryCommandCodec;

/** The network's registry as of the last entry applied here. */
public final class RegistryIndex extends AgreedIndex {
    /**
     * Opens the store, or makes an empty one.
     *
     * @param opener opens stores of {@link Schema#REGISTRY}
     * @param incarnation of the network group's log: 0, and one more at each forced recovery (H53)
     */
    public RegistryIndex(Path directory, TableStore.Opener opener, int incarnation) {
        super(directory, opener, incarnation);
    }

    @Override
    protected Delta delta(TableView view, long index, byte[] entry) {
        return Registry.apply(view, index, RegistryCommandCodec.decode(entry));
    }

    /** What became of a command, once it is applied here; empty before, and after many later commands. */
    public Optional<RegistryOutcome> outcome(UUID request) {
        return read(view -> Optional.ofNullable(view.get(RegistryTables.OUTCOMES, request)));
    }
}
