package org.onecopy.people;

import java.util.List;
import java.util.function.Function;
import org.onecopy.core.registry.Registry;
import org.onecopy.core.registry.RegistryCommand;
import org.onecopy.core.registry.RegistryOutcome;
import org.onecopy.core.registry.RegistryTables;
import org.onecopy.core.table.TableView;
import org.onecopy.index.MemoryTableStore;
import org.onecopy.index.Schema;
import org.onecopy.log.RegistryCommandCodec;
import org.onecopy.model.ProblemCode;
import org.onecopy.network.AgreedRegistry;
import org.onecopy.problem.ProblemException;

/** A registry that one node agrees with itself: real commands, in their stored form, on real tables in memory. */
public final class MemoryRegistry implements AgreedRegistry {
    private final MemoryTableStore tables = new MemoryTableStore(Schema.REGISTRY);
    private long index;
    private ProblemCode refusal;

    @Override
    public synchronized <T> T read(Function<TableView, T> reader) {
        return reader.apply(tables);
    }

    @Override
    public synchronized RegistryOutcome change(RegistryCommand command) {
        if (refusal != null) {
            throw new ProblemException(refusal, "as the test wants it");
        }
        RegistryCommand read = RegistryCommandCodec.decode(RegistryCommandCodec.encode(command));
        tables.write(Registry.apply(tables, ++index, read).changes(), false);
        RegistryOutcome outcome = tables.get(RegistryTables.OUTCOMES, command.request());
        if (outcome.refusal() != null) {
            throw new ProblemException(
                    outcome.refusal().code(), outcome.refusal().message());
        }
        return outcome;
    }

    /** From now on nothing is agreed; null: again. */
    public synchronized void refuse(ProblemCode code) {
        refusal = code;
    }

    /** How many commands were agreed or refused. */
    public synchronized long count() {
        return index;
    }

    /** Everything that stands in the tables of users and tokens. */
    public List<Object> people() {
        return read(view -> List.of(
                org.onecopy.core.people.PeopleTables.users(view), org.onecopy.core.people.PeopleTables.tokens(view)));
    }
}
