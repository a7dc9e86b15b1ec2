package org.onecopy.console.shell;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Cell;
import javafx.scene.control.Labeled;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.text.Text;
import javax.imageio.ImageIO;

/** The JavaFX thread, and pictures of windows, for tests. */
public final class Windows {
    private Windows() {}

    public static <T> T onFx(Callable<T> task) {
        FutureTask<T> future = new FutureTask<>(task);
        Platform.runLater(future);
        try {
            return future.get(60, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("on the JavaFX thread", e);
        }
    }

    /** Lets all that is queued be done, and the window be drawn. */
    public static void settle() {
        for (int turn = 0; turn < 4; turn++) {
            onFx(() -> true);
        }
    }

    /** Words of buttons, labels and heads of columns that have no room and end in dots; what stands in cells does not count. */
    public static List<String> clipped(Scene scene) {
        settle();
        return onFx(() -> scene.getRoot().lookupAll(".text").stream()
                .filter(node -> node instanceof Text text
                        && node.getParent() instanceof Labeled labeled
                        && !(labeled instanceof Cell<?>)
                        && labeled.getText() != null
                        && shown(node)
                        && !labeled.getText().strip().equals(text.getText().strip()))
                .map(node -> ((Labeled) node.getParent()).getText())
                .toList());
    }

    private static boolean shown(Node node) {
        for (Node at = node; at != null; at = at.getParent()) {
            if (!at.isVisible()) {
                return false;
            }
        }
        return true;
    }

    public static void picture(Scene scene, Path file) throws IOException {
        settle();
        WritableImage image = onFx(() -> scene.snapshot(null));
        int width = (int) image.getWidth();
        int height = (int) image.getHeight();
        int[] pixels = new int[width * height];
        image.getPixelReader().getPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), pixels, 0, width);
        BufferedImage out = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        out.setRGB(0, 0, width, height, pixels, 0, width);
        Files.createDirectories(file.getParent());
        ImageIO.write(out, "png", file.toFile());
    }
}
