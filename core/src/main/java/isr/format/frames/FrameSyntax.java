package isr.format.frames;

import isr.media.Track;

/**
 * The header of one format's frames.
 *
 * <p>All methods look at bytes in an array and keep nothing; of the header, {@link #headerBytes}
 * bytes are there, and what is asked of a header beyond {@link #frameBytes} is only asked where
 * that is not 0.
 */
public interface FrameSyntax {
  /** Bytes of a header that tell the frame's length and track. */
  int headerBytes();

  /** No frame is longer, in bytes. */
  int maxFrameBytes();

  /** The frame's length with its header, in bytes; 0 when no header begins here. */
  int frameBytes(byte[] bytes, int at);

  /** Whether two headers can follow one another in one track. */
  boolean sameTrack(byte[] bytes, int first, int second);

  /** The track that the frame is of. */
  Track track(byte[] bytes, int at);

  /** Samples per channel that the frame decodes to. */
  int sampleCount(byte[] bytes, int at);

  /**
   * Whether the frame was received whole, as far as its own bytes and those of the next frame found
   * can tell, although the two do not touch.
   *
   * @param frame of which {@link #frameBytes} bytes are there, of which some may be foreign
   * @param next where the next chain begins, at least two headers long
   */
  boolean wholeBefore(byte[] bytes, int frame, int next);
}
