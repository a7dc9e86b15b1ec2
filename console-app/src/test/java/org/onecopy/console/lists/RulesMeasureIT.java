package org.onecopy.console.lists;

import static org.assertj.core.api.Assertions.assertThat;
import static org.onecopy.console.shell.Windows.onFx;

import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.control.TableView;
import javafx.stage.Stage;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.onecopy.console.shell.Frames;
import org.onecopy.console.theme.Themes;
import org.onecopy.console.work.Work;
import org.onecopy.model.ByteCount;
import org.onecopy.model.RuleId;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.ConflictPolicy;
import org.onecopy.model.api.GuardPolicy;
import org.onecopy.model.api.LocationState;
import org.onecopy.model.api.LocationView;
import org.onecopy.model.api.RuleSpec;
import org.onecopy.model.api.RuleStatus;
import org.onecopy.model.api.RuleView;
import org.onecopy.model.api.Visibility;
import org.testfx.api.FxToolkit;

/** How smoothly ten thousand rules are scrolled and filtered. */
@Tag("full")
class RulesMeasureIT {
    private static final int RULES = 10_000;

    @Test
    void ten_thousand_rules_scroll_smoothly() throws TimeoutException {
        Assumptions.assumeTrue(System.getenv("DISPLAY") != null, "no display");
        Work work = new Work(Platform::runLater, InstantSource.system());
        Stage stage = FxToolkit.registerPrimaryStage();
        List<RuleView> rules =
                IntStream.range(0, RULES).mapToObj(RulesMeasureIT::rule).toList();
        TableScreen<RuleView> screen = onFx(() -> {
            Themes.apply(false);
            TableScreen<RuleView> made = new TableScreen<>(RuleTables.RULES, List.of(), work);
            Scene scene = new Scene(made.view(), 1280, 800);
            Themes.style(scene);
            stage.setScene(scene);
            stage.show();
            made.model().rows().setAll(rules);
            return made;
        });
        TableView<?> table = (TableView<?>) screen.view().lookup("#table-rules");
        Frames.Result wheel = Frames.measure(10, frame -> table.scrollTo(frame * 3 % RULES));
        System.out.println("measured: 10,000 rules at 1280x800, scrolled by three lines at each frame: " + wheel);
        long begin = System.nanoTime();
        onFx(() -> {
            screen.model().filter().set("rule-77 zone-3");
            return true;
        });
        System.out.println("measured: 10,000 rules filtered in " + (System.nanoTime() - begin) / 1_000_000 + " ms, "
                + screen.model().shown().size() + " are left");
        FxToolkit.cleanupStages();
        assertThat(wheel.perSecond()).as("frames were drawn").isPositive();
    }

    private static RuleView rule(int number) {
        return new RuleView(
                new RuleId(number + 1L),
                new RuleName("rule-" + number),
                1,
                RuleStatus.ACTIVE,
                List.of(location("zone-" + number % 5), location("zone-" + (5 + number % 7))),
                List.of("*.tmp"),
                null,
                ConflictPolicy.KEEP_BOTH,
                null,
                RuleSpec.HOLD_DEFAULT,
                Visibility.ORDERED,
                GuardPolicy.DEFAULT,
                List.of(),
                List.of(),
                new UUID(0, 1),
                number * 37L,
                ByteCount.of(number * 4_711L),
                List.of());
    }

    private static LocationView location(String zone) {
        return new LocationView(new ZoneName(zone), "/srv/" + zone, LocationState.ACTIVE, null);
    }
}
