package org.onecopy.console.whatif;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;
import org.onecopy.console.session.Gateway;
import org.onecopy.console.work.Work;
import org.onecopy.model.NodeId;

/** The question and its answer. For the JavaFX thread. */
public final class WhatIfModel {
    private final Work work;
    private final Set<String> lost = new TreeSet<>();
    private final Set<String> removed = new TreeSet<>();
    private final ReadOnlyObjectWrapper<@Nullable Outlook> answer = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper note = new ReadOnlyStringWrapper("");
    private int question;

    public WhatIfModel(Work work) {
        this.work = work;
    }

    /** Counts a zone or a node as lost, or not. */
    public void lose(String name, boolean isLost) {
        boolean changed = isLost ? lost.add(name) : lost.remove(name);
        question += changed ? 1 : 0;
    }

    /** Counts a node as taken out, or not. */
    public void remove(NodeId node, boolean isRemoved) {
        boolean changed = isRemoved ? removed.add(node.value()) : removed.remove(node.value());
        question += changed ? 1 : 0;
    }

    /** Counts nothing as lost any more. */
    public void clear() {
        lost.clear();
        removed.clear();
        question++;
    }

    /** Whether a zone or node counts as lost. */
    public boolean isLost(String name) {
        return lost.contains(name);
    }

    /** Whether a node counts as taken out. */
    public boolean isRemoved(NodeId node) {
        return removed.contains(node.value());
    }

    /** Whether anything is asked. */
    public boolean isEmpty() {
        return lost.isEmpty() && removed.isEmpty();
    }

    /** What would be left; null while it is not known. */
    public ReadOnlyObjectProperty<@Nullable Outlook> answer() {
        return answer.getReadOnlyProperty();
    }

    /** What to say where there is no answer. */
    public ReadOnlyStringProperty note() {
        return note.getReadOnlyProperty();
    }

    /** What to type for the same; empty where nothing is asked. */
    public String cli() {
        if (removed.size() == 1 && lost.isEmpty()) {
            return "onecopy whatif remove " + removed.iterator().next();
        }
        return lost.isEmpty() ? "" : "onecopy whatif lose " + lost.stream().collect(Collectors.joining(" "));
    }

    /** Asks for what is ticked now; an answer to another question is dropped. */
    public void ask(@Nullable Gateway gateway) {
        if (gateway == null || isEmpty()) {
            answer.set(null);
            note.set(gateway == null ? "Not connected." : "Tick what would be lost, or taken out. Nothing is changed.");
            return;
        }
        int asked = question;
        List<String> lose = new ArrayList<>(lost);
        List<NodeId> remove = removed.stream().map(NodeId::new).toList();
        note.set("Asking…");
        work.quietly(
                "what if",
                () -> Outlook.of(Outlook.ask(gateway, lose, remove)),
                found -> {
                    if (asked == question) {
                        answer.set(found);
                        note.set("");
                    }
                },
                why -> {
                    if (asked == question) {
                        answer.set(null);
                        note.set(why);
                    }
                });
    }
}
