/**
 * WAV: RIFF, and RF64 beyond 4 GB (EBU Tech 3306), with a Broadcast Wave header (EBU Tech 3285).
 *
 * <p>The header is one block at the front, kept in memory and written anew as a whole when counts
 * change: RIFF, a JUNK chunk that becomes {@code ds64}, {@code bext}, {@code fmt }, {@code data}.
 */
@NullMarked
package isr.format.wav;

import org.jspecify.annotations.NullMarked;
