/**
 * FLAC (RFC 9639): native files and streams, and what their mapping to Ogg shares with them.
 *
 * <p>A <em>frame</em> is a header, a <em>subframe</em> for each channel, and a CRC-16 of it all; it
 * holds a <em>block</em> of samples. It has no length field: where it ends is told by the next
 * header, or by decoding it. <em>STREAMINFO</em> is the first metadata block. The <em>coded
 * number</em> in a header counts frames where all blocks have one size, else samples; in a segment
 * it is counted anew from 0, and so the header's length and both checksums change.
 *
 * <p>{@link isr.format.flac.FlacEncoder} codes samples: the <em>residual</em> is what a
 * <em>predictor</em>, fixed or linear, leaves of a block, in <em>partitions</em> of rice codes. One
 * thread per encoder; its memory is made once.
 *
 * <p>{@link isr.format.flac.FlacStreamInfo}, {@link isr.format.flac.FlacFrameHeader}, {@link
 * isr.format.flac.FlacTracks} and {@link isr.format.flac.FlacFrameRewriter} know nothing of a
 * container and serve the Ogg mapping, too.
 */
@NullMarked
package isr.format.flac;

import org.jspecify.annotations.NullMarked;
