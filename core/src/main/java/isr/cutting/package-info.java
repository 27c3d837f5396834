/**
 * Ranges of recordings become new files, without decoding what is kept: packets go from demuxers to
 * the muxers that recordings are written with.
 */
@NullMarked
package isr.cutting;

import org.jspecify.annotations.NullMarked;
