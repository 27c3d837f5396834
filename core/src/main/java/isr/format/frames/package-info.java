/**
 * Frames that follow one another, each beginning with a sync word: what MPEG audio and ADTS have in
 * common.
 *
 * <p>A {@link isr.format.frames.FrameSyntax} knows a header; on it stand the reader of live
 * streams, {@link isr.format.frames.SyncFramer}, the strict reader of files, {@link
 * isr.format.frames.FrameFile}, and a muxer that passes frames through. A <em>chain</em> is a run
 * of headers of one track, each where the one before says that it is: what a sync word alone is not
 * enough for. Tags that programs put between frames (ID3v1, ID3v2, APE, Lyrics3) are known here,
 * too.
 */
@NullMarked
package isr.format.frames;

import org.jspecify.annotations.NullMarked;
