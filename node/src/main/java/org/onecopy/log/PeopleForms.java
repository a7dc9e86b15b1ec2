package org.onecopy.log;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.people.PeopleChange;
import org.onecopy.core.people.Token;
import org.onecopy.core.people.User;
import org.onecopy.log.proto.PeopleEntries;
import org.onecopy.model.Grant;
import org.onecopy.model.Role;
import org.onecopy.model.RuleName;
import org.onecopy.model.UserName;

/** The stored form of users and tokens, as rows and in commands of the registry. */
public final class PeopleForms {
    /** The rows of {@link org.onecopy.core.people.PeopleTables#USERS}. */
    public static final RowCodec<User> USER =
            RowCodec.of(PeopleForms::form, PeopleEntries.User.parser(), PeopleForms::user);

    /** The rows of {@link org.onecopy.core.people.PeopleTables#TOKENS}. */
    public static final RowCodec<Token> TOKEN =
            RowCodec.of(PeopleForms::form, PeopleEntries.Token.parser(), PeopleForms::token);

    private PeopleForms() {}

    private static PeopleEntries.Grant form(Grant grant) {
        PeopleEntries.Grant.Builder form = PeopleEntries.Grant.newBuilder()
                .setRole(
                        switch (grant.role()) {
                            case VIEWER -> PeopleEntries.Grant.Role.VIEWER;
                            case OPERATOR -> PeopleEntries.Grant.Role.OPERATOR;
                            case RULE_ADMIN -> PeopleEntries.Grant.Role.RULE_ADMIN;
                            case SECURITY_ADMIN -> PeopleEntries.Grant.Role.SECURITY_ADMIN;
                        });
        grant.rules().forEach(rule -> form.addRules(rule.value()));
        return form.build();
    }

    private static Grant grant(PeopleEntries.Grant form) {
        Role role = switch (form.getRole()) {
            case VIEWER -> Role.VIEWER;
            case OPERATOR -> Role.OPERATOR;
            case RULE_ADMIN -> Role.RULE_ADMIN;
            case SECURITY_ADMIN -> Role.SECURITY_ADMIN;
            case ROLE_UNSPECIFIED, UNRECOGNIZED -> throw Unreadable.unknown("a role");
        };
        return new Grant(role, form.getRulesList().stream().map(RuleName::new).toList());
    }

    private static List<PeopleEntries.Grant> forms(List<Grant> grants) {
        return grants.stream().map(PeopleForms::form).toList();
    }

    private static List<Grant> grants(List<PeopleEntries.Grant> forms) {
        return forms.stream().map(PeopleForms::grant).toList();
    }

    private static PeopleEntries.User form(User user) {
        return PeopleEntries.User.newBuilder()
                .setName(user.name().value())
                .setPasswordHash(user.passwordHash())
                .addAllGrants(forms(user.grants()))
                .setDisabled(user.disabled())
                .build();
    }

    private static User user(PeopleEntries.User form) {
        return new User(
                new UserName(form.getName()), form.getPasswordHash(), grants(form.getGrantsList()), form.getDisabled());
    }

    private static PeopleEntries.Token form(Token token) {
        PeopleEntries.Token.Builder form = PeopleEntries.Token.newBuilder()
                .setId(token.id())
                .setName(token.name().value())
                .setDigest(token.digest())
                .addAllGrants(forms(token.grants()))
                .setExpiresMillis(token.expiresMillis())
                .setSession(token.session())
                .setRevoked(token.revoked());
        if (token.owner() != null) {
            form.setOwner(token.owner().value());
        }
        return form.build();
    }

    private static Token token(PeopleEntries.Token form) {
        return new Token(
                form.getId(),
                new UserName(form.getName()),
                form.hasOwner() ? new UserName(form.getOwner()) : null,
                form.getDigest(),
                grants(form.getGrantsList()),
                form.getExpiresMillis(),
                form.getSession(),
                form.getRevoked());
    }

    static PeopleEntries.PeopleChange form(PeopleChange change) {
        PeopleEntries.PeopleChange.Builder form = PeopleEntries.PeopleChange.newBuilder();
        switch (change) {
            case PeopleChange.AddUser add -> form.setAddUser(form(add.user()));
            case PeopleChange.EditUser edit -> form.setEditUser(form(edit));
            case PeopleChange.SetPassword set ->
                form.setSetPassword(PeopleEntries.PeopleChange.SetPassword.newBuilder()
                        .setUser(set.user().value())
                        .setPasswordHash(set.passwordHash()));
            case PeopleChange.RemoveUser remove ->
                form.setRemoveUser(remove.user().value());
            case PeopleChange.AddToken add -> form.setAddToken(form(add));
            case PeopleChange.RevokeToken revoke -> form.setRevokeToken(revoke.id());
        }
        return form.build();
    }

    private static PeopleEntries.PeopleChange.AddToken form(PeopleChange.AddToken add) {
        PeopleEntries.PeopleChange.AddToken.Builder form = PeopleEntries.PeopleChange.AddToken.newBuilder()
                .setToken(form(add.token()))
                .setNowMillis(add.nowMillis());
        if (add.proof() != null) {
            form.setProof(add.proof());
        }
        return form.build();
    }

    private static PeopleChange.AddToken add(PeopleEntries.PeopleChange.AddToken form) {
        return new PeopleChange.AddToken(
                token(form.getToken()), form.getNowMillis(), form.hasProof() ? form.getProof() : null);
    }

    private static PeopleEntries.PeopleChange.EditUser form(PeopleChange.EditUser edit) {
        PeopleEntries.PeopleChange.EditUser.Builder form = PeopleEntries.PeopleChange.EditUser.newBuilder()
                .setUser(edit.user().value());
        if (edit.grants() != null) {
            form.setGrants(PeopleEntries.PeopleChange.Grants.newBuilder().addAllGrants(forms(edit.grants())));
        }
        if (edit.disabled() != null) {
            form.setDisabled(edit.disabled());
        }
        return form.build();
    }

    static PeopleChange change(PeopleEntries.PeopleChange form) {
        return switch (form.getChangeCase()) {
            case ADD_USER -> new PeopleChange.AddUser(user(form.getAddUser()));
            case EDIT_USER -> edit(form.getEditUser());
            case SET_PASSWORD ->
                new PeopleChange.SetPassword(
                        new UserName(form.getSetPassword().getUser()),
                        form.getSetPassword().getPasswordHash());
            case REMOVE_USER -> new PeopleChange.RemoveUser(new UserName(form.getRemoveUser()));
            case ADD_TOKEN -> add(form.getAddToken());
            case REVOKE_TOKEN -> new PeopleChange.RevokeToken(form.getRevokeToken());
            case CHANGE_NOT_SET -> throw Unreadable.unknown("a change of users or tokens");
        };
    }

    private static PeopleChange.EditUser edit(PeopleEntries.PeopleChange.EditUser form) {
        @Nullable
        List<Grant> grants = form.hasGrants() ? grants(form.getGrants().getGrantsList()) : null;
        @Nullable Boolean disabled = form.hasDisabled() ? (Boolean) form.getDisabled() : null;
        return new PeopleChange.EditUser(new UserName(form.getUser()), grants, disabled);
    }
}
