package org.onecopy.core.shown;

import org.onecopy.core.namespace.MigrationRow.Amount;
import org.onecopy.model.Version;

/**
 * What of a migration has come to this zone: counted in the same commit in which it is recorded as shown.
 *
 * @param migration its place in the order
 * @param adopted lay there already
 * @param brought came from another zone
 * @param overtaken was changed or removed before it came
 */
public record Migrating(Version migration, Amount adopted, Amount brought, Amount overtaken) {}
