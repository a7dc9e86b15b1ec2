package org.onecopy.console.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.onecopy.console.command.Command;
import org.onecopy.console.command.CommandRegistry;
import org.onecopy.console.command.Context;
import org.onecopy.model.RuleName;
import org.onecopy.model.ZoneName;
import org.onecopy.model.api.GuardState;
import org.onecopy.model.api.GuardView;

/** Every command of the command line is reachable in the console, or said to belong elsewhere; docs/console.md has the same table. */
class ConsoleCommandsIT {
    private static final String BEGIN = "| command line | in the console |\n|---|---|\n";

    private final CommandRegistry commands = new CommandRegistry();

    ConsoleCommandsIT() {
        DeskCommands.add(commands, null);
    }

    /** As the completion for shells knows them. */
    private static Set<String> cliCommands() throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(DemoProcess.java());
        line.addAll(List.of("completion", "bash"));
        Process process = new ProcessBuilder(line)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String script = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        Map<String, String> hyphened = Pattern.compile("[a-z]+(-[a-z]+)+")
                .matcher(script)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toMap(word -> word.replace("-", ""), word -> word, (one, same) -> one));
        return Pattern.compile("function _picocli_onecopy_([a-z_]+)\\(\\)")
                .matcher(script)
                .results()
                .map(found -> Stream.of(found.group(1).split("_"))
                        .map(word -> hyphened.getOrDefault(word, word)) // its functions have no hyphens
                        .collect(Collectors.joining(" ")))
                .filter(name -> !name.endsWith("help"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private String table(Set<String> cli) {
        StringBuilder table = new StringBuilder(BEGIN);
        for (String name : cli) {
            String where = commands.all().stream()
                    .filter(command -> command.covers().contains(name))
                    .map(ConsoleCommandsIT::place)
                    .findFirst()
                    .orElse(DeskCommands.NOT_HERE.entrySet().stream()
                            .filter(entry -> name.equals(entry.getKey()) || name.startsWith(entry.getKey() + " "))
                            .map(entry -> "– (" + entry.getValue() + ")")
                            .findFirst()
                            .orElse("MISSING"));
            table.append("| `onecopy ")
                    .append(name)
                    .append("` | ")
                    .append(where)
                    .append(" |\n");
        }
        return table.toString();
    }

    private static String place(Command command) {
        String key = command.key() == null ? "" : " (" + command.key().replace("Shortcut", "Ctrl") + ")";
        return command.menu().title() + " → " + command.label() + key;
    }

    @Test
    void every_command_of_the_command_line_is_reachable_as_the_manual_says() throws IOException, InterruptedException {
        Assumptions.assumeTrue(DemoProcess.built(), "node/target/onecopy-node.jar is not built");
        Set<String> cli = cliCommands();
        assertThat(cli).contains("rules create", "status");
        String table = table(cli);
        assertThat(table).doesNotContain("MISSING");
        Path manual = DemoProcess.root().resolve("docs/console.md");
        if (Boolean.getBoolean("onecopy.console.docs")) {
            String text = Files.readString(manual);
            int at = text.indexOf(BEGIN);
            int end = text.indexOf("\n\n", at);
            Files.writeString(manual, text.substring(0, at) + table.stripTrailing() + text.substring(end));
        }
        assertThat(Files.readString(manual)).contains(table);
    }

    @Test
    void what_is_said_to_be_reached_exists() throws IOException, InterruptedException {
        Assumptions.assumeTrue(DemoProcess.built(), "node/target/onecopy-node.jar is not built");
        Set<String> cli = cliCommands();
        assertThat(commands.all()).flatExtracting(Command::covers).isSubsetOf(cli);
        assertThat(cli)
                .containsAll(DeskCommands.NOT_HERE.keySet().stream()
                        .filter(name -> !name.equals("console"))
                        .toList());
    }

    @Test
    void what_can_be_typed_can_be_sent_by_a_route_that_there_is() throws IOException {
        String routes = Files.readString(DemoProcess.root().resolve("docs/people.md"));
        List<Command> sent = commands.all().stream()
                .filter(command -> command.rest() != null)
                .toList();
        assertThat(sent)
                .allSatisfy(command ->
                        assertThat(routes).contains("| `" + command.rest().route() + "` |"));
        // These read or write files, or ask all nodes for all there is.
        assertThat(commands.all())
                .filteredOn(command -> command.cli() != null && command.rest() == null)
                .extracting(Command::id)
                .containsExactlyInAnyOrder("check.verify", "audit.verify", "audit.export", "audit.copy", "help.about");
    }

    @Test
    void parts_of_an_address_come_from_what_is_selected() {
        GuardView guard =
                new GuardView(new RuleName("photos"), new ZoneName("oslo"), GuardState.TRIPPED, 5, 4, 3, Instant.EPOCH);
        assertThat(commands.find("guard.release").rest().text(new Context(null, guard)))
                .isEqualTo("curl --cacert CA.crt -H \"Authorization: Bearer $TOKEN\" -X POST"
                        + " 'https://NODE:8082/api/v1/rules/photos/guard/oslo/release'");
        assertThat(commands.find("rule.edit").rest().text(Context.EMPTY))
                .contains("-d '{", "'https://NODE:8082/api/v1/rules/RULE'");
    }
}
