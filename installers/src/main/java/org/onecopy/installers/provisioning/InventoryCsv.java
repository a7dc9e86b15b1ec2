package org.onecopy.installers.provisioning;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An inventory in CSV: the keys in the first line, then a line for each entry; commas in a value need quotes ({@code "}). */
final class InventoryCsv {
    private InventoryCsv() {}

    static List<InventoryEntry> parse(String file, String text) {
        List<String> lines = text.lines().toList();
        List<String> keys = List.of();
        List<InventoryEntry> entries = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String place = file + ":" + (i + 1);
            List<String> cells = cells(place, i == 0 && line.startsWith("\ufeff") ? line.substring(1) : line);
            if (keys.isEmpty()) {
                keys = cells;
                continue;
            }
            if (cells.size() != keys.size()) {
                throw new ProvisionException(
                        ProvisionCode.INVENTORY_INVALID,
                        place + ": " + cells.size() + " cells where the first line has " + keys.size());
            }
            Map<String, String> values = new LinkedHashMap<>();
            for (int cell = 0; cell < cells.size(); cell++) {
                if (!cells.get(cell).isEmpty()) {
                    values.put(keys.get(cell), cells.get(cell));
                }
            }
            entries.add(new InventoryEntry(place, values));
        }
        return entries;
    }

    private static List<String> cells(String place, String line) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char letter = line.charAt(i);
            if (letter == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                cell.append('"');
                i++;
            } else if (letter == '"') {
                quoted = !quoted;
            } else if (letter == ',' && !quoted) {
                cells.add(cell.toString().strip());
                cell.setLength(0);
            } else {
                cell.append(letter);
            }
        }
        if (quoted) {
            throw new ProvisionException(ProvisionCode.INVENTORY_INVALID, place + ": a quote is not closed");
        }
        cells.add(cell.toString().strip());
        return cells;
    }
}
