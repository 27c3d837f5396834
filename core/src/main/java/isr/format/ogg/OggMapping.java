package isr.format.ogg;

import isr.media.MalformedMediaException;
import isr.media.Packet;
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
   * @throws MalformedMediaException when nothing can stand in for what is missing: the bitstream
   *     can not be decoded
   */
  boolean header(ByteBuffer packet, long offset) throws MalformedMediaException;

  /**
   * A header packet was longer than is kept: a stand-in takes its place.
   *
   * @param first its first byte
   * @throws MalformedMediaException when nothing can stand in for it
   */
  void headerTooLong(byte first, long offset) throws MalformedMediaException;

  /** Whether all headers have come. */
  boolean headersComplete();

  /** Whether the header that was taken last has to end its page. */
  default boolean headerEndsPage() {
    return true;
  }

  /**
   * What the headers say, and the audio packet that was given to {@link #samples} last; only when
   * the headers are complete. The same object as long as packets may follow one another in one
   * bitstream of a file.
   */
  Track track();

  /** The title that the headers carry, as shown to users. */
  Optional<String> title();

  /**
   * Samples that an audio packet decodes to, negative when the packet is illegal. Called once for
   * each packet in the order of the bitstream: in Vorbis they depend on the packet before.
   */
  int samples(ByteBuffer packet);

  /** Whether a packet needs the one before it, and gives no samples without it. */
  default boolean overlaps() {
    return false;
  }

  /** The next packet follows none: the bitstream begins anew. */
  default void restart() {}

  /** Whether a granule position that is behind on the last page cuts off the last samples. */
  default boolean trimsEnd() {
    return true;
  }

  /** Bytes of the longest audio packet that is taken. */
  int maxPacketBytes();

  /** The first rule that the next packet, header or audio, breaks; for the strict reader. */
  Optional<String> fault(ByteBuffer packet);

  /** For a link whose first header was lost, where the headers of this one can stand in for it. */
  Optional<OggMapping> successor();

  /**
   * The header packets of a file that begins within the bitstream.
   *
   * @param hiddenSamples samples of the lead-in
   * @param position sample position of the first audible packet; 0 without a lead-in
   * @param comment to be added to those that arrived; empty when there is none to be added
   */
  List<ByteBuffer> headers(int hiddenSamples, long position, Optional<String> comment);

  /** An audio packet as a file has it; called once for each packet of the file, in its order. */
  default ByteBuffer payload(Packet packet) {
    return packet.payload();
  }

  /**
   * The first header of a file that goes on, of the same length as before; empty when it does not
   * depend on what has been written.
   */
  default Optional<ByteBuffer> firstHeaderSoFar() {
    return Optional.empty();
  }

  /**
   * The first header as it must be, of the same length as before, when the bitstream ends with so
   * many samples; empty when it may stay.
   *
   * @param totalSamples samples of the bitstream, lead-in included
   */
  default Optional<ByteBuffer> firstHeaderAtEnd(long totalSamples) {
    return Optional.empty();
  }

  /** What is wrong with the headers of a bitstream that has ended with so many samples. */
  default Optional<String> faultAtEnd(long totalSamples) {
    return Optional.empty();
  }
}
