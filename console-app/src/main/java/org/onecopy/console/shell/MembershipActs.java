package org.onecopy.console.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.onecopy.console.command.Command;
import org.onecopy.console.command.Command.Menu;
import org.onecopy.console.command.CommandRegistry;
import org.onecopy.console.command.Context;
import org.onecopy.console.session.Session;
import org.onecopy.console.session.Snapshot;
import org.onecopy.console.theme.Ask;
import org.onecopy.console.whatif.WhatIfScreen;
import org.onecopy.model.api.MembershipEdit;
import org.onecopy.model.api.MembershipView;
import org.onecopy.model.api.NodeView;
import org.onecopy.model.api.PeerRole;
import org.onecopy.model.api.PeerView;
import org.onecopy.model.api.WarningView;
import org.onecopy.model.api.ZoneView;

/** Who votes and who leads, and what would be left without somebody. */
final class MembershipActs {
    private MembershipActs() {}

    static void add(CommandRegistry commands, Desk desk) {
        commands.add(Command.on(
                        MembershipView.class,
                        "membership.edit",
                        "Who votes, who leads…",
                        "fth-edit-2",
                        Menu.NETWORK,
                        context -> edit(desk, context))
                .onlyWhen(context -> context.selected(MembershipView.class)
                        .map(membership -> !membership.registry())
                        .orElse(false))
                .asCli(
                        context -> "onecopy memberships edit "
                                + context.word(MembershipView.class, MembershipView::id, "ID") + " --voter NODE",
                        "memberships edit")
                .asRest("PUT /api/v1/memberships/{membership}", "{\"voter\":\"NODE\"}"));
        commands.add(Command.on(
                        ZoneView.class,
                        "whatif.zone",
                        "What if it were lost?",
                        "fth-help-circle",
                        Menu.NETWORK,
                        context -> lose(desk, context.word(ZoneView.class, ZoneView::name, "")))
                .asCli(context -> "onecopy whatif lose " + context.word(ZoneView.class, ZoneView::name, "ZONE"))
                .asLook("GET /api/v1/whatif", "?lose={zone}"));
        commands.add(Command.on(
                        NodeView.class,
                        "whatif.node",
                        "What if it were lost?",
                        "fth-help-circle",
                        Menu.NETWORK,
                        context -> lose(desk, context.word(NodeView.class, NodeView::id, "")))
                .asCli(context -> "onecopy whatif lose " + context.word(NodeView.class, NodeView::id, "NODE"))
                .asLook("GET /api/v1/whatif", "?lose={node}"));
    }

    private static void lose(Desk desk, String name) {
        if (desk.open("whatif") instanceof WhatIfScreen screen) {
            screen.lose(name);
        }
    }

    /** All changes that there can be, one step each. */
    static List<MembershipEdit> edits(MembershipView membership, Snapshot now) {
        List<MembershipEdit> edits = new ArrayList<>();
        for (PeerView peer : membership.peers()) {
            edits.add(
                    peer.role() == PeerRole.LISTENER
                            ? new MembershipEdit(null, peer.node(), null, null)
                            : new MembershipEdit(null, null, peer.node(), null));
        }
        for (ZoneView zone : now.zones()) {
            if (zone.storage() == null) {
                zone.nodes().stream()
                        .filter(node -> membership.peers().stream()
                                .noneMatch(peer -> peer.node().equals(node)))
                        .forEach(node -> edits.add(new MembershipEdit(node, null, null, null)));
            }
        }
        membership.peers().stream()
                .filter(peer -> peer.role() == PeerRole.VOTER)
                .map(PeerView::zone)
                .distinct()
                .forEach(zone -> edits.add(new MembershipEdit(null, null, null, zone)));
        return edits;
    }

    private static String cli(MembershipView membership, MembershipEdit edit) {
        String change = edit.addWitness() != null
                ? "--add-witness " + edit.addWitness()
                : edit.voter() != null
                        ? "--voter " + edit.voter()
                        : edit.listener() != null
                                ? "--listener " + edit.listener()
                                : "--preferred-zone " + edit.preferredZone();
        return "onecopy memberships edit " + membership.id() + " " + change
                + (edit.acceptEvenSplit() == null ? "" : " --accept-even-split");
    }

    private static MembershipEdit chosen(Map<String, String> values, List<MembershipEdit> edits, List<String> words) {
        MembershipEdit edit = edits.get(Math.max(0, words.indexOf(values.get("change"))));
        return "true".equals(values.get("split"))
                ? new MembershipEdit(edit.addWitness(), edit.voter(), edit.listener(), edit.preferredZone(), true)
                : edit;
    }

    private static void edit(Desk desk, Context context) {
        Session session = context.connected().orElseThrow();
        Snapshot now = session.snapshot().get();
        Optional<MembershipView> selected = context.selected(MembershipView.class);
        if (now == null || selected.isEmpty()) {
            return;
        }
        MembershipView membership = selected.get();
        List<MembershipEdit> edits = edits(membership, now);
        List<String> words = edits.stream().map(MembershipEdit::words).toList();
        Ask ask = new Ask(desk.stage(), "Who votes on rules " + names(membership), "Change");
        membership
                .peers()
                .forEach(peer -> ask.plan("Node " + peer.node() + " in " + peer.zone() + ": "
                        + peer.role().word() + (peer.node().equals(membership.leader()) ? ", leads now" : "")));
        ask.plan(
                "One step at a time: a member votes once it has caught up. All rules of the membership are concerned.");
        ask.choice("change", "Change", words, words.getFirst());
        ask.flag("split", "Also where losing one zone would stop all changes then, and would not now", false);
        ask.cli(values -> cli(membership, chosen(values, edits, words)));
        ask.show()
                .map(values -> chosen(values, edits, words))
                .ifPresent(edit -> desk.act(
                        session,
                        edit.words(),
                        () -> {
                            session.gateway().change(client -> client.editMembership(membership.id(), edit));
                            return session.gateway().ask(client -> client.rules()).stream()
                                    .filter(rule -> rule.membership().equals(membership.id()))
                                    .flatMap(rule -> rule.warnings().stream())
                                    .distinct()
                                    .toList();
                        },
                        warnings -> warn(desk, "Changed, with a warning", warnings)));
    }

    private static String names(MembershipView membership) {
        return membership.rules().stream().limit(3).map(rule -> rule.value()).toList()
                + (membership.rules().size() > 3 ? " and " + (membership.rules().size() - 3) + " more" : "");
    }

    /** Shows what an administrator should know; nothing where there is nothing. */
    static void warn(Desk desk, String title, List<WarningView> warnings) {
        if (warnings.isEmpty()) {
            return;
        }
        Ask ask = new Ask(desk.stage(), title, "Close");
        warnings.forEach(warning -> ask.plan(warning.message()));
        String helps = warnings.stream()
                .flatMap(warning -> warning.commands().stream())
                .distinct()
                .collect(Collectors.joining("\n"));
        if (!helps.isEmpty()) {
            ask.area("commands", "What helps", helps);
        }
        ask.tell();
    }
}
