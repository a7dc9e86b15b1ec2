package org.onecopy.alert;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.onecopy.alert.AlertState.Begun;
import org.onecopy.alert.AlertState.Told;

/** One figure over time. */
final class Track {
    Figure last;
    Instant seen;

    @Nullable
    Instant badSince;

    @Nullable
    Instant goodSince;

    boolean active;
    /** When it became an alert here, which is later than since when it is bad. */
    Instant activeAt;

    Instant since;
    Told told = Told.NOBODY;

    @Nullable
    Instant toldAt;

    boolean delivered;

    Track(Figure first, Instant now) {
        last = first;
        seen = now;
        since = now;
        activeAt = now;
    }

    static Track of(Begun begun, Instant now) {
        Figure figure = new Figure(
                begun.condition(),
                begun.subject(),
                begun.zone(),
                begun.rule(),
                begun.value(),
                begun.told() == Told.HERE ? Figure.Speaker.HERE : Figure.Speaker.NOBODY,
                begun.message());
        Track track = new Track(figure, now);
        track.active = true;
        track.since = begun.since();
        track.told = begun.told();
        track.toldAt = begun.toldAt();
        track.delivered = begun.delivered();
        return track;
    }

    Begun begun() {
        return new Begun(
                last.condition(),
                last.subject(),
                last.zone(),
                last.rule(),
                last.value(),
                last.message(),
                since,
                told,
                toldAt,
                delivered);
    }

    Notice notice(Notice.Kind kind, Policy policy, Instant at, String message, boolean silenced) {
        return new Notice(
                kind,
                last.id(),
                last.condition(),
                policy.severity(),
                last.zone(),
                last.rule(),
                last.value(),
                policy.begin(),
                since,
                at,
                message,
                silenced);
    }
}
