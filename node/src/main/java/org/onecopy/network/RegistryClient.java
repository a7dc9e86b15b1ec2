package org.onecopy.network;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.onecopy.agreement.Agreement;
import org.onecopy.agreement.GroupId;
import org.onecopy.core.registry.Membership;
import org.onecopy.core.registry.RegistryCommand;
import org.onecopy.core.registry.RegistryOutcome;
import org.onecopy.core.table.TableView;
import org.onecopy.index.RegistryIndex;
import org.onecopy.log.RegistryCommandCodec;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.ProblemException;

/** Reads and changes the network's registry. Safe to call from many threads. */
public final class RegistryClient implements AgreedRegistry {
    private final Agreement agreement;
    private final GroupId group;
    private final RegistryIndex index;
    private final Duration patience;

    /** @param patience how long a change may take before its outcome counts as unknown */
    public RegistryClient(Agreement agreement, GroupId group, RegistryIndex index, Duration patience) {
        this.agreement = agreement;
        this.group = group;
        this.index = index;
        this.patience = patience;
    }

    @Override
    public <T extends @Nullable Object> T read(Function<TableView, T> reader) {
        return index.read(reader);
    }

    @Override
    public RegistryOutcome change(RegistryCommand command) {
        await(agreement.propose(group, RegistryCommandCodec.encode(command)));
        RegistryOutcome outcome = outcome(command.request());
        if (outcome == null) {
            await(agreement.readIndex(group));
            outcome = outcome(command.request());
        }
        if (outcome == null) {
            throw new ProblemException(
                    ProblemCode.OUTCOME_UNKNOWN,
                    "the registry does not show what became of the change; look, then ask again");
        }
        if (outcome.refusal() != null) {
            throw new ProblemException(
                    outcome.refusal().code(), outcome.refusal().message());
        }
        return outcome;
    }

    /** The group of the registry itself, as it should be. */
    public Membership membership() {
        return read(view -> Membership.ofRegistry(view, group.value()));
    }

    private @Nullable RegistryOutcome outcome(UUID request) {
        return index.outcome(request).orElse(null);
    }

    private void await(java.util.concurrent.CompletableFuture<Long> future) {
        try {
            future.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ProblemException problem) {
                throw problem;
            }
            throw new ProblemException(
                    ProblemCode.OUTCOME_UNKNOWN, "the change may or may not have been agreed: " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new ProblemException(
                    ProblemCode.OUTCOME_UNKNOWN,
                    "no answer from the network's registry within " + patience.toSeconds() + " s",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(ProblemCode.OUTCOME_UNKNOWN, "interrupted while waiting for the registry", e);
        }
    }
}
