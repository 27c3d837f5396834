/**
 * Ogg: the page layer (RFC 3533) and one mapping per codec: Opus (RFC 7845), Vorbis (Vorbis I,
 * section A) and FLAC (RFC 9639, section 10.1).
 *
 * <p>A <em>physical bitstream</em> is a run of <em>pages</em>, each with a serial number, a
 * sequence number, a checksum and a <em>granule position</em>; its <em>lacing values</em> say where
 * the <em>packets</em> of one <em>logical bitstream</em> begin and end. Logical bitstreams follow
 * one another as the <em>links</em> of a chain: a radio station starts one with every song.
 *
 * <p>{@link isr.format.ogg.OggFormat} is the entry; {@link isr.format.ogg.OpusUnits} reads Opus in
 * other containers for the same tracks. Bytes go through {@code OggPageReader} (pages), {@code
 * OggFramer} (which logical bitstream), {@code OggLink} (packets and their positions); what depends
 * on the codec is in an {@code OggMapping}. The checker drives the same parser with a listener for
 * faults. A further codec is one more {@code OggMapping} and its line in {@code OggMappings}.
 *
 * <p>Nothing here starts a thread: framers and muxers are used by the thread that owns them.
 */
@NullMarked
package isr.format.ogg;

import org.jspecify.annotations.NullMarked;
