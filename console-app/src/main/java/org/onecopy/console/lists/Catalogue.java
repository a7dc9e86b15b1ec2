package org.onecopy.console.lists;

import java.util.List;
import org.onecopy.model.api.CheckView;
import org.onecopy.model.api.RepairView;

/** All tables that fill a screen by themselves. */
public final class Catalogue {
    private Catalogue() {}

    /** Consistency checks: the upper part of their screen. */
    public static ListSpec<CheckView> checks() {
        return RuleTables.CHECKS;
    }

    /** Repairs: the upper part of their screen. */
    public static ListSpec<RepairView> repairs() {
        return MendTables.REPAIRS;
    }

    /** In the order of the menu. */
    public static List<ListSpec<?>> all() {
        return List.of(
                RuleTables.RULES,
                CareTables.CONFLICTS,
                MendTables.TRASH,
                MendTables.SCHEDULES,
                FenceTable.FENCES,
                CareTables.PARKED,
                CareTables.TRANSFERS,
                CareTables.GUARD,
                CareTables.ALERTS,
                CareTables.SILENCES,
                NetworkTables.ZONES,
                NetworkTables.NODES,
                NetworkTables.MEMBERSHIPS,
                NetworkTables.STORAGE,
                NetworkTables.TICKETS,
                PeopleTables.USERS,
                PeopleTables.TOKENS);
    }
}
