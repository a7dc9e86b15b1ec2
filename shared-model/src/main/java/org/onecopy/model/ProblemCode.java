package org.onecopy.model;

/**
 * Every way in which Onecopy refuses or fails, as a stable code. The code is part of the API: it is never renamed and never
 * given another meaning.
 */
public enum ProblemCode {
    // what the caller asked cannot be done as asked
    BAD_REQUEST(400, Action.REJECTED),
    CONFIG_INVALID(400, Action.REJECTED),
    UNAUTHENTICATED(401, Action.REJECTED),
    FORBIDDEN(403, Action.REJECTED),
    NOT_FOUND(404, Action.REJECTED),
    RULE_UNKNOWN(404, Action.REJECTED),
    ZONE_UNKNOWN(404, Action.REJECTED),
    RULE_EXISTS(409, Action.REJECTED),
    RULE_OVERLAP(409, Action.REJECTED),
    RULE_REVISION_STALE(409, Action.REJECTED),
    MEMBERSHIP_UNKNOWN(404, Action.REJECTED),
    MEMBERSHIP_CHANGES(409, Action.RETRY_LATER),
    SAME_STORAGE(409, Action.REJECTED),
    ZONES_NOT_EMPTY(409, Action.REJECTED),
    NAMES_FOLD(409, Action.REJECTED),
    CONTENTS_AT_RISK(409, Action.REJECTED),
    PATH_INVALID(400, Action.REJECTED),
    GLOB_INVALID(400, Action.REJECTED),
    GUARD_NOT_TRIPPED(409, Action.REJECTED),
    PARKED_UNKNOWN(404, Action.REJECTED),
    CONFLICT_UNKNOWN(404, Action.REJECTED),
    PATH_CHANGED(409, Action.REJECTED),
    PATH_TAKEN(409, Action.REJECTED),
    TRASH_UNKNOWN(404, Action.REJECTED),
    TRASH_UNUSABLE(409, Action.REJECTED),
    UNDO_TOO_FAR(409, Action.REJECTED),
    CHECK_UNKNOWN(404, Action.REJECTED),
    SCHEDULE_UNKNOWN(404, Action.REJECTED),
    CHECK_PROVES_NOTHING(409, Action.REJECTED),
    CHECK_NEEDED(409, Action.REJECTED),
    REPAIR_UNKNOWN(404, Action.REJECTED),
    REPAIR_NEEDLESS(409, Action.REJECTED),
    REPAIR_UNDER_WAY(409, Action.RETRY_LATER),
    ZONE_BEHIND(409, Action.RETRY_LATER),
    MIGRATION_UNKNOWN(404, Action.REJECTED),
    MIGRATION_UNDER_WAY(409, Action.REJECTED),
    MIGRATION_ENDED(409, Action.REJECTED),
    PLAN_UNKNOWN(404, Action.REJECTED),
    ZONE_FENCED(409, Action.REJECTED),
    ZONE_NOT_FENCED(404, Action.REJECTED),
    LAST_OPEN_ZONE(409, Action.REJECTED),
    USER_UNKNOWN(404, Action.REJECTED),
    USER_EXISTS(409, Action.REJECTED),
    TOKEN_UNKNOWN(404, Action.REJECTED),
    TOO_MANY_ATTEMPTS(429, Action.RETRY_LATER),
    BANDWIDTH_UNKNOWN(404, Action.REJECTED),
    BANDWIDTH_OVERLAP(409, Action.REJECTED),
    BANDWIDTH_INVALID(400, Action.REJECTED),
    ALERT_UNKNOWN(404, Action.REJECTED),
    ALERT_TARGET_UNKNOWN(404, Action.REJECTED),
    METHOD_NOT_ALLOWED(405, Action.REJECTED),
    NOT_ACCEPTABLE(406, Action.REJECTED),
    MEDIA_TYPE_UNSUPPORTED(415, Action.REJECTED),
    REQUEST_TOO_LARGE(413, Action.REJECTED),
    // who belongs to the network
    TICKET_INVALID(403, Action.REJECTED),
    TICKET_USED(403, Action.REJECTED),
    TICKET_EXPIRED(403, Action.REJECTED),
    NOT_INDUCTED(409, Action.REJECTED),
    ZONE_IN_USE(409, Action.REJECTED),
    ZONE_EXISTS(409, Action.REJECTED),
    NODE_EXISTS(409, Action.REJECTED),
    NODE_RETIRED(409, Action.REJECTED),
    NODE_UNKNOWN(404, Action.REJECTED),
    NODE_RUNS(409, Action.REJECTED),
    NETWORK_RECOVERED(409, Action.REJECTED),
    RECOVERY_REFUSED(409, Action.REJECTED),
    FEATURE_LEVEL(409, Action.REJECTED),
    LAST_VOTER(409, Action.REJECTED),
    EVEN_SPLIT(409, Action.REJECTED),
    CLOCK_SKEWED(403, Action.REJECTED),
    ADDRESS_REFUSED(403, Action.REJECTED),
    // somebody else, or later
    NOT_AUTHORITY(409, Action.RETRY_ELSEWHERE),
    NOT_LEADER(503, Action.RETRY_ELSEWHERE),
    NO_QUORUM(503, Action.RETRY_LATER),
    NODE_STARTING(503, Action.RETRY_LATER),
    TOO_BUSY(503, Action.RETRY_LATER),
    DATA_DIR_SHORT(503, Action.RETRY_ELSEWHERE),
    ZONE_UNREACHABLE(503, Action.RETRY_LATER),
    OUTCOME_UNKNOWN(504, Action.OUTCOME_UNKNOWN),
    // storages
    STORAGE_UNAVAILABLE(503, Action.RETRY_LATER),
    STORAGE_ROOT_CHANGED(503, Action.REJECTED),
    STORAGE_NO_SPACE(507, Action.RETRY_LATER),
    STORAGE_DENIED(403, Action.RETRY_LATER),
    STORAGE_NAME_ILLEGAL(422, Action.REJECTED),
    STORAGE_UNREPRESENTABLE(422, Action.REJECTED),
    STORAGE_FAILED(500, Action.RETRY_LATER),
    // contents
    CONTENT_SUPERSEDED(409, Action.RETRY_LATER),
    CONTENT_UNAVAILABLE(404, Action.RETRY_ELSEWHERE),
    CONTENT_UNSETTLED(425, Action.RETRY_LATER),
    CONTENT_LOST(410, Action.REJECTED),
    CONTENT_CORRUPT(502, Action.RETRY_ELSEWHERE),
    // our own
    ADDRESS_IN_USE(500, Action.REJECTED),
    CERTIFICATE_INVALID(400, Action.REJECTED),
    INTERNAL(500, Action.REJECTED);

    /** What the caller may do about a problem. */
    public enum Action {
        /** Asking again in the same way will fail again. */
        REJECTED,
        /** Another node may be able to. */
        RETRY_ELSEWHERE,
        /** The same request may succeed later. */
        RETRY_LATER,
        /** The request may or may not have taken effect; asking again is safe. */
        OUTCOME_UNKNOWN
    }

    private final int status;
    private final Action action;

    ProblemCode(int status, Action action) {
        this.status = status;
        this.action = action;
    }

    /** The code as it stands in JSON, in logs and in documentation: kebab-case, for example {@code rule-overlap}. */
    public String code() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    public Action action() {
        return action;
    }
}
