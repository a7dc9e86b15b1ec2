package org.onecopy.installers.provisioning;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code onecopy node setup} is told. */
final class Answers {
    private Answers() {}

    /** @param ticket null: the node makes the network */
    static String text(HostSpec spec, @Nullable String ticket) {
        Map<String, @Nullable String> answers = new LinkedHashMap<>();
        HostSpec.NodeAnswers of = spec.answers();
        answers.put("ONECOPY_ZONE", spec.zone().value());
        answers.put("ONECOPY_NODE", spec.node().value());
        answers.put("ONECOPY_HOST", spec.address());
        answers.put("ONECOPY_STORAGE", of.storage());
        answers.put("ONECOPY_BIND", of.bind());
        answers.put("ONECOPY_PORTS", String.join(",", portTexts(of.ports())));
        answers.put("ONECOPY_HEAP", of.heap());
        answers.put("ONECOPY_PROFILE", of.profile());
        answers.put("ONECOPY_TICKET", ticket);
        answers.put("ONECOPY_CREATE", ticket == null ? "yes" : null);
        StringBuilder text = new StringBuilder();
        answers.forEach((name, value) -> {
            if (value != null) {
                // One pair of quotes is taken off there; what stands between them stays.
                text.append(name).append("='").append(value).append("'\n");
            }
        });
        return text.toString();
    }

    private static List<String> portTexts(List<Integer> ports) {
        return ports.stream().map(String::valueOf).toList();
    }
}
