package org.onecopy.console.lag;

import java.util.Arrays;

/**
 * Draws curves into pixels by itself: without a graphics card, thousands of short lines are too much for a canvas, while a curve touches few
 * pixels of each column. Knows no control; for one thread.
 */
final class CurveRaster {
    private final int width;
    private final int height;
    private final int[] pixels;
    private int first = Integer.MAX_VALUE;
    private int last = -1;

    /** An empty picture. */
    CurveRaster(int width, int height) {
        this.width = width;
        this.height = height;
        this.pixels = new int[width * height];
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** The picture, row by row: ARGB, colours multiplied by their opacity. Drawn into by later calls. */
    int[] pixels() {
        return pixels;
    }

    /** The first row that was drawn into since it was cleared; {@link Integer#MAX_VALUE} for none. */
    int first() {
        return first;
    }

    /** The last row that was drawn into since it was cleared; -1 for none. */
    int last() {
        return last;
    }

    /** Empties it. */
    void clear() {
        if (last >= first) {
            Arrays.fill(pixels, first * width, (last + 1) * width, 0);
        }
        first = Integer.MAX_VALUE;
        last = -1;
    }

    /**
     * Draws one curve over what is there.
     *
     * @param top for each column the upper end, in rows from above; NaN where there is nothing. Is changed
     * @param bottom for each column the lower end. Is changed
     * @param rgb its colour
     * @param half half of its width, in rows
     * @param gap between figures that are at most so many columns apart, a line is drawn
     */
    void curve(double[] top, double[] bottom, int rgb, double half, int gap) {
        join(top, bottom, gap);
        for (int column = 0; column < width; column++) {
            if (!Double.isNaN(top[column])) {
                // With the column before it: so a steep part is unbroken, and as wide as a flat one.
                boolean alone = column == 0 || Double.isNaN(top[column - 1]);
                double from = alone ? top[column] : Math.min(top[column], top[column - 1]);
                double to = alone ? bottom[column] : Math.max(bottom[column], bottom[column - 1]);
                span(column, from - half, to + half, rgb);
            }
        }
    }

    private void join(double[] top, double[] bottom, int gap) {
        int before = -1;
        for (int column = 0; column < width; column++) {
            if (Double.isNaN(top[column])) {
                continue;
            }
            if (before >= 0 && column - before <= gap) {
                double from = (top[before] + bottom[before]) / 2;
                double rise = ((top[column] + bottom[column]) / 2 - from) / (column - before);
                for (int between = before + 1; between < column; between++) {
                    top[between] = from + rise * (between - before);
                    bottom[between] = top[between];
                }
            }
            before = column;
        }
    }

    private void span(int column, double from, double to, int rgb) {
        int upper = Math.max(0, (int) Math.floor(from));
        int lower = Math.min(height - 1, (int) Math.ceil(to) - 1);
        if (upper > lower) {
            return;
        }
        first = Math.min(first, upper);
        last = Math.max(last, lower);
        for (int row = upper; row <= lower; row++) {
            double covered = Math.min(to, row + 1) - Math.max(from, row);
            int at = row * width + column;
            pixels[at] = covered >= 1 ? 0xff000000 | rgb : over(rgb, (int) Math.round(255 * covered), pixels[at]);
        }
    }

    private static int over(int rgb, int opacity, int ground) {
        int rest = 255 - opacity;
        int result = 0;
        for (int shift = 0; shift <= 24; shift += 8) {
            int colour = shift == 24 ? 255 : (rgb >> shift) & 0xff;
            int below = (ground >>> shift) & 0xff;
            result |= ((colour * opacity + below * rest + 127) / 255) << shift;
        }
        return result;
    }
}
