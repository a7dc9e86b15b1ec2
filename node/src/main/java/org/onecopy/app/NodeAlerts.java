package org.onecopy.app;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.onecopy.admin.AlertService;
import org.onecopy.admin.events.EventLog;
import org.onecopy.admin.events.NewEvent;
import org.onecopy.admin.metrics.Metrics;
import org.onecopy.alert.AlertBook;
import org.onecopy.alert.AlertFile;
import org.onecopy.alert.AlertMessage;
import org.onecopy.alert.AlertSettings;
import org.onecopy.alert.Figure;
import org.onecopy.alert.MailTarget;
import org.onecopy.alert.Notice;
import org.onecopy.alert.Post;
import org.onecopy.alert.Target;
import org.onecopy.alert.WebhookTarget;
import org.onecopy.model.NodeId;
import org.onecopy.model.api.AlertSilence;
import org.onecopy.model.api.AlertTrial;
import org.onecopy.model.api.AlertView;
import org.onecopy.model.api.Severity;
import org.onecopy.model.api.SilenceSpec;
import org.onecopy.problem.ProblemException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node's alerts: takes figures again and again, has {@link AlertBook} decide, and tells the event stream and the targets. A thread of
 * its own looks, because figures may take a while.
 */
final class NodeAlerts implements AlertService, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeAlerts.class);

    private final UUID network;
    private final NodeId node;
    private final InstantSource clock;
    private final AlertSettings settings;
    private final EventLog events;
    private final Supplier<List<Figure>> figures;
    private final AlertFile file;
    private final AlertBook book;
    private final Post post;
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("alerts").daemon().factory());

    /**
     * @param kept file in which alerts outlive the process
     * @throws ProblemException {@code CONFIG_INVALID} where a target's file cannot be used
     */
    NodeAlerts(
            UUID network,
            NodeId node,
            InstantSource clock,
            AlertSettings settings,
            EventLog events,
            Supplier<List<Figure>> figures,
            Path kept,
            Post.Pace pace) {
        this.network = network;
        this.node = node;
        this.clock = clock;
        this.settings = settings;
        this.events = events;
        this.figures = figures;
        file = new AlertFile(kept);
        book = new AlertBook(settings.policies(), settings.repeat(), file.load(), clock.instant());
        post = new Post(targets(settings, clock), pace, this::troubled);
    }

    private static List<Target> targets(AlertSettings settings, InstantSource clock) {
        List<Target> targets = new ArrayList<>();
        settings.mail().forEach(mail -> targets.add(new MailTarget(mail)));
        settings.webhooks().forEach(hook -> targets.add(new WebhookTarget(hook, clock)));
        return targets;
    }

    /** Begins to look. */
    void start(Metrics metrics) {
        metrics.gauge(
                "onecopy_alerts",
                "Alerts that have begun and not ended, as this node sees them",
                Map.of(),
                () -> alerts().size());
        long every = settings.every().toMillis();
        var _ = looking.scheduleWithFixedDelay(this::look, every, every, TimeUnit.MILLISECONDS);
    }

    /** Looks once. What fails is said in the log: the next look comes. */
    void look() {
        try {
            for (Notice notice : book.look(clock.instant(), figures.get())) {
                tell(notice);
            }
            store();
        } catch (ProblemException e) {
            LOG.info("alerts are looked for again: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("looking for alerts failed; it is tried again", e);
        }
    }

    private synchronized void store() {
        file.store(book.state());
    }

    private void tell(Notice notice) {
        String type = "alert-" + notice.kind().name().toLowerCase(Locale.ROOT);
        Severity severity = notice.kind() == Notice.Kind.ENDED ? Severity.INFO : notice.severity();
        String silenced = notice.silenced() ? " (silenced)" : "";
        events.append(new NewEvent(
                severity, type, notice.zone(), notice.rule(), null, notice.id() + silenced + ": " + notice.message()));
        if (!notice.silenced()) {
            post.send(AlertMessage.of(notice, network, node));
        }
    }

    private void troubled(Severity severity, String what) {
        String type = switch (severity) {
            case INFO -> "alert-target-answers";
            case WARNING -> "alert-target-failed";
            case ERROR -> "alert-not-sent";
        };
        events.append(new NewEvent(severity, type, null, null, null, what));
    }

    @Override
    public List<AlertView> alerts() {
        return book.active(node);
    }

    @Override
    public List<AlertSilence> silences() {
        return book.silences(clock.instant());
    }

    @Override
    public AlertSilence silence(String id, SilenceSpec spec) {
        AlertSilence silence = book.silence(id, clock.instant().plus(spec.duration()), spec.why());
        store();
        String why = spec.why() == null ? "" : ": " + spec.why();
        events.append(NewEvent.info("alert-silenced", id + " is silenced until " + silence.until() + why));
        return silence;
    }

    @Override
    public void unsilence(String id) {
        book.unsilence(id);
        store();
        events.append(NewEvent.info("alert-unsilenced", id + " is silenced no longer"));
    }

    @Override
    public List<AlertTrial> test(@Nullable String target) {
        return post.test(target, AlertMessage.test(network, node, clock.instant()), node);
    }

    @Override
    public void close() {
        looking.shutdownNow();
        post.close();
    }
}
