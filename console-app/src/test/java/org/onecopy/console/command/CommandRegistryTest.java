package org.onecopy.console.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.onecopy.model.RuleName;

class CommandRegistryTest {
    private final CommandRegistry commands = new CommandRegistry();

    private static Command plain(String id, String label) {
        return Command.of(id, label, "fth-x", Command.Menu.FILE, context -> {});
    }

    @Test
    void refuses_an_id_or_a_key_that_is_taken() {
        commands.add(plain("a.one", "One").withKey("F5"));
        assertThatThrownBy(() -> commands.add(plain("a.one", "Other"))).hasMessageContaining("a.one");
        assertThatThrownBy(() -> commands.add(plain("a.two", "Two").withKey("F5")))
                .hasMessageContaining("F5");
    }

    @Test
    void finds_by_letters_in_their_order_the_closest_first_and_only_what_can_be_done() {
        commands.add(plain("a.tables", "Transfers"));
        commands.add(plain("a.test", "Send a test message"));
        commands.add(plain("a.big", "Big trace"));
        commands.add(plain("a.connected", "Trace of a network").connected());
        assertThat(commands.search("trs", Context.EMPTY))
                .extracting(Command::label)
                .containsExactly("Transfers");
        assertThat(commands.search("trace", Context.EMPTY))
                .extracting(Command::label)
                .containsExactly("Big trace");
        assertThat(commands.search("", Context.EMPTY)).hasSize(3);
    }

    @Test
    void a_command_on_a_record_is_enabled_by_its_selection_only() {
        Command command = Command.on(RuleName.class, "rule.x", "X", "fth-x", Command.Menu.RULES, context -> {});
        assertThat(command.enabled(new Context(null, new RuleName("photos")))).isFalse();
        assertThat(command.asCli(context -> "onecopy x", "x").cliText(Context.EMPTY))
                .isEmpty();
    }
}
