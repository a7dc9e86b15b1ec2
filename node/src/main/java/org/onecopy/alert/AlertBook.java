package org.onecopy.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.onecopy.alert.AlertState.Told;
import org.onecopy.alert.Figure.Speaker;
import org.onecopy.model.NodeId;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.api.AlertCondition;
import org.onecopy.model.api.AlertSilence;
import org.onecopy.model.api.AlertView;
import org.onecopy.problem.ProblemException;

/**
 * Decides from figures and the time what is to be told. Touches neither clock nor disk nor network; safe to call from many threads.
 *
 * <table>
 * <caption>one alert on one node</caption>
 * <tr><th>from → to</th><th>because</th></tr>
 * <tr><td>quiet → begun, told by nobody</td><td>bad for as long as the policy's hold</td></tr>
 * <tr><td>told by nobody → told here</td><td>this node speaks: BEGAN</td></tr>
 * <tr><td>told by nobody → told elsewhere</td><td>another node has spoken for {@link #GRACE}: it has told meanwhile</td></tr>
 * <tr><td>told elsewhere → told here</td><td>this node speaks now: it only goes on, nothing is told again</td></tr>
 * <tr><td>told here → told here</td><td>{@code repeat} has passed, or a silence of an alert that nobody heard of has: REPEATED</td></tr>
 * <tr><td>told here → told elsewhere</td><td>another node speaks now</td></tr>
 * <tr><td>begun → quiet</td><td>good for as long as the hold, or measured no longer for {@link #GONE_AFTER}: ENDED where told here</td></tr>
 * </table>
 *
 * <p>While nobody speaks, nothing is told and nothing ends. So where the speaker changes, the new one goes on: every node follows the figures that it knows.
 */
public final class AlertBook {
    /** How long another node that speaks may take to tell of what begins. */
    static final Duration GRACE = Duration.ofSeconds(60);

    /** After which a figure that is measured no longer ends its alert: its rule, zone or node is gone. */
    static final Duration GONE_AFTER = Duration.ofMinutes(5);

    private static final int SILENCES_MAX = 1_000;
    private static final Pattern ID = Pattern.compile("[a-z-]{2,32}:[a-z0-9:-]{1,200}");

    private final Map<AlertCondition, Policy> policies;
    private final Duration repeat;
    private final Map<String, Track> tracks = new TreeMap<>();
    private final Map<String, AlertSilence> silences = new TreeMap<>();

    /**
     * @param policies conditions without one are no alerts
     * @param repeat after which an alert that goes on is told of again
     * @param before what another process of the node had found
     * @param now from when on it counts whether its figures are still measured
     */
    public AlertBook(Map<AlertCondition, Policy> policies, Duration repeat, AlertState before, Instant now) {
        this.policies = Map.copyOf(policies);
        this.repeat = repeat;
        before.alerts().stream()
                .filter(begun -> policies.containsKey(begun.condition()))
                .map(begun -> Track.of(begun, now))
                .forEach(track -> tracks.put(track.last.id(), track));
        before.silences().forEach(silence -> silences.put(silence.id(), silence));
    }

    /** Takes in what was measured now, and says what is to be told of it, in the order of ids. */
    public synchronized List<Notice> look(Instant now, Collection<Figure> figures) {
        silences.values().removeIf(silence -> !silence.until().isAfter(now));
        for (Figure figure : figures) {
            if (policies.containsKey(figure.condition())) {
                Track track = tracks.computeIfAbsent(figure.id(), id -> new Track(figure, now));
                track.last = Double.isNaN(figure.value()) ? unknown(track, figure) : figure;
                track.seen = now;
            }
        }
        List<Notice> notices = new ArrayList<>();
        Iterator<Track> all = tracks.values().iterator();
        while (all.hasNext()) {
            Track track = all.next();
            Policy policy = policies.get(track.last.condition());
            if (policy != null && !goesOn(track, policy, now, notices)) {
                all.remove();
            }
        }
        return notices;
    }

    /** What was last known stays for people to read. */
    private static Figure unknown(Track track, Figure figure) {
        return new Figure(
                figure.condition(),
                figure.subject(),
                figure.zone(),
                figure.rule(),
                Double.NaN,
                figure.speaker(),
                track.active ? track.last.message() : figure.message());
    }

    /** @return whether the track is still of interest */
    private boolean goesOn(Track track, Policy policy, Instant now, List<Notice> notices) {
        double value = track.last.value();
        if (Double.isNaN(value)) {
            // Where another node knows it, that one goes on with it.
            return track.active && track.last.speaker() != Speaker.ELSEWHERE;
        }
        if (Duration.between(track.seen, now).compareTo(GONE_AFTER) >= 0) {
            end(track, policy, now, "measured no longer (" + track.last.message() + ")", notices);
            return false;
        }
        if (track.seen.isBefore(now)) {
            return true;
        }
        boolean above = track.last.condition().badAbove();
        boolean bad = above ? value > policy.begin() : value < policy.begin();
        boolean good = above ? value <= policy.end() : value >= policy.end();
        if (!track.active) {
            return bad && mayBegin(track, policy, now, notices);
        }
        if (track.last.speaker() == Speaker.NOBODY) {
            return true; // whoever leads next tells of it
        }
        track.goodSince = !good ? null : track.goodSince == null ? now : track.goodSince;
        if (track.goodSince != null && held(track.goodSince, policy, now)) {
            end(track, policy, now, track.last.message(), notices);
            return false;
        }
        tell(track, policy, now, notices);
        return true;
    }

    private static boolean held(Instant from, Policy policy, Instant now) {
        return Duration.between(from, now).compareTo(policy.hold()) >= 0;
    }

    private boolean mayBegin(Track track, Policy policy, Instant now, List<Notice> notices) {
        Instant from = track.badSince == null ? now : track.badSince;
        track.badSince = from;
        if (held(from, policy, now)) {
            track.active = true;
            track.since = from;
            track.activeAt = now;
            tell(track, policy, now, notices);
        }
        return true;
    }

    private void tell(Track track, Policy policy, Instant now, List<Notice> notices) {
        if (track.last.speaker() == Speaker.NOBODY) {
            return;
        }
        if (track.last.speaker() == Speaker.ELSEWHERE) {
            boolean known = track.told != Told.NOBODY
                    || Duration.between(track.activeAt, now).compareTo(GRACE) >= 0;
            if (known && track.told != Told.ELSEWHERE) {
                track.toldAt = track.told == Told.HERE ? track.toldAt : track.activeAt;
                track.told = Told.ELSEWHERE;
                track.delivered = true;
            }
            return;
        }
        boolean silenced = silences.containsKey(track.last.id());
        if (track.told == Told.NOBODY) {
            tell(track, Notice.Kind.BEGAN, policy, now, silenced, notices);
            return;
        }
        track.told = Told.HERE;
        Instant last = track.toldAt == null ? track.since : track.toldAt;
        boolean due = Duration.between(last, now).compareTo(repeat) >= 0 || !track.delivered;
        if (due && !silenced) {
            tell(track, Notice.Kind.REPEATED, policy, now, false, notices);
        }
    }

    private static void tell(
            Track track, Notice.Kind kind, Policy policy, Instant now, boolean silenced, List<Notice> notices) {
        notices.add(track.notice(kind, policy, now, track.last.message(), silenced));
        track.told = Told.HERE;
        track.toldAt = now;
        track.delivered |= !silenced;
    }

    /** Whoever was told of the beginning is told of the end, silenced or not. */
    private static void end(Track track, Policy policy, Instant now, String message, List<Notice> notices) {
        if (track.active && track.told != Told.NOBODY && track.last.speaker() == Speaker.HERE) {
            notices.add(track.notice(Notice.Kind.ENDED, policy, now, message, !track.delivered));
        }
    }

    /** What has begun and not ended, the worst first, then the oldest. */
    public synchronized List<AlertView> active(NodeId reporter) {
        List<AlertView> views = new ArrayList<>();
        for (Track track : tracks.values()) {
            Policy policy = policies.get(track.last.condition());
            if (track.active && policy != null) {
                AlertSilence silence = silences.get(track.last.id());
                views.add(new AlertView(
                        track.last.id(),
                        track.last.condition(),
                        policy.severity(),
                        track.last.zone(),
                        track.last.rule(),
                        track.last.value(),
                        policy.begin(),
                        track.since,
                        track.last.message(),
                        reporter,
                        track.told == Told.HERE,
                        silence == null ? null : silence.until()));
            }
        }
        views.sort(Comparator.comparing(AlertView::severity).reversed().thenComparing(AlertView::since));
        return views;
    }

    /** What is silenced, in the order of ids. */
    public synchronized List<AlertSilence> silences(Instant now) {
        return silences.values().stream()
                .filter(silence -> silence.until().isAfter(now))
                .toList();
    }

    /**
     * No messages of an alert until then, whether it has begun or not.
     *
     * @throws ProblemException {@code ALERT_UNKNOWN} where no alert can have that identity, {@code TOO_BUSY} with too many silences
     */
    public synchronized AlertSilence silence(String id, Instant until, @Nullable String why) {
        checkId(id);
        if (silences.size() >= SILENCES_MAX && !silences.containsKey(id)) {
            throw new ProblemException(
                    ProblemCode.TOO_BUSY,
                    "there are " + SILENCES_MAX + " silences on this node: end some with 'onecopy alerts unsilence'");
        }
        AlertSilence silence = new AlertSilence(id, until, why);
        silences.put(id, silence);
        return silence;
    }

    /** Ends a silence; no effect where there is none. @throws ProblemException {@code ALERT_UNKNOWN} as {@link #silence} */
    public synchronized void unsilence(String id) {
        checkId(id);
        silences.remove(id);
    }

    private static void checkId(String id) {
        int colon = id.indexOf(':');
        boolean condition = colon > 0
                && List.of(AlertCondition.values()).stream()
                        .anyMatch(one -> one.word().equals(id.substring(0, colon)));
        if (!condition || !ID.matcher(id).matches()) {
            throw new ProblemException(
                    ProblemCode.ALERT_UNKNOWN,
                    "there is no alert '" + id + "': 'onecopy alerts list' shows the ids, such as lag:photos:kyoto");
        }
    }

    /** What must outlive the process. */
    public synchronized AlertState state() {
        return new AlertState(
                tracks.values().stream()
                        .filter(track -> track.active)
                        .map(Track::begun)
                        .toList(),
                List.copyOf(silences.values()));
    }
}
