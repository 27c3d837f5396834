package isr.format.ogg;

import isr.media.Track;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * What one codec's mapping into Ogg knows of one logical bitstream: its headers, and how long its
 * packets are.
 *
 * <p>Packets are lent; headers that are kept are copied.
 */
interface OggMapping {
  /**
   * Takes the next packet as long as the headers are not complete.
   *
   * @return false when it is no header although one was due: the headers are then complete with a
   *     stand-in, and the packet is audio
   */
  boolean header(ByteBuffer packet);

  /** A header packet was longer than is kept: a stand-in takes its place. */
  void headerTooLong();

  /** Whether all headers have come. */
  boolean headersComplete();

  /** What the headers say; only when they are complete. */
  Track track();

  /** The title that the headers carry, as shown to users. */
  Optional<String> title();

  /** Samples that an audio packet decodes to, negative when the packet is illegal. */
  int samples(ByteBuffer packet);

  /** The first rule that the next packet, header or audio, breaks; for the strict reader. */
  Optional<String> fault(ByteBuffer packet);

  /** For a link whose first header was lost, where the headers of this one can stand in for it. */
  Optional<OggMapping> successor();

  /**
   * The header packets of a file that begins within the bitstream.
   *
   * @param hiddenSamples samples of the lead-in
   * @param position sample position of the first audible packet; 0 without a lead-in
   */
  List<ByteBuffer> headers(int hiddenSamples, long position);

  /**
   * The first header as it must be, of the same length as before, when the bitstream ends sooner
   * than its headers allow; empty when they may stay.
   *
   * @param totalSamples samples of the bitstream, lead-in included
   */
  Optional<ByteBuffer> firstHeaderAtEnd(long totalSamples);
}
