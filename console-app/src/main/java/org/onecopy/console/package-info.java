/**
 * The desktop console: one package for each feature, in each a View and a ViewModel. Views hold controls and nothing
 * else; ViewModels call the admin API through the shared model and never touch a control. May depend on the shared
 * model, never on a node's classes.
 */
@NullMarked
package org.onecopy.console;

import org.jspecify.annotations.NullMarked;
