/**
 * Who may use the node: finds out who bears a token, lets users in by their passwords, and has users and tokens agreed. May depend on
 * {@code admin} (whose {@code PeopleService} it is), {@code network} and {@code core.people}.
 */
@NullMarked
package org.onecopy.people;

import org.jspecify.annotations.NullMarked;
