package org.onecopy.installers.provisioning.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.onecopy.installers.provisioning.HostReport;
import org.onecopy.model.ApiJson;

/** A run of {@code onecopy provision}, with nobody at the terminal. */
public record CommandRun(int code, String out, String err) {
    /** Runs it. */
    public static CommandRun of(List<String> words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Surroundings surroundings = new Surroundings(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                new BufferedReader(new StringReader("")),
                null,
                Map.of("HOME", "/nonexistent", "USER", "somebody"));
        int code = ProvisionMain.commandLine(surroundings).execute(words.toArray(String[]::new));
        return new CommandRun(code, out.toString(), err.toString());
    }

    /** What {@code -o json} printed. */
    public List<HostReport> reports() {
        try {
            return ApiJson.strict().readValue(out, new TypeReference<List<HostReport>>() {});
        } catch (JsonProcessingException e) {
            throw new AssertionError("no reports: " + out + err, e);
        }
    }
}
