/**
 * Bits, checksums and byte order: what every format reads and writes with.
 *
 * <p>Nothing in here knows a format, a file or a thread; objects belong to the one thread that made
 * them.
 */
@NullMarked
package isr.bytes;

import org.jspecify.annotations.NullMarked;
