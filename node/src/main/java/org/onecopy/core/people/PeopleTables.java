package org.onecopy.core.people;

import java.util.ArrayList;
import java.util.List;
import org.onecopy.core.table.Table;
import org.onecopy.core.table.TableView;
import org.onecopy.model.UserName;

/** The tables of users and tokens, which are a part of the registry. */
public final class PeopleTables {
    /** Every user. */
    public static final Table<UserName, User> USERS = new Table<>("users");

    /** Every token and session that is not forgotten, by the digest of its secret. */
    public static final Table<String, Token> TOKENS = new Table<>("tokens");

    private static final UserName FIRST_USER = new UserName("a");

    private PeopleTables() {}

    /** All users, by name. */
    public static List<User> users(TableView view) {
        List<User> all = new ArrayList<>();
        view.scan(USERS, FIRST_USER, null).forEachRemaining(row -> all.add(row.getValue()));
        return all;
    }

    /** All tokens and sessions, by digest. */
    public static List<Token> tokens(TableView view) {
        List<Token> all = new ArrayList<>();
        view.scan(TOKENS, "", null).forEachRemaining(row -> all.add(row.getValue()));
        return all;
    }
}
