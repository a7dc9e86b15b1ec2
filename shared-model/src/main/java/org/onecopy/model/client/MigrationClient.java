package org.onecopy.model.client;

import java.util.List;
import org.onecopy.model.RuleName;
import org.onecopy.model.api.MigrationChange;
import org.onecopy.model.api.MigrationPlanSpec;
import org.onecopy.model.api.MigrationPlanView;
import org.onecopy.model.api.MigrationSpec;
import org.onecopy.model.api.MigrationView;

/** Migrations: existing trees that come under a rule. Throws as {@link AdminClient} does. Safe to call from many threads. */
public final class MigrationClient {
    private static final String ALL = "/api/v1/migrations";
    private static final String PLANS = ALL + "/plans";

    private final AdminTransport transport;

    MigrationClient(AdminTransport transport) {
        this.transport = transport;
    }

    /** The last migration of each rule that has or had one, by rule. */
    public List<MigrationView> all() {
        return transport.readList(ALL, MigrationView.class);
    }

    /** The last migration of a rule. */
    public MigrationView show(RuleName rule) {
        return transport.read(of(rule), MigrationView.class);
    }

    /** Makes a rule over existing trees, and begins its migration. */
    public MigrationView begin(MigrationSpec spec) {
        return transport.send("POST", ALL, spec, MigrationView.class);
    }

    /** Begins a migration of a rule that is there. */
    public MigrationView begin(RuleName rule, MigrationSpec spec) {
        return transport.send("POST", of(rule), spec, MigrationView.class);
    }

    /** Pauses it, lets it go on, cancels it, or gives it another priority. */
    public MigrationView change(RuleName rule, MigrationChange change) {
        return transport.send("PUT", of(rule), change, MigrationView.class);
    }

    /** Begins to find out what a migration would do; the node that is asked goes on with it. */
    public MigrationPlanView beginPlan(MigrationPlanSpec spec) {
        return transport.send("POST", PLANS, spec, MigrationPlanView.class);
    }

    /** The plans that the node knows, the newest first. */
    public List<MigrationPlanView> plans() {
        return transport.readList(PLANS, MigrationPlanView.class);
    }

    /** One of them. */
    public MigrationPlanView plan(String plan) {
        return transport.read(PLANS + "/" + plan, MigrationPlanView.class);
    }

    /** Ends one, and forgets it. @return how far it was */
    public MigrationPlanView endPlan(String plan) {
        return transport.send("DELETE", PLANS + "/" + plan, null, MigrationPlanView.class);
    }

    private static String of(RuleName rule) {
        return "/api/v1/rules/" + rule + "/migration";
    }
}
