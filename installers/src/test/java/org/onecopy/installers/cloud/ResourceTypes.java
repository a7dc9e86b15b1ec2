package org.onecopy.installers.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The types of resources that our templates use, as their cloud publishes them: which properties there are, which are required, and of
 * which type. {@code cloudformation-types.json} is an extract of AWS's own specification (npm {@code @aws-cdk/cfnspec}),
 * {@code arm-types.json} of the models of Azure's own SDK (npm {@code @azure/arm-compute}, {@code @azure/arm-network}).
 */
final class ResourceTypes {
    private final JsonNode resources;
    private final JsonNode properties;

    private ResourceTypes(JsonNode root) {
        this.resources = root.path("resources");
        this.properties = root.path("properties");
    }

    static ResourceTypes read(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(ResourceTypes.class.getResourceAsStream(name), name)) {
            return new ResourceTypes(new JsonMapper().readTree(in));
        }
    }

    /** Whether {@code GetAtt} may ask a type for this. */
    boolean hasAttribute(String type, String attribute) {
        for (JsonNode one : resources.path(type).path("attributes")) {
            if (one.asText().equals(attribute)) {
                return true;
            }
        }
        return false;
    }

    /** What is wrong with the properties of a resource; empty where nothing is. */
    List<String> faults(String where, String type, Map<String, Object> given) {
        List<String> faults = new ArrayList<>();
        if (!resources.has(type)) {
            faults.add(where + ": no such type: " + type);
        } else {
            checkAll(where, resources.path(type).path("properties"), given, faults);
        }
        return faults;
    }

    private void checkAll(String where, JsonNode known, Map<String, Object> given, List<String> faults) {
        known.properties().forEach(property -> {
            if (property.getValue().path("required").asBoolean() && !given.containsKey(property.getKey())) {
                faults.add(where + ": " + property.getKey() + " is missing");
            }
        });
        given.forEach((name, value) -> {
            String at = where + "." + name;
            if (!known.has(name)) {
                faults.add(at + ": no such property");
                return;
            }
            JsonNode property = known.path(name);
            if (property.path("type").asText().equals("List")) {
                if (!(value instanceof List<?> list)) {
                    faults.add(at + ": expected a list");
                    return;
                }
                for (int i = 0; i < list.size(); i++) {
                    checkOne(at + "[" + i + "]", property.path("item").asText(), list.get(i), faults);
                }
            } else {
                checkOne(at, property.path("type").asText(), value, faults);
            }
        });
    }

    @SuppressWarnings("unchecked") // all keys of a template are texts
    private void checkOne(String at, String type, Object value, List<String> faults) {
        boolean right = switch (type) {
            case "String" -> value instanceof String || value instanceof Number || value instanceof Boolean;
            case "Integer", "Long" ->
                value instanceof Integer || value.toString().matches("-?[0-9]+");
            case "Double" -> value instanceof Number;
            case "Boolean" -> value instanceof Boolean || value.toString().matches("true|false");
            case "Json", "Map" -> value instanceof Map;
            default -> {
                if (properties.has(type) && value instanceof Map<?, ?> map) {
                    checkAll(at, properties.path(type), (Map<String, Object>) map, faults);
                    yield true;
                }
                yield false;
            }
        };
        if (!right) {
            faults.add(at + ": expected " + type + ", found " + value);
        }
    }
}
