package org.onecopy.core.namespace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.onecopy.core.namespace.RandomZone.Step;
import org.onecopy.core.namespace.RuleDefinition.ConflictPolicy;
import org.onecopy.core.namespace.RuleDefinition.GuardPolicy;
import org.onecopy.core.namespace.Tables.ZoneKey;
import org.onecopy.model.Version;
import org.onecopy.model.ZoneName;
import org.onecopy.testing.Seeds;

/**
 * Three zones change one tree without knowing of each other. After every entry {@link Scene} checks determinism, the tables
 * ({@link TableChecks}) and that the journal's effects alone give the same tree ({@link JournalReplay}); this test adds that each
 * operation ends once and that no content is lost (I4).
 */
final class NamespacePropertiesTest {
    private static final GuardPolicy NARROW = new GuardPolicy(3, 100, Long.MAX_VALUE, 1000);

    @Test
    void always_keeps_the_tables_consistent_the_journal_complete_and_every_content() {
        Seeds.forEach(500, random -> new World(random, Scene.OPEN).run(60));
    }

    @Test
    void always_keeps_them_so_while_a_guard_holds_operations() {
        Seeds.forEach(300, random -> new World(random, NARROW).run(60));
    }

    /** One run. */
    private static final class World {
        private final SplittableRandom random;
        private final Scene scene;
        private final Map<ZoneName, RandomZone> zones = new HashMap<>();
        private final Map<ZoneKeyAndOp, Step> steps = new HashMap<>();
        private final Set<ZoneKeyAndOp> ended = new HashSet<>();
        private Version last = Version.NONE;

        World(SplittableRandom random, GuardPolicy guard) {
            this.random = random;
            scene = new Scene(guard);
            scene.watch(this::see);
            Scene.ZONES.forEach(zone -> zones.put(zone, new RandomZone(zone, scene, random)));
        }

        private record ZoneKeyAndOp(ZoneName zone, OpId id) {}

        void run(int turns) {
            for (int turn = 0; turn < turns; turn++) {
                RandomZone zone =
                        Objects.requireNonNull(zones.get(Scene.ZONES.get(random.nextInt(Scene.ZONES.size()))));
                scene.timeMillis += random.nextInt(-50, 300);
                switch (random.nextInt(20)) {
                    case 0 -> administer();
                    case 1 -> decide(zone);
                    case 2, 3, 4, 5 -> zone.look();
                    default -> work(zone);
                }
                assertEveryOperationEndedOrIsHeld();
            }
        }

        private void work(RandomZone zone) {
            if (!zone.isMember()) {
                return;
            }
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                zone.change();
            }
            if (random.nextInt(3) > 0) {
                zone.propose();
            }
        }

        private void decide(RandomZone zone) {
            scene.apply(new Command.DecideGuard(Scene.RULE, zone.name, random.nextBoolean(), scene.timeMillis));
        }

        private void administer() {
            ZoneName zone = Scene.ZONES.get(random.nextInt(Scene.ZONES.size()));
            switch (random.nextInt(4)) {
                case 0 -> scene.revise(ConflictPolicy.PREFERRED_ZONE, zone, members());
                case 1 -> {
                    List<ZoneName> members = new ArrayList<>(Scene.ZONES);
                    if (members().size() == Scene.ZONES.size()) {
                        members.remove(zone);
                    }
                    scene.revise(ConflictPolicy.KEEP_BOTH, null, members);
                    members.stream()
                            .filter(member -> scene.zone(member).writer() == null)
                            .forEach(this::takeOver);
                }
                case 2 -> members().stream().findFirst().ifPresent(this::takeOver);
                default -> {
                    long seen = zones.values().stream()
                            .mapToLong(each -> each.lookedAt)
                            .min()
                            .orElse(0);
                    scene.trim(Version.of(0, seen, Version.ORDINAL_MAX));
                }
            }
        }

        private List<ZoneName> members() {
            return List.copyOf(scene.rule().definition().paths().keySet());
        }

        private void takeOver(ZoneName zone) {
            scene.assign(zone, scene.zone(zone).epoch());
            Objects.requireNonNull(zones.get(zone)).look();
        }

        private void see(Version version, JournalEntry entry, JournalReplay.@Nullable Node before) {
            assertThat(version.index()).isEqualTo(scene.index);
            assertThat(version).isGreaterThan(last);
            last = version;
            Effect effect = entry.effect();
            OpId id = entry.operation();
            if (id == null) {
                assertThat(effect).as("a side effect").isInstanceOfAny(Effect.Created.class, Effect.Moved.class);
                return;
            }
            ZoneKeyAndOp key = new ZoneKeyAndOp(Objects.requireNonNull(entry.origin()), id);
            assertThat(ended.add(key)).as("%s ends once", key).isTrue();
            Step step = steps.computeIfAbsent(
                    key, k -> Objects.requireNonNull(zones.get(k.zone())).step(k.id()));
            assertKeepsWhatWasNotSeen(step, effect, before);
            assertKeepsWhatWasProposed(step, effect, before);
        }

        /** Only what its zone had seen may an operation overwrite or remove. */
        private static void assertKeepsWhatWasNotSeen(Step step, Effect effect, JournalReplay.@Nullable Node before) {
            String lost = body(before);
            if (lost != null && (effect instanceof Effect.Wrote || effect instanceof Effect.Removed)) {
                assertThat(step.destroys()).as("what %s had seen", step).isEqualTo(lost);
            }
        }

        /** What an operation brings is in the tree, unless it is refused. */
        private static void assertKeepsWhatWasProposed(Step step, Effect effect, JournalReplay.@Nullable Node before) {
            String proposed = switch (step.operation()) {
                case Operation.Create create -> RandomZone.body(create.content(), create.target());
                case Operation.Write write -> RandomZone.body(write.content(), write.target());
                case Operation.Move ignored -> null;
                case Operation.Remove ignored -> null;
                case Operation.SetAttributes ignored -> null;
            };
            if (proposed != null && !(effect instanceof Effect.Unchanged(boolean refused) && refused)) {
                String kept = switch (effect) {
                    case Effect.Created made -> RandomZone.body(made.content(), made.target());
                    case Effect.Wrote wrote -> RandomZone.body(wrote.content(), wrote.target());
                    case Effect.Unchanged ignored -> body(before);
                    case Effect.Moved ignored -> null;
                    case Effect.Removed ignored -> null;
                    case Effect.AttributesSet ignored -> null;
                };
                assertThat(kept).as("the content of %s after %s", step, effect).isEqualTo(proposed);
            }
        }

        private static @Nullable String body(JournalReplay.@Nullable Node node) {
            return node == null ? null : RandomZone.body(node.content(), node.target());
        }

        private void assertEveryOperationEndedOrIsHeld() {
            Set<ZoneKeyAndOp> held = new HashSet<>();
            scene.tables.rows(Tables.HELD).forEach((key, row) -> {
                ZoneKeyAndOp operation = new ZoneKeyAndOp(key.zone().zone(), row.id());
                held.add(operation);
                // its zone may have forgotten it by the time it is decided
                steps.computeIfAbsent(
                        operation,
                        k -> Objects.requireNonNull(zones.get(k.zone())).step(k.id()));
            });
            for (ZoneName zone : members()) {
                ZoneRow row = Objects.requireNonNull(scene.tables.get(Tables.ZONES, new ZoneKey(Scene.RULE, zone)));
                for (long number = 1; number <= row.lastNumber(); number++) {
                    ZoneKeyAndOp key = new ZoneKeyAndOp(zone, new OpId(row.epoch(), number));
                    assertThat(ended.contains(key) != held.contains(key))
                            .as("%s ended or is held", key)
                            .isTrue();
                }
            }
        }
    }
}
