package org.onecopy.installers.provisioning.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.onecopy.installers.provisioning.ProvisionCode;
import org.onecopy.installers.provisioning.ProvisionException;
import org.onecopy.model.ApiJson;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.api.Problem;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** A run that could not begin, as all commands of Onecopy say it: {@code onecopy: CODE: message}, with {@code -o json} as a document. */
final class Failures implements CommandLine.IExecutionExceptionHandler, CommandLine.IParameterExceptionHandler {
    private static final int USAGE = 2;
    private static final int UNREACHABLE = 69;
    private static final int INTERNAL = 70;

    private final Surroundings surroundings;

    Failures(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult result) {
        List<String> args = result.originalArgs();
        return switch (failure) {
            case ProvisionException wrong -> {
                ProvisionCode code = wrong.code();
                String words = code.code().replace('-', ' ');
                tell(
                        new Problem(
                                "urn:onecopy:problem:" + code.code(),
                                Character.toUpperCase(words.charAt(0)) + words.substring(1),
                                400,
                                wrong.said(),
                                code.code(),
                                "rejected",
                                Map.of("remedy", code.remedy())),
                        args);
                yield code == ProvisionCode.NETWORK_UNREACHABLE ? UNREACHABLE : USAGE;
            }
            case IllegalArgumentException wrong -> {
                tell(Problem.of(ProblemCode.BAD_REQUEST, Objects.toString(wrong.getMessage(), ""), Map.of()), args);
                yield USAGE;
            }
            default -> {
                failure.printStackTrace(surroundings.err());
                tell(Problem.of(ProblemCode.INTERNAL, "a fault of Onecopy: " + failure, Map.of()), args);
                yield INTERNAL;
            }
        };
    }

    @Override
    public int handleParseException(ParameterException failure, String[] args) {
        tell(
                Problem.of(ProblemCode.BAD_REQUEST, Objects.toString(failure.getMessage(), "wrong usage"), Map.of()),
                List.of(args));
        surroundings
                .err()
                .println("  see 'onecopy "
                        + failure.getCommandLine().getCommandSpec().qualifiedName() + " --help'");
        return USAGE;
    }

    private void tell(Problem problem, List<String> args) {
        if (wantsJson(args)) {
            try {
                surroundings.err().println(ApiJson.strict().writeValueAsString(problem));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("a problem that JSON cannot hold", e);
            }
            return;
        }
        surroundings.err().println("onecopy: " + problem.code() + ": " + problem.detail());
        if (problem.data().get("remedy") instanceof String remedy) {
            surroundings.err().println("  " + remedy);
        }
    }

    private static boolean wantsJson(List<String> args) {
        String all = " " + String.join(" ", args) + " ";
        return all.contains(" -o json ")
                || all.contains(" -o=json ")
                || all.contains(" -ojson ")
                || all.contains(" --output json ")
                || all.contains(" --output=json ");
    }
}
