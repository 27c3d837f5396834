/**
 * The words that capture, formats, splitting and cutting share.
 *
 * <p>A {@link isr.media.Packet} is one unit that a container carries; a {@link isr.media.Track}
 * says what its packets are and how much a decoder must have seen before a cut, its {@link
 * isr.media.LeadIn}. A {@link isr.media.Framer} makes packets of a byte stream and never stops at
 * damage; a {@link isr.media.Muxer} makes a file of packets and hides the lead-in it was given. A
 * {@link isr.media.MediaFormat} ties the two together with the checker and the repair of the same
 * format. A split, a cut and a browser's take are the same packets through the same muxers.
 *
 * <p>Every object here belongs to one thread at a time.
 */
@NullMarked
package isr.media;

import org.jspecify.annotations.NullMarked;
