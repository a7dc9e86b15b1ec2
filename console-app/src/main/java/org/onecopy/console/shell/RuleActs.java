package org.onecopy.console.shell;

import java.util.List;
import java.util.function.Consumer;
import org.onecopy.console.command.Command;
import org.onecopy.console.command.Command.Menu;
import org.onecopy.console.command.CommandRegistry;
import org.onecopy.console.command.Context;
import org.onecopy.console.rules.RuleDialog;
import org.onecopy.console.rules.RuleForm;
import org.onecopy.console.session.Session;
import org.onecopy.console.session.Snapshot;
import org.onecopy.console.theme.Ask;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.RuleSpec;
import org.onecopy.model.api.RuleView;
import org.onecopy.model.api.ZoneView;

/** Creating, changing and removing rules. */
final class RuleActs {
    private RuleActs() {}

    static void add(CommandRegistry commands, Desk desk) {
        commands.add(Command.of(
                        "rule.create", "Create rule…", "fth-plus-circle", Menu.RULES, context -> create(desk, context))
                .withKey("Shortcut+N")
                .connected()
                .asCli(context -> "onecopy rules create NAME --zone ZONE=/PATH --zone ZONE=/PATH", "rules create")
                .asRest("POST /api/v1/rules", "{\"name\":\"NAME\",\"zones\":{\"ZONE\":\"/PATH\",\"ZONE\":\"/PATH\"}}"));
        commands.add(Command.on(
                        RuleView.class,
                        "rule.edit",
                        "Edit rule…",
                        "fth-edit-2",
                        Menu.RULES,
                        context -> edit(desk, context, RuleDialog::show))
                .withKey("Shortcut+E")
                .asCli(context -> "onecopy rules edit " + name(context), "rules edit")
                .asRest(
                        "PUT /api/v1/rules/{rule}",
                        "{\"zones\":{\"ZONE\":\"/PATH\",\"ZONE\":\"/PATH\"},\"revision\":N}"));
        commands.add(Command.on(
                        RuleView.class,
                        "rule.test",
                        "Try exclusions…",
                        "fth-filter",
                        Menu.RULES,
                        context -> edit(desk, context, RuleDialog::showExclusions))
                .asCli(context -> "onecopy rules test " + name(context) + " PATH", "rules test")
                .asLook("GET /api/v1/rules/{rule}/exclusions", "?path=PATH"));
        commands.add(Command.on(
                        RuleView.class,
                        "rule.remove",
                        "Remove rule…",
                        "fth-trash-2",
                        Menu.RULES,
                        context -> remove(desk, context))
                .asCli(context -> "onecopy rules remove " + name(context), "rules remove")
                .asRest("DELETE /api/v1/rules/{rule}"));
    }

    private static String name(Context context) {
        return context.word(RuleView.class, rule -> rule.name().value(), "NAME");
    }

    private static List<ZoneName> zones(Snapshot now, boolean withStorage) {
        return now.zones().stream()
                .filter(zone -> (zone.storage() != null) == withStorage)
                .map(ZoneView::name)
                .toList();
    }

    private static void create(Desk desk, Context context) {
        Session session = context.connected().orElseThrow();
        Snapshot now = session.snapshot().get();
        if (now == null) {
            desk.say("No node has answered yet.");
            return;
        }
        RuleForm form = RuleForm.create(
                zones(now, true),
                zones(now, false),
                now.rules().stream().map(RuleView::name).toList());
        new RuleDialog(desk.stage(), form, session, desk.work(), (typed, dialog) -> save(desk, session, typed, dialog))
                .show();
    }

    private static void edit(Desk desk, Context context, Consumer<RuleDialog> show) {
        Session session = context.connected().orElseThrow();
        Snapshot now = session.snapshot().get();
        context.selected(RuleView.class).ifPresent(rule -> {
            RuleForm form = RuleForm.edit(rule, now == null ? List.of() : zones(now, true));
            show.accept(new RuleDialog(
                    desk.stage(), form, session, desk.work(), (typed, dialog) -> save(desk, session, typed, dialog)));
        });
    }

    private static void save(Desk desk, Session session, RuleForm form, RuleDialog dialog) {
        RuleSpec spec = form.build();
        RuleView before = form.before();
        String title =
                (before == null ? "Create rule " : "Edit rule ") + form.name().get();
        desk.work()
                .run(
                        title,
                        () -> session.gateway()
                                .change(client -> before == null
                                        ? client.createRule(spec)
                                        : client.editRule(before.name(), spec)),
                        rule -> {
                            dialog.close();
                            desk.say(title + ": done");
                            MembershipActs.warn(desk, title + ": done, with a warning", rule.warnings());
                            session.refresh();
                            desk.refresh();
                        },
                        dialog::failed);
    }

    private static void remove(Desk desk, Context context) {
        Session session = context.connected().orElseThrow();
        context.selected(RuleView.class).ifPresent(rule -> {
            Ask ask = new Ask(desk.stage(), "Remove rule " + rule.name() + "?", "Remove rule");
            ask.plan("No data is deleted: the trees stay where they are, with " + rule.files() + " files ("
                    + rule.bytes() + ") in each zone.");
            rule.zones()
                    .forEach(location -> ask.plan(
                            location.zone() + ": " + location.path() + " is no longer kept equal to the others."));
            ask.plan("What lies in the trash and among the held files of the rule stays on disk; staged contents go.");
            ask.typeToConfirm(rule.name().value());
            ask.cli(values -> "onecopy rules remove " + rule.name());
            ask.show()
                    .ifPresent(values -> desk.order(
                            session, "Remove rule " + rule.name(), client -> client.removeRule(rule.name())));
        });
    }
}
