package org.onecopy.console.shell;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/** The manual's pictures: made of those of the tests, with 256 colours, so that they are small. Only with {@code -Donecopy.console.docs=true}. */
final class Manual {
    private static final int COLOURS = 256;

    private Manual() {}

    static boolean isWritten() {
        return Boolean.getBoolean("onecopy.console.docs");
    }

    /** Puts pictures into the manual. */
    static void publish(Path pictures, List<String> names) throws IOException {
        if (!isWritten()) {
            return;
        }
        Path manual = Files.createDirectories(DemoProcess.root().resolve("docs/pictures/console"));
        for (String name : names) {
            BufferedImage image = ImageIO.read(pictures.resolve(name).toFile());
            ImageIO.write(indexed(image), "png", manual.resolve(name).toFile());
        }
    }

    private static BufferedImage indexed(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        int[] pixels = image.getRGB(0, 0, width, height, null, 0, width);
        Map<Integer, Integer> counts = new HashMap<>();
        for (int pixel : pixels) {
            counts.merge(pixel & 0xffffff, 1, Integer::sum);
        }
        List<Integer> palette = counts.entrySet().stream()
                .sorted((one, other) -> Integer.compare(other.getValue(), one.getValue()))
                .limit(COLOURS)
                .map(Map.Entry::getKey)
                .toList();
        int[] colours = palette.stream().mapToInt(Integer::intValue).toArray();
        IndexColorModel model = new IndexColorModel(8, colours.length, colours, 0, false, -1, DataBuffer.TYPE_BYTE);
        BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, model);
        Map<Integer, Integer> nearest = new HashMap<>();
        byte[] row = new byte[width];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                row[x] = (byte) (int)
                        nearest.computeIfAbsent(pixels[y * width + x] & 0xffffff, pixel -> nearest(colours, pixel));
            }
            small.getRaster().setDataElements(0, y, width, 1, row);
        }
        return small;
    }

    private static int nearest(int[] colours, int pixel) {
        int best = 0;
        int least = Integer.MAX_VALUE;
        for (int at = 0; at < colours.length; at++) {
            int distance = square(colours[at] >> 16, pixel >> 16)
                    + square(colours[at] >> 8, pixel >> 8)
                    + square(colours[at], pixel);
            if (distance < least) {
                least = distance;
                best = at;
            }
        }
        return best;
    }

    private static int square(int one, int other) {
        int difference = (one & 0xff) - (other & 0xff);
        return difference * difference;
    }
}
