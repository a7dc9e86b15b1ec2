package org.onecopy.simulation;

import java.util.Map;
import java.util.TreeMap;
import org.onecopy.core.namespace.Inode;
import org.onecopy.core.namespace.RuleRow;
import org.onecopy.core.namespace.Tables;
import org.onecopy.model.Digest;
import org.onecopy.model.FileId;

/** The agreed tree of a node by path, as a disk prints what lies on it. */
final class AgreedTree {
    private final Simulation simulation;

    AgreedTree(Simulation simulation) {
        this.simulation = simulation;
    }

    Map<String, String> of(SimNode node) {
        Map<String, String> lines = new TreeMap<>();
        RuleRow rule = node.agreed.get(Tables.RULES, SimNode.RULE);
        collect(node, rule.root(), "", lines);
        return lines;
    }

    private void collect(SimNode node, FileId directory, String path, Map<String, String> lines) {
        node.agreed.all(Tables.CHILDREN).forEach((key, value) -> {
            Tables.ChildKey child = (Tables.ChildKey) key;
            if (child.parent().equals(directory)) {
                Inode inode = node.agreed.get(Tables.INODES, (FileId) value);
                String at = path.isEmpty() ? child.name().value() : path + "/" + child.name();
                lines.put(at, describe(inode, node.zone.value()));
                collect(node, inode.id(), at, lines);
            }
        });
    }

    private String describe(Inode inode, String zone) {
        String mode = Integer.toOctalString(SimExtras.kept(zone, SimExtras.bits(inode.attributes(), 0)));
        return switch (inode.kind()) {
            case DIRECTORY -> "dir " + mode;
            case SYMLINK -> "link " + inode.target();
            case FILE ->
                "file " + mode + " " + inode.length() + " "
                        + text(inode.content().digest());
        };
    }

    /** What a user wrote, by its digest. */
    String text(Digest digest) {
        return simulation.nodes.stream()
                .map(node -> node.judge.text(digest))
                .filter(text -> text != null)
                .findFirst()
                .orElse("unknown " + digest);
    }
}
