package org.onecopy.installers.cloud;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BinaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A template of CloudFormation, and what it comes to with given parameters: its functions are done as the service does them, as far as
 * ours use them. A reference to nothing is an error.
 */
final class CloudFormation {
    private static final Pattern INSERTED = Pattern.compile("\\$\\{([A-Za-z0-9:.]+)}");

    /** What is left out where it stands. */
    private static final Object NO_VALUE = new Object();

    private final Map<String, Object> template;
    private final Map<String, String> parameters;
    private final BinaryOperator<String> attributes;

    private CloudFormation(
            Map<String, Object> template, Map<String, String> parameters, BinaryOperator<String> attributes) {
        this.template = template;
        this.parameters = parameters;
        this.attributes = attributes;
    }

    /** The template as it stands, with short functions as long ones. */
    static Map<String, Object> parse(Path file) throws IOException {
        try (Reader in = Files.newBufferedReader(file)) {
            return map(plain(new Yaml(new LoaderOptions()).compose(in)));
        }
    }

    /**
     * With parameters; those that are not given are as the template says.
     *
     * @param attributes by a resource's name and type, or its name and an attribute with a dot before it: what the cloud would say
     */
    static CloudFormation with(
            Map<String, Object> template, Map<String, String> given, BinaryOperator<String> attributes) {
        Map<String, String> parameters = new LinkedHashMap<>();
        map(template.get("Parameters")).forEach((name, about) -> {
            Object usual = map(about).get("Default");
            String value = given.getOrDefault(name, usual == null ? null : usual.toString());
            parameters.put(name, Objects.requireNonNull(value, name + " is not given"));
            Object pattern = map(about).get("AllowedPattern");
            if (pattern != null && !value.matches(pattern.toString())) {
                throw new IllegalArgumentException(name + "=" + value + " does not match " + pattern);
            }
        });
        return new CloudFormation(template, parameters, attributes);
    }

    /** The resources that are made, with nothing left to compute. */
    Map<String, Map<String, Object>> resources() {
        Map<String, Map<String, Object>> made = new LinkedHashMap<>();
        map(template.get("Resources")).forEach((name, about) -> {
            if (isMade(name)) {
                made.put(name, map(value(about)));
            }
        });
        return made;
    }

    /** The outputs that are given. */
    Map<String, String> outputs() {
        Map<String, String> given = new LinkedHashMap<>();
        map(template.get("Outputs")).forEach((name, about) -> {
            Object condition = map(about).get("Condition");
            if (condition == null || condition(condition.toString())) {
                given.put(name, value(map(about).get("Value")).toString());
            }
        });
        return given;
    }

    /** The assertions that do not hold. */
    List<String> refusals() {
        List<String> refusals = new ArrayList<>();
        for (Object rule : map(template.get("Rules")).values()) {
            if (isTrue(map(rule).get("RuleCondition"))) {
                for (Object assertion : list(map(rule).get("Assertions"))) {
                    if (!isTrue(map(assertion).get("Assert"))) {
                        refusals.add(map(assertion).get("AssertDescription").toString());
                    }
                }
            }
        }
        return refusals;
    }

    private boolean isMade(String resource) {
        Object about = map(template.get("Resources")).get(resource);
        if (about == null) {
            throw new IllegalArgumentException("there is no resource " + resource);
        }
        Object condition = map(about).get("Condition");
        return condition == null || condition(condition.toString());
    }

    private boolean condition(String name) {
        Object told = map(template.get("Conditions")).get(name);
        if (told == null) {
            throw new IllegalArgumentException("there is no condition " + name);
        }
        return isTrue(told);
    }

    private boolean isTrue(Object told) {
        Map.Entry<String, Object> function = map(told).entrySet().iterator().next();
        return switch (function.getKey()) {
            case "Fn::Equals" ->
                value(list(function.getValue()).getFirst())
                        .toString()
                        .equals(value(list(function.getValue()).get(1)).toString());
            case "Fn::Not" -> !isTrue(list(function.getValue()).getFirst());
            case "Fn::And" -> list(function.getValue()).stream().allMatch(this::isTrue);
            case "Fn::Or" -> list(function.getValue()).stream().anyMatch(this::isTrue);
            case "Condition" -> condition(function.getValue().toString());
            default -> throw new IllegalArgumentException("no condition: " + told);
        };
    }

    private Object value(Object told) {
        if (told instanceof List<?> list) {
            return list.stream()
                    .map(this::value)
                    .filter(one -> !NO_VALUE.equals(one))
                    .toList();
        }
        if (!(told instanceof Map<?, ?>)) {
            return told;
        }
        Map<String, Object> map = map(told);
        if (map.size() == 1) {
            String name = map.keySet().iterator().next();
            if (name.equals("Ref") || name.startsWith("Fn::")) {
                return call(name, map.values().iterator().next());
            }
        }
        Map<String, Object> values = new LinkedHashMap<>();
        map.forEach((name, one) -> {
            Object value = name.equals("Condition") ? NO_VALUE : value(one);
            if (!NO_VALUE.equals(value)) {
                values.put(name, value);
            }
        });
        return values;
    }

    private Object call(String name, Object with) {
        return switch (name) {
            case "Ref" -> reference(with.toString());
            case "Fn::GetAtt" -> attribute(with.toString());
            case "Fn::Sub" -> substituted(with);
            case "Fn::If" ->
                value(list(with).get(condition(list(with).getFirst().toString()) ? 1 : 2));
            case "Fn::Join" ->
                String.join(
                        list(with).getFirst().toString(),
                        list(value(list(with).get(1))).stream()
                                .map(Object::toString)
                                .toList());
            case "Fn::Split" ->
                List.of(value(list(with).get(1))
                        .toString()
                        .split(Pattern.quote(list(with).getFirst().toString()), -1));
            // The service encodes what a machine gets decoded.
            case "Fn::Base64" -> value(with);
            default -> throw new IllegalArgumentException("no function: " + name);
        };
    }

    private Object reference(String name) {
        if (name.equals("AWS::NoValue")) {
            return NO_VALUE;
        }
        if (name.startsWith("AWS::")) {
            return Map.of("AWS::Partition", "aws", "AWS::URLSuffix", "amazonaws.com", "AWS::Region", "eu-north-1")
                    .get(name);
        }
        if (parameters.containsKey(name)) {
            return parameters.get(name);
        }
        if (!isMade(name)) {
            throw new IllegalArgumentException("a reference to " + name + ", which is not made");
        }
        return attributes.apply(name, type(name));
    }

    private String attribute(String text) {
        int dot = text.indexOf('.');
        String resource = text.substring(0, dot);
        if (!isMade(resource)) {
            throw new IllegalArgumentException("a reference to " + resource + ", which is not made");
        }
        return attributes.apply(resource, text.substring(dot));
    }

    private String type(String resource) {
        return map(map(template.get("Resources")).get(resource)).get("Type").toString();
    }

    private String substituted(Object with) {
        String text =
                with instanceof String plain ? plain : list(with).getFirst().toString();
        Map<String, Object> own =
                with instanceof String ? Map.of() : map(list(with).get(1));
        Matcher inserted = INSERTED.matcher(text);
        return inserted.replaceAll(found -> {
            String name = found.group(1);
            Object value = own.containsKey(name)
                    ? value(own.get(name))
                    : name.contains(".") ? attribute(name) : reference(name);
            return Matcher.quoteReplacement(value.toString());
        });
    }

    private static Object plain(Node node) {
        Object value = switch (node) {
            case ScalarNode scalar ->
                scalar.getTag().equals(Tag.INT)
                        ? (Object) Integer.valueOf(scalar.getValue())
                        : scalar.getTag().equals(Tag.BOOL)
                                ? (Object) Boolean.valueOf(scalar.getValue())
                                : scalar.getValue();
            case SequenceNode sequence ->
                sequence.getValue().stream().map(CloudFormation::plain).toList();
            case MappingNode mapping -> {
                Map<String, Object> map = new LinkedHashMap<>();
                mapping.getValue().forEach(pair -> {
                    String key = ((ScalarNode) pair.getKeyNode()).getValue();
                    if (map.put(key, plain(pair.getValueNode())) != null) {
                        throw new IllegalArgumentException(key + " stands there twice: "
                                + pair.getKeyNode().getStartMark());
                    }
                });
                yield map;
            }
            default -> throw new IllegalArgumentException("not to be read: " + node.getStartMark());
        };
        String tag = node.getTag().getValue();
        if (!tag.startsWith("!")) {
            return value;
        }
        String function = tag.substring(1);
        return Map.of(function.equals("Ref") || function.equals("Condition") ? function : "Fn::" + function, value);
    }

    @SuppressWarnings("unchecked") // all keys are texts
    static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    @SuppressWarnings("unchecked") // ours have all kinds of things
    static List<Object> list(Object value) {
        return (List<Object>) value;
    }
}
