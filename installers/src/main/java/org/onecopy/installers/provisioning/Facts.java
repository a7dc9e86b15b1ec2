package org.onecopy.installers.provisioning;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was seen on a machine before anything was changed.
 *
 * @param values as {@code facts.sh} prints them
 * @param listeners addresses at which something listens
 * @param clock how far the machine's clock is ahead of ours, and how unsure that is
 */
record Facts(Map<String, String> values, Set<Listener> listeners, Clock clock) {
    Facts {
        values = Map.copyOf(values);
        listeners = Set.copyOf(listeners);
    }

    /** Something that listens. */
    record Listener(InetAddress address, int port) {}

    /** A difference of clocks. */
    record Clock(Duration ahead, Duration unsure) {
        /** The least by which they differ. */
        Duration least() {
            Duration by = ahead.abs().minus(unsure);
            return by.isNegative() ? Duration.ZERO : by;
        }
    }

    /** A package manager's name for the kind of an installation, and its version; {@code broken} where it is half-installed. */
    record Installed(String kind, String version) {
        boolean isBroken() {
            return version.equals("broken");
        }
    }

    static Facts parse(String said, Clock clock) {
        Map<String, String> values = new LinkedHashMap<>();
        Set<Listener> listeners = new HashSet<>();
        for (String line : said.lines().toList()) {
            int at = line.indexOf('=');
            if (at < 1) {
                continue;
            }
            String value = line.substring(at + 1).strip();
            if (line.startsWith("listens=")) {
                Listener listener = listener(value);
                if (listener != null) {
                    listeners.add(listener);
                }
            } else if (!value.isEmpty()) {
                values.putIfAbsent(line.substring(0, at), value);
            }
        }
        return new Facts(values, listeners, clock);
    }

    /** An address as the kernel shows it: bytes in its own order, four at a time, and the port. */
    private static @Nullable Listener listener(String text) {
        if (!text.matches("([0-9A-F]{8}|[0-9A-F]{32}):[0-9A-F]{4}")) {
            return null;
        }
        String hex = text.substring(0, text.indexOf(':'));
        byte[] address = new byte[hex.length() / 2];
        for (int i = 0; i < address.length; i++) {
            int from = (i / 4 * 4 + 3 - i % 4) * 2;
            address[i] = (byte) Integer.parseInt(hex.substring(from, from + 2), 16);
        }
        try {
            return new Listener(
                    InetAddress.getByAddress(address), Integer.parseInt(text.substring(text.indexOf(':') + 1), 16));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 and 16 bytes are an address", e);
        }
    }

    @Nullable
    String get(String key) {
        return values.get(key);
    }

    String get(String key, String usual) {
        return values.getOrDefault(key, usual);
    }

    /** Whether the script ran to its end. */
    boolean isWhole() {
        return values.containsKey("end");
    }

    boolean hasSystemd() {
        return "yes".equals(get("systemd"));
    }

    boolean has(String tool) {
        return values.containsKey("tool:" + tool);
    }

    @Nullable
    Installed installed() {
        String text = get("installed");
        if (text == null) {
            return null;
        }
        int space = text.indexOf(' ');
        return space < 0 ? new Installed(text, "") : new Installed(text.substring(0, space), text.substring(space + 1));
    }

    /** The ports at which another program listens where this bind address would. */
    List<Integer> taken(List<Integer> ports, @Nullable String bind) {
        List<Integer> taken = new ArrayList<>();
        for (int port : ports) {
            if (listeners.stream().anyMatch(listener -> listener.port == port && overlaps(listener.address, bind))) {
                taken.add(port);
            }
        }
        return taken;
    }

    private static boolean overlaps(InetAddress listens, @Nullable String bind) {
        if (bind == null || listens.isAnyLocalAddress()) {
            return true;
        }
        try {
            InetAddress wanted = InetAddress.ofLiteral(bind);
            return wanted.isAnyLocalAddress() || wanted.equals(listens);
        } catch (IllegalArgumentException e) {
            return true; // a name: better one warning too many
        }
    }
}
