package org.onecopy.installers.provisioning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An inventory in YAML: {@code defaults}, keys for all, and {@code hosts}, a list of entries. */
final class InventoryYaml {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private InventoryYaml() {}

    static List<InventoryEntry> parse(String file, String text) {
        JsonNode root;
        try {
            root = YAML.readTree(text);
        } catch (JsonProcessingException e) {
            throw new ProvisionException(
                    ProvisionCode.INVENTORY_INVALID, file + ": is no YAML: " + e.getOriginalMessage(), e);
        }
        if (root == null || !root.isObject()) {
            throw wrong(file, "expected 'hosts' and, where wanted, 'defaults'");
        }
        root.fieldNames().forEachRemaining(name -> {
            if (!name.equals("hosts") && !name.equals("defaults")) {
                throw wrong(file, "'" + name + "' is no key here; there are 'hosts' and 'defaults'");
            }
        });
        InventoryEntry defaults = root.hasNonNull("defaults")
                ? entry(file + ": defaults", root.get("defaults"))
                : new InventoryEntry(file, Map.of());
        JsonNode hosts = root.path("hosts");
        if (!hosts.isArray()) {
            throw wrong(file, "'hosts' must be a list");
        }
        List<InventoryEntry> entries = new ArrayList<>();
        for (JsonNode host : hosts) {
            entries.add(entry(file + ": hosts[" + entries.size() + "]", host).over(defaults.values()));
        }
        return entries;
    }

    private static InventoryEntry entry(String place, JsonNode node) {
        if (!node.isObject()) {
            throw wrong(place, "expected keys such as host and zone");
        }
        Map<String, String> values = new LinkedHashMap<>();
        node.properties().forEach(field -> {
            JsonNode value = field.getValue();
            if (value.isArray()) {
                List<String> parts = new ArrayList<>();
                value.forEach(part -> parts.add(part.asText()));
                values.put(field.getKey(), String.join(",", parts));
            } else if (value.isValueNode() && !value.isNull()) {
                values.put(field.getKey(), value.asText());
            } else if (!value.isNull()) {
                throw wrong(place, "'" + field.getKey() + "' must be a word or a number");
            }
        });
        return new InventoryEntry(place, values);
    }

    private static ProvisionException wrong(String place, String message) {
        return new ProvisionException(ProvisionCode.INVENTORY_INVALID, place + ": " + message);
    }
}
