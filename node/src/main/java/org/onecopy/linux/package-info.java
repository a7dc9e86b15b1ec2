/**
 * The few calls of the Linux kernel that Java lacks, through the foreign function API. Results are what the kernel says: zero or
 * more for success, a negated {@link Errno} otherwise, because most failures are to be expected by the caller. Depends on nothing
 * of ours. A call blocks its thread, a virtual thread together with its carrier.
 */
@NullMarked
package org.onecopy.linux;

import org.jspecify.annotations.NullMarked;
