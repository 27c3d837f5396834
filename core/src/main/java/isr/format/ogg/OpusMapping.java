package isr.format.ogg;

import isr.media.OpusTrack;
import isr.media.Track;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Opus in Ogg (RFC 7845): two header packets; granule positions count samples at 48 kHz from the
 * first packet's first, pre-skip included (section 4).
 */
final class OpusMapping implements OggMapping {
  private static final String TAGS_MAGIC = "OpusTags";

  /** Takes the place of tags that never came or are too long: a vendor, no comments. */
  private static final byte[] NO_TAGS =
      "OpusTags\3\0\0\0isr\0\0\0\0".getBytes(StandardCharsets.US_ASCII);

  /** Legal Opus needs 61 298 bytes a stream at the very most. */
  static final int MAX_PACKET_BYTES = 1 << 16;

  private static final int MAX_PRE_SKIP = 0xffff;

  private final OpusHead head;
  private boolean headTaken;
  private @Nullable ByteBuffer tags;
  private @Nullable Track track;

  /** The pre-skip: the stream's own, or that of the file that is written. */
  private int hidden;

  /** Tags that say nothing. */
  static byte[] noTags() {
    return NO_TAGS.clone();
  }

  OpusMapping(OpusHead head) {
    this.head = head;
    this.hidden = head.preSkip();
  }

  OpusMapping(OpusTrack track) {
    this(OpusHead.of(track.head()));
    this.headTaken = true;
    this.tags = track.tags();
  }

  @Override
  public boolean header(ByteBuffer packet, long offset) {
    if (!headTaken) {
      headTaken = true;
      return true;
    }
    if (!OggMappings.begins(packet, TAGS_MAGIC)) {
      tags = ByteBuffer.wrap(NO_TAGS);
      return false;
    }
    byte[] own = new byte[packet.remaining()];
    packet.get(packet.position(), own);
    tags = ByteBuffer.wrap(own);
    return true;
  }

  @Override
  public void headerTooLong(byte first, long offset) {
    tags = ByteBuffer.wrap(NO_TAGS);
  }

  @Override
  public boolean headersComplete() {
    return tags != null;
  }

  @Override
  public Track track() {
    Track known = track;
    if (known == null) {
      known = new OpusTrack(head.channels(), head.preSkip(), head.packet().duplicate(), tags());
      track = known;
    }
    return known;
  }

  @Override
  public Optional<String> title() {
    return comments(tags()).title();
  }

  @Override
  public int samples(ByteBuffer packet) {
    return OpusPacket.samples(packet);
  }

  @Override
  public int maxPacketBytes() {
    return MAX_PACKET_BYTES;
  }

  @Override
  public Optional<String> fault(ByteBuffer packet) {
    if (!headTaken) {
      return Optional.empty();
    }
    if (headersComplete()) {
      return OpusPacketCheck.fault(packet, head.streams());
    }
    if (!OggMappings.begins(packet, TAGS_MAGIC) || !comments(packet).whole()) {
      return Optional.of("expected a whole OpusTags packet (RFC 7845, section 5.2)");
    }
    return Optional.empty();
  }

  @Override
  public Optional<OggMapping> successor() {
    if (head.family() != 0) {
      return Optional.empty();
    }
    OpusMapping successor = new OpusMapping(head);
    successor.headTaken = true;
    return Optional.of(successor);
  }

  /**
   * OpusHead with the pre-skip that hides the lead-in, and OpusTags as it arrived, but for a
   * comment that is added. Without a lead-in the stream's own pre-skip stays; where the lead-in is
   * shorter than that, what is left of it is hidden, too.
   */
  @Override
  public List<ByteBuffer> headers(int hiddenSamples, long position, Optional<String> comment) {
    long own = Math.max(0, head.preSkip() - position);
    hidden = (int) Math.min(MAX_PRE_SKIP, hiddenSamples + own);
    ByteBuffer text = VorbisComments.with(comment, tags(), TAGS_MAGIC.length());
    return List.of(head.withPreSkip(hidden), text);
  }

  /** A file may not hide more than it holds (RFC 7845, section 4.2). */
  @Override
  public Optional<ByteBuffer> firstHeaderAtEnd(long totalSamples) {
    return totalSamples < hidden
        ? Optional.of(head.withPreSkip((int) totalSamples))
        : Optional.empty();
  }

  @Override
  public Optional<String> faultAtEnd(long totalSamples) {
    return totalSamples < hidden
        ? Optional.of("the header hides more than the " + totalSamples + " samples there are")
        : Optional.empty();
  }

  private ByteBuffer tags() {
    if (tags == null) {
      throw new IllegalStateException("the headers are not complete");
    }
    return tags;
  }

  private static VorbisComments comments(ByteBuffer tags) {
    int from = Math.min(tags.remaining(), TAGS_MAGIC.length());
    return VorbisComments.read(tags.slice(tags.position() + from, tags.remaining() - from));
  }
}
