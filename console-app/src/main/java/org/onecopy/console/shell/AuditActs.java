package org.onecopy.console.shell;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.stage.FileChooser;
import org.jspecify.annotations.Nullable;
import org.onecopy.console.command.Command;
import org.onecopy.console.command.Command.Menu;
import org.onecopy.console.command.CommandRegistry;
import org.onecopy.console.command.Context;
import org.onecopy.console.rules.RulePlan;
import org.onecopy.console.session.Session;
import org.onecopy.console.theme.Ask;
import org.onecopy.model.audit.AuditEntry;
import org.onecopy.model.audit.AuditHead;
import org.onecopy.model.client.AuditTrail;

/** Verifying who did what, and keeping it elsewhere. */
final class AuditActs {
    private AuditActs() {}

    static void add(CommandRegistry commands, Desk desk) {
        commands.add(Command.of(
                        "audit.verify",
                        "Verify the audit…",
                        "fth-shield",
                        Menu.PEOPLE,
                        context -> verify(desk, context))
                .connected()
                .asCli(context -> "onecopy audit verify", "audit verify"));
        commands.add(Command.of(
                        "audit.export", "Export the audit…", "fth-save", Menu.PEOPLE, context -> export(desk, context))
                .connected()
                .asCli(context -> "onecopy audit export FILE", "audit export"));
        commands.add(Command.on(
                        AuditEntry.class,
                        "audit.copy",
                        "Copy the entry",
                        "fth-copy",
                        Menu.PEOPLE,
                        context -> context.selected(AuditEntry.class).ifPresent(entry -> Ask.copy("" + entry)))
                .asCli(context -> "onecopy audit list --who "
                        + context.word(
                                AuditEntry.class,
                                entry -> RulePlan.quote(
                                        entry.act().who() == null
                                                ? ""
                                                : entry.act().who()),
                                "NAME")));
    }

    /**
     * What was found.
     *
     * @param broken what is wrong first; empty where nothing is
     */
    record Finding(Optional<String> broken, List<AuditTrail.Verified> chains, List<String> missing) {
        static Finding of(AuditTrail trail, List<AuditHead> once) {
            return new Finding(trail.firstBreak(once), trail.verified(), trail.missing());
        }

        String title() {
            return broken.isEmpty() ? "The audit is whole" : "The audit is BROKEN";
        }

        List<String> words() {
            List<String> words = new ArrayList<>();
            broken.ifPresent(words::add);
            for (AuditTrail.Verified chain : chains) {
                words.add(String.format(
                        Locale.ROOT,
                        "%s: entries %,d to %,d, up to %s",
                        chain.chain(),
                        chain.first(),
                        chain.last(),
                        chain.hash().toString().substring(0, 16) + "…"));
            }
            missing.forEach(chain -> words.add(chain + " is not there, and so was not verified."));
            return words;
        }
    }

    private static void verify(Desk desk, Context context) {
        Session session = context.connected().orElseThrow();
        Ask ask = new Ask(desk.stage(), "Verify the audit", "Verify");
        ask.plan("All chains are read and their hashes made anew: an entry that was altered, left out, added or moved"
                + " shows. An earlier export shows whether everything in it is there still.");
        ask.file("file", "Of a file (empty: of all nodes that answer)");
        ask.file("against", "Against an earlier export (may be empty)");
        ask.cli(values -> "onecopy audit verify" + option(" ", values.get("file"))
                + option(" --against ", values.get("against")));
        ask.show()
                .ifPresent(values -> verify(
                        desk,
                        session,
                        path(values.get("file")).orElse(null),
                        path(values.get("against")).orElse(null)));
    }

    private static String option(String name, @Nullable String value) {
        return value == null || value.isBlank() ? "" : name + RulePlan.quote(value.strip());
    }

    private static Optional<Path> path(@Nullable String text) {
        return text == null || text.isBlank() ? Optional.empty() : Optional.of(Path.of(text.strip()));
    }

    /**
     * Verifies, and shows what was found.
     *
     * @param file an export; null: the nodes
     * @param against an earlier export; null for none
     */
    static void verify(Desk desk, Session session, @Nullable Path file, @Nullable Path against) {
        desk.work()
                .run(
                        "Verify the audit",
                        () -> {
                            List<AuditHead> once = against == null
                                    ? List.of()
                                    : AuditTrail.read(against).heads();
                            return Finding.of(
                                    file == null ? AuditTrail.gather(session.gateway()::askAll) : AuditTrail.read(file),
                                    once);
                        },
                        finding -> tell(desk, finding),
                        why -> {
                            Ask ask = new Ask(desk.stage(), "The audit cannot be verified", "Close");
                            ask.plan(why);
                            ask.tell();
                        });
    }

    private static void tell(Desk desk, Finding finding) {
        Ask ask = new Ask(desk.stage(), finding.title(), "Close");
        finding.words().forEach(ask::plan);
        if (finding.broken().isPresent()) {
            ask.dangerous();
        }
        ask.tell();
    }

    private static void export(Desk desk, Context context) {
        Session session = context.connected().orElseThrow();
        FileChooser chooser = new FileChooser();
        chooser.setTitle("Export the audit");
        chooser.setInitialFileName("audit.jsonl");
        File file = chooser.showSaveDialog(desk.stage());
        if (file != null) {
            export(desk, session, file.toPath());
        }
    }

    /** Writes all chains into a file that only its owner can read, and shows whether they are whole. */
    static void export(Desk desk, Session session, Path file) {
        desk.work()
                .run(
                        "Export the audit to " + file.getFileName(),
                        () -> {
                            AuditTrail trail = AuditTrail.gather(session.gateway()::askAll);
                            write(file, trail.export() + "\n");
                            return Finding.of(trail, List.of());
                        },
                        finding -> tell(desk, finding),
                        desk::say);
    }

    private static void write(Path file, String text) throws IOException {
        Path fresh = Files.createTempFile(
                file.toAbsolutePath().getParent(),
                ".audit-",
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(fresh, text);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
