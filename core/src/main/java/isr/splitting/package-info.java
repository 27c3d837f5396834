/**
 * When one file ends and the next begins: intervals on the wall clock, and the time of a sample.
 *
 * <p>A <em>split point</em> is an instant; an <em>interval</em> is the wall-clock time between two
 * of them. <em>Stream time</em> is nanoseconds of audio since a connection began; {@link
 * isr.splitting.TimeMap} tells when a moment of it was heard, {@link isr.splitting.WallTime} what
 * the clock on the wall said then. Arithmetic only: no file, no socket, no thread, no clock of its
 * own.
 */
@NullMarked
package isr.splitting;

import org.jspecify.annotations.NullMarked;
