package org.onecopy.app.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A network address.
 *
 * @param host name or address; an IPv6 address without brackets
 * @param port 0 to 65535; 0 only where an address is bound to
 */
public record HostPort(String host, int port) {
    private static final Pattern TEXT = Pattern.compile("(?:\\[([0-9a-fA-F:.%]+)]|([A-Za-z0-9._-]+)):([0-9]{1,5})");

    /** @throws IllegalArgumentException where the text is not {@code HOST:PORT}; an IPv6 address stands in brackets */
    public static HostPort parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches() || Integer.parseInt(matcher.group(3)) > 65_535) {
            throw new IllegalArgumentException(
                    "expected HOST:PORT with a port up to 65535, for example 127.0.0.1:8082");
        }
        String host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        return new HostPort(host, Integer.parseInt(matcher.group(3)));
    }

    /** Whether it stands for all addresses of the machine, so that others cannot connect to it. */
    public boolean isAnyAddress() {
        return host.equals("0.0.0.0") || host.equals("::");
    }

    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
