package org.onecopy.console.contents;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.onecopy.console.work.Work;
import org.onecopy.model.ByteCount;
import org.onecopy.model.api.FileView;
import org.onecopy.model.api.Listing;

class BrowseModelTest {
    private final LinkedBlockingQueue<Runnable> ui = new LinkedBlockingQueue<>();
    private final List<String> asked = new ArrayList<>();
    private final BrowseModel model = new BrowseModel(
            (path, after, limit) -> {
                asked.add(path + " " + after);
                if (path.equals("/secret")) {
                    throw new IllegalStateException("no right");
                }
                return new Listing<>(
                        List.of(directory(after == null ? "albums" : "letters")), path.equals("/srv") ? 2 : 1);
            },
            new Work(ui::add, InstantSource.system()));

    private static FileView directory(String name) {
        return new FileView(name, "directory", ByteCount.ZERO, null);
    }

    private void deliver() throws InterruptedException {
        Runnable next = ui.poll(5, TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        next.run();
    }

    private List<String> names() {
        return model.seen().get().files().stream().map(FileView::name).toList();
    }

    @Test
    void walks_down_and_up_again() throws InterruptedException {
        model.open("//srv//");
        deliver();
        model.enter(directory("albums"));
        deliver();
        assertThat(model.seen().get().path()).isEqualTo("/srv/albums");
        model.up();
        deliver();
        model.up();
        deliver();
        assertThat(asked).containsExactly("/srv null", "/srv/albums null", "/srv null", "/ null");
        assertThat(model.seen().get().path()).isEqualTo("/");
    }

    @Test
    void fetches_the_names_that_follow_only_when_asked() throws InterruptedException {
        model.open("/srv");
        assertThat(model.seen().get().loading()).isTrue();
        deliver();
        assertThat(names()).containsExactly("albums");
        assertThat(model.seen().get().hasMore()).isTrue();
        model.more();
        deliver();
        assertThat(names()).containsExactly("albums", "letters");
        assertThat(model.seen().get().hasMore()).isFalse();
        model.more();
        assertThat(asked).containsExactly("/srv null", "/srv albums");
    }

    @Test
    void says_why_it_cannot_look_and_where() throws InterruptedException {
        model.open("/secret");
        deliver();
        assertThat(model.seen().get().problem()).isEqualTo("no right");
        assertThat(model.seen().get().path()).isEqualTo("/secret");
    }

    @Test
    void an_answer_about_another_directory_is_not_shown() throws InterruptedException {
        model.open("/secret");
        Runnable late = ui.poll(5, TimeUnit.SECONDS);
        model.open("/srv");
        deliver();
        assertThat(late).isNotNull();
        late.run();
        assertThat(model.seen().get().path()).isEqualTo("/srv");
        assertThat(model.seen().get().problem()).isEmpty();
    }
}
