package org.onecopy.log;

import com.google.protobuf.UnsafeByteOperations;
import java.util.TreeMap;
import org.onecopy.core.Acl;
import org.onecopy.core.AclEntry;
import org.onecopy.core.Extras;
import org.onecopy.core.Xattrs;
import org.onecopy.log.proto.Values;

/** The form of what attributes have where a rule asks for more than modes, owners and times. Nothing at all where nothing is known. */
final class ExtrasForms {
    private ExtrasForms() {}

    static void put(Extras extras, Values.Attributes.Builder form) {
        if (extras.equals(Extras.NONE)) {
            return;
        }
        form.setReplication(extras.replication()).setBlockBytes(extras.blockBytes());
        if (extras.acl() != null) {
            form.setAcl(form(extras.acl()));
        }
        if (extras.xattrs() != null) {
            form.setXattrs(form(extras.xattrs()));
        }
    }

    static Extras extras(Values.Attributes form) {
        boolean known = form.hasAcl() || form.hasXattrs() || form.getReplication() != 0 || form.getBlockBytes() != 0;
        return known
                ? new Extras(
                        form.hasAcl() ? acl(form.getAcl()) : null,
                        form.hasXattrs() ? xattrs(form.getXattrs()) : null,
                        form.getReplication(),
                        form.getBlockBytes())
                : Extras.NONE;
    }

    private static Values.Acl form(Acl acl) {
        Values.Acl.Builder form = Values.Acl.newBuilder();
        for (AclEntry entry : acl.entries()) {
            form.addEntries(Values.Acl.Entry.newBuilder()
                    .setInherited(entry.inherited())
                    .setKind(form(entry.kind()))
                    .setName(entry.name())
                    .setPermissions(entry.permissions()));
        }
        return form.build();
    }

    private static Acl acl(Values.Acl form) {
        return new Acl(form.getEntriesList().stream()
                .map(entry -> new AclEntry(
                        entry.getInherited(), kind(entry.getKind()), entry.getName(), entry.getPermissions()))
                .toList());
    }

    private static Values.Acl.Entry.Kind form(AclEntry.Kind kind) {
        return switch (kind) {
            case USER -> Values.Acl.Entry.Kind.KIND_USER;
            case GROUP -> Values.Acl.Entry.Kind.KIND_GROUP;
            case MASK -> Values.Acl.Entry.Kind.KIND_MASK;
            case OTHER -> Values.Acl.Entry.Kind.KIND_OTHER;
        };
    }

    private static AclEntry.Kind kind(Values.Acl.Entry.Kind form) {
        return switch (form) {
            case KIND_USER -> AclEntry.Kind.USER;
            case KIND_GROUP -> AclEntry.Kind.GROUP;
            case KIND_MASK -> AclEntry.Kind.MASK;
            case KIND_OTHER -> AclEntry.Kind.OTHER;
            case KIND_UNSPECIFIED, UNRECOGNIZED -> throw Unreadable.unknown("an entry of an access control list");
        };
    }

    private static Values.Xattrs form(Xattrs xattrs) {
        Values.Xattrs.Builder form = Values.Xattrs.newBuilder();
        xattrs.values()
                .forEach((name, value) -> form.addXattrs(Values.Xattrs.Xattr.newBuilder()
                        .setName(name)
                        .setValue(UnsafeByteOperations.unsafeWrap(Xattrs.bytes(value)))));
        return form.build();
    }

    private static Xattrs xattrs(Values.Xattrs form) {
        TreeMap<String, String> values = new TreeMap<>();
        form.getXattrsList()
                .forEach(xattr -> values.put(
                        xattr.getName(), Xattrs.value(xattr.getValue().toByteArray())));
        return new Xattrs(values);
    }
}
