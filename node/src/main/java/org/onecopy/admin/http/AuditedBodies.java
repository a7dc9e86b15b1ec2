package org.onecopy.admin.http;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.Grant;
import org.onecopy.model.api.JoinRequest;
import org.onecopy.model.api.LoginSpec;
import org.onecopy.model.api.RuleSpec;
import org.onecopy.model.api.SilenceSpec;
import org.onecopy.model.api.TicketSpec;
import org.onecopy.model.api.TicketView;
import org.onecopy.model.api.TokenMade;
import org.onecopy.model.api.TokenSpec;
import org.onecopy.model.api.UserEdit;
import org.onecopy.model.api.UserSpec;

/** What the audit says of a body: names and roles. All else stays out of it, so that no secret comes in. */
final class AuditedBodies {
    private static final int NAMES_MAX = 32;

    private AuditedBodies() {}

    /**
     * What a request names.
     *
     * @param isUser whether there is a user of a name: what else stands in the place of one may be a mistyped password
     */
    static List<String> asked(@Nullable Object body, Predicate<String> isUser) {
        List<String> names = new ArrayList<>();
        switch (body) {
            case RuleSpec rule -> rule(rule, names);
            case UserSpec user -> {
                names.add("user:" + user.name());
                roles(user.roles(), names);
            }
            case UserEdit edit -> edit(edit, names);
            case TokenSpec token -> {
                names.add("token-name:" + token.name());
                if (token.owner() != null) {
                    names.add("owner:" + token.owner());
                }
                roles(token.roles(), names);
            }
            case LoginSpec login -> names.add("user:" + (isUser.test(login.user()) ? login.user() : "?"));
            case TicketSpec ticket -> {
                names.add("zone:" + ticket.zone());
                if (ticket.role() != null) {
                    names.add("role:" + ticket.role().word());
                }
                names.add("authority:" + Boolean.TRUE.equals(ticket.authority()));
            }
            case JoinRequest join -> {
                names.add("node:" + join.node());
                names.add("zone:" + join.zone());
                names.add("ticket:" + join.ticket());
            }
            case SilenceSpec silence -> names.add("for:" + silence.duration());
            case null, default -> {}
        }
        return names.size() > NAMES_MAX ? names.subList(0, NAMES_MAX) : names;
    }

    private static void rule(RuleSpec rule, List<String> names) {
        if (rule.name() != null) {
            names.add("rule:" + rule.name());
        }
        rule.zones().keySet().forEach(zone -> names.add("zone:" + zone));
    }

    private static void edit(UserEdit edit, List<String> names) {
        if (edit.roles() != null) {
            roles(edit.roles(), names);
            if (edit.roles().isEmpty()) {
                names.add("role:none");
            }
        }
        if (edit.disabled() != null) {
            names.add("disabled:" + edit.disabled());
        }
    }

    private static void roles(List<Grant> grants, List<String> names) {
        grants.forEach(grant -> names.add("role:" + grant));
    }

    /** What an answer names that was not known before. */
    static List<String> made(@Nullable Object answer) {
        return switch (answer) {
            case TokenMade token -> List.of("token:" + token.token().id());
            case TicketView ticket -> List.of("ticket:" + ticket.id());
            case null, default -> List.of();
        };
    }
}
