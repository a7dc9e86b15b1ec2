package org.onecopy.admin;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.ConflictView;
import org.onecopy.model.api.Filter;
import org.onecopy.model.api.GuardView;
import org.onecopy.model.api.LagHistoryView;
import org.onecopy.model.api.LagView;
import org.onecopy.model.api.Listing;
import org.onecopy.model.api.MembershipEdit;
import org.onecopy.model.api.MembershipView;
import org.onecopy.model.api.NodeStatus;
import org.onecopy.model.api.NodeView;
import org.onecopy.model.api.ParkedView;
import org.onecopy.model.api.RuleSpec;
import org.onecopy.model.api.RuleView;
import org.onecopy.model.api.StatusView;
import org.onecopy.model.api.StorageAbilities;
import org.onecopy.model.api.StorageReport;
import org.onecopy.model.api.TransferView;
import org.onecopy.model.api.WhatIfView;
import org.onecopy.model.api.ZoneView;

/**
 * What the admin API asks of the node. All methods may be called from many threads at once and may block for some seconds; they
 * answer from what this node knows, and none waits for another zone unless it says so. A refusal or failure is a
 * {@link org.onecopy.problem.ProblemException}; anything else thrown becomes {@code internal} and is logged. Before the node is ready,
 * every method but {@link #ready()} and {@link #node()} may throw {@code NODE_STARTING}. The order of every list is told by the
 * Javadoc of its record.
 */
public interface NodeService {
    /** Whether the node serves: it has joined its groups and caught up with what it had before the restart. Never blocks, never throws. */
    boolean ready();

    /** The node itself. Never blocks for long, never throws. */
    NodeStatus node();

    /** The whole in one answer. */
    StatusView status();

    /** All zones of the network. */
    List<ZoneView> zones();

    /** What the storage of this node's zone can do, one for each open location; where none is, as its type usually can. */
    List<StorageAbilities> storage();

    /**
     * Tries out the storage of this node's zone, one location after the other: blocks for some seconds for each.
     *
     * @param path of a location; null: those of all rules of the zone
     * @throws org.onecopy.problem.ProblemException {@code PATH_INVALID}, {@code BAD_REQUEST} in a zone of witnesses
     */
    List<StorageReport> verifyStorage(@Nullable String path);

    /** All nodes of the network. */
    List<NodeView> nodes();

    /** All groups in which this node takes part, the registry among them. */
    List<MembershipView> memberships();

    /**
     * Changes one thing about a membership's members, and waits until it is in effect, some seconds at most.
     *
     * @throws org.onecopy.problem.ProblemException {@code MEMBERSHIP_UNKNOWN}, {@code NODE_UNKNOWN}, {@code LAST_VOTER}, {@code BAD_REQUEST},
     *     {@code MEMBERSHIP_CHANGES} while another change is under way, {@code NOT_LEADER} where this node takes no part, {@code NO_QUORUM},
     *     {@code OUTCOME_UNKNOWN}
     */
    MembershipView editMembership(UUID membership, MembershipEdit edit);

    /**
     * What would be left if zones or nodes were lost; changes nothing.
     *
     * @param lose names of zones, which go with their storages, and of nodes
     * @param remove ids of nodes that are taken out of the network before
     * @throws org.onecopy.problem.ProblemException {@code BAD_REQUEST} where nothing is named, {@code ZONE_UNKNOWN} for a name that is
     *     neither a zone's nor a node's, {@code NODE_UNKNOWN}
     */
    WhatIfView whatIf(List<String> lose, List<String> remove);

    /** All rules of the network. */
    List<RuleView> rules();

    /** One rule, or {@code RULE_UNKNOWN}. */
    RuleView rule(RuleName name);

    /**
     * Creates a rule: waits until its definition is agreed and, where that takes at most some seconds, in effect.
     *
     * @param spec its name is never null
     * @return the rule, {@code pending} or {@code active}
     * @throws org.onecopy.problem.ProblemException {@code RULE_EXISTS} (unless the definition is equal: then as if created),
     *     {@code RULE_OVERLAP}, {@code ZONE_UNKNOWN}, {@code PATH_INVALID}, {@code GLOB_INVALID}, {@code SAME_STORAGE},
     *     {@code ZONES_NOT_EMPTY} (data: zone to count), {@code STORAGE_*} of a zone, {@code NO_QUORUM}, {@code OUTCOME_UNKNOWN}
     */
    RuleView createRule(RuleSpec spec);

    /**
     * Replaces a rule's definition. Zones are added and taken out while the rule is in use, which may go on after this has returned.
     * A location's path cannot be edited: remove the zone, then add it again.
     *
     * @param spec its name is null or equal to {@code name}; its revision is never null
     * @param force takes zones out although they alone hold contents
     * @return the rule with its new revision
     * @throws org.onecopy.problem.ProblemException as {@link #createRule}, and {@code RULE_UNKNOWN}, {@code RULE_REVISION_STALE}
     *     (data: {@code revision}, the present one), {@code CONTENTS_AT_RISK} (data: paths)
     */
    RuleView editRule(RuleName name, RuleSpec spec, boolean force);

    /** Removes a rule. Deletes no data. Fails with {@code RULE_UNKNOWN}; a rule that is being removed already is no failure. */
    void removeRule(RuleName name);

    /** One row for each rule and zone. */
    List<LagView> lag();

    /**
     * How far a rule's zones were behind over time, as this node has seen it.
     *
     * @param from null: an hour before {@code to}
     * @param to null: now
     * @param step null: as finely as is kept
     * @throws org.onecopy.problem.ProblemException {@code RULE_UNKNOWN}
     */
    LagHistoryView lagHistory(RuleName rule, @Nullable Instant from, @Nullable Instant to, @Nullable Duration step);

    /** Transfers into this node's zone. */
    Listing<TransferView> transfers(Filter filter);

    /** The conflict copies that exist, as of this node's applied index. */
    Listing<ConflictView> conflicts(Filter filter);

    /** What is parked: in this node's zone with all detail, in other zones as far as their agreed reports tell. */
    Listing<ParkedView> parked(Filter filter);

    /**
     * Tries a parked change again now. Returns at once; the outcome shows in {@link #parked}. Fails with {@code PARKED_UNKNOWN} where
     * nothing of this id is parked in this node's zone.
     */
    void retryParked(String id);

    /** Whether zones hold what is agreed. */
    CheckService checks();

    /** Mending what checks have found. */
    RepairService repairs();

    /** Limits of bandwidth. */
    BandwidthService bandwidth();

    /** Fenced zones. */
    FenceService fences();

    /** What people look at in this zone's storage. */
    ContentService contents();

    /** Existing trees that come under rules. */
    MigrationService migrations();

    /** What was lost by conflicts and mistakes. */
    ProtectionService protection();

    /** Who belongs to the network. */
    InductionService induction();

    /** One row for each rule and zone. */
    List<GuardView> guard();

    /** Lets what the guard holds go on. Fails with {@code RULE_UNKNOWN}, {@code ZONE_UNKNOWN} or {@code GUARD_NOT_TRIPPED}. */
    GuardView releaseGuard(RuleName rule, ZoneName zone);

    /** Drops what the guard holds and fetches the files again into the zone. Fails as {@link #releaseGuard}. */
    GuardView rejectGuard(RuleName rule, ZoneName zone);
}
