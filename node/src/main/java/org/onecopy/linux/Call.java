package org.onecopy.linux;

/** The kernel's calls by number, for the two architectures that we run on. */
enum Call {
    OPENAT(257, 56),
    OPENAT2(437, 437),
    CLOSE(3, 57),
    READ(0, 63),
    WRITE(1, 64),
    PREAD(17, 67),
    PWRITE(18, 68),
    LSEEK(8, 62),
    FTRUNCATE(77, 46),
    SYNCFS(306, 267),
    SYNC_FILE_RANGE(277, 84),
    STATX(332, 291),
    FSTATFS(138, 44),
    GETDENTS(217, 61),
    RENAMEAT2(316, 276),
    LINKAT(265, 37),
    SYMLINKAT(266, 36),
    READLINKAT(267, 78),
    MKDIRAT(258, 34),
    UNLINKAT(263, 35),
    FCHMOD(91, 52),
    FCHMODAT(268, 53),
    FCHOWNAT(260, 54),
    UTIMENSAT(280, 88),
    SETXATTR(188, 5),
    GETXATTR(191, 8),
    LGETXATTR(192, 9),
    LISTXATTR(194, 11),
    LLISTXATTR(195, 12),
    REMOVEXATTR(197, 14),
    INOTIFY_INIT(294, 26),
    INOTIFY_ADD_WATCH(254, 27),
    INOTIFY_RM_WATCH(255, 28),
    PPOLL(271, 73),
    EVENTFD(290, 19),
    SOCKET(41, 198),
    CONNECT(42, 203),
    BIND(49, 200),
    IOCTL(16, 29),
    SETNS(308, 268);

    final long number;

    Call(int x86, int arm) {
        this.number = Machine.ARM ? arm : x86;
    }

    /** What the numbers depend on. */
    static final class Machine {
        /** Whether this is a 64-bit ARM machine; otherwise it is x86-64. */
        static final boolean ARM = System.getProperty("os.arch", "").equals("aarch64");

        private Machine() {}
    }
}
