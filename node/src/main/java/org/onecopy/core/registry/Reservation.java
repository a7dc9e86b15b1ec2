package org.onecopy.core.registry;

import java.util.UUID;
import org.onecopy.core.namespace.RuleDefinition;
import org.onecopy.model.RuleId;

/**
 * A rule's claim on its name and on one path in each of its zones.
 *
 * <table>
 * <caption>its life</caption>
 * <tr><td>nothing → PENDING</td><td>{@link RegistryCommand.ReserveRule}</td></tr>
 * <tr><td>PENDING → ACTIVE</td><td>{@link RegistryCommand.ConfirmRule} of revision 1</td></tr>
 * <tr><td>PENDING, ACTIVE → REMOVING</td><td>{@link RegistryCommand.ReleaseRule}</td></tr>
 * <tr><td>REMOVING → nothing</td><td>{@link RegistryCommand.RuleGone}</td></tr>
 * </table>
 *
 * @param definition the first revision, so that any node can bring a pending rule into its membership's log; name and paths stay
 *     true, the rest may have been revised there
 * @param membership in whose log the rule lives
 * @param activeIndex where in that log the first revision took effect; 0 before
 * @param revision the last one that was reported to have taken effect; 0 before
 */
public record Reservation(RuleDefinition definition, UUID membership, Status status, long activeIndex, long revision) {
    /** Where a rule stands in its life. */
    public enum Status {
        PENDING,
        ACTIVE,
        REMOVING
    }

    public RuleId rule() {
        return definition.id();
    }

    Reservation confirmed(long newRevision, long index) {
        return new Reservation(
                definition, membership, Status.ACTIVE, activeIndex == 0 ? index : activeIndex, newRevision);
    }

    Reservation removing() {
        return new Reservation(definition, membership, Status.REMOVING, activeIndex, revision);
    }
}
