/**
 * Fragmented MP4 (ISO/IEC 14496-12), read as it arrives: what browsers' MediaRecorder sends. Opus
 * as "Encapsulation of Opus in ISO Base Media File Format" 0.8.1 has it, AAC as ISO/IEC 14496-14.
 *
 * <p>{@link isr.format.mp4.Mp4Framer} is the entry. A <em>box</em> is a size, a type and its data,
 * or boxes within it. {@code moov} says what the tracks are; each <em>fragment</em> is a {@code
 * moof}, which says where the <em>samples</em> of its <em>runs</em> lie, and an {@code mdat}, which
 * holds them. A sample in this sense is a packet; samples of sound are named so elsewhere only.
 */
@NullMarked
package isr.format.mp4;

import org.jspecify.annotations.NullMarked;
