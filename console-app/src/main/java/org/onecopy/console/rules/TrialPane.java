package org.onecopy.console.rules;

import java.util.List;
import javafx.animation.PauseTransition;
import javafx.beans.property.StringProperty;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.onecopy.console.theme.Icons;

/** Where paths are typed to see whether the exclusions, as typed so far, leave them alone. */
final class TrialPane extends VBox {
    private static final Duration PAUSE = Duration.millis(300);

    private final VBox results = new VBox(4);

    /** @param exclude one glob a line */
    TrialPane(ExclusionTrial trial, StringProperty exclude) {
        super(6);
        TextArea paths = new TextArea();
        paths.setId("rule-try-paths");
        paths.setPromptText("2026/spring/report.tmp");
        paths.setPrefRowCount(3);
        Label head = new Label("Try paths of the rule's tree, one a line");
        head.setLabelFor(paths);
        results.setId("rule-try-results");
        PauseTransition pause = new PauseTransition(PAUSE); // not at each letter
        pause.setOnFinished(event -> trial.ask(exclude.get(), paths.getText()));
        paths.textProperty().addListener((property, old, now) -> pause.playFromStart());
        exclude.addListener((property, old, now) -> pause.playFromStart());
        trial.lines().addListener((property, old, now) -> show(now));
        getChildren().setAll(head, paths, results);
    }

    private void show(List<ExclusionTrial.Line> lines) {
        results.getChildren()
                .setAll(lines.stream()
                        .map(line -> {
                            Label label = new Label(line.text());
                            label.setWrapText(true);
                            label.setMinHeight(Region.USE_PREF_SIZE);
                            label.setGraphic(Icons.of(line.good() ? "fth-check" : "fth-slash"));
                            label.getStyleClass().add(line.good() ? "good" : "warn");
                            return label;
                        })
                        .toList());
    }
}
