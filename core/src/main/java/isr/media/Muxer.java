package isr.media;

import java.io.IOException;
import java.util.List;

/**
 * Makes one file of the packets of one track.
 *
 * <p>The order of calls: {@link #start}, then {@link #write}, {@link #flush} and {@link
 * #refreshHeader} in any order, then {@link #finish}. After any call that returned, what has been
 * appended is a playable prefix of the file. After an exception of the output the muxer is spent.
 */
public interface Muxer {
  /**
   * Writes the headers (layer III without a lead-in does so with the first packet), and the lead-in
   * such that a decoder sees it and a player does not hear it.
   *
   * @param leadIn the packets just before the first one, oldest first; fewer than the track asks
   *     for, or none, at the start of a stream
   */
  void start(List<Packet> leadIn) throws IOException;

  /**
   * The same, where more is not heard than the lead-in: nothing that the track says of its own
   * beginning is hidden besides.
   *
   * @param skipped samples at the beginning of the first packet that a player does not hear, fewer
   *     than it decodes to; 0 unless the format {@link MediaFormat#trims}
   */
  default void start(List<Packet> leadIn, int skipped) throws IOException {
    if (skipped != 0) {
      throw new IllegalArgumentException("no field tells that samples are skipped: " + skipped);
    }
    start(leadIn);
  }

  /**
   * Adds one packet of the track. Where the format {@link MediaFormat#trims}, a last one with fewer
   * samples than it decodes to is not heard to its end.
   */
  void write(Packet packet) throws IOException;

  /**
   * Appends what is held back (an Ogg page that is not full), so that it can reach the disk. What
   * an encoder holds until it has a block stays held: {@link #heldSamples}.
   */
  void flush() throws IOException;

  /** Samples of the packets written last that not even {@link #flush} has appended. */
  default long heldSamples() {
    return 0;
  }

  /** The bytes of payload that {@link #heldSamples} came in. */
  default long heldBytes() {
    return 0;
  }

  /** Brings counts in the header up to what has been appended. One or two small patches. */
  void refreshHeader() throws IOException;

  /**
   * What was being played where the file begins has become known after {@link #start}. Goes into
   * the file's tags where these have room for it; else nothing happens.
   */
  default void startTitle(String title) throws IOException {}

  /** Flushes, ends the file as its format wants it ended, and leaves the header final. */
  void finish() throws IOException;
}
