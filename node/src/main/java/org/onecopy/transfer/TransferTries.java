package org.onecopy.transfer;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.transfer.HolderRounds.Next;
import org.onecopy.model.ProblemCode;
import org.onecopy.problem.ProblemException;
import org.onecopy.problem.StorageException;
import org.onecopy.transfer.ContentClient.Fetched;
import org.onecopy.transfer.ContentClient.Wanted;

/** Makes one try: of one transfer, or of a bundle of small ones, with one peer. Blocks; each try has a thread of its own. */
final class TransferTries {
    /** For so long a content is waited for that only peers out of reach may have, and that something newer has overtaken. */
    static final Duration OVERTAKEN_AFTER = Duration.ofSeconds(3);

    private final ContentClient client;
    private final PeerHealth health;
    private final Clock clock;
    private final Outcome outcome;

    /** Hears what became of a transfer that was tried; called once for each. */
    interface Outcome {
        /** To be tried again as soon as there is room: another peer may be asked at once. */
        void again(TransferTask task);

        /** To be tried again after a time. */
        void pause(TransferTask task, Duration time);

        void done(TransferTask task);

        void failed(TransferTask task, ProblemException problem);

        void cancelled(TransferTask task);
    }

    TransferTries(ContentClient client, PeerHealth health, Clock clock, Outcome outcome) {
        this.client = client;
        this.health = health;
        this.clock = clock;
        this.outcome = outcome;
    }

    /** Tries one content with the next holder. */
    void one(TransferTask task) {
        String endpoint = choose(task);
        if (endpoint == null) {
            return;
        }
        Instant begun = clock.instant();
        try {
            fetch(task, endpoint);
        } catch (CancellationException e) {
            outcome.cancelled(task);
            return;
        } catch (StorageException e) {
            outcome.failed(task, e);
            return;
        } catch (ProblemException e) {
            refused(task, endpoint, e, Duration.between(begun, clock.instant()));
            return;
        }
        health.succeeded(endpoint);
        handOn(task);
    }

    private void fetch(TransferTask task, String endpoint) {
        var writer = task.writer();
        task.trying(endpoint);
        TransferRequest request = task.request();
        task.interruptibly(() -> client.fetch(endpoint, request.key(), request.expected(), writer, task));
    }

    /** The next holder to ask; null where the outcome has been told. */
    private @Nullable String choose(TransferTask task) {
        if (task.cancelRequested()) {
            outcome.cancelled(task);
            return null;
        }
        List<String> holders = health.wellFirst(task.request().holders().get());
        return switch (task.rounds().next(holders, health::pauseOf)) {
            case Next.Ask ask -> ask.endpoint();
            case Next.Pause pause -> {
                if (task.isOutOfReach(OVERTAKEN_AFTER)
                        && task.request().overtaken().getAsBoolean()) {
                    outcome.failed(task, lastWord(task, ProblemCode.CONTENT_SUPERSEDED, holders));
                } else {
                    outcome.pause(task, pause.time());
                }
                yield null;
            }
            case Next.GiveUp giveUp -> {
                outcome.failed(task, lastWord(task, giveUp.code(), holders));
                yield null;
            }
        };
    }

    private static ProblemException lastWord(TransferTask task, ProblemCode code, List<String> holders) {
        ProblemException last = task.lastProblem();
        String what = Wire.text(task.request().key());
        String how = switch (code) {
            case CONTENT_SUPERSEDED -> "has been changed where it was; a newer version is on its way";
            case CONTENT_CORRUPT -> "is corrupt at every holder that was asked; check these zones' storages";
            default -> "is not to be had from " + (holders.isEmpty() ? "any zone: none holds it" : holders);
        };
        return new ProblemException(code, what + " " + how, Map.of("holders", List.copyOf(holders)), last);
    }

    private void refused(TransferTask task, String endpoint, ProblemException problem, Duration took) {
        health.failed(endpoint, problem.code(), took);
        refusedOne(task, endpoint, problem);
    }

    private void refusedOne(TransferTask task, String endpoint, ProblemException problem) {
        task.refused(problem);
        task.rounds().answered(endpoint, problem.code());
        outcome.again(task);
    }

    private void handOn(TransferTask task) {
        try {
            task.handOn();
        } catch (ProblemException e) {
            outcome.failed(task, e);
            return;
        }
        outcome.done(task);
    }

    /** Tries small contents: those whose next holder is that of the first; the others come again at once. */
    void bundle(List<TransferTask> tasks) {
        Map<String, List<TransferTask>> byHolder = new LinkedHashMap<>();
        for (TransferTask task : tasks) {
            String endpoint = choose(task);
            if (endpoint != null) {
                byHolder.computeIfAbsent(endpoint, key -> new ArrayList<>()).add(task);
            }
        }
        boolean first = true;
        for (Map.Entry<String, List<TransferTask>> entry : byHolder.entrySet()) {
            if (first) {
                exchange(entry.getKey(), entry.getValue());
            } else {
                entry.getValue().forEach(outcome::again);
            }
            first = false;
        }
    }

    private void exchange(String endpoint, List<TransferTask> tasks) {
        List<Wanted> wanted = new ArrayList<>(tasks.size());
        for (TransferTask task : tasks) {
            task.trying(endpoint);
            wanted.add(new Wanted(task.request().key(), task.request().expected()));
        }
        List<Fetched> fetched;
        Instant begun = clock.instant();
        try {
            fetched = client.fetchMany(endpoint, wanted);
        } catch (CancellationException e) {
            tasks.forEach(outcome::cancelled);
            return;
        } catch (ProblemException e) {
            health.failed(endpoint, e.code(), Duration.between(begun, clock.instant()));
            tasks.forEach(task -> refusedOne(task, endpoint, e));
            return;
        }
        health.succeeded(endpoint);
        for (int i = 0; i < tasks.size(); i++) {
            take(tasks.get(i), endpoint, fetched.get(i));
        }
    }

    private void take(TransferTask task, String endpoint, Fetched fetched) {
        switch (fetched) {
            case Fetched.Bytes bytes -> store(task, bytes.bytes());
            case Fetched.Failed failed
            when failed.problem().code() == ProblemCode.TOO_BUSY -> {
                // The peer is not busy, it just answered: the content did not fit.
                task.travelAlone();
                outcome.again(task);
            }
            case Fetched.Failed failed -> refused(task, endpoint, failed.problem(), Duration.ZERO);
        }
    }

    private void store(TransferTask task, byte[] bytes) {
        if (task.cancelRequested()) {
            outcome.cancelled(task);
            return;
        }
        try {
            if (bytes.length > 0) {
                task.writer().write(0, ByteBuffer.wrap(bytes));
            }
        } catch (StorageException e) {
            outcome.failed(task, e);
            return;
        }
        handOn(task);
    }
}
