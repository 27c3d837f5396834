/**
 * The one list of the formats that isr reads and writes, and how an unknown stream is recognised.
 */
@NullMarked
package isr.format;

import org.jspecify.annotations.NullMarked;
