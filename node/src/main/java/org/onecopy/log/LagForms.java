package org.onecopy.log;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.onecopy.core.lag.LagBlock;
import org.onecopy.core.lag.LagFigures;
import org.onecopy.core.lag.LagRange;
import org.onecopy.log.proto.LocalRows;

/** The rows of {@link org.onecopy.core.lag.LagTables}: where nothing is behind, a step costs one byte. */
public final class LagForms {
    public static final RowCodec<LagBlock> BLOCK =
            RowCodec.of(LagForms::form, LocalRows.LagBlock.parser(), LagForms::block);

    private static final int FIGURES = 6;

    private LagForms() {}

    private static LocalRows.LagBlock form(LagBlock block) {
        LocalRows.LagBlock.Builder form = LocalRows.LagBlock.newBuilder();
        for (Map.Entry<Integer, LagFigures> step : block.steps().entrySet()) {
            LagFigures figures = step.getValue();
            if (figures.equals(LagFigures.of(0, 0, 0))) {
                form.addIdle(step.getKey());
            } else {
                form.addSteps(step.getKey())
                        .addFigures(figures.operations().low())
                        .addFigures(figures.operations().high())
                        .addFigures(figures.bytes().low())
                        .addFigures(figures.bytes().high())
                        .addFigures(figures.millis().low())
                        .addFigures(figures.millis().high());
            }
        }
        return form.build();
    }

    private static LagBlock block(LocalRows.LagBlock form) {
        SortedMap<Integer, LagFigures> steps = new TreeMap<>();
        form.getIdleList().forEach(step -> steps.put(step, LagFigures.of(0, 0, 0)));
        for (int at = 0; at < form.getStepsCount(); at++) {
            int from = at * FIGURES;
            steps.put(
                    form.getSteps(at), new LagFigures(range(form, from), range(form, from + 2), range(form, from + 4)));
        }
        return new LagBlock(steps);
    }

    private static LagRange range(LocalRows.LagBlock form, int at) {
        return new LagRange(form.getFigures(at), form.getFigures(at + 1));
    }
}
