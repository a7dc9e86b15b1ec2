package org.onecopy.console.shell;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.TreeCell;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.HBox;
import javafx.scene.paint.Color;
import javafx.scene.shape.Circle;
import org.jspecify.annotations.Nullable;
import org.onecopy.console.connect.Saved;
import org.onecopy.console.session.Link;
import org.onecopy.console.session.Session;
import org.onecopy.console.session.Snapshot;
import org.onecopy.console.theme.Icons;
import org.onecopy.console.theme.Themes;
import org.onecopy.model.api.NodeState;
import org.onecopy.model.api.NodeView;
import org.onecopy.model.api.ZoneView;

/** The tree at the left: connections, what is in them, and the views of them. */
final class Navigator {
    /**
     * A line of the tree.
     *
     * @param key the same when the tree is made anew
     * @param tone {@code good}, {@code bad}, {@code lost} or empty
     * @param screen that opens with it; null for none
     * @param payload a record of the API, or a saved connection; null for none
     */
    record Item(
            String key,
            String label,
            String icon,
            String tone,
            @Nullable String screen,
            @Nullable Object payload,
            @Nullable Session session) {}

    private final TreeView<Item> tree = new TreeView<>(new TreeItem<>());
    private final Consumer<Item> opened;
    private List<Item> flat = List.of();
    private final Set<String> collapsed = new HashSet<>();
    private boolean building;

    /** @param opened told of a double click or the key Enter */
    Navigator(Consumer<Item> chosen, Consumer<Item> opened) {
        this.opened = opened;
        tree.setShowRoot(false);
        tree.setId("navigator");
        tree.getStyleClass().add("navigator");
        tree.setCellFactory(ignored -> new Cell());
        tree.setOnMouseClicked(event -> {
            if (event.getButton() == MouseButton.PRIMARY && event.getClickCount() == 2) {
                openSelected();
            }
        });
        tree.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ENTER) {
                openSelected();
            }
        });
        tree.getSelectionModel().selectedItemProperty().addListener((property, old, now) -> {
            if (now != null && now.getValue() != null && !building) {
                chosen.accept(now.getValue());
            }
        });
    }

    TreeView<Item> view() {
        return tree;
    }

    private void openSelected() {
        TreeItem<Item> item = tree.getSelectionModel().getSelectedItem();
        if (item != null && item.getValue() != null) {
            opened.accept(item.getValue());
        }
    }

    /** Shows these; made anew only where something differs. */
    void show(List<Session> sessions, List<Saved> saved) {
        TreeItem<Item> root = new TreeItem<>();
        for (Session session : sessions) {
            root.getChildren().add(network(session));
        }
        for (Saved connection : saved) {
            if (sessions.stream().noneMatch(session -> session.name().equals(connection.name()))) {
                root.getChildren()
                        .add(new TreeItem<>(new Item(
                                "saved/" + connection.name(),
                                connection.name(),
                                "fth-cloud-off",
                                "lost",
                                null,
                                connection,
                                null)));
            }
        }
        List<Item> now = new ArrayList<>();
        flatten(root, now);
        if (now.equals(flat)) {
            return;
        }
        flat = now;
        TreeItem<Item> before = tree.getSelectionModel().getSelectedItem();
        building = true;
        tree.setRoot(root);
        if (before != null && before.getValue() != null) {
            find(root, before.getValue().key())
                    .ifPresent(item -> tree.getSelectionModel().select(item));
        }
        building = false;
    }

    private static Optional<TreeItem<Item>> find(TreeItem<Item> from, String key) {
        if (from.getValue() != null && from.getValue().key().equals(key)) {
            return Optional.of(from);
        }
        return from.getChildren().stream()
                .map(child -> find(child, key))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static void flatten(TreeItem<Item> from, List<Item> into) {
        if (from.getValue() != null) {
            // What only counts up is no reason to make the tree anew.
            Item item = from.getValue();
            into.add(new Item(item.key(), item.label(), item.icon(), item.tone(), item.screen(), null, null));
        }
        from.getChildren().forEach(child -> flatten(child, into));
    }

    private TreeItem<Item> network(Session session) {
        Snapshot now = session.snapshot().get();
        boolean lost = session.link().get() instanceof Link.Disconnected;
        String tone = lost || now == null
                ? "lost"
                : switch (now.status().health()) {
                    case HEALTHY -> "good";
                    case DEGRADED -> "warn";
                    case DOWN -> "bad";
                };
        TreeItem<Item> root = item(session, "", session.name(), "fth-globe", tone, "overview", null);
        root.getChildren().add(item(session, "/overview", "Overview", "fth-activity", "", "overview", null));
        root.getChildren().add(item(session, "/lag", "Lag", "own-lag", "", "lag", null));
        root.getChildren().add(rules(session, now));
        root.getChildren().add(zones(session, now));
        root.getChildren()
                .add(group(
                        session,
                        "Care",
                        "fth-life-buoy",
                        "alerts",
                        "guard",
                        "parked",
                        "lost",
                        "conflicts",
                        "transfers",
                        "checks",
                        "repairs",
                        "schedules",
                        "trash",
                        "migrations",
                        "plans",
                        "fences",
                        "silences"));
        root.getChildren()
                .add(group(
                        session,
                        "Network",
                        "fth-share-2",
                        "nodes",
                        "load",
                        "memberships",
                        "whatif",
                        "bandwidth",
                        "storage",
                        "tickets"));
        root.getChildren().add(group(session, "People", "fth-users", "users", "tokens", "audit"));
        return root;
    }

    private TreeItem<Item> rules(Session session, @Nullable Snapshot now) {
        TreeItem<Item> rules = item(session, "/rules", "Rules", "own-rule", "", "rules", null);
        if (now != null && now.rules().size() <= 50) {
            now.rules()
                    .forEach(rule -> rules.getChildren()
                            .add(item(
                                    session,
                                    "/rules/" + rule.name(),
                                    rule.name().value(),
                                    "fth-folder",
                                    "",
                                    "rules",
                                    rule)));
        }
        return rules;
    }

    private TreeItem<Item> zones(Session session, @Nullable Snapshot now) {
        TreeItem<Item> zones = item(session, "/zones", "Zones", "own-zone", "", "zones", null);
        if (now == null) {
            return zones;
        }
        for (ZoneView zone : now.zones()) {
            String storage = zone.storage() == null ? "witness" : zone.storage().type();
            String icon = zone.storage() == null ? "own-witness" : "own-zone";
            TreeItem<Item> line = item(
                    session,
                    "/zones/" + zone.name(),
                    zone.name() + " / " + storage,
                    icon,
                    zone.reachable() ? "" : "bad",
                    "zones",
                    zone);
            for (NodeView node : now.nodes()) {
                if (node.zone().equals(zone.name())) {
                    line.getChildren()
                            .add(item(
                                    session,
                                    "/nodes/" + node.id(),
                                    node.id().value(),
                                    "own-node",
                                    node.state() == NodeState.RUNNING ? "good" : "bad",
                                    "nodes",
                                    node));
                }
            }
            zones.getChildren().add(line);
        }
        return zones;
    }

    private TreeItem<Item> group(Session session, String label, String icon, String... screens) {
        TreeItem<Item> group = item(session, "/" + label, label, icon, "", null, null);
        for (String screen : screens) {
            Screens.Entry entry = Screens.entry(screen);
            group.getChildren().add(item(session, "/" + screen, entry.title(), entry.icon(), "", screen, null));
        }
        return group;
    }

    private TreeItem<Item> item(
            Session session,
            String path,
            String label,
            String icon,
            String tone,
            @Nullable String screen,
            @Nullable Object payload) {
        String key = session.name() + path;
        TreeItem<Item> item = new TreeItem<>(new Item(key, label, icon, tone, screen, payload, session));
        item.setExpanded(!collapsed.contains(key));
        item.expandedProperty().addListener((property, old, open) -> {
            if (open) {
                collapsed.remove(key);
            } else {
                collapsed.add(key);
            }
        });
        return item;
    }

    private static final class Cell extends TreeCell<Item> {
        @Override
        protected void updateItem(@Nullable Item item, boolean empty) {
            super.updateItem(item, empty);
            if (item == null || empty) {
                setText(null);
                setGraphic(null);
                return;
            }
            setText(item.label());
            Node icon = Icons.of(item.icon());
            Color dot = switch (item.tone()) {
                case "good" -> Themes.good();
                case "warn" -> Themes.warning();
                case "bad" -> Themes.bad();
                default -> Color.TRANSPARENT;
            };
            HBox box = new HBox(4, icon);
            if (!dot.equals(Color.TRANSPARENT)) {
                box.getChildren().add(new Circle(4, dot));
            }
            box.setAlignment(Pos.CENTER_LEFT);
            setGraphic(box);
            setOpacity(item.tone().equals("lost") ? 0.6 : 1);
        }
    }
}
