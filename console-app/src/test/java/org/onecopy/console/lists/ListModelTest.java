package org.onecopy.console.lists;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.onecopy.console.session.Gateway;
import org.onecopy.console.work.Work;
import org.onecopy.model.api.Listing;

class ListModelTest {
    private record Row(String name, long size) {}

    private final LinkedBlockingQueue<Runnable> ui = new LinkedBlockingQueue<>();
    private final Work work = new Work(ui::add, InstantSource.system());
    private final Queue<Listing<Row>> answers = new ArrayDeque<>();
    private final Gateway gateway = new Gateway(List.of(), Path.of("ca"), null, Duration.ofSeconds(1));
    private final ListModel<Row> model = new ListModel<>(
            new ListSpec<>(
                    "rows",
                    "Rows",
                    "fth-list",
                    Row.class,
                    List.of(Column.<Row>text("Name", 10, Row::name), Column.<Row>count("Size", 10, Row::size)),
                    asked -> {
                        if (answers.isEmpty()) {
                            throw new IllegalStateException("nobody answers");
                        }
                        return answers.remove();
                    },
                    Row::name,
                    "none",
                    true),
            work);

    private void refresh() throws InterruptedException {
        model.refresh(gateway);
        Runnable arrived = ui.poll(5, TimeUnit.SECONDS);
        assertThat(arrived).isNotNull();
        arrived.run();
    }

    @Test
    void a_filter_takes_all_words_and_a_word_of_one_column() throws InterruptedException {
        answers.add(new Listing<>(
                IntStream.range(0, 10_000).mapToObj(n -> new Row("row-" + n, n)).toList(), 20_000));
        refresh();
        assertThat(model.count()).isEqualTo("10,000 (the first of 20,000)");
        model.filter().set("row-99 size:9,9");
        assertThat(model.shown()).hasSize(100).allMatch(row -> row.name().startsWith("row-99"));
        model.filter().set("name:7777");
        assertThat(model.shown()).extracting(Row::size).containsExactly(7_777L);
        model.filter().set("nothing");
        assertThat(model.shown()).isEmpty();
    }

    @Test
    void rows_stay_with_their_age_where_nobody_answers() throws InterruptedException {
        answers.add(new Listing<>(List.of(new Row("one", 1)), 1));
        refresh();
        var seen = model.asOf().get();
        refresh();
        assertThat(model.rows()).hasSize(1);
        assertThat(model.asOf().get()).isEqualTo(seen);
        assertThat(model.problem().get()).isEqualTo("nobody answers");
    }

    @Test
    void another_connection_never_shows_rows_of_the_one_before() throws InterruptedException {
        answers.add(new Listing<>(List.of(new Row("one", 1)), 1));
        model.refresh(gateway);
        Runnable late = ui.poll(5, TimeUnit.SECONDS);
        model.refresh(null);
        assertThat(late).isNotNull();
        late.run();
        assertThat(model.rows()).isEmpty();
    }
}
