package org.onecopy.console.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.onecopy.console.work.Work;
import org.onecopy.model.ByteCount;
import org.onecopy.model.RuleId;
import org.onecopy.model.RuleName;
import org.onecopy.model.api.ConflictPolicy;
import org.onecopy.model.api.ExclusionsView;
import org.onecopy.model.api.GuardPolicy;
import org.onecopy.model.api.PathVerdict;
import org.onecopy.model.api.RuleSpec;
import org.onecopy.model.api.RuleStatus;
import org.onecopy.model.api.RuleView;
import org.onecopy.model.api.Visibility;

class ExclusionTrialTest {
    private static final RuleName NAME = new RuleName("photos");

    private final LinkedBlockingQueue<Runnable> ui = new LinkedBlockingQueue<>();
    private final List<String> asked = new ArrayList<>();
    private ExclusionsView answer = new ExclusionsView(NAME, List.of(), List.of(), 0, ByteCount.ZERO, List.of());

    private final ExclusionTrial trial = new ExclusionTrial(
            new RuleView(
                    new RuleId(1),
                    NAME,
                    1,
                    RuleStatus.ACTIVE,
                    List.of(),
                    List.of("*.tmp", "/cache/**"),
                    null,
                    ConflictPolicy.KEEP_BOTH,
                    null,
                    RuleSpec.HOLD_DEFAULT,
                    Visibility.ORDERED,
                    GuardPolicy.DEFAULT,
                    List.of(),
                    List.of(),
                    new UUID(0, 1),
                    0,
                    ByteCount.ZERO,
                    List.of()),
            (paths, exclude, include) -> {
                asked.add(paths + " " + exclude + " " + include);
                return answer;
            },
            new Work(ui::add, InstantSource.system()));

    private void deliver() throws InterruptedException {
        Runnable next = ui.poll(5, TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        next.run();
    }

    @Test
    void asks_with_what_was_added_and_what_was_taken_out() throws InterruptedException {
        answer = new ExclusionsView(
                NAME,
                List.of(),
                List.of(new PathVerdict("d/x.bak", true, "*.bak", "d"), new PathVerdict("y", false, null, null)),
                7,
                ByteCount.of(9),
                List.of("old.bak"));
        trial.ask("*.tmp\n\n  *.bak ", "d/x.bak\ny\n");
        deliver();
        assertThat(asked).containsExactly("[d/x.bak, y] [*.bak] [/cache/**]");
        assertThat(trial.lines().get())
                .extracting(ExclusionTrial.Line::text)
                .containsExactly(
                        "d/x.bak: left alone, by *.bak at d",
                        "y: replicated",
                        "7 agreed files, 9 B, would be left alone from then on, such as old.bak");
        assertThat(trial.lines().get()).extracting(ExclusionTrial.Line::good).containsExactly(false, true, false);
    }

    @Test
    void an_answer_to_an_older_question_is_not_shown() throws InterruptedException {
        answer = new ExclusionsView(
                NAME, List.of(), List.of(new PathVerdict("old", false, null, null)), 0, ByteCount.ZERO, List.of());
        trial.ask("*.tmp\n/cache/**", "old");
        Runnable late = ui.poll(5, TimeUnit.SECONDS);
        answer = new ExclusionsView(
                NAME, List.of(), List.of(new PathVerdict("new", false, null, null)), 0, ByteCount.ZERO, List.of());
        trial.ask("*.tmp\n/cache/**", "new");
        deliver();
        assertThat(late).isNotNull();
        late.run();
        assertThat(trial.lines().get()).extracting(ExclusionTrial.Line::text).containsExactly("new: replicated");
    }
}
