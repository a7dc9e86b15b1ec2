package org.onecopy.console.shell;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.application.Platform;
import javafx.geometry.Orientation;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import javafx.util.Duration;
import org.controlsfx.control.Notifications;
import org.jspecify.annotations.Nullable;
import org.onecopy.console.command.CommandRegistry;
import org.onecopy.console.command.Context;
import org.onecopy.console.connect.ConnectionBook;
import org.onecopy.console.connect.Connector;
import org.onecopy.console.connect.Saved;
import org.onecopy.console.preferences.Preference;
import org.onecopy.console.preferences.Preferences;
import org.onecopy.console.screen.Screen;
import org.onecopy.console.session.Environment;
import org.onecopy.console.session.Session;
import org.onecopy.console.theme.Icons;
import org.onecopy.console.theme.Themes;
import org.onecopy.console.work.Work;
import org.onecopy.model.client.AdminClient;

/** The window: navigator, tabs, properties, bottom and status line, and the connection in front. For the JavaFX thread. */
public final class Desk {
    private final Stage stage;
    private final ConnectionBook book;
    private final Work work;
    private final CommandRegistry commands = new CommandRegistry();
    private final List<Session> sessions = new ArrayList<>();
    private final Map<String, Screen> screens = new LinkedHashMap<>();
    private final TabPane tabs = new TabPane();
    private final SplitPane across = new SplitPane();
    private final SplitPane down = new SplitPane();
    private final StackPane middle = new StackPane();
    private final HBox banner = new HBox();
    private final PropertiesView properties = new PropertiesView();
    private final StatusLine statusLine = new StatusLine();
    private final Bottom bottom;
    private final Navigator navigator;
    private final Bars bars;
    private final PaletteView palette;
    private final Timeline clock;
    private final Preferences preferences;
    private Settings settings;
    private @Nullable Session active;
    private @Nullable Object selected;
    private @Nullable Runnable firstAnswer;

    /** A desk in a window that is not shown yet. */
    public Desk(Stage stage, ConnectionBook book, Work work) {
        this.stage = stage;
        this.book = book;
        this.work = work;
        this.settings = Settings.read(book.directory());
        this.preferences = new Preferences(settings.preferences(), this::preferred);
        Themes.apply("dark".equals(preferences.get(Preference.THEME)));
        Themes.dark().addListener((property, old, dark) -> preferences.set(Preference.THEME, dark ? "dark" : "light"));
        DeskCommands.add(commands, this);
        this.bottom = new Bottom(work);
        this.navigator = new Navigator(this::chosen, this::opened);
        this.bars = new Bars(commands, this::context);
        this.palette = new PaletteView(commands);
        this.clock = new Timeline(new KeyFrame(Duration.seconds(1), event -> tick()));
        clock.setCycleCount(Timeline.INDEFINITE);
    }

    /** Shows the window as it was left. */
    public void show() {
        BorderPane root = new BorderPane();
        banner.getStyleClass().add("banner");
        banner.setId("banner");
        root.setTop(new VBox(bars.menus(), bars.tools(), banner));
        tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.ALL_TABS);
        tabs.setTabDragPolicy(TabPane.TabDragPolicy.REORDER);
        tabs.setId("screens");
        tabs.getSelectionModel().selectedItemProperty().addListener((property, old, tab) -> front());
        middle.getChildren().setAll(start(), tabs);
        down.setOrientation(Orientation.VERTICAL);
        down.getItems().setAll(middle, bottom.view());
        across.getItems().setAll(navigator.view(), down, properties.view());
        SplitPane.setResizableWithParent(navigator.view(), false);
        SplitPane.setResizableWithParent(properties.view(), false);
        SplitPane.setResizableWithParent(bottom.view(), false);
        root.setCenter(across);
        root.setBottom(statusLine.view());
        Scene scene = new Scene(root, settings.width(), settings.height());
        Themes.style(scene);
        stage.setTitle("Onecopy console");
        stage.setScene(scene);
        textSize();
        bottom.events().selection().addListener((property, old, row) -> select(row));
        stage.show();
        // Drawing the logo takes longer than anybody looks at it: the window comes first.
        Platform.runLater(() -> stage.getIcons().setAll(List.of(Icons.logo(32), Icons.logo(64), Icons.logo(128))));
        restore(settings.layout());
        activate(null);
        clock.play();
    }

    /** Remembers the window and ends all connections. */
    public void close() {
        clock.stop();
        if (stage.getScene() != null) {
            settings = new Settings(
                    stage.getScene().getWidth(),
                    stage.getScene().getHeight(),
                    layout(),
                    settings.perspectives(),
                    preferences.saved());
            remember();
        }
        sessions.forEach(Session::close);
    }

    /** What the user likes. */
    Preferences preferences() {
        return preferences;
    }

    private void preferred(Preference changed) {
        switch (changed) {
            case THEME -> Themes.apply("dark".equals(preferences.get(changed)));
            case TEXT_SIZE -> textSize();
            case POLL ->
                sessions.forEach(session -> session.every(Preference.duration(preferences.get(Preference.POLL))));
            case NOTICE, LAG_SPAN, LAG_THRESHOLD -> {
                // Looked at when it is needed next.
            }
        }
    }

    private void textSize() {
        stage.getScene().getRoot().setStyle("-fx-font-size: " + preferences.get(Preference.TEXT_SIZE) + "px");
    }

    private void remember() {
        try {
            settings.write(book.directory());
        } catch (IOException e) {
            work.note("remember the window", "" + e.getMessage());
        }
    }

    private VBox start() {
        Label head = new Label("No connection");
        head.getStyleClass().add("title-3");
        Label text = new Label("Connect to a network to see whether all is well, and what to do if not.");
        text.getStyleClass().add("text-muted");
        VBox box = new VBox(12, head, text);
        for (String id : List.of("connection.demo", "connection.import", "connection.add")) {
            var command = commands.find(id);
            Button button = new Button(command.label(), Icons.of(command.icon()));
            button.setId("start-" + id);
            button.setPrefWidth(280);
            button.setOnAction(event -> command.action().accept(context()));
            box.getChildren().add(button);
        }
        box.setAlignment(Pos.CENTER);
        box.setId("start");
        return box;
    }

    // ---- connections

    /** Opens a saved connection, or brings it to the front. */
    void connect(Saved connection) {
        Session open = sessions.stream()
                .filter(session -> session.name().equals(connection.name()))
                .findFirst()
                .orElse(null);
        if (open != null) {
            activate(open);
            return;
        }
        work.run("Open " + connection.name(), () -> Connector.session(book, connection, work), session -> {
            sessions.add(session);
            session.snapshot().addListener((property, old, now) -> arrived(session));
            session.link().addListener((property, old, now) -> arrived(session));
            session.every(Preference.duration(preferences.get(Preference.POLL)));
            session.start();
            activate(session);
        });
    }

    /** Saves what a network file says, and connects. */
    public void importNetwork(Path file) {
        ConnectionActs.importFile(this, file);
    }

    /** Ends the connection in front. */
    void disconnect() {
        Session gone = active;
        if (gone != null) {
            gone.close();
            sessions.remove(gone);
            activate(sessions.isEmpty() ? null : sessions.getFirst());
        }
    }

    private void activate(@Nullable Session session) {
        active = session;
        select(null);
        middle.getChildren().get(0).setVisible(session == null);
        tabs.setVisible(session != null);
        boolean warn = session != null && session.environment() == Environment.PRODUCTION;
        banner.setVisible(warn);
        banner.setManaged(warn);
        if (session != null) {
            banner.setStyle("-fx-background-color: " + session.environment().colour());
            banner.getChildren().setAll(new Label("PRODUCTION: " + session.name()));
            bottom.view()
                    .setStyle("-fx-border-color: " + session.environment().colour()
                            + " transparent transparent transparent; -fx-border-width: 2 0 0 0");
        }
        stage.setTitle(session == null ? "Onecopy console" : session.name() + " – Onecopy console");
        bottom.events().show(session);
        front();
        tick();
    }

    /** Does something once, when a network has answered for the first time. */
    public void onFirstAnswer(Runnable act) {
        firstAnswer = act;
    }

    private void arrived(Session session) {
        Runnable first = firstAnswer;
        if (first != null && session.snapshot().get() != null) {
            firstAnswer = null;
            Platform.runLater(first);
        }
        if (session == active) {
            front();
        }
        tick();
    }

    private void tick() {
        statusLine.show(active, work.clock().instant());
        navigator.show(sessions, book.all());
        frontScreen().ifPresent(screen -> screen.show(active));
        bars.update();
    }

    // ---- screens

    /** As {@link #open}, for somebody who goes on there by keys: the focus goes to it. */
    void visit(String id) {
        Screen screen = open(id);
        // A tab that was just made is laid out before it can have the focus.
        Platform.runLater(() -> Platform.runLater(() -> Stream.of(".table-view", ".tree-table-view", "#lag-canvas")
                .map(screen.view()::lookup)
                .filter(Objects::nonNull)
                .findFirst()
                .ifPresent(Node::requestFocus)));
    }

    /** Brings a screen to the front, and makes it where it is not open. */
    Screen open(String id) {
        Tab tab = tabs.getTabs().stream()
                .filter(one -> id.equals(one.getId()))
                .findFirst()
                .orElseGet(() -> add(id));
        tabs.getSelectionModel().select(tab);
        front();
        return Objects.requireNonNull(screens.get(id));
    }

    private Tab add(String id) {
        Screen screen = screens.computeIfAbsent(id, key -> {
            Screen made = Screens.entry(key).make().apply(this);
            made.selection().addListener((property, old, row) -> select(row));
            return made;
        });
        Tab tab = new Tab(screen.title(), screen.view());
        tab.setGraphic(Icons.of(screen.icon()));
        tab.setId(id);
        tabs.getTabs().add(tab);
        return tab;
    }

    private Optional<Screen> frontScreen() {
        Tab tab = tabs.getSelectionModel().getSelectedItem();
        return tab == null ? Optional.empty() : Optional.ofNullable(screens.get(tab.getId()));
    }

    private void front() {
        frontScreen().ifPresent(screen -> {
            screen.show(active);
            select(screen.selection().getValue());
        });
    }

    /** Asks for everything that is seen anew. */
    void refresh() {
        if (active != null) {
            active.refresh();
        }
        frontScreen().ifPresent(Screen::refresh);
    }

    private void select(@Nullable Object row) {
        selected = row;
        properties.show(row);
        bars.update();
    }

    private void chosen(Navigator.Item item) {
        if (item.session() != null && item.session() != active) {
            activate(item.session());
        }
        if (item.screen() != null && item.payload() == null) {
            open(item.screen());
        } else if (item.payload() != null && item.session() != null) {
            select(item.payload());
        }
    }

    private void opened(Navigator.Item item) {
        if (item.payload() instanceof Saved connection && item.session() == null) {
            ConnectionActs.open(this, connection);
        } else if (item.screen() != null) {
            open(item.screen());
        }
    }

    // ---- layouts

    private Settings.Layout layout() {
        Tab front = tabs.getSelectionModel().getSelectedItem();
        double[] wide = across.getDividerPositions();
        double[] high = down.getDividerPositions();
        return new Settings.Layout(
                tabs.getTabs().stream().map(Tab::getId).toList(),
                front == null ? "overview" : front.getId(),
                List.of(wide[0], wide[1], high[0]));
    }

    /** Makes the window look so. */
    void restore(Settings.Layout layout) {
        tabs.getTabs().clear();
        layout.screens().stream().filter(Screens.ids()::contains).forEach(this::add);
        tabs.getTabs().stream()
                .filter(tab -> layout.front().equals(tab.getId()))
                .findFirst()
                .ifPresent(tab -> tabs.getSelectionModel().select(tab));
        divide(layout);
        // Before the window was laid out once, positions are taken for nothing.
        Platform.runLater(() -> Platform.runLater(() -> divide(layout)));
    }

    private void divide(Settings.Layout layout) {
        across.setDividerPositions(layout.dividers().get(0), layout.dividers().get(1));
        down.setDividerPositions(layout.dividers().get(2));
    }

    /** Keeps the present layout by a name. */
    void keepLayout(String name) {
        settings = settings.with(name, layout());
        remember();
    }

    /** Layouts with a name. */
    Map<String, Settings.Layout> layouts() {
        return settings.perspectives();
    }

    // ---- for commands

    /** What commands act on now. */
    Context context() {
        return new Context(active, selected);
    }

    /** Shows the palette. */
    void palette() {
        palette.show(stage, context());
    }

    /** All that can be done. */
    public CommandRegistry commands() {
        return commands;
    }

    Stage stage() {
        return stage;
    }

    ConnectionBook book() {
        return book;
    }

    Work work() {
        return work;
    }

    /** Begins something that changes the network; says so when it is done, and asks anew. */
    <T> void act(Session session, String title, Callable<T> task, Consumer<T> done) {
        work.run(
                title,
                task,
                result -> {
                    say(title + ": done");
                    session.refresh();
                    refresh();
                    done.accept(result);
                },
                why -> say(title + ": " + why));
    }

    /** As {@link #act}, for an order to a node that answers something. */
    <T> void change(Session session, String title, Function<AdminClient, T> order, Consumer<T> done) {
        act(session, title, () -> session.gateway().change(order), done);
    }

    /** As {@link #act}, for an order to a node that answers nothing. */
    void order(Session session, String title, Consumer<AdminClient> order) {
        act(
                session,
                title,
                () -> {
                    session.gateway().order(order);
                    return title;
                },
                done -> {});
    }

    /** Says something in a corner of the window, for a while. */
    void say(String text) {
        Notifications.create()
                .owner(stage)
                .text(text.length() > 300 ? text.substring(0, 300) + "…" : text)
                .hideAfter(Duration.millis((double)
                        Preference.duration(preferences.get(Preference.NOTICE)).toMillis()))
                .show();
    }
}
