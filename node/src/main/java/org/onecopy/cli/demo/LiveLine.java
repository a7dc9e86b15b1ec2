package org.onecopy.cli.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import org.onecopy.cli.Terminal;

/** What is going on, in one line: redrawn in place for a person, a new line every two seconds else. */
final class LiveLine {
    private static final long PLAIN_INTERVAL_NANOS = Duration.ofSeconds(2).toNanos();

    private final PrintStream out;
    private final boolean redraw;
    private final long startNanos = System.nanoTime();
    private long lastNanos = startNanos - PLAIN_INTERVAL_NANOS;
    private int drawn;

    /** @param out where it goes: standard error where standard output belongs to a machine */
    LiveLine(Terminal terminal, PrintStream out) {
        this.out = out;
        this.redraw = terminal.interactive();
    }

    /** Shows a state. */
    synchronized void show(String text) {
        long now = System.nanoTime();
        String line = String.format(Locale.ROOT, "%6.1f s  %s", (now - startNanos) / 1e9, text);
        if (redraw) {
            out.print("\r" + line + " ".repeat(Math.max(0, drawn - line.length())));
            out.flush();
            drawn = line.length();
        } else if (now - lastNanos >= PLAIN_INTERVAL_NANOS) {
            out.println(line);
            lastNanos = now;
        }
    }

    /** Prints a line that stays. */
    synchronized void say(String text) {
        if (drawn > 0) {
            out.print("\r" + " ".repeat(drawn) + "\r");
            drawn = 0;
        }
        out.println(text);
        out.flush();
    }

    double seconds() {
        return (System.nanoTime() - startNanos) / 1e9;
    }
}
