/**
 * Audio of containers that give each unit a timestamp, WebM and MP4: where its packets stand, and
 * what is missing between them.
 *
 * <p>A {@link isr.format.timed.TimedCodec} is one codec as such containers carry it; a {@link
 * isr.format.timed.Timeline} places its packets. Both are used by the thread that owns the framer.
 */
@NullMarked
package isr.format.timed;

import org.jspecify.annotations.NullMarked;
