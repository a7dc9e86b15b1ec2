package org.onecopy.model.client;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.NodeId;
import org.onecopy.model.RuleName;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.AddressChange;
import org.onecopy.model.api.AddressOutcome;
import org.onecopy.model.api.AlertSilence;
import org.onecopy.model.api.AlertTrial;
import org.onecopy.model.api.AlertView;
import org.onecopy.model.api.CheckCertificate;
import org.onecopy.model.api.CheckScheduleSpec;
import org.onecopy.model.api.CheckScheduleView;
import org.onecopy.model.api.CheckSpec;
import org.onecopy.model.api.CheckView;
import org.onecopy.model.api.ConflictDetail;
import org.onecopy.model.api.ConflictOutcome;
import org.onecopy.model.api.ConflictView;
import org.onecopy.model.api.DifferenceKind;
import org.onecopy.model.api.DifferenceView;
import org.onecopy.model.api.EmptyOutcome;
import org.onecopy.model.api.EmptySpec;
import org.onecopy.model.api.EventView;
import org.onecopy.model.api.ExclusionsView;
import org.onecopy.model.api.FenceSpec;
import org.onecopy.model.api.FenceView;
import org.onecopy.model.api.Filter;
import org.onecopy.model.api.GuardView;
import org.onecopy.model.api.HeldChangeView;
import org.onecopy.model.api.LagHistoryView;
import org.onecopy.model.api.LagView;
import org.onecopy.model.api.Listing;
import org.onecopy.model.api.MembershipEdit;
import org.onecopy.model.api.MembershipView;
import org.onecopy.model.api.NodeStatus;
import org.onecopy.model.api.NodeView;
import org.onecopy.model.api.ParkedView;
import org.onecopy.model.api.RepairLeftView;
import org.onecopy.model.api.RepairPlan;
import org.onecopy.model.api.RepairSpec;
import org.onecopy.model.api.RepairView;
import org.onecopy.model.api.ReplacementSpec;
import org.onecopy.model.api.ResolveSpec;
import org.onecopy.model.api.RestoreOutcome;
import org.onecopy.model.api.RestoreSpec;
import org.onecopy.model.api.RuleSpec;
import org.onecopy.model.api.RuleView;
import org.onecopy.model.api.SilenceSpec;
import org.onecopy.model.api.StatusView;
import org.onecopy.model.api.StorageAbilities;
import org.onecopy.model.api.StorageReport;
import org.onecopy.model.api.TicketSpec;
import org.onecopy.model.api.TicketView;
import org.onecopy.model.api.TransferView;
import org.onecopy.model.api.TrashView;
import org.onecopy.model.api.UndoSpec;
import org.onecopy.model.api.UndoView;
import org.onecopy.model.api.WhatIfView;
import org.onecopy.model.api.ZoneSpec;
import org.onecopy.model.api.ZoneView;

/**
 * The admin API of one node, one method for each route. Every method blocks and may be called from many threads; every method
 * throws {@link ProblemResponseException} where the node refuses and {@link UnreachableException} where no answer comes. What
 * the answers mean and how lists are ordered stands at the records.
 */
public final class AdminClient implements AutoCloseable {
    private final AdminTransport transport;

    private AdminClient(AdminTransport transport) {
        this.transport = transport;
    }

    /**
     * A client of one node. Connects with the first request.
     *
     * @param patience how long a request may take before it counts as not answered
     * @throws IllegalArgumentException where the CA or the token cannot be read
     */
    public static AdminClient of(AdminEndpoint endpoint, Duration patience) {
        return new AdminClient(new AdminTransport(endpoint, patience));
    }

    /**
     * As {@link #of(AdminEndpoint, Duration)}, with a token that stands in no file.
     *
     * @param token instead of the endpoint's; null for none
     */
    public static AdminClient of(AdminEndpoint endpoint, @Nullable String token, Duration patience) {
        return new AdminClient(new AdminTransport(endpoint, token, patience));
    }

    /** Whether the node serves. Needs no valid token. */
    public boolean ready() {
        return transport.get("/health/ready").statusCode() == 200;
    }

    /** The node that answers. */
    public NodeStatus node() {
        return transport.read("/api/v1/node", NodeStatus.class);
    }

    /** What the node counts and measures, in the text format of Prometheus. */
    public String metrics() {
        return transport.get("/metrics").body();
    }

    public StatusView status() {
        return transport.read("/api/v1/status", StatusView.class);
    }

    public List<ZoneView> zones() {
        return transport.readList("/api/v1/zones", ZoneView.class);
    }

    /** What the storage of the node's zone can do: none in a zone of witnesses. */
    public List<StorageAbilities> storage() {
        return transport.readList("/api/v1/storage", StorageAbilities.class);
    }

    /**
     * Tries out the storage of the node's zone, for some seconds for each location.
     *
     * @param path of a location; null: those of all rules of the zone
     */
    public List<StorageReport> verifyStorage(@Nullable String path) {
        String query = path == null ? "" : "?path=" + encode(path);
        return transport.sendForList("POST", "/api/v1/storage/verify" + query, StorageReport.class);
    }

    public List<NodeView> nodes() {
        return transport.readList("/api/v1/nodes", NodeView.class);
    }

    /** All tickets, without their secrets. */
    public List<TicketView> tickets() {
        return transport.readList("/api/v1/network/tickets", TicketView.class);
    }

    /** Makes a ticket; only this answer has its secret. */
    public TicketView makeTicket(TicketSpec spec) {
        return transport.send("POST", "/api/v1/network/tickets", spec, TicketView.class);
    }

    /** Lets a ticket admit nobody any more. */
    public void revokeTicket(String id) {
        transport.order("DELETE", "/api/v1/network/tickets/" + encode(id));
    }

    /** Takes a node out of the network for good. */
    public void retire(NodeId node) {
        transport.order("DELETE", "/api/v1/nodes/" + node);
    }

    /** Lets a node of the same zone take the place of one that is gone for good. */
    public void replace(NodeId old, NodeId by) {
        transport.order("POST", "/api/v1/nodes/" + old + "/replacement", new ReplacementSpec(by));
    }

    /** Lets the asked node leave the network for good; any other node refuses. */
    public void leave(NodeId node) {
        transport.order("POST", "/api/v1/nodes/" + node + "/leave");
    }

    /** Says where a node is reached from now on. */
    public AddressOutcome move(NodeId node, AddressChange change) {
        return transport.send("PUT", "/api/v1/nodes/" + node + "/addresses", change, AddressOutcome.class);
    }

    /** Makes a zone before its first node comes. */
    public void addZone(ZoneSpec zone) {
        transport.order("POST", "/api/v1/zones", zone);
    }

    /** Takes a zone without nodes out of the network. */
    public void removeZone(ZoneName zone) {
        transport.order("DELETE", "/api/v1/zones/" + zone);
    }

    public List<MembershipView> memberships() {
        return transport.readList("/api/v1/memberships", MembershipView.class);
    }

    /** Makes one change of a membership's members; waits until it is in effect, some seconds at most. */
    public MembershipView editMembership(UUID membership, MembershipEdit edit) {
        return transport.send("PUT", "/api/v1/memberships/" + membership, edit, MembershipView.class);
    }

    /**
     * What would be left if something were lost; changes nothing.
     *
     * @param lose names of zones, which go with their storages, and of nodes
     * @param remove nodes that are taken out of the network before
     */
    public WhatIfView whatIf(List<String> lose, List<NodeId> remove) {
        StringJoiner query = new StringJoiner("&", "?", "");
        lose.forEach(name -> query.add("lose=" + encode(name)));
        remove.forEach(node -> query.add("remove=" + node));
        return transport.read("/api/v1/whatif" + query, WhatIfView.class);
    }

    public List<RuleView> rules() {
        return transport.readList("/api/v1/rules", RuleView.class);
    }

    public RuleView rule(RuleName name) {
        return transport.read("/api/v1/rules/" + name, RuleView.class);
    }

    /** Creates a rule; a rule of the same name and definition that exists already counts as created. */
    public RuleView createRule(RuleSpec spec) {
        return transport.send("POST", "/api/v1/rules", spec, RuleView.class);
    }

    /** Replaces a rule's definition; {@code spec.revision()} is the revision that the edit is based on. */
    public RuleView editRule(RuleName name, RuleSpec spec) {
        return editRule(name, spec, false);
    }

    /**
     * As {@link #editRule(RuleName, RuleSpec)}.
     *
     * @param force takes zones out although they alone hold contents
     */
    public RuleView editRule(RuleName name, RuleSpec spec, boolean force) {
        return transport.send("PUT", "/api/v1/rules/" + name + (force ? "?force=true" : ""), spec, RuleView.class);
    }

    /** Removes a rule. Deletes no data. */
    public void removeRule(RuleName name) {
        transport.order("DELETE", "/api/v1/rules/" + name);
    }

    public List<LagView> lag() {
        return transport.readList("/api/v1/lag", LagView.class);
    }

    /**
     * How far a rule's zones were behind over time, as the node has seen it.
     *
     * @param step at least so long steps; null: as finely as is kept
     */
    public LagHistoryView lagHistory(RuleName rule, Instant from, Instant to, @Nullable Duration step) {
        return transport.read(
                "/api/v1/rules/" + rule + "/lag?from=" + from + "&to=" + to
                        + (step == null ? "" : "&step=" + step.toSeconds()),
                LagHistoryView.class);
    }

    public Listing<TransferView> transfers(Filter filter) {
        return listing("/api/v1/transfers" + query(filter), TransferView.class);
    }

    public Listing<ConflictView> conflicts(Filter filter) {
        return listing("/api/v1/conflicts" + query(filter), ConflictView.class);
    }

    /**
     * A conflict copy and what kept the name.
     *
     * @param path of the copy in the rule's tree, or of what kept the name
     */
    public ConflictDetail conflict(RuleName rule, String path) {
        return transport.read("/api/v1/rules/" + rule + "/conflict?path=" + encode(path), ConflictDetail.class);
    }

    /** Settles a conflict. */
    public ConflictOutcome resolveConflict(RuleName rule, ResolveSpec spec) {
        return transport.send("POST", "/api/v1/rules/" + rule + "/conflict/resolve", spec, ConflictOutcome.class);
    }

    /**
     * What lies in the trash of the zone whose node is asked.
     *
     * @param path only of what lies, or lay, there or below; null: all
     */
    public Listing<TrashView> trash(Filter filter, @Nullable String path) {
        String query = query(filter);
        String more = path == null ? "" : (query.isEmpty() ? "?" : "&") + "path=" + encode(path);
        return listing("/api/v1/trash" + query + more, TrashView.class);
    }

    /** Brings something back from the trash of the zone whose node is asked. */
    public RestoreOutcome restoreTrash(RuleName rule, String item, RestoreSpec spec) {
        return transport.send(
                "POST", "/api/v1/rules/" + rule + "/trash/" + encode(item) + "/restore", spec, RestoreOutcome.class);
    }

    /** Empties the trash of the zone whose node is asked, or says what would go. */
    public EmptyOutcome emptyTrash(RuleName rule, EmptySpec spec) {
        return transport.send("POST", "/api/v1/rules/" + rule + "/trash/empty", spec, EmptyOutcome.class);
    }

    /** Brings a part of a rule's tree back, or plans it: a piece of it. */
    public UndoView undo(RuleName rule, UndoSpec spec) {
        return transport.send("POST", "/api/v1/rules/" + rule + "/undo", spec, UndoView.class);
    }

    /** What a rule's exclusions do to paths, and what they would do with some globs more and some less. */
    public ExclusionsView exclusions(RuleName rule, List<String> paths, List<String> exclude, List<String> include) {
        StringJoiner query = new StringJoiner("&", "?", "");
        paths.forEach(path -> query.add("path=" + encode(path)));
        exclude.forEach(glob -> query.add("exclude=" + encode(glob)));
        include.forEach(glob -> query.add("include=" + encode(glob)));
        return transport.read("/api/v1/rules/" + rule + "/exclusions" + query, ExclusionsView.class);
    }

    public Listing<ParkedView> parked(Filter filter) {
        return listing("/api/v1/parked" + query(filter), ParkedView.class);
    }

    /** Tries a parked change again now. */
    public void retryParked(String id) {
        transport.order("POST", "/api/v1/parked/" + encode(id) + "/retry");
    }

    public List<GuardView> guard() {
        return transport.readList("/api/v1/guard", GuardView.class);
    }

    /** Lets what the guard holds go on. */
    public GuardView releaseGuard(RuleName rule, ZoneName zone) {
        return transport.send("POST", "/api/v1/rules/" + rule + "/guard/" + zone + "/release", null, GuardView.class);
    }

    /** Drops what the guard holds, and fetches the files again. */
    public GuardView rejectGuard(RuleName rule, ZoneName zone) {
        return transport.send("POST", "/api/v1/rules/" + rule + "/guard/" + zone + "/reject", null, GuardView.class);
    }

    /** Begins a consistency check of a rule. */
    public CheckView beginCheck(RuleName rule, CheckSpec spec) {
        return transport.send("POST", "/api/v1/rules/" + rule + "/checks", spec, CheckView.class);
    }

    /**
     * Consistency checks, the newest first.
     *
     * @param rule null: of all rules
     */
    public List<CheckView> checks(@Nullable RuleName rule) {
        return transport.readList("/api/v1/checks" + (rule == null ? "" : "?rule=" + rule), CheckView.class);
    }

    public CheckView check(RuleName rule, Version check) {
        return transport.read(check(rule) + encode(check.toString()), CheckView.class);
    }

    /**
     * What the zone of the node that is asked has found.
     *
     * @param kind null: all
     * @param after only those with a larger id; 0 for the first
     */
    public Listing<DifferenceView> differences(
            RuleName rule, Version check, @Nullable DifferenceKind kind, long after, int limit) {
        String only = kind == null ? "" : "&kind=" + kind.word();
        return listing(
                check(rule) + encode(check.toString()) + "/differences?limit=" + limit + "&after=" + after + only,
                DifferenceView.class);
    }

    /**
     * As {@link #differences}, from anywhere within the list.
     *
     * @param skip so many are left out first
     */
    public Listing<DifferenceView> differencePage(
            RuleName rule, Version check, @Nullable DifferenceKind kind, long skip, int limit) {
        String only = kind == null ? "" : "&kind=" + kind.word();
        return listing(
                check(rule) + encode(check.toString()) + "/differences?limit=" + limit + "&skip=" + skip + only,
                DifferenceView.class);
    }

    /** The proof that the zones held the same, where the check has shown it. */
    public CheckCertificate certificate(RuleName rule, Version check) {
        return transport.read(check(rule) + encode(check.toString()) + "/certificate", CheckCertificate.class);
    }

    /** Ends a check; what it has found stays. */
    public CheckView cancelCheck(RuleName rule, Version check) {
        return transport.send("DELETE", check(rule) + encode(check.toString()), null, CheckView.class);
    }

    /** When checks of a rule begin by themselves, the oldest schedule first. */
    public List<CheckScheduleView> checkSchedules(RuleName rule) {
        return transport.readList("/api/v1/rules/" + rule + "/check-schedules", CheckScheduleView.class);
    }

    /** Lets checks of a rule begin by themselves. */
    public CheckScheduleView scheduleChecks(RuleName rule, CheckScheduleSpec spec) {
        return transport.send("POST", "/api/v1/rules/" + rule + "/check-schedules", spec, CheckScheduleView.class);
    }

    /** Ends a schedule; a check that it has begun goes on. */
    public void unscheduleChecks(RuleName rule, Version schedule) {
        transport.order("DELETE", "/api/v1/rules/" + rule + "/check-schedules/" + encode(schedule.toString()));
    }

    private static String check(RuleName rule) {
        return "/api/v1/rules/" + rule + "/checks/";
    }

    /** What a repair would do in the zone of the node that is asked, with a page of its steps. Changes nothing. */
    public RepairPlan planRepair(RuleName rule, RepairSpec spec, long after, int limit) {
        StringBuilder query = new StringBuilder("?limit=" + limit + "&after=" + after);
        if (spec.check() != null) {
            query.append("&check=").append(encode(spec.check().toString()));
        }
        if (spec.path() != null) {
            query.append("&path=").append(encode(spec.path()));
        }
        if (spec.source() != null) {
            query.append("&source=").append(spec.source().word());
        }
        if (spec.zone() != null) {
            query.append("&zone=").append(spec.zone());
        }
        return transport.read("/api/v1/rules/" + rule + "/repairs/plan" + query, RepairPlan.class);
    }

    /** Begins to mend what a check has found. */
    public RepairView beginRepair(RuleName rule, RepairSpec spec) {
        return transport.send("POST", "/api/v1/rules/" + rule + "/repairs", spec, RepairView.class);
    }

    /** The repairs of a rule that are kept, the newest first. */
    public List<RepairView> repairs(RuleName rule) {
        return transport.readList("/api/v1/rules/" + rule + "/repairs", RepairView.class);
    }

    public RepairView repair(RuleName rule, Version repair) {
        return transport.read("/api/v1/rules/" + rule + "/repairs/" + encode(repair.toString()), RepairView.class);
    }

    /**
     * What the zone of the node that is asked has not mended.
     *
     * @param after only those with a larger id; 0 for the first
     */
    public Listing<RepairLeftView> repairLeft(RuleName rule, Version repair, long after, int limit) {
        return listing(
                "/api/v1/rules/" + rule + "/repairs/" + encode(repair.toString()) + "/left?limit=" + limit + "&after="
                        + after,
                RepairLeftView.class);
    }

    /** Ends a repair; what is mended stays so. */
    public RepairView cancelRepair(RuleName rule, Version repair) {
        return transport.send(
                "DELETE", "/api/v1/rules/" + rule + "/repairs/" + encode(repair.toString()), null, RepairView.class);
    }

    /** The fenced zones of a rule. */
    public List<FenceView> fences(RuleName rule) {
        return transport.readList("/api/v1/rules/" + rule + "/fences", FenceView.class);
    }

    public FenceView fence(RuleName rule, ZoneName zone) {
        return transport.read("/api/v1/rules/" + rule + "/fences/" + zone, FenceView.class);
    }

    /** From now on, what users of a zone do is not agreed. */
    public FenceView beginFence(RuleName rule, ZoneName zone) {
        return transport.send("POST", "/api/v1/rules/" + rule + "/fences", new FenceSpec(zone), FenceView.class);
    }

    /** What waits in the fenced zone of the node that is asked, after an id: 0 for the first. */
    public Listing<HeldChangeView> fenceHeld(RuleName rule, ZoneName zone, long after, int limit) {
        return listing(
                "/api/v1/rules/" + rule + "/fences/" + zone + "/held?limit=" + limit + "&after=" + after,
                HeldChangeView.class);
    }

    /** A fence is no more, and what waits is proposed as any change. @return how it stood before */
    public FenceView liftFence(RuleName rule, ZoneName zone) {
        return transport.send("DELETE", "/api/v1/rules/" + rule + "/fences/" + zone, null, FenceView.class);
    }

    /** Alerts of the node, and of the network as it sees it. */
    public List<AlertView> alerts() {
        return transport.readList("/api/v1/alerts", AlertView.class);
    }

    /** What the node sends no messages of. */
    public List<AlertSilence> silences() {
        return transport.readList("/api/v1/alerts/silences", AlertSilence.class);
    }

    /** The node sends no messages of an alert for a while. */
    public AlertSilence silenceAlert(String id, SilenceSpec spec) {
        return transport.send("PUT", "/api/v1/alerts/" + encode(id) + "/silence", spec, AlertSilence.class);
    }

    /** The node sends messages of an alert again. */
    public void unsilenceAlert(String id) {
        transport.order("DELETE", "/api/v1/alerts/" + encode(id) + "/silence");
    }

    /**
     * Sends a test message to the node's targets, for some seconds each.
     *
     * @param target name of one; null: all
     */
    public List<AlertTrial> testAlerts(@Nullable String target) {
        String query = target == null ? "" : "?target=" + encode(target);
        return transport.sendForList("POST", "/api/v1/alerts/test" + query, AlertTrial.class);
    }

    /**
     * Events, the oldest first.
     *
     * @param after only those with a larger id, from the oldest kept on; null for the last ones
     * @param limit at most this many
     */
    public Listing<EventView> events(@Nullable Long after, int limit) {
        String since = after == null ? "" : "&since=" + after;
        return listing("/api/v1/events?limit=" + limit + since, EventView.class);
    }

    /**
     * Hands over events as they happen, until the node ends the stream (then go on from the last id), or {@link #close} is called
     * from another thread.
     *
     * @param after only events with a larger id; null to begin now
     */
    public void follow(@Nullable Long after, Consumer<EventView> consumer) {
        transport.follow("/api/v1/events/stream", after, data -> {
            EventView event = transport.parse(data, EventView.class);
            consumer.accept(event);
        });
    }

    /** Users, tokens and sessions. */
    public PeopleClient people() {
        return new PeopleClient(transport);
    }

    /** How fast contents may travel. */
    public BandwidthClient bandwidth() {
        return new BandwidthClient(transport);
    }

    /** What lies in the storage of the node's zone. */
    public FilesClient files() {
        return new FilesClient(transport);
    }

    /** Existing trees that come under a rule. */
    public MigrationClient migrations() {
        return new MigrationClient(transport);
    }

    /** What the network as a whole understands. */
    public LevelClient levels() {
        return new LevelClient(transport);
    }

    /** Who did what. */
    public AuditClient audit() {
        return new AuditClient(transport);
    }

    /** The description of the API, as JSON. */
    public String openApi() {
        return transport.get("/api/v1/openapi.json").body();
    }

    /** Ends running requests with {@link UnreachableException}. */
    @Override
    public void close() {
        transport.close();
    }

    private <T> Listing<T> listing(String path, Class<T> item) {
        return transport.listing(path, item);
    }

    private static String query(Filter filter) {
        return AdminTransport.query(filter);
    }

    private static String encode(String text) {
        return AdminTransport.encode(text);
    }
}
