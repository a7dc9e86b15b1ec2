package org.onecopy.model.api;

/**
 * Why the whole is not healthy.
 *
 * @param code kebab-case, for example {@code zone-unreachable}
 * @param message what is the matter
 * @param nextAction what to do about it
 */
public record Reason(String code, String message, String nextAction) {}
