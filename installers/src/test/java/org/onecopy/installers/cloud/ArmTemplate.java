package org.onecopy.installers.cloud;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A template of Azure's resource manager, and what it comes to with given parameters: its expressions are done as the service does them, as
 * far as ours use them. An unknown function, parameter or variable is an error, and so is a dependency on nothing.
 */
final class ArmTemplate {
    private final Map<String, Object> template;
    private final Map<String, Object> parameters = new LinkedHashMap<>();
    private final UnaryOperator<String> addresses;

    private ArmTemplate(Map<String, Object> template, UnaryOperator<String> addresses) {
        this.template = template;
        this.addresses = addresses;
    }

    /** The template as it stands. */
    static Map<String, Object> parse(Path file) throws IOException {
        return new JsonMapper().readValue(file.toFile(), new TypeReference<Map<String, Object>>() {});
    }

    /** @param addresses by the id of an interface: the address that it got */
    static ArmTemplate with(Map<String, Object> template, Map<String, Object> given, UnaryOperator<String> addresses) {
        ArmTemplate made = new ArmTemplate(template, addresses);
        CloudFormation.map(template.get("parameters")).forEach((name, about) -> {
            Object usual = CloudFormation.map(about).get("defaultValue");
            Object value = given.containsKey(name) ? given.get(name) : made.value(usual, 0);
            made.parameters.put(name, Objects.requireNonNull(value, name + " is not given"));
        });
        return made;
    }

    /** The resources that are made, by type and name, with nothing left to compute. What a copy makes is counted from one. */
    Map<String, Map<String, Object>> resources() {
        Map<String, Map<String, Object>> made = new LinkedHashMap<>();
        for (Object resource : CloudFormation.list(template.get("resources"))) {
            Map<String, Object> about = new LinkedHashMap<>(CloudFormation.map(resource));
            Object copy = about.remove("copy");
            long count =
                    copy == null ? 1 : number(value(CloudFormation.map(copy).get("count"), 0));
            for (int i = 0; i < count; i++) {
                Map<String, Object> one = CloudFormation.map(value(about, i));
                String id = one.get("type") + "/" + one.get("name");
                if (made.put(id, one) != null) {
                    throw new IllegalArgumentException("two resources are called " + id);
                }
            }
        }
        made.values()
                .forEach(one -> dependencies(one).forEach(id -> {
                    if (!made.containsKey(id)) {
                        throw new IllegalArgumentException("depends on " + id + ", which is not made");
                    }
                }));
        return made;
    }

    private static List<String> dependencies(Map<String, Object> resource) {
        Object named = resource.get("dependsOn");
        return named == null
                ? List.of()
                : CloudFormation.list(named).stream().map(Object::toString).toList();
    }

    /** The outputs: a text, or a list of texts. */
    Map<String, Object> outputs() {
        Map<String, Object> given = new LinkedHashMap<>();
        CloudFormation.map(template.get("outputs")).forEach((name, about) -> {
            Object copy = CloudFormation.map(about).get("copy");
            if (copy == null) {
                given.put(
                        name,
                        Objects.requireNonNull(value(CloudFormation.map(about).get("value"), 0)));
                return;
            }
            List<Object> all = new ArrayList<>();
            for (int i = 0; i < number(value(CloudFormation.map(copy).get("count"), 0)); i++) {
                all.add(Objects.requireNonNull(value(CloudFormation.map(copy).get("input"), i)));
            }
            given.put(name, all);
        });
        return given;
    }

    private @Nullable Object value(@Nullable Object told, int index) {
        return switch (told) {
            case String text when text.startsWith("[[") -> text.substring(1);
            case String text when text.startsWith("[") && text.endsWith("]") -> new Expression(text, index).result();
            case List<?> list -> list.stream().map(one -> value(one, index)).toList();
            case Map<?, ?> map -> {
                Map<String, Object> values = new LinkedHashMap<>();
                CloudFormation.map(map).forEach((name, one) -> {
                    Object value = value(one, index);
                    if (value != null) {
                        values.put(name, value);
                    }
                });
                yield values;
            }
            case null, default -> told;
        };
    }

    private static long number(@Nullable Object value) {
        return ((Number) Objects.requireNonNull(value)).longValue();
    }

    /** One expression: calls, texts, whole numbers, and what is asked of the result of a call. */
    private final class Expression {
        private final String text;
        private final int index;
        private int at = 1;

        Expression(String text, int index) {
            this.text = text;
            this.index = index;
        }

        @Nullable
        Object result() {
            Object result = one();
            if (at != text.length() - 1) {
                throw new IllegalArgumentException("cannot be read from letter " + at + " on: " + text);
            }
            return result;
        }

        private @Nullable Object one() {
            spaces();
            char first = text.charAt(at);
            if (first == '\'') {
                return quoted();
            }
            int begin = at;
            while (Character.isLetterOrDigit(text.charAt(at))) {
                at++;
            }
            String word = text.substring(begin, at);
            if (word.matches("[0-9]+")) {
                return Long.parseLong(word);
            }
            expect('(');
            List<@Nullable Object> given = new ArrayList<>();
            spaces();
            while (text.charAt(at) != ')') {
                given.add(one());
                spaces();
                if (text.charAt(at) == ',') {
                    at++;
                }
            }
            expect(')');
            return asked(call(word, given), word);
        }

        /** What stands behind a call: {@code .name} and {@code [0]}. Only of what a cloud alone can say. */
        private @Nullable Object asked(@Nullable Object result, String word) {
            int begin = at;
            while (text.charAt(at) == '.' || text.charAt(at) == '[') {
                at++;
                while (Character.isLetterOrDigit(text.charAt(at))
                        || (text.charAt(at) == ']' && at < text.length() - 1)) {
                    at++;
                }
            }
            String path = text.substring(begin, at);
            if (path.isEmpty()) {
                return result;
            }
            return switch (word + path) {
                case "resourceGroup.name" -> "our-group";
                case "resourceGroup.location" -> "norwayeast";
                case "reference.ipConfigurations[0].properties.privateIPAddress" ->
                    addresses.apply(Objects.requireNonNull(result).toString());
                case "reference.addressPrefix" -> "10.9.8.0/24";
                default -> throw new IllegalArgumentException("who knows " + word + path + "?");
            };
        }

        private @Nullable Object call(String word, List<@Nullable Object> given) {
            return switch (word) {
                case "parameters" -> known(parameters, text(given, 0));
                case "variables" -> value(known(CloudFormation.map(template.get("variables")), text(given, 0)), index);
                case "format" -> format(given);
                case "concat" -> {
                    if (given.getFirst() instanceof List<?>) {
                        List<Object> all = new ArrayList<>();
                        given.forEach(list -> all.addAll(CloudFormation.list(Objects.requireNonNull(list))));
                        yield all;
                    }
                    yield String.join("", given.stream().map(String::valueOf).toList());
                }
                case "join" ->
                    String.join(
                            text(given, 1),
                            CloudFormation.list(Objects.requireNonNull(given.getFirst())).stream()
                                    .map(Object::toString)
                                    .toList());
                case "replace" -> text(given, 0).replace(text(given, 1), text(given, 2));
                case "startsWith" -> text(given, 0).startsWith(text(given, 1));
                case "empty" -> text(given, 0).isEmpty();
                case "equals" -> Objects.equals(given.getFirst(), given.get(1));
                case "and" -> given.stream().allMatch(Boolean.TRUE::equals);
                case "if" -> Boolean.TRUE.equals(given.getFirst()) ? given.get(1) : given.get(2);
                case "null" -> null;
                case "createArray" -> List.copyOf(given);
                case "createObject" -> {
                    Map<String, Object> object = new LinkedHashMap<>();
                    for (int i = 0; i < given.size(); i += 2) {
                        object.put(text(given, i), Objects.requireNonNull(given.get(i + 1)));
                    }
                    yield object;
                }
                case "copyIndex" -> index + (given.isEmpty() ? 0 : number(given.getFirst()));
                case "resourceId" ->
                    given.size() > 3
                            ? "/elsewhere/" + text(given, 1) + "/" + text(given, 2) + "/" + text(given, 3)
                            : text(given, 0) + "/" + text(given, 1);
                // A machine gets it decoded.
                case "base64", "reference" -> given.getFirst();
                case "resourceGroup" -> Map.of();
                default -> throw new IllegalArgumentException("no function: " + word + " in " + text);
            };
        }

        private static String format(List<@Nullable Object> given) {
            String text = text(given, 0);
            for (int i = 1; i < given.size(); i++) {
                text = text.replace("{" + (i - 1) + "}", String.valueOf(given.get(i)));
            }
            return text;
        }

        private static String text(List<@Nullable Object> given, int at) {
            return Objects.requireNonNull(given.get(at)).toString();
        }

        private static Object known(Map<String, Object> names, String name) {
            return Objects.requireNonNull(names.get(name), "there is no " + name);
        }

        private String quoted() {
            StringBuilder letters = new StringBuilder();
            at++;
            while (true) {
                char letter = text.charAt(at++);
                if (letter != '\'') {
                    letters.append(letter);
                } else if (text.charAt(at) == '\'') {
                    letters.append(text.charAt(at++));
                } else {
                    return letters.toString();
                }
            }
        }

        private void expect(char letter) {
            spaces();
            if (text.charAt(at) != letter) {
                throw new IllegalArgumentException("expected " + letter + " at letter " + at + " of " + text);
            }
            at++;
        }

        private void spaces() {
            while (text.charAt(at) == ' ') {
                at++;
            }
        }
    }
}
