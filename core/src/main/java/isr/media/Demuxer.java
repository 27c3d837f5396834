package isr.media;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the packets of one file, from any place of it, in bounded memory.
 *
 * <p>Places are <em>audible</em> samples, counted from 0: what a player that obeys the file's
 * headers plays. In a chain the links follow one another. Damage is skipped as a {@link Framer}
 * does; what the headers say is lost there counts as played. A file that still grows is read up to
 * where it ended when the demuxer was made. Used by one thread at a time; does not move the
 * channel's position, nor close it.
 */
public interface Demuxer {
  /**
   * The track of the packet that was read last; before that, of the file's first one. Another
   * instance for each link of a chain, even where the parameters are the same.
   */
  Track track();

  /** Audible samples of the file. May have to read all of it, the first time. */
  long sampleCount() throws IOException;

  /**
   * Goes to a place: the packets that {@link #next} gives from then on begin with all that a
   * decoder needs to give the right samples from there on ({@link Track#leadIn}), as far as the
   * file holds it in one link; often with more.
   *
   * @param sample audible sample, at least 0; beyond the end no packet is left
   */
  void seek(long sample) throws IOException;

  /**
   * The next packet, or null at the end of the file. Its payload is lent until the next call of
   * this demuxer.
   */
  @Nullable FilePacket next() throws IOException;
}
