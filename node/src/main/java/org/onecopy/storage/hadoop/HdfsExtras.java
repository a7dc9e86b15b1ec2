package org.onecopy.storage.hadoop;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.fs.XAttrSetFlag;
import org.apache.hadoop.fs.permission.AclEntryScope;
import org.apache.hadoop.fs.permission.AclEntryType;
import org.apache.hadoop.fs.permission.FsAction;
import org.apache.hadoop.hdfs.DFSClient;
import org.apache.hadoop.hdfs.protocol.HdfsFileStatus;
import org.jspecify.annotations.Nullable;
import org.onecopy.core.Acl;
import org.onecopy.core.AclEntry;
import org.onecopy.core.Extras;
import org.onecopy.core.Preserve;
import org.onecopy.core.Xattrs;
import org.onecopy.model.ProblemCode;

/**
 * Access control lists, extended attributes and replication in HDFS, where the rule of a tree asks for them; else nobody is asked
 * anything. What the NameNode refuses to set stays as it is: lists and attributes are limited there, and need rights.
 */
final class HdfsExtras {
    private static final String USER = "user.";

    /** In the order of the bits that stand for them. */
    private static final List<FsAction> ACTIONS = List.of(
            FsAction.NONE,
            FsAction.EXECUTE,
            FsAction.WRITE,
            FsAction.WRITE_EXECUTE,
            FsAction.READ,
            FsAction.READ_EXECUTE,
            FsAction.READ_WRITE,
            FsAction.ALL);

    private final DFSClient client;
    private volatile Set<Preserve> kinds = Set.of();

    HdfsExtras(DFSClient client) {
        this.client = client;
    }

    /** What the rule asks for. */
    void preserve(Set<Preserve> asked) {
        if (!kinds.equals(asked)) {
            kinds = Set.copyOf(asked);
        }
    }

    /** Only what the rule asks for. */
    Extras asked(Extras extras) {
        return extras.only(kinds);
    }

    /** Whether the NameNode has lists at all; a cluster may be without. */
    boolean keepsAcls(String path) throws IOException {
        try {
            client.getAclStatus(path);
            return true;
        } catch (IOException e) {
            return answer(e);
        }
    }

    /** Whether the NameNode has extended attributes at all. */
    boolean keepsXattrs(String path) throws IOException {
        try {
            client.getXAttrs(path);
            return true;
        } catch (IOException e) {
            return answer(e);
        }
    }

    /** What a refusal says where one that knows no such thing refuses: no. Where it is away or something is missing, that is no answer. */
    private static boolean answer(IOException refusal) throws IOException {
        ProblemCode code = Faults.code(refusal);
        boolean refused = code == ProblemCode.STORAGE_FAILED || code == ProblemCode.STORAGE_DENIED;
        if (!refused || Faults.isMissing(refusal)) {
            throw refusal;
        }
        return false;
    }

    /** What an object has that was just looked at. */
    Extras read(HdfsFileStatus status, String address) throws IOException {
        Set<Preserve> asked = kinds;
        if (asked.isEmpty() || status.isSymlink()) {
            return Extras.NONE;
        }
        boolean replicated = asked.contains(Preserve.REPLICATION)
                && !status.isDirectory()
                && status.getErasureCodingPolicy() == null;
        return new Extras(
                asked.contains(Preserve.ACL) ? acl(status, address) : null,
                asked.contains(Preserve.XATTRS) ? xattrs(address) : null,
                replicated ? status.getReplication() : 0,
                replicated ? status.getBlockSize() : 0);
    }

    private @Nullable Acl acl(HdfsFileStatus status, String address) throws IOException {
        if (!status.hasAcl()) {
            return Acl.NONE;
        }
        try {
            List<AclEntry> entries = new ArrayList<>();
            for (var entry : client.getAclStatus(address).getEntries()) {
                entries.add(new AclEntry(
                        entry.getScope() == AclEntryScope.DEFAULT,
                        AclEntry.Kind.valueOf(entry.getType().name()),
                        entry.getName() == null ? "" : entry.getName(),
                        ACTIONS.indexOf(entry.getPermission())));
            }
            return new Acl(entries);
        } catch (IOException e) {
            boolean _ = answer(e);
            return null;
        }
    }

    private @Nullable Xattrs xattrs(String address) throws IOException {
        try {
            TreeMap<String, String> values = new TreeMap<>();
            for (Map.Entry<String, byte[]> found : client.getXAttrs(address).entrySet()) {
                if (found.getKey().startsWith(USER)) {
                    byte[] value = found.getValue() == null ? new byte[0] : found.getValue();
                    values.put(found.getKey().substring(USER.length()), Xattrs.value(value));
                }
            }
            return values.isEmpty() ? Xattrs.NONE : new Xattrs(values);
        } catch (IOException e) {
            boolean _ = answer(e);
            return null;
        }
    }

    /** Sets extended attributes and replication where they differ. @return whether anything may have changed */
    boolean write(Extras is, String path, Extras wanted) throws IOException {
        Extras asked = asked(wanted);
        boolean changed = false;
        Xattrs xattrs = asked.xattrs();
        if (xattrs != null && is.xattrs() != null && !xattrs.equals(is.xattrs())) {
            write(is.xattrs(), path, xattrs);
            changed = true;
        }
        if (asked.replication() > 0 && is.replication() > 0 && asked.replication() != is.replication()) {
            unlessRefused(() -> client.setReplication(path, (short) Math.min(Short.MAX_VALUE, asked.replication())));
            changed = true;
        }
        return changed;
    }

    private void write(Xattrs is, String path, Xattrs wanted) throws IOException {
        for (String name : is.values().keySet()) {
            if (!wanted.values().containsKey(name)) {
                unlessRefused(() -> client.removeXAttr(path, USER + name));
            }
        }
        EnumSet<XAttrSetFlag> either = EnumSet.of(XAttrSetFlag.CREATE, XAttrSetFlag.REPLACE);
        for (Map.Entry<String, String> value : wanted.values().entrySet()) {
            if (!value.getValue().equals(is.values().get(value.getKey()))) {
                byte[] bytes = Xattrs.bytes(value.getValue());
                unlessRefused(() -> client.setXAttr(path, USER + value.getKey(), bytes, either));
            }
        }
    }

    /**
     * Sets the access control list where it differs. The mode must be set afterwards: a list that goes leaves another one.
     *
     * @param mode that the object is to have: a part of its list says the same
     * @return whether it may have changed
     */
    boolean writeAcl(Extras is, String path, Extras wanted, int mode) throws IOException {
        Acl acl = asked(wanted).acl();
        if (acl == null || is.acl() == null || acl.equals(is.acl()) || mode < 0) {
            return false;
        }
        if (acl.isEmpty()) {
            unlessRefused(() -> client.removeAcl(path));
        } else {
            unlessRefused(() -> client.setAcl(path, whole(acl, mode)));
        }
        return true;
    }

    /** The list as HDFS wants it: with what follows from the mode. */
    private static List<org.apache.hadoop.fs.permission.AclEntry> whole(Acl acl, int mode) {
        List<org.apache.hadoop.fs.permission.AclEntry> all = new ArrayList<>();
        int inGroup = (mode >> 3) & 7;
        Integer group = acl.owningGroup();
        boolean extended = acl.entries().stream().anyMatch(entry -> !entry.inherited());
        all.add(entry(new AclEntry(false, AclEntry.Kind.USER, "", (mode >> 6) & 7)));
        if (group == null) {
            all.add(entry(new AclEntry(false, AclEntry.Kind.GROUP, "", inGroup)));
        }
        if (extended) {
            all.add(entry(new AclEntry(false, AclEntry.Kind.MASK, "", inGroup)));
        }
        all.add(entry(new AclEntry(false, AclEntry.Kind.OTHER, "", mode & 7)));
        acl.entries().forEach(entry -> all.add(entry(entry)));
        return all;
    }

    private static org.apache.hadoop.fs.permission.AclEntry entry(AclEntry entry) {
        return new org.apache.hadoop.fs.permission.AclEntry.Builder()
                .setScope(entry.inherited() ? AclEntryScope.DEFAULT : AclEntryScope.ACCESS)
                .setType(AclEntryType.valueOf(entry.kind().name()))
                .setName(entry.name().isEmpty() ? null : entry.name())
                .setPermission(ACTIONS.get(entry.permissions()))
                .build();
    }

    private interface Change {
        void run() throws IOException;
    }

    private static void unlessRefused(Change change) throws IOException {
        try {
            change.run();
        } catch (IOException e) {
            boolean _ = answer(e);
        }
    }
}
