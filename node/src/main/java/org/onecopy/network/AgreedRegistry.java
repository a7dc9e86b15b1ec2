package org.onecopy.network;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.registry.RegistryCommand;
import org.onecopy.core.registry.RegistryOutcome;
import org.onecopy.core.table.TableView;

/** The network's registry, read and changed. Safe to call from many threads. */
public interface AgreedRegistry {
    /** Reads what is applied here. Never waits for another node. */
    <T extends @Nullable Object> T read(Function<TableView, T> reader);

    /**
     * Has a command agreed and waits until it is applied here.
     *
     * @return what became of it
     * @throws org.onecopy.problem.ProblemException with the code of the refusal, or {@code NO_QUORUM}, or {@code OUTCOME_UNKNOWN}
     *     (proposing the same command again is safe)
     */
    RegistryOutcome change(RegistryCommand command);
}
