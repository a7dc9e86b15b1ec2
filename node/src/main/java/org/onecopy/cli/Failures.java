package org.onecopy.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.api.Problem;
import org.onecopy.model.client.ProblemResponseException;
import org.onecopy.model.client.UnreachableException;
import org.onecopy.problem.ProblemException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Every failure as {@code onecopy: CODE: message} and a remedy on standard error, with {@code -o json} as a problem document; and the
 * exit code that fits.
 */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {
    private final Terminal terminal;

    Failures(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult result) {
        boolean json = wantsJson(result.originalArgs());
        return switch (failure) {
            case ProblemResponseException refused -> tell(refused.problem(), remedy(refused.problem()), json, null);
            case UnreachableException unreachable ->
                tell(
                        new Problem(
                                "urn:onecopy:problem:unreachable",
                                "Unreachable",
                                503,
                                Objects.toString(unreachable.getMessage(), ""),
                                "unreachable",
                                "retry-later",
                                Map.of()),
                        "see whether the nodes run ('onecopy demo' starts three), and whether --network names the right file",
                        json,
                        ExitCode.UNREACHABLE);
            case ProblemException problem -> tell(problem(problem), remedy(problem(problem)), json, null);
            case IllegalArgumentException wrong ->
                tell(
                        Problem.of(ProblemCode.BAD_REQUEST, Objects.toString(wrong.getMessage(), ""), Map.of()),
                        "",
                        json,
                        ExitCode.USAGE);
            default -> internal(failure, json);
        };
    }

    private int internal(Exception failure, boolean json) {
        failure.printStackTrace(terminal.err());
        return tell(
                Problem.of(ProblemCode.INTERNAL, "a fault of Onecopy: " + failure, Map.of()),
                "please report it with the lines above",
                json,
                ExitCode.INTERNAL);
    }

    private static Problem problem(ProblemException problem) {
        return Problem.of(problem.code(), Objects.toString(problem.getMessage(), ""), problem.data());
    }

    private int tell(Problem problem, String remedy, boolean json, @Nullable Integer exit) {
        if (json) {
            terminal.err().println(Output.compact(problem));
        } else {
            // A message of several lines (a configuration's mistakes) keeps them; each is cleaned by itself.
            String detail = String.join(
                    "\n", problem.detail().lines().map(Table::printable).toList());
            terminal.err().println("onecopy: " + problem.code() + ": " + detail);
            if (!remedy.isEmpty()) {
                terminal.err().println("  " + remedy);
            }
        }
        terminal.err().flush();
        return exit == null ? ExitCode.of(problem) : exit;
    }

    private static String remedy(Problem problem) {
        if (problem.data().get("remedy") instanceof String remedy) {
            return remedy;
        }
        return switch (problem.code()) {
            case "unauthenticated" ->
                "log in with 'onecopy login', or give the token file of this network with --token, or its network file with --network";
            case "forbidden" -> "'onecopy whoami' shows your roles; a security-admin can give you others";
            case "user-unknown" -> "'onecopy users' lists the users";
            case "token-unknown" -> "'onecopy tokens' lists the tokens";
            case "too-many-attempts" -> "wait as long as it says, then try again";
            case "zones-not-empty" -> "say which tree is the truth with --initial source=ZONE, or --initial union";
            case "rule-revision-stale" -> "somebody else edited the rule: look at it again, then repeat the edit";
            case "rule-unknown" -> "'onecopy rules' lists the rules";
            case "zone-unknown" -> "'onecopy zones' lists the zones";
            case "no-quorum" -> "'onecopy nodes' shows which nodes are missing; start them";
            case "internal" -> "the node's log tells more";
            default ->
                problem.action().equals("retry-later") || problem.action().equals("retry-elsewhere")
                        ? "try again later; 'onecopy status' says what is the matter"
                        : "";
        };
    }

    @Override
    public int handleParseException(ParameterException failure, String[] args) {
        CommandLine command = failure.getCommandLine();
        String message = Objects.toString(failure.getMessage(), "wrong usage");
        if (wantsJson(Arrays.asList(args))) {
            terminal.err().println(Output.compact(Problem.of(ProblemCode.BAD_REQUEST, message, Map.of())));
        } else {
            terminal.err().println("onecopy: usage: " + Table.printable(message));
            UnmatchedArgumentException.printSuggestions(
                    failure, new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
            terminal.err().println("  see '" + command.getCommandSpec().qualifiedName() + " --help'");
        }
        terminal.err().flush();
        return ExitCode.USAGE;
    }

    private static boolean wantsJson(List<String> args) {
        for (int i = 0; i < args.size(); i++) {
            String arg = args.get(i);
            boolean next = i + 1 < args.size() && args.get(i + 1).equals("json");
            if (arg.equals("-o=json")
                    || arg.equals("-ojson")
                    || arg.equals("--output=json")
                    || arg.equals("--json")
                    || ((arg.equals("-o") || arg.equals("--output")) && next)) {
                return true;
            }
        }
        return false;
    }
}
