package org.onecopy.console.lag;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CurveRasterTest {
    private static final double NONE = Double.NaN;
    private static final int RED = 0xff0000;

    private final CurveRaster raster = new CurveRaster(5, 8);

    private String column(int column) {
        StringBuilder rows = new StringBuilder();
        for (int row = 0; row < raster.height(); row++) {
            int opacity = raster.pixels()[row * raster.width() + column] >>> 24;
            rows.append(opacity == 0 ? '.' : opacity == 255 ? '#' : '+');
        }
        return rows.toString();
    }

    @Test
    void a_column_reaches_from_the_least_to_the_greatest_with_soft_ends() {
        raster.curve(new double[] {2, NONE, NONE, NONE, NONE}, new double[] {5, NONE, NONE, NONE, NONE}, RED, 0.5, 0);
        assertThat(column(0)).isEqualTo(".+###+..");
        assertThat(raster.pixels()[3 * raster.width()]).isEqualTo(0xffff0000);
        assertThat(raster.pixels()[raster.width()]).isEqualTo(0x80800000);
        assertThat(raster.first()).isEqualTo(1);
        assertThat(raster.last()).isEqualTo(5);
    }

    @Test
    void figures_not_too_far_from_each_other_are_joined_and_others_are_not() {
        double[] ends = {0.5, NONE, NONE, 6.5, NONE};
        raster.curve(ends.clone(), ends.clone(), RED, 0.5, 3);
        assertThat(column(1)).isEqualTo("###.....");
        assertThat(column(2)).isEqualTo("..###...");
        assertThat(column(3)).isEqualTo("....###.");
        assertThat(column(4)).isEqualTo("........");
        raster.clear();
        raster.curve(ends.clone(), ends.clone(), RED, 0.5, 2);
        assertThat(column(1)).isEqualTo("........");
        assertThat(column(3)).isEqualTo("......#.");
    }

    @Test
    void a_steep_part_is_unbroken() {
        double[] ends = {0.5, 6.5, NONE, NONE, NONE};
        raster.curve(ends.clone(), ends.clone(), RED, 0.5, 1);
        assertThat(column(1)).isEqualTo("#######.");
    }

    @Test
    void what_lies_outside_is_cut_off_and_clearing_leaves_nothing() {
        double[] ends = {-4, 20, 3, 3, 3};
        raster.curve(ends.clone(), ends.clone(), RED, 0.5, 1);
        assertThat(column(1)).isEqualTo("########");
        raster.clear();
        assertThat(Arrays.stream(raster.pixels()).allMatch(pixel -> pixel == 0)).isTrue();
        assertThat(raster.last()).isNegative();
    }
}
