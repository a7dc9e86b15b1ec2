package org.onecopy.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Names of users or of groups, as the machine's name service has them (files, LDAP, …), each kept for five minutes. An id without a
 * name stands as its number.
 */
public final class Principals {
    private static final long KEPT_NANOS = 300_000_000_000L;
    private static final int BUFFER_BYTES_MAX = 1 << 22;
    private static final long STRUCT_BYTES = 64;

    private record NameOf(String name, long readNanos) {}

    private record IdOf(OptionalInt id, long readNanos) {}

    private final MethodHandle byId;
    private final MethodHandle byName;
    private final long idAt;
    private final ConcurrentHashMap<Integer, NameOf> names = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, IdOf> ids = new ConcurrentHashMap<>();

    private Principals(String byId, String byName) {
        this.byId = function(byId, ValueLayout.JAVA_INT);
        this.byName = function(byName, ValueLayout.ADDRESS);
        this.idAt = 16;
    }

    public static Principals users() {
        return new Principals("getpwuid_r", "getpwnam_r");
    }

    public static Principals groups() {
        return new Principals("getgrgid_r", "getgrnam_r");
    }

    @SuppressWarnings("restricted") // the name service is libc's
    private static MethodHandle function(String name, ValueLayout key) {
        return Linker.nativeLinker()
                .downcallHandle(
                        Linker.nativeLinker().defaultLookup().findOrThrow(name),
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT,
                                key,
                                ValueLayout.ADDRESS,
                                ValueLayout.ADDRESS,
                                ValueLayout.JAVA_LONG,
                                ValueLayout.ADDRESS));
    }

    /** The name of an id, or its number where it has none. */
    public String name(int id) {
        NameOf known = names.get(id);
        long now = System.nanoTime();
        if (known == null || now - known.readNanos() > KEPT_NANOS) {
            String found = lookUp(
                    (entry, buffer, length, result) -> (int) byId.invokeExact(id, entry, buffer, length, result),
                    Principals::nameIn);
            known = new NameOf(found == null ? Integer.toUnsignedString(id) : found, now);
            names.put(id, known);
        }
        return known.name();
    }

    /** The id of a name; a name that nobody has, but that is a number, stands for itself. Empty where there is none. */
    public OptionalInt id(String name) {
        IdOf known = ids.get(name);
        long now = System.nanoTime();
        if (known == null || now - known.readNanos() > KEPT_NANOS) {
            known = new IdOf(find(name), now);
            ids.put(name, known);
        }
        return known.id();
    }

    private OptionalInt find(String name) {
        if (name.isEmpty() || name.indexOf(0) >= 0) {
            return OptionalInt.empty();
        }
        Integer found = lookUp(
                (entry, buffer, length, result) -> {
                    try (Arena arena = Arena.ofConfined()) {
                        return (int) byName.invokeExact(arena.allocateFrom(name), entry, buffer, length, result);
                    }
                },
                entry -> entry.get(ValueLayout.JAVA_INT, idAt));
        if (found != null) {
            return OptionalInt.of(found);
        }
        try {
            return OptionalInt.of(Integer.parseUnsignedInt(name));
        } catch (NumberFormatException noNumber) {
            return OptionalInt.empty();
        }
    }

    @SuppressWarnings("restricted") // the name lies in the buffer that we gave
    private static String nameIn(MemorySegment entry) {
        return entry.get(ValueLayout.ADDRESS, 0).reinterpret(1024).getString(0);
    }

    private interface LookUp {
        int call(MemorySegment entry, MemorySegment buffer, long length, MemorySegment result) throws Throwable;
    }

    private interface Read<T> {
        T from(MemorySegment entry);
    }

    private static <T> @Nullable T lookUp(LookUp call, Read<T> read) {
        for (int bytes = 1 << 12; bytes <= BUFFER_BYTES_MAX; bytes *= 4) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment entry = arena.allocate(STRUCT_BYTES, 8);
                MemorySegment result = arena.allocate(ValueLayout.ADDRESS);
                int errno = call.call(entry, arena.allocate(bytes), bytes, result);
                if (errno != Errno.ERANGE) {
                    boolean found = errno == 0 && result.get(ValueLayout.JAVA_LONG, 0) != 0;
                    return found ? read.from(entry) : null;
                }
            } catch (Throwable broken) {
                throw new IllegalStateException("cannot ask the name service", broken);
            }
        }
        return null;
    }
}
