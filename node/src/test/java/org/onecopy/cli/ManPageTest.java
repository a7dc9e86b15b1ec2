package org.onecopy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class ManPageTest {
    @Test
    void describes_every_command_and_option_as_roff() {
        TestTerminal terminal = new TestTerminal(Map.of());
        int code = OnecopyCommand.settle(
                        OnecopyCommand.create(terminal.terminal())
                                .addSubcommand(new ManPageCommand(terminal.terminal())),
                        terminal.terminal())
                .execute("manpage");
        assertThat(code).isZero();
        String page = terminal.out();
        assertThat(page)
                .startsWith(".TH ONECOPY 1 ")
                .contains(".SS onecopy rules create\n", ".SS onecopy nodes remove\n")
                .contains("\\-\\-network FILE\n")
                .contains(".B 80\nthis node is out of its network")
                .doesNotContain("manpage")
                .doesNotContain("\n\n");
        assertThat(page.lines().filter(line -> line.startsWith(".") || line.startsWith("'")))
                .allMatch(line -> line.matches("\\.(TH|SH|SS|TP|B|I)( .*)?"));
    }
}
