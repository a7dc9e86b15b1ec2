package org.onecopy.app.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.NearestWord;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * The scalars of a YAML file by their path ({@code network.members[0].node}), with where they stand; and all that is wrong with the
 * file's form.
 */
final class YamlTree {
    private static final int ERRORS_MAX = 20;
    private static final int FILE_LENGTH_MAX = 1 << 20;

    private final String file;
    private final Map<String, Scalar> scalars = new LinkedHashMap<>();
    private final Map<String, Map<String, Scalar>> maps = new HashMap<>();
    private final Map<String, Integer> listSizes = new HashMap<>();
    private final Map<String, Mark> sections = new HashMap<>();
    private final List<String> errors = new ArrayList<>();

    private YamlTree(String file) {
        this.file = file;
    }

    static YamlTree parse(String file, String text) {
        YamlTree tree = new YamlTree(file);
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(0);
        options.setNestingDepthLimit(8);
        options.setCodePointLimit(FILE_LENGTH_MAX);
        try {
            Node root = new Yaml(options).compose(new java.io.StringReader(text));
            if (root instanceof MappingNode mapping) {
                tree.mapping("", "", mapping);
            } else if (root != null) {
                tree.error(root.getStartMark(), "expected keys and values, for example 'node: oslo-1'");
            }
        } catch (MarkedYAMLException e) {
            tree.error(e.getProblemMark(), "not YAML: " + e.getProblem());
        } catch (YAMLException e) {
            tree.error(null, "not YAML: " + e.getMessage());
        }
        return tree;
    }

    /** @param shape the path with {@code []} for every index, as keys are named */
    private void mapping(String path, String shape, MappingNode mapping) {
        sections.put(path, mapping.getStartMark());
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode name)) {
                error(tuple.getKeyNode().getStartMark(), "expected a name");
                continue;
            }
            String childPath = path.isEmpty() ? name.getValue() : path + "." + name.getValue();
            String childShape = shape.isEmpty() ? name.getValue() : shape + "." + name.getValue();
            List<String> known = ConfigKeys.namesBelow(shape);
            if (!known.contains(name.getValue())) {
                error(name.getStartMark(), "unknown key '" + childPath + "'" + suggestion(name.getValue(), known));
            } else if (scalars.containsKey(childPath)
                    || sections.containsKey(childPath)
                    || listSizes.containsKey(childPath)) {
                error(name.getStartMark(), "'" + childPath + "' stands here twice");
            } else {
                value(childPath, childShape, tuple.getValueNode());
            }
        }
    }

    private void value(String path, String shape, Node value) {
        Key<?> key = ConfigKeys.find(shape);
        boolean names = key != null && key.type().equals(KeyType.NAMES);
        boolean list = !ConfigKeys.namesBelow(shape + "[]").isEmpty();
        switch (value) {
            case ScalarNode scalar
            when key != null && !names && !scalar.getTag().equals(Tag.NULL) ->
                scalars.put(path, new Scalar(scalar.getValue(), scalar.getStartMark()));
            // A section whose keys are all commented out.
            case ScalarNode empty
            when key == null && !list && empty.getTag().equals(Tag.NULL) -> sections.put(path, empty.getStartMark());
            case MappingNode mapping when names -> names(path, mapping);
            case MappingNode mapping when key == null && !list -> mapping(path, shape, mapping);
            case SequenceNode sequence when list -> sequence(path, shape, sequence);
            default -> {
                String expected = key == null
                        ? (list ? "a list" : "keys: " + ConfigKeys.namesBelow(shape))
                        : key.type().expected();
                error(value.getStartMark(), "'" + path + "': expected " + expected);
                // Counts as there, so that it is not also missed.
                sections.put(path, value.getStartMark());
            }
        }
    }

    /** A map whose names are the administrator's own. */
    private void names(String path, MappingNode mapping) {
        sections.put(path, mapping.getStartMark());
        Map<String, Scalar> pairs = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            boolean plain = tuple.getKeyNode() instanceof ScalarNode && tuple.getValueNode() instanceof ScalarNode;
            if (!plain) {
                error(tuple.getKeyNode().getStartMark(), "'" + path + "': expected " + KeyType.NAMES.expected());
                continue;
            }
            ScalarNode name = (ScalarNode) tuple.getKeyNode();
            ScalarNode value = (ScalarNode) tuple.getValueNode();
            if (pairs.put(name.getValue(), new Scalar(value.getValue(), value.getStartMark())) != null) {
                error(name.getStartMark(), "'" + path + "': '" + name.getValue() + "' stands here twice");
            }
        }
        maps.put(path, pairs);
    }

    /** The values of a map by their names, in the order of the file; empty where it is not there. */
    Map<String, Scalar> names(String path) {
        return maps.getOrDefault(path, Map.of());
    }

    private void sequence(String path, String shape, SequenceNode sequence) {
        listSizes.put(path, sequence.getValue().size());
        sections.put(path, sequence.getStartMark());
        int index = 0;
        for (Node item : sequence.getValue()) {
            String itemPath = path + "[" + index++ + "]";
            if (item instanceof MappingNode mapping) {
                mapping(itemPath, shape + "[]", mapping);
            } else {
                error(item.getStartMark(), "'" + itemPath + "': expected keys: " + ConfigKeys.namesBelow(shape + "[]"));
            }
        }
    }

    private static String suggestion(String name, List<String> known) {
        return NearestWord.of(name, known)
                .map(nearest -> "; did you mean '" + nearest + "'?")
                .orElse("; known here: " + String.join(", ", known));
    }

    @Nullable
    Scalar scalar(String path) {
        return scalars.get(path);
    }

    /** Whether something stands there, wrong or not. */
    boolean isPresent(String path) {
        return scalars.containsKey(path) || sections.containsKey(path);
    }

    int listSize(String path) {
        return listSizes.getOrDefault(path, 0);
    }

    /** Where the nearest section that exists around a path begins. */
    @Nullable
    Mark sectionAround(String path) {
        String around = path;
        while (!around.isEmpty()) {
            int dot = around.lastIndexOf('.');
            around = dot < 0 ? "" : around.substring(0, dot);
            if (sections.containsKey(around)) {
                return sections.get(around);
            }
        }
        return sections.get("");
    }

    void error(@Nullable Mark mark, String message) {
        if (errors.size() < ERRORS_MAX) {
            String place = mark == null ? "" : ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1);
            errors.add(file + place + ": " + message);
        }
    }

    List<String> errors() {
        return List.copyOf(errors);
    }

    /** A value and where it stands. */
    record Scalar(String text, Mark mark) {}
}
