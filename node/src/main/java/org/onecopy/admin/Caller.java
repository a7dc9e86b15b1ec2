package org.onecopy.admin;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onecopy.model.Grant;
import org.onecopy.model.ProblemCode;
import org.onecopy.model.Role;
import org.onecopy.model.RuleName;
import org.onecopy.model.UserName;
import org.onecopy.model.api.CallerKind;
import org.onecopy.model.api.WhoView;
import org.onecopy.problem.ProblemException;

/**
 * Who asks, as a node has found out by the token.
 *
 * @param id of the token, for logging out; null for lines of the tokens file
 * @param grants what the caller has been given
 * @param owners what the owner of an API token has been given, which limits the token; null where nobody owns it
 * @param expires when the caller is known no longer; null: never
 */
public record Caller(
        String name,
        CallerKind kind,
        @Nullable String id,
        @Nullable UserName owner,
        List<Grant> grants,
        @Nullable List<Grant> owners,
        @Nullable Instant expires) {
    /** The name of the request property that holds the caller. */
    public static final String PROPERTY = "onecopy.caller";

    public Caller {
        grants = List.copyOf(grants);
        owners = owners == null ? null : List.copyOf(owners);
    }

    /** Who is named by a line of the node's tokens file: may do everything. */
    public static Caller ofTokensFile(String name) {
        List<Grant> all = Arrays.stream(Role.values()).map(Grant::new).toList();
        return new Caller(name, CallerKind.TOKENS_FILE, null, null, all, null, null);
    }

    /** Whether the caller may look: who has any role may. */
    public boolean mayLook() {
        return !grants.isEmpty() && (owners == null || !owners.isEmpty());
    }

    /** Whether the caller has a role in a rule; null: everywhere. */
    public boolean has(Role role, @Nullable RuleName rule) {
        return covers(grants, role, rule) && (owners == null || covers(owners, role, rule));
    }

    /** Whether the caller has a role in any rule, or everywhere. */
    public boolean hasSomewhere(Role role) {
        return hasSomewhere(grants, role) && (owners == null || hasSomewhere(owners, role));
    }

    private static boolean covers(List<Grant> grants, Role role, @Nullable RuleName rule) {
        return grants.stream().anyMatch(grant -> grant.role() == role && grant.covers(rule));
    }

    private static boolean hasSomewhere(List<Grant> grants, Role role) {
        return grants.stream().anyMatch(grant -> grant.role() == role);
    }

    /** @throws ProblemException {@code FORBIDDEN} where the caller has not the role in the rule; null: everywhere */
    public void require(Role role, @Nullable RuleName rule) {
        if (!has(role, rule)) {
            throw forbidden(role, rule);
        }
    }

    /** The refusal of somebody who lacks a role. */
    public ProblemException forbidden(Role role, @Nullable RuleName rule) {
        String where = rule != null ? " in rule '" + rule + "'" : hasSomewhere(role) ? ", not limited to rules" : "";
        return new ProblemException(
                ProblemCode.FORBIDDEN,
                this + " may not do this: it needs the role " + role.word() + where,
                rule == null
                        ? java.util.Map.of("role", role.word())
                        : java.util.Map.of("role", role.word(), "rule", rule.value()),
                null);
    }

    /** What the caller may know of itself. */
    public WhoView view() {
        return new WhoView(name, kind, owner, grants, expires);
    }

    /** As it stands in events: {@code ada}, {@code token backup}, {@code admin (tokens file)}. */
    @Override
    public String toString() {
        return switch (kind) {
            case USER -> name;
            case TOKEN -> "token " + name;
            case TOKENS_FILE -> name + " (tokens file)";
        };
    }
}
