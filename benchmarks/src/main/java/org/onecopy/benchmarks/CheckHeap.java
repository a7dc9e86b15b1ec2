package org.onecopy.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.onecopy.consistency.CheckStore;
import org.onecopy.consistency.Zone;
import org.onecopy.consistency.ZoneCheck;
import org.onecopy.core.Attributes;
import org.onecopy.core.Content;
import org.onecopy.core.Kind;
import org.onecopy.core.Name;
import org.onecopy.core.TreePath;
import org.onecopy.core.namespace.Inode;
import org.onecopy.core.namespace.RuleDefinition;
import org.onecopy.core.namespace.RuleRow;
import org.onecopy.core.namespace.Tables;
import org.onecopy.core.namespace.Tables.ChildKey;
import org.onecopy.core.shown.ShownTree;
import org.onecopy.core.table.Change;
import org.onecopy.core.table.Overlay;
import org.onecopy.core.table.TableView;
import org.onecopy.index.Schema;
import org.onecopy.index.TableStore;
import org.onecopy.index.rocks.RocksStores;
import org.onecopy.location.AgreedTables;
import org.onecopy.location.Ticks;
import org.onecopy.model.Digest;
import org.onecopy.model.FileId;
import org.onecopy.model.RuleId;
import org.onecopy.model.RuleName;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;
import org.onecopy.storage.Place;

/**
 * A process of its own that compares a made-up storage with a made-up agreed tree of so many files: {@code main} with
 * a directory for the stores and the number. Prints the properties {@code seconds} and {@code differences}; ends with an error where its heap does not suffice.
 */
final class CheckHeap {
    static final String SECONDS = "seconds";
    static final String DIFFERENCES = "differences";

    static final int PER_DIRECTORY = 1000;

    private static final byte[] ZEROS = new byte[MadeUpTree.LENGTH];
    private static final int ROWS_AT_ONCE = 10_000;
    private static final RuleId RULE = new RuleId(1);
    private static final ZoneName ZONE = new ZoneName("oslo");
    private static final Version AT = Version.of(0, 1, 1);
    private static final Version CHECK = Version.of(0, Integer.MAX_VALUE, 1);
    private static final FileId ROOT = new FileId(AT);

    private CheckHeap() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Path directory = Path.of(args[0]);
        int files = Integer.parseInt(args[1]);
        try (RocksStores stores = new RocksStores(RocksStores.CACHE_BYTES_DEFAULT);
                TableStore agreed = stores.open(Schema.MEMBERSHIP, directory.resolve("agreed"));
                TableStore local = stores.open(Schema.SHOWN, directory.resolve("local"))) {
            fill(agreed, files);
            long begun = System.nanoTime();
            ZoneCheck check = check(agreed, local, files);
            Properties found = new Properties();
            found.setProperty(SECONDS, String.valueOf((System.nanoTime() - begun) / 1e9));
            found.setProperty(
                    DIFFERENCES,
                    String.valueOf(check.counts().differences()
                            + Math.abs(files - check.counts().files())));
            found.store(System.out, null);
        }
    }

    private static ZoneCheck check(TableStore agreed, TableStore local, int files) throws InterruptedException {
        Zone zone = new Zone(
                RULE,
                MadeUpTree.of(files, PER_DIRECTORY),
                new AgreedTables() {
                    @Override
                    public <T extends @Nullable Object> T read(Function<TableView, T> reader) {
                        try (TableStore.Snapshot view = agreed.snapshot()) {
                            return reader.apply(view);
                        }
                    }
                },
                () -> new ShownTree(RULE, new Overlay(local)),
                new Ticks() {
                    @Override
                    public long wallMillis() {
                        return System.currentTimeMillis();
                    }

                    @Override
                    public long nanos() {
                        return System.nanoTime();
                    }
                });
        ZoneCheck check = new ZoneCheck(
                zone, CHECK, false, ROOT, true, new Local(local), new NoHelp(), ZoneCheck.Settings.DEFAULT);
        List<Thread> threads = new ArrayList<>();
        for (int n = 0; n < Runtime.getRuntime().availableProcessors(); n++) {
            threads.add(Thread.ofPlatform().start(() -> {
                while (!check.isDone()) {
                    check.step();
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return check;
    }

    private record Local(TableStore store) implements CheckStore {
        @Override
        public TableView tables() {
            return store;
        }

        @Override
        public void write(List<Change> changes) {
            store.write(changes, false);
        }
    }

    private record NoHelp() implements ZoneCheck.Help {
        @Override
        public Content content(Place place) {
            throw new IllegalStateException("a check of metadata reads no content");
        }

        @Override
        public void look(TreePath directory) {
            // nobody writes
        }
    }

    private static void fill(TableStore agreed, int files) {
        List<Change> changes = new ArrayList<>();
        changes.add(new Change.Row<>(Tables.RULES, RULE, rule(files)));
        put(changes, ROOT, ROOT, Kind.DIRECTORY, "root", null);
        long born = ROOT.packed();
        FileId directory = ROOT;
        for (int n = 0; n < files; n++) {
            if (n % PER_DIRECTORY == 0) {
                directory = FileId.ofPacked(++born);
                put(changes, directory, ROOT, Kind.DIRECTORY, MadeUpTree.directory(n / PER_DIRECTORY), null);
            }
            put(changes, FileId.ofPacked(++born), directory, Kind.FILE, MadeUpTree.file(n), content(n));
            if (changes.size() >= ROWS_AT_ONCE) {
                agreed.write(changes, false);
                changes.clear();
            }
        }
        agreed.write(changes, true);
    }

    private static Content content(int n) {
        byte[] digest = new byte[Digest.LENGTH];
        for (int i = 0; i < digest.length; i++) {
            digest[i] = (byte) (n * 31 + i * 7);
        }
        return new Content(MadeUpTree.LENGTH, Digest.of(digest), ZEROS).withoutBytes();
    }

    private static void put(
            List<Change> changes, FileId id, FileId parent, Kind kind, String name, @Nullable Content content) {
        Name called = new Name(name);
        Attributes attributes = MadeUpTree.attributes(kind);
        changes.add(new Change.Row<>(
                Tables.INODES,
                id,
                new Inode(
                        id, RULE, kind, parent, called, AT, AT, content, null, attributes, AT, ZONE, Version.NONE, 0)));
        if (!id.equals(parent)) {
            changes.add(new Change.Row<>(Tables.CHILDREN, new ChildKey(parent, called), id));
        }
    }

    private static RuleRow rule(int files) {
        RuleDefinition definition = new RuleDefinition(
                RULE,
                new RuleName("made-up"),
                1,
                new TreeMap<>(java.util.Map.of(ZONE, "/made-up")),
                List.of(),
                null,
                RuleDefinition.ConflictPolicy.KEEP_BOTH,
                null,
                0,
                RuleDefinition.Visibility.ORDERED,
                RuleDefinition.GuardPolicy.DEFAULT,
                Set.of());
        return new RuleRow(
                definition, AT, ROOT, false, files, (long) files * MadeUpTree.LENGTH, Version.NONE, Version.NONE);
    }
}
