package org.onecopy.console.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.onecopy.console.session.Load;
import org.onecopy.model.ByteCount;

/** A figure of nodes that is drawn over time. Knows no control. */
public enum LoadFigure {
    PROCESSOR("Processor") {
        @Override
        double of(Load load) {
            return 100 * load.processor();
        }

        @Override
        public String text(double value) {
            return String.format(Locale.ROOT, "%.0f %%", value);
        }
    },
    MEMORY("Memory") {
        @Override
        double of(Load load) {
            return load.memory();
        }
    },
    GIVEN("Given to other zones, a second") {
        @Override
        double of(Load load) {
            return load.given();
        }

        @Override
        public List<Double> values(List<Load> loads) {
            List<Double> values = new ArrayList<>();
            for (int at = 0; at < loads.size(); at++) {
                values.add(at == 0 ? Double.NaN : loads.get(at).givenSince(loads.get(at - 1)));
            }
            return values;
        }
    },
    FREE("Free where the node's state is") {
        @Override
        double of(Load load) {
            return load.free();
        }
    };

    private final String title;

    LoadFigure(String title) {
        this.title = title;
    }

    abstract double of(Load load);

    /** As a chart shows it. */
    public String title() {
        return title;
    }

    /** A value for people; empty where there is none. */
    public String text(double value) {
        return new ByteCount(Math.round(value)).toString();
    }

    /** A value for people; empty where it is not known. */
    public final String show(double value) {
        return Double.isNaN(value) ? "" : text(value);
    }

    /** One for each moment; not a number where it is not known. */
    public List<Double> values(List<Load> loads) {
        return loads.stream().map(this::of).toList();
    }

    /** The last one. */
    public final double last(List<Load> loads) {
        List<Double> values = values(loads.subList(Math.max(0, loads.size() - 2), loads.size()));
        return values.isEmpty() ? Double.NaN : values.getLast();
    }
}
