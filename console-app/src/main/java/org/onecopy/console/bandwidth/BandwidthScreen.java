package org.onecopy.console.bandwidth;

import javafx.beans.value.ObservableValue;
import javafx.geometry.Orientation;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.layout.BorderPane;
import org.jspecify.annotations.Nullable;
import org.onecopy.console.lists.TableScreen;
import org.onecopy.console.screen.Screen;
import org.onecopy.console.session.Session;
import org.onecopy.model.api.BandwidthFlow;
import org.onecopy.model.api.BandwidthView;

/** The limits above; below what zones give to each other, limited or not. */
public final class BandwidthScreen implements Screen {
    private final TableScreen<BandwidthView> limits;
    private final TableScreen<BandwidthFlow> flows;
    private final SplitPane view = new SplitPane();

    /** Puts two tables together. */
    public BandwidthScreen(TableScreen<BandwidthView> limits, TableScreen<BandwidthFlow> flows) {
        this.limits = limits;
        this.flows = flows;
        Label heading = new Label(flows.title());
        heading.getStyleClass().add("section-head");
        BorderPane below = new BorderPane(flows.view());
        below.setTop(heading);
        view.setOrientation(Orientation.VERTICAL);
        view.getItems().setAll(limits.view(), below);
        view.setDividerPositions(0.5);
    }

    @Override
    public String id() {
        return limits.id();
    }

    @Override
    public String title() {
        return limits.title();
    }

    @Override
    public String icon() {
        return limits.icon();
    }

    @Override
    public Parent view() {
        return view;
    }

    @Override
    public void show(@Nullable Session session) {
        limits.show(session);
        flows.show(session);
    }

    @Override
    public void refresh() {
        limits.refresh();
        flows.refresh();
    }

    @Override
    public ObservableValue<@Nullable Object> selection() {
        return limits.selection();
    }
}
