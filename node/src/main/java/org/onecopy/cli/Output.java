package org.onecopy.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.function.Supplier;
import org.onecopy.model.ApiJson;
import picocli.CommandLine.Option;

/** How an answer is printed: as a table for people, or as JSON or YAML exactly as the API gives it. */
final class Output {
    private static final JsonMapper JSON = ApiJson.strict();
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .build();

    private final Terminal terminal;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "TABLE",
            description = "table, json or yaml (default: table)")
    private Format format = Format.TABLE;

    Output(Terminal terminal) {
        this.terminal = terminal;
    }

    enum Format {
        TABLE,
        JSON,
        YAML
    }

    boolean isTable() {
        return format == Format.TABLE;
    }

    /** Prints an answer; an empty table as a sentence. */
    void print(Object answer, Supplier<String> table, String whenEmpty) {
        String text = switch (format) {
            case TABLE -> table.get();
            case JSON -> json(answer) + "\n";
            case YAML -> yaml(answer);
        };
        terminal.out().print(text.isEmpty() ? whenEmpty + "\n" : text);
        terminal.out().flush();
    }

    /** Prints one of a stream of answers: for JSON on one line each. */
    void printLine(Object answer, Supplier<String> line) {
        String text = switch (format) {
            case TABLE -> line.get() + "\n";
            case JSON -> compact(answer) + "\n";
            case YAML -> "---\n" + yaml(answer);
        };
        terminal.out().print(text);
        terminal.out().flush();
    }

    private static String json(Object answer) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(answer);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer that JSON cannot hold", e);
        }
    }

    static String compact(Object answer) {
        try {
            return JSON.writeValueAsString(answer);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer that JSON cannot hold", e);
        }
    }

    private static String yaml(Object answer) {
        try {
            JsonNode tree = JSON.valueToTree(answer);
            return YAML.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer that YAML cannot hold", e);
        }
    }
}
