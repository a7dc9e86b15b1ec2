package org.onecopy.log;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Acl;
import org.onecopy.core.AclEntry;
import org.onecopy.core.Attributes;
import org.onecopy.core.Content;
import org.onecopy.core.Extras;
import org.onecopy.core.Kind;
import org.onecopy.core.Name;
import org.onecopy.core.Preserve;
import org.onecopy.core.Xattrs;
import org.onecopy.core.namespace.Base;
import org.onecopy.core.namespace.CheckRow;
import org.onecopy.core.namespace.CheckSchedule;
import org.onecopy.core.namespace.CheckShare;
import org.onecopy.core.namespace.Command;
import org.onecopy.core.namespace.Effect;
import org.onecopy.core.namespace.FenceRow;
import org.onecopy.core.namespace.Inode;
import org.onecopy.core.namespace.JournalEntry;
import org.onecopy.core.namespace.OpId;
import org.onecopy.core.namespace.Operation;
import org.onecopy.core.namespace.Outcome;
import org.onecopy.core.namespace.Ref;
import org.onecopy.core.namespace.RepairRow;
import org.onecopy.core.namespace.RepairShare;
import org.onecopy.core.namespace.RuleDefinition;
import org.onecopy.core.namespace.RuleRow;
import org.onecopy.core.namespace.ZoneRow;
import org.onecopy.core.people.PeopleChange;
import org.onecopy.core.people.Token;
import org.onecopy.core.people.User;
import org.onecopy.core.registry.AgreedTimeouts;
import org.onecopy.core.registry.BandwidthLimit;
import org.onecopy.core.registry.Inducted;
import org.onecopy.core.registry.Membership;
import org.onecopy.core.registry.MembershipChange;
import org.onecopy.core.registry.NodeRole;
import org.onecopy.core.registry.Recovery;
import org.onecopy.core.registry.RegisteredNode;
import org.onecopy.core.registry.RegisteredZone;
import org.onecopy.core.registry.RegistryCommand;
import org.onecopy.core.registry.RegistryOutcome;
import org.onecopy.core.registry.RegistryRefusal;
import org.onecopy.core.registry.Reservation;
import org.onecopy.core.registry.Ticket;
import org.onecopy.core.shown.CheckItem;
import org.onecopy.core.shown.CheckProgress;
import org.onecopy.core.shown.RepairProgress;
import org.onecopy.model.Digest;
import org.onecopy.model.FileId;
import org.onecopy.model.Grant;
import org.onecopy.model.NodeId;
import org.onecopy.model.Role;
import org.onecopy.model.RuleId;
import org.onecopy.model.RuleName;
import org.onecopy.model.TimeoutProfile;
import org.onecopy.model.UserName;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;
import org.onecopy.model.audit.AuditAct;
import org.onecopy.model.audit.AuditEntry;
import org.onecopy.model.audit.AuditHead;
import org.onecopy.model.audit.AuditKind;

/** Any legal values of the core, from one seed. Numbers are often small or at their limits, texts often prefixes of each other. */
public final class RandomValues {
    private final Random random;

    public RandomValues(long seed) {
        random = new Random(seed);
    }

    public boolean flag() {
        return random.nextBoolean();
    }

    /** 0 to the largest, any size equally often. */
    public long natural() {
        return random.nextInt(20) == 0 ? Long.MAX_VALUE : random.nextLong() >>> (1 + random.nextInt(63));
    }

    public long number() {
        return flag() ? natural() : -natural();
    }

    public int below(int bound) {
        return random.nextInt(bound);
    }

    public <T> T oneOf(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    @SafeVarargs
    public final <T> T oneOf(Supplier<? extends T>... makers) {
        return makers[random.nextInt(makers.length)].get();
    }

    public <T> @Nullable T maybe(Supplier<T> maker) {
        return flag() ? maker.get() : null;
    }

    public <T> List<T> list(int most, Supplier<T> maker) {
        List<T> values = new ArrayList<>();
        for (int left = random.nextInt(most + 1); left > 0; left--) {
            values.add(maker.get());
        }
        return values;
    }

    private String identifier(int most) {
        StringBuilder text = new StringBuilder().append((char) ('a' + random.nextInt(2)));
        for (int left = random.nextInt(flag() ? 3 : most); left > 0; left--) {
            text.append("ab0-9z".charAt(random.nextInt(6)));
        }
        return text.toString();
    }

    public ZoneName zone() {
        return new ZoneName(identifier(32));
    }

    public NodeId node() {
        return new NodeId(identifier(64));
    }

    public RuleName ruleName() {
        return new RuleName(identifier(64));
    }

    public RuleId rule() {
        return new RuleId(Math.max(1, natural()));
    }

    public Version version() {
        return new Version(natural());
    }

    public FileId file() {
        return new FileId(version());
    }

    public OpId operationId() {
        return new OpId(natural(), natural());
    }

    /** Text of well-formed Unicode, also beyond 16 bits and at the ends of each length of UTF-8. */
    public String text(int most) {
        int[] points = {1, 'a', 'b', 'b', 0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFF, 0x10000, 0x10FFFF};
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(most + 1); left > 0; left--) {
            text.appendCodePoint(points[random.nextInt(points.length)]);
        }
        return text.toString();
    }

    public Name name() {
        while (true) {
            String text = text(flag() ? 3 : 60);
            if (Name.complaint(text) == null) {
                return new Name(text);
            }
        }
    }

    public Kind kind() {
        return oneOf(List.of(Kind.values()));
    }

    public Digest digest() {
        return Digest.of(bytes(Digest.LENGTH));
    }

    public byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    public Attributes attributes() {
        return new Attributes(random.nextInt(07777 + 2) - 1, text(5), text(5), number(), extras());
    }

    private Extras extras() {
        return flag()
                ? Extras.NONE
                : new Extras(maybe(this::acl), maybe(this::xattrs), random.nextInt(4), random.nextInt(4) * 512L);
    }

    private Acl acl() {
        return new Acl(list(4, () -> {
            AclEntry.Kind kind = oneOf(List.of(AclEntry.Kind.values()));
            boolean named = kind == AclEntry.Kind.USER || kind == AclEntry.Kind.GROUP;
            return new AclEntry(flag(), kind, named ? text(3) : "", random.nextInt(8));
        }));
    }

    private Xattrs xattrs() {
        TreeMap<String, String> values = new TreeMap<>();
        list(3, () -> text(4)).forEach(name -> values.put(name, Xattrs.value(bytes(random.nextInt(9)))));
        return new Xattrs(values);
    }

    public Content content() {
        byte[] inline = maybe(() -> bytes(random.nextInt(100)));
        return new Content(inline == null ? natural() : inline.length, digest(), inline);
    }

    public RuleDefinition definition() {
        SortedMap<ZoneName, String> paths = new TreeMap<>();
        list(4, this::zone).forEach(zone -> paths.put(zone, "/" + text(10)));
        return new RuleDefinition(
                rule(),
                ruleName(),
                natural(),
                paths,
                list(3, () -> text(10)),
                maybe(this::zone),
                oneOf(List.of(RuleDefinition.ConflictPolicy.values())),
                maybe(this::zone),
                natural(),
                oneOf(List.of(RuleDefinition.Visibility.values())),
                new RuleDefinition.GuardPolicy(natural(), random.nextInt(100), natural(), natural()),
                Set.copyOf(list(3, () -> oneOf(List.of(Preserve.values())))));
    }

    private Ref ref() {
        return oneOf(() -> new Ref.Known(file()), () -> new Ref.Own(operationId()));
    }

    private Base base() {
        return oneOf(() -> new Base.Seen(version()), () -> new Base.Own(operationId()));
    }

    public Operation operation() {
        return oneOf(
                () -> new Operation.Create(
                        ref(), name(), kind(), maybe(this::content), maybe(() -> text(20)), attributes()),
                () -> new Operation.Write(ref(), base(), maybe(this::content), maybe(() -> text(20)), number()),
                () -> new Operation.Move(ref(), base(), ref(), name()),
                () -> new Operation.Remove(ref(), base(), base()),
                () -> new Operation.SetAttributes(ref(), base(), attributes()));
    }

    public Command command() {
        return oneOf(
                () -> new Command.Propose(
                        rule(), zone(), natural(), natural(), natural(), natural(), number(), list(9, this::operation)),
                () -> new Command.ReviseRule(definition(), number()),
                () -> new Command.RemoveRule(rule(), number()),
                () -> new Command.AssignWriter(rule(), zone(), node(), natural()),
                () -> new Command.ReportProgress(rule(), zone(), natural(), progress(), flag()),
                () -> new Command.DecideGuard(rule(), zone(), flag(), number()),
                () -> new Command.Trim(rule(), version(), version()),
                () -> new Command.Age(number()),
                () -> new Command.ReportHash(node(), natural(), text(9)),
                () -> new Command.Reap(rule()),
                () -> new Command.RequireReconcile(rule(), zone(), natural()),
                () -> new Command.BeginCheck(
                        rule(),
                        text(20),
                        flag(),
                        list(3, this::zone),
                        text(9),
                        number(),
                        maybe(() -> new Command.BeginCheck.Turn(version(), number()))),
                () -> new Command.ReportCheck(rule(), version(), zone(), natural(), checkShare()),
                () -> new Command.CancelCheck(rule(), version(), text(9)),
                () -> new Command.PutSchedule(rule(), checkSchedule()),
                () -> new Command.RemoveSchedule(rule(), version()),
                () -> new Command.Amend(rule(), zone(), flag(), number(), list(4, this::operation)),
                () -> new Command.BeginRepair(
                        rule(), version(), text(20), repairSource(), maybe(this::zone), text(9), number()),
                () -> new Command.ReportRepair(rule(), version(), zone(), natural(), repairShare()),
                () -> new Command.CancelRepair(rule(), version(), text(9)),
                () -> new Command.BeginFence(rule(), zone(), text(9), number()),
                () -> new Command.ReportFence(rule(), zone(), natural(), version(), fenceShare()),
                () -> new Command.LiftFence(rule(), zone(), text(9)),
                () -> new RandomMigrations(this).command());
    }

    private FenceRow.Share fenceShare() {
        return new FenceRow.Share(node(), flag(), natural(), number());
    }

    public FenceRow fenceRow() {
        return new FenceRow(version(), text(9), number(), natural(), natural(), maybe(this::fenceShare));
    }

    public CheckSchedule checkSchedule() {
        return new CheckSchedule(
                text(20), flag(), list(3, this::zone), natural(), text(9), text(9), text(9), natural(), natural());
    }

    private RepairRow.Source repairSource() {
        return oneOf(List.of(RepairRow.Source.values()));
    }

    private RepairShare repairShare() {
        return new RepairShare(node(), flag(), repairCounts(), number(), number(), text(20));
    }

    private RepairShare.Counts repairCounts() {
        return new RepairShare.Counts(number(), number(), number(), number(), number(), number(), number());
    }

    public RepairRow repairRow() {
        TreeMap<ZoneName, RepairShare> shares = new TreeMap<>();
        list(3, this::zone).forEach(zone -> shares.put(zone, maybe(this::repairShare)));
        return new RepairRow(
                version(),
                text(20),
                repairSource(),
                maybe(this::zone),
                text(9),
                number(),
                maybe(() -> text(9)),
                shares);
    }

    public RepairProgress repairProgress() {
        return new RepairProgress(natural(), repairCounts(), number());
    }

    private CheckShare checkShare() {
        return new CheckShare(node(), flag(), checkCounts(), text(64), number(), text(20), text(20));
    }

    private CheckShare.Counts checkCounts() {
        return new CheckShare.Counts(
                natural(), natural(), natural(), natural(), natural(), natural(), natural(), natural(), natural());
    }

    public CheckRow checkRow() {
        TreeMap<ZoneName, CheckShare> shares = new TreeMap<>();
        list(3, this::zone).forEach(zone -> shares.put(zone, maybe(this::checkShare)));
        return new CheckRow(text(20), flag(), text(9), number(), maybe(() -> text(9)), shares);
    }

    public CheckItem checkItem() {
        return new CheckItem(
                file(), text(9), oneOf(List.of(CheckItem.Kind.values())), text(9), number(), text(20), text(20));
    }

    public CheckProgress checkProgress() {
        return new CheckProgress(checkCounts(), natural(), text(64), version());
    }

    private ZoneRow.Progress progress() {
        return new ZoneRow.Progress(version(), natural(), natural(), version(), number());
    }

    public RuleRow ruleRow() {
        return new RuleRow(definition(), version(), file(), flag(), natural(), natural(), version(), version());
    }

    public ZoneRow zoneRow() {
        return new ZoneRow(
                oneOf(List.of(ZoneRow.State.values())),
                maybe(this::node),
                natural(),
                natural(),
                natural(),
                progress(),
                new ZoneRow.Guard(number(), natural(), flag(), natural()),
                natural());
    }

    public Inode inode() {
        return new Inode(
                file(),
                rule(),
                kind(),
                file(),
                name(),
                version(),
                version(),
                maybe(this::content),
                maybe(() -> text(20)),
                attributes(),
                version(),
                zone(),
                version(),
                number());
    }

    private Effect effect() {
        return oneOf(
                () -> new Effect.Created(
                        file(),
                        name(),
                        kind(),
                        maybe(this::content),
                        maybe(() -> text(20)),
                        attributes(),
                        maybe(this::file),
                        version(),
                        version()),
                () -> new Effect.Wrote(maybe(this::content), maybe(() -> text(20)), number()),
                () -> new Effect.Moved(file(), name(), file(), name(), maybe(this::zone)),
                () -> new Effect.Removed(file(), name(), kind()),
                () -> new Effect.AttributesSet(attributes()),
                () -> new Effect.Unchanged(flag()));
    }

    public JournalEntry journalEntry() {
        return new JournalEntry(maybe(this::file), effect(), maybe(this::zone), maybe(this::operationId), number());
    }

    public Outcome outcome() {
        return new Outcome(oneOf(List.of(Outcome.Status.values())), maybe(this::file), version());
    }

    public UUID uuid() {
        return new UUID(random.nextLong(), random.nextLong());
    }

    public Ticket ticket() {
        return new Ticket(
                uuid(),
                text(9),
                zone(),
                oneOf(() -> NodeRole.VOTER, () -> NodeRole.LISTENER, () -> NodeRole.WITNESS),
                5,
                1,
                natural(),
                flag());
    }

    public Inducted inducted() {
        return new Inducted(ticket().role(), text(9), uuid());
    }

    public RegistryCommand registryCommand() {
        return oneOf(
                () -> new RegistryCommand.PutZone(uuid(), zone(), text(5), flag()),
                () -> new RegistryCommand.PutNode(uuid(), node(), zone(), text(9), text(9), text(9)),
                () -> new RegistryCommand.ReserveRule(
                        uuid(), definition(), list(3, this::zone), maybe(this::zone), uuid()),
                () -> new RegistryCommand.ConfirmRule(uuid(), rule(), natural(), natural()),
                () -> new RegistryCommand.RelocateRule(uuid(), rule(), locations()),
                () -> new RegistryCommand.RuleRelocated(uuid(), rule(), natural()),
                () -> new RegistryCommand.LeaveMembership(uuid(), uuid(), zone()),
                () -> new RegistryCommand.EditMembership(
                        uuid(),
                        uuid(),
                        oneOf(
                                () -> new MembershipChange.AddWitness(node()),
                                () -> new MembershipChange.Promote(node()),
                                () -> new MembershipChange.Demote(node()),
                                () -> new MembershipChange.Relieve(node(), node()),
                                () -> new MembershipChange.Prefer(zone()))),
                () -> new RegistryCommand.ReleaseRule(uuid(), rule()),
                () -> new RegistryCommand.RuleGone(uuid(), rule()),
                () -> new RegistryCommand.PutTicket(uuid(), ticket()),
                () -> new RegistryCommand.RevokeTicket(uuid(), uuid()),
                () -> new RegistryCommand.SpoilTicket(uuid(), uuid()),
                () -> new RegistryCommand.RedeemTicket(
                        uuid(),
                        uuid(),
                        new RegisteredNode(node(), zone(), text(9), text(9), text(9)),
                        new RegisteredZone(zone(), text(5), flag()),
                        text(9),
                        natural()),
                () -> new RegistryCommand.RetireNode(uuid(), node()),
                () -> new RegistryCommand.ReplaceNode(uuid(), node(), node()),
                () -> new RegistryCommand.RemoveZone(uuid(), zone()),
                () -> new RegistryCommand.ChangePeople(uuid(), peopleChange()),
                () -> new RegistryCommand.Audited(uuid(), auditAct()),
                () -> new RegistryCommand.Recover(uuid(), recovery()),
                () -> new RegistryCommand.PutBandwidth(uuid(), bandwidthLimit()),
                () -> new RegistryCommand.RemoveBandwidth(uuid(), text(9)),
                () -> new RegistryCommand.SetTimeouts(
                        uuid(), oneOf(List.of(TimeoutProfile.values())), oneOf(List.of(AgreedTimeouts.By.values()))));
    }

    public BandwidthLimit bandwidthLimit() {
        return new BandwidthLimit(
                text(9), maybe(this::zone), maybe(this::zone), maybe(this::rule), natural(), text(9), text(9));
    }

    public Recovery recovery() {
        return new Recovery(
                below(1024),
                node(),
                uuid(),
                natural(),
                list(3, this::node),
                list(3, () -> new Recovery.Group(uuid(), uuid(), node(), natural())));
    }

    private PeopleChange peopleChange() {
        return oneOf(
                () -> new PeopleChange.AddUser(user()),
                () -> new PeopleChange.EditUser(userName(), maybe(() -> list(3, this::grant)), maybe(this::flag)),
                () -> new PeopleChange.SetPassword(userName(), text(20)),
                () -> new PeopleChange.RemoveUser(userName()),
                () -> new PeopleChange.AddToken(token(), natural(), maybe(() -> text(20))),
                () -> new PeopleChange.RevokeToken(text(9)));
    }

    public AuditAct auditAct() {
        return new AuditAct(
                uuid(),
                Instant.ofEpochMilli(natural()),
                node(),
                oneOf(List.of(AuditKind.values())),
                maybe(() -> text(9)),
                maybe(() -> text(9)),
                text(9),
                text(9),
                list(3, () -> text(9)),
                text(9),
                below(100),
                maybe(this::auditHead));
    }

    private AuditHead auditHead() {
        return new AuditHead(text(9), natural(), digest());
    }

    public AuditEntry auditEntry() {
        return AuditEntry.after(auditHead(), auditAct());
    }

    public User user() {
        return new User(userName(), text(20), list(3, this::grant), flag());
    }

    public Token token() {
        return new Token(
                text(9), userName(), maybe(this::userName), text(20), list(3, this::grant), natural(), flag(), flag());
    }

    private UserName userName() {
        return new UserName("u" + below(1000));
    }

    private Grant grant() {
        Role role = oneOf(List.of(Role.values()));
        return new Grant(role, role.canBeScoped() ? list(3, () -> new RuleName("r" + below(1000))) : List.of());
    }

    public Membership membership() {
        return new Membership(
                uuid(),
                list(3, this::zone),
                list(
                        5,
                        () -> new Membership.Peer(
                                node(), oneOf(List.of(Membership.Role.values())), below(101), flag())),
                below(3));
    }

    public Reservation reservation() {
        return new Reservation(
                definition(),
                uuid(),
                oneOf(List.of(Reservation.Status.values())),
                natural(),
                natural(),
                maybe(this::locations));
    }

    private Reservation.Locations locations() {
        RuleDefinition definition = definition();
        return new Reservation.Locations(definition.paths(), definition.source());
    }

    public RegistryOutcome registryOutcome() {
        RegistryRefusal refusal =
                new RegistryRefusal(oneOf(List.of(RegistryRefusal.Reason.values())), maybe(this::zone), text(9));
        return new RegistryOutcome(natural(), maybe(() -> refusal), maybe(this::rule), maybe(this::uuid));
    }
}
