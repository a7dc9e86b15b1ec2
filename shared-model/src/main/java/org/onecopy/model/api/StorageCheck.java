package org.onecopy.model.api;

/**
 * One thing that was tried in a storage.
 *
 * @param check what was tried, one word or two ({@code reach}, {@code atomic create}); a new release may try more
 * @param found what came of it
 * @param remedy what to do, or what to know; empty where there is nothing
 */
public record StorageCheck(String check, CheckResult result, String found, String remedy) {}
