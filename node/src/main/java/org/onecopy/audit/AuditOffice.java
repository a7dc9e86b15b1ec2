package org.onecopy.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.onecopy.admin.AuditService;
import org.onecopy.admin.events.EventLog;
import org.onecopy.admin.events.NewEvent;
import org.onecopy.core.audit.AuditTables;
import org.onecopy.core.registry.Registry;
import org.onecopy.core.registry.RegistryCommand;
import org.onecopy.model.NodeId;
import org.onecopy.model.api.Listing;
import org.onecopy.model.audit.AuditAct;
import org.onecopy.model.audit.AuditChain;
import org.onecopy.model.audit.AuditEntry;
import org.onecopy.model.audit.AuditHead;
import org.onecopy.model.audit.AuditHeads;
import org.onecopy.model.audit.AuditKind;
import org.onecopy.network.AgreedRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The audit of one node. An act is noted on disk before it runs, and agreed once it has ended; a note that an earlier process left behind is
 * agreed with the outcome {@code unknown}. Denials stand in a chain of this node, whose head is agreed now and then.
 */
public final class AuditOffice implements AuditService, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AuditOffice.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final Duration ANCHOR = Duration.ofMinutes(5);

    private final NodeId node;
    private final AgreedRegistry registry;
    private final InstantSource clock;
    private final EventLog events;
    private final OpenActs open;
    private final DeniedChain chain;
    private final DenialFlood flood;
    private final Map<UUID, Waiting> waiting = new LinkedHashMap<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("audit").daemon().factory());
    private volatile boolean stalled;
    private boolean broken;

    /**
     * Opens what the last process left.
     *
     * @param directory made when missing; no other process may use it
     * @param nanos a clock that never goes back
     * @throws UncheckedIOException where the directory cannot be used
     */
    public AuditOffice(
            NodeId node,
            Path directory,
            AgreedRegistry registry,
            InstantSource clock,
            LongSupplier nanos,
            EventLog events) {
        this.node = node;
        this.registry = registry;
        this.clock = clock;
        this.events = events;
        open = new OpenActs(directory.resolve("open"));
        chain = DeniedChain.open(directory, AuditEntry.deniedBy(node), DeniedChain.FILE_LENGTH_MAX);
        flood = new DenialFlood(nanos);
        for (AuditAct left : open.left()) {
            AuditAct ended = left.outcome().isEmpty() ? left.ended(AuditKind.ACT, AuditAct.UNKNOWN) : left;
            waiting.put(ended.id(), new Waiting(ended, true));
        }
    }

    /** An act that has ended and is not agreed yet. */
    private static final class Waiting {
        final AuditAct act;
        final CompletableFuture<@Nullable Void> agreed = new CompletableFuture<>();
        boolean written;

        Waiting(AuditAct act, boolean written) {
            this.act = act;
            this.written = written;
        }
    }

    /** From now on what waits is agreed, again and again until it is, and the node's own chain is anchored. */
    public void start() {
        var _ = thread.scheduleWithFixedDelay(
                () -> safely(this::settle), 1_000, RETRY.toMillis(), TimeUnit.MILLISECONDS);
        var _ = thread.scheduleWithFixedDelay(() -> safely(this::noteNumbers), 1, 1, TimeUnit.MINUTES);
        var _ = thread.scheduleWithFixedDelay(
                () -> safely(this::anchor), ANCHOR.toMillis(), ANCHOR.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void safely(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.error("the audit's work failed; it is tried again", e);
        }
    }

    @Override
    public NodeId node() {
        return node;
    }

    @Override
    public Instant now() {
        return clock.instant();
    }

    @Override
    public void begun(AuditAct act, boolean lasting) {
        open.write(act, lasting);
    }

    @Override
    public void forget(AuditAct act) {
        open.remove(act.id());
    }

    @Override
    public void ended(AuditAct act) {
        Waiting ended = new Waiting(act, false);
        synchronized (waiting) {
            waiting.put(act.id(), ended);
        }
        if (stalled) {
            return;
        }
        try {
            thread.execute(() -> safely(this::settle));
            ended.agreed.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | RejectedExecutionException e) {
            LOG.debug("act {} is agreed later", act.id(), e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("nobody lets it fail", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Waiting> waiting() {
        synchronized (waiting) {
            return List.copyOf(waiting.values());
        }
    }

    /** Has agreed what waits, one after the other; after a failure the others would only fail more slowly. */
    void settle() {
        boolean failed = false;
        for (Waiting each : waiting()) {
            failed = failed || !isAgreed(each.act);
            if (failed) {
                writeOutcome(each);
            } else {
                open.remove(each.act.id());
                synchronized (waiting) {
                    waiting.remove(each.act.id());
                }
                each.agreed.complete(null);
            }
        }
        stalled = failed;
    }

    private boolean isAgreed(AuditAct act) {
        try {
            registry.change(new RegistryCommand.Audited(act.id(), act));
            return true;
        } catch (RuntimeException e) {
            LOG.info("act {} is not in the audit yet: {}", act.id(), e.getMessage());
            return false;
        }
    }

    /** So that a process that comes after this one knows the outcome. */
    private void writeOutcome(Waiting each) {
        if (!each.written) {
            try {
                open.write(each.act, true);
                each.written = true;
            } catch (RuntimeException e) {
                LOG.warn("the outcome of act {} is not on disk: {}", each.act.id(), e.getMessage());
            }
        }
    }

    @Override
    public void denied(AuditAct act) {
        synchronized (flood) {
            flood.add(act).forEach(this::note);
        }
    }

    /** Notes how many were kept out, once their minute is over. */
    void noteNumbers() {
        synchronized (flood) {
            flood.passed().forEach(this::note);
        }
    }

    private void note(AuditAct act) {
        try {
            chain.append(act);
        } catch (IOException e) {
            LOG.error(
                    "a denial is not in the audit: {} {} by {}: {}",
                    act.outcome(),
                    act.route(),
                    act.who(),
                    e.getMessage());
        }
    }

    /** Has agreed how far this node's own chain has come, where it has come further; and says where it is shorter than was agreed once. */
    void anchor() {
        AuditHead last = anchored();
        compare(last);
        AuditHead head;
        try {
            head = chain.sync();
        } catch (IOException e) {
            LOG.warn("the audit of denials is not anchored: {}", e.getMessage());
            return;
        }
        if (head.sequence() == 0 || head.equals(last)) {
            return;
        }
        UUID id = UUID.randomUUID();
        isAgreed(
                new AuditAct(id, now(), node, AuditKind.ANCHOR, null, null, "", "", List.of(), AuditAct.DONE, 1, head));
    }

    private @Nullable AuditHead anchored() {
        AuditEntry anchor = registry.<@Nullable AuditEntry>read(view -> view.get(AuditTables.ANCHORS, node));
        return anchor == null ? null : anchor.act().anchor();
    }

    private void compare(@Nullable AuditHead last) {
        if (last == null || broken) {
            return;
        }
        List<AuditEntry> there =
                denied(new Query(last.sequence() - 1, null, null, null, 1)).items();
        var found = AuditChain.firstBreak(last.chain(), there, List.of(last));
        if (found.isPresent()) {
            broken = true;
            LOG.error("the audit of denials was altered: {}", found.get());
            events.append(NewEvent.error("audit-broken", "the node's audit of denials was altered: " + found.get()));
        }
    }

    @Override
    public Listing<AuditEntry> agreed(Query query) {
        return registry.read(view -> {
            Page page = new Page(query);
            long from = query.after() == null ? 0 : query.after() + 1;
            Iterator<Map.Entry<Long, AuditEntry>> rows = view.scan(AuditTables.ENTRIES, from, null);
            while (rows.hasNext()) {
                page.add(rows.next().getValue());
            }
            return page.listing();
        });
    }

    @Override
    public Listing<AuditEntry> denied(Query query) {
        Page page = new Page(query);
        try {
            chain.read(query.after() == null ? 0 : query.after(), entry -> {
                page.add(entry);
                return true;
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return page.listing();
    }

    /** The first or the last of what is asked for, and how many there are. */
    private static final class Page {
        private final Query query;
        private final ArrayDeque<AuditEntry> entries = new ArrayDeque<>();
        private long total;

        Page(Query query) {
            this.query = query;
        }

        void add(AuditEntry entry) {
            if (!query.matches(entry)) {
                return;
            }
            total++;
            if (entries.size() == query.limit()) {
                if (query.after() != null) {
                    return;
                }
                entries.removeFirst();
            }
            entries.addLast(entry);
        }

        Listing<AuditEntry> listing() {
            return new Listing<>(List.copyOf(entries), total);
        }
    }

    @Override
    public AuditHeads heads() {
        return registry.read(view -> new AuditHeads(Registry.auditHead(view), chain.head(), AuditTables.anchors(view)));
    }

    /** Notes what is only counted so far. What waits is agreed by the next process. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (flood) {
            flood.all().forEach(this::note);
        }
        chain.close();
    }
}
