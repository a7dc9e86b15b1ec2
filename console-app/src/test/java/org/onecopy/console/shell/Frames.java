package org.onecopy.console.shell;

import static org.onecopy.console.shell.Windows.onFx;

import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import javafx.animation.AnimationTimer;

/** How smoothly something is drawn, for measurements. */
public final class Frames {
    private Frames() {}

    /** Frames in a second on average, and the longest of them. */
    public record Result(double perSecond, double longestMillis) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.0f frames/s, the longest frame %.0f ms", perSecond, longestMillis);
        }
    }

    /** Does something at each frame for so many seconds; the first ten frames do not count. */
    public static Result measure(int seconds, IntConsumer act) {
        CountDownLatch end = new CountDownLatch(1);
        Counting timer = new Counting(seconds, act, end);
        onFx(() -> {
            timer.start();
            return true;
        });
        try {
            if (!end.await(seconds * 20L + 60, TimeUnit.SECONDS)) {
                throw new AssertionError("no frames are drawn");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return new Result(timer.frames * 1e9 / (timer.last - timer.first), timer.longest / 1e6);
    }

    private static final class Counting extends AnimationTimer {
        private static final int WARM = 10;

        private final int seconds;
        private final IntConsumer act;
        private final CountDownLatch end;
        private int number;
        private int frames;
        private long first;
        private long last;
        private long longest;

        Counting(int seconds, IntConsumer act, CountDownLatch end) {
            this.seconds = seconds;
            this.act = act;
            this.end = end;
        }

        @Override
        public void handle(long now) {
            if (number == WARM) {
                first = now;
                last = now;
            } else if (number > WARM) {
                frames++;
                longest = Math.max(longest, now - last);
                last = now;
                if (now - first > TimeUnit.SECONDS.toNanos(seconds)) {
                    stop();
                    end.countDown();
                    return;
                }
            }
            act.accept(number++);
        }
    }
}
