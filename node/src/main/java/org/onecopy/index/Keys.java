package org.onecopy.index;

import java.util.UUID;
import org.onecopy.core.namespace.OpId;
import org.onecopy.core.namespace.Tables.ChildKey;
import org.onecopy.core.namespace.Tables.ContentKey;
import org.onecopy.core.namespace.Tables.HashKey;
import org.onecopy.core.namespace.Tables.HeldKey;
import org.onecopy.core.namespace.Tables.JournalKey;
import org.onecopy.core.namespace.Tables.OutcomeKey;
import org.onecopy.core.namespace.Tables.ZoneKey;
import org.onecopy.core.shown.ShownTables.CheckKey;
import org.onecopy.core.shown.ShownTables.ChunksKey;
import org.onecopy.core.shown.ShownTables.EntryKey;
import org.onecopy.core.shown.ShownTables.FileKey;
import org.onecopy.core.shown.ShownTables.IdentityKey;
import org.onecopy.core.shown.ShownTables.IntentKey;
import org.onecopy.core.shown.ShownTables.NameKey;
import org.onecopy.core.shown.ShownTables.PendingKey;
import org.onecopy.core.shown.ShownTables.WorkKey;
import org.onecopy.model.FileId;
import org.onecopy.model.NodeId;
import org.onecopy.model.RuleId;
import org.onecopy.model.RuleName;
import org.onecopy.model.UserName;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;

/** The keys of all tables. */
final class Keys {
    static final KeyCodec<String> TEXT = KeyCodec.of(KeyWriter::lastText, KeyReader::lastText);
    static final KeyCodec<Long> NUMBER = KeyCodec.of(KeyWriter::number, KeyReader::number);
    static final KeyCodec<RuleId> RULE = KeyCodec.of(Keys::write, Keys::rule);
    static final KeyCodec<FileId> FILE = KeyCodec.of(Keys::write, Keys::file);

    static final KeyCodec<Version> VERSION = KeyCodec.of(Keys::write, Keys::version);

    static final KeyCodec<HashKey> HASH = KeyCodec.of(
            (to, key) -> {
                to.number(key.before());
                to.lastText(key.node().value());
            },
            from -> new HashKey(from.number(), new NodeId(from.lastText())));

    static final KeyCodec<ZoneKey> ZONE_OF_RULE = KeyCodec.of(Keys::write, Keys::zoneOfRule);
    static final KeyCodec<ChildKey> CHILD = KeyCodec.of(
            (to, key) -> {
                write(to, key.parent());
                to.lastName(key.name());
            },
            from -> new ChildKey(file(from), from.lastName()));
    static final KeyCodec<ContentKey> CONTENT = KeyCodec.of(
            (to, key) -> {
                write(to, key.file());
                write(to, key.version());
            },
            from -> new ContentKey(file(from), version(from)));
    static final KeyCodec<JournalKey> JOURNAL = KeyCodec.of(
            (to, key) -> {
                write(to, key.rule());
                write(to, key.version());
            },
            from -> new JournalKey(rule(from), version(from)));
    static final KeyCodec<OutcomeKey> OUTCOME = KeyCodec.of(
            (to, key) -> {
                write(to, key.zone());
                write(to, key.operation());
            },
            from -> new OutcomeKey(zoneOfRule(from), operation(from)));
    static final KeyCodec<HeldKey> HELD = KeyCodec.of(
            (to, key) -> {
                write(to, key.zone());
                write(to, key.version());
            },
            from -> new HeldKey(zoneOfRule(from), version(from)));

    static final KeyCodec<EntryKey> ENTRY = KeyCodec.of(
            (to, key) -> {
                write(to, key.rule());
                to.number(key.entry());
            },
            from -> new EntryKey(rule(from), from.number()));
    static final KeyCodec<NameKey> NAME_OF_ENTRY = KeyCodec.of(
            (to, key) -> {
                write(to, key.rule());
                to.number(key.parent());
                to.lastName(key.name());
            },
            from -> new NameKey(rule(from), from.number(), from.lastName()));
    static final KeyCodec<FileKey> FILE_OF_RULE = KeyCodec.of(
            (to, key) -> {
                write(to, key.rule());
                write(to, key.file());
            },
            from -> new FileKey(rule(from), file(from)));
    static final KeyCodec<IdentityKey> IDENTITY = KeyCodec.of(
            (to, key) -> {
                write(to, key.rule());
                to.lastText(key.identity());
            },
            from -> new IdentityKey(rule(from), from.lastText()));
    static final KeyCodec<PendingKey> PENDING = KeyCodec.of(
            (to, key) -> {
                write(to, key.rule());
                write(to, key.operation());
            },
            from -> new PendingKey(rule(from), operation(from)));
    static final KeyCodec<IntentKey> INTENT = KeyCodec.of(
            (to, key) -> {
                write(to, key.rule());
                to.lastText(key.item());
            },
            from -> new IntentKey(rule(from), from.lastText()));
    static final KeyCodec<ChunksKey> CHUNKS = KeyCodec.of(
            (to, key) -> {
                write(to, key.rule());
                to.lastText(key.root());
            },
            from -> new ChunksKey(rule(from), from.lastText()));

    static final KeyCodec<WorkKey> RECONCILE_WORK = KeyCodec.of(
            (to, key) -> {
                write(to, key.rule());
                to.number(key.kind().code());
                to.number(key.rank());
                to.number(key.id());
            },
            from -> new WorkKey(rule(from), WorkKey.Kind.of(from.number()), from.number(), from.number()));

    static final KeyCodec<CheckKey> CHECK_ITEM = KeyCodec.of(
            (to, key) -> {
                write(to, key.rule());
                write(to, key.check());
                to.number(key.part().code());
                to.number(key.id());
            },
            from -> new CheckKey(rule(from), version(from), CheckKey.Part.of(from.number()), from.number()));

    static final KeyCodec<NodeId> NODE =
            KeyCodec.of((to, key) -> to.lastText(key.value()), from -> new NodeId(from.lastText()));
    static final KeyCodec<ZoneName> ZONE =
            KeyCodec.of((to, key) -> to.lastText(key.value()), from -> new ZoneName(from.lastText()));
    static final KeyCodec<RuleName> RULE_NAME =
            KeyCodec.of((to, key) -> to.lastText(key.value()), from -> new RuleName(from.lastText()));
    static final KeyCodec<UserName> USER =
            KeyCodec.of((to, key) -> to.lastText(key.value()), from -> new UserName(from.lastText()));
    static final KeyCodec<UUID> UUID = KeyCodec.of(
            (to, key) -> {
                to.number(key.getMostSignificantBits());
                to.number(key.getLeastSignificantBits());
            },
            from -> new UUID(from.number(), from.number()));

    private Keys() {}

    private static void write(KeyWriter to, RuleId rule) {
        to.number(rule.value());
    }

    private static RuleId rule(KeyReader from) {
        return new RuleId(from.number());
    }

    private static void write(KeyWriter to, FileId file) {
        to.number(file.packed());
    }

    private static FileId file(KeyReader from) {
        return FileId.ofPacked(from.number());
    }

    private static void write(KeyWriter to, Version version) {
        to.number(version.packed());
    }

    private static Version version(KeyReader from) {
        return new Version(from.number());
    }

    private static void write(KeyWriter to, OpId operation) {
        to.number(operation.epoch());
        to.number(operation.number());
    }

    private static OpId operation(KeyReader from) {
        return new OpId(from.number(), from.number());
    }

    private static void write(KeyWriter to, ZoneKey key) {
        write(to, key.rule());
        to.identifier(key.zone().value());
    }

    private static ZoneKey zoneOfRule(KeyReader from) {
        return new ZoneKey(rule(from), new ZoneName(from.identifier()));
    }
}
