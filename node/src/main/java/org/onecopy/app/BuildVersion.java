package org.onecopy.app;

/** Which build this is. */
final class BuildVersion {
    /** As the jar says; {@code development} where there is no jar. */
    static final String TEXT = text();

    private BuildVersion() {}

    private static String text() {
        String version = BuildVersion.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
