package org.onecopy.console.lists;

import java.util.List;
import org.onecopy.model.api.BandwidthFlow;
import org.onecopy.model.api.BandwidthView;
import org.onecopy.model.api.CheckView;
import org.onecopy.model.api.MigrationPlanView;
import org.onecopy.model.api.MigrationView;
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

    /** Migrations: the upper part of their screen. */
    public static ListSpec<MigrationView> migrations() {
        return MigrationTables.MIGRATIONS;
    }

    /** What migrations would do: the upper part of their screen. */
    public static ListSpec<MigrationPlanView> plans() {
        return MigrationTables.PLANS;
    }

    /** Limits of bandwidth: the upper part of their screen. */
    public static ListSpec<BandwidthView> limits() {
        return MigrationTables.LIMITS;
    }

    /** What zones give to each other: the lower part of that screen. */
    public static ListSpec<BandwidthFlow> flows() {
        return MigrationTables.FLOWS;
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
                CareTables.LOST,
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
