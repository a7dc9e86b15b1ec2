package org.onecopy.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/** What every benchmark command does around its measuring: progress and figures printed, everything ended and deleted at the end. */
final class Frame {
    private final PrintStream out;
    private final PrintStream err;
    private final boolean json;

    /** Measures. */
    @FunctionalInterface
    interface Body {
        void run(Cleanup cleanup) throws IOException;
    }

    Frame(PrintStream out, PrintStream err, boolean json) {
        this.out = out;
        this.err = err;
        this.json = json;
    }

    /** @return the exit code: 0 also where a target is missed, 1 where something failed, 2 for wrong options */
    int run(Body body) {
        Cleanup cleanup = new Cleanup(this::say);
        Thread stop = new Thread(cleanup::close, "bench-stop");
        Runtime.getRuntime().addShutdownHook(stop);
        try (cleanup) {
            return run(body, cleanup); // a failure is told before everything is deleted, its log too
        }
    }

    private int run(Body body, Cleanup cleanup) {
        try {
            body.run(cleanup);
            return 0;
        } catch (IllegalArgumentException e) {
            say(String.valueOf(e.getMessage()));
            return 2;
        } catch (IOException | RuntimeException e) {
            if (!cleanup.isClosing()) {
                fail(e);
            }
            return 1;
        }
    }

    private void fail(Exception e) {
        if (e instanceof BenchmarkFailure) {
            say(String.valueOf(e.getMessage()));
        } else {
            say("failed: " + e);
            e.printStackTrace(err);
        }
    }

    /** Looks at the machine, and says where it is too busy for good figures. */
    Machine machine(BenchPlace place) throws IOException {
        Machine machine = Machine.look(place.root());
        print(Report.text(machine));
        if (machine.isBusy()) {
            say("the load average is " + Report.number(machine.load())
                    + ": other programs are busy, and the figures will be worse than they should and vary");
        }
        return machine;
    }

    void print(Outcome outcome) {
        print("\n" + Report.text(outcome).stripTrailing());
    }

    /** For machines, at the end, where that is wanted. */
    void end(Machine machine, List<Outcome> outcomes) throws IOException {
        if (json) {
            out.println(new Report(machine, outcomes).json());
            out.flush();
        }
    }

    private void print(String text) {
        (json ? err : out).println(text);
        (json ? err : out).flush();
    }

    /** Progress, for a person who waits. */
    void say(String text) {
        err.println("bench: " + text);
        err.flush();
    }
}
