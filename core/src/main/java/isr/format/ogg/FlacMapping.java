package isr.format.ogg;

import isr.bytes.Crc16;
import isr.format.flac.FlacFrameHeader;
import isr.format.flac.FlacFrameRewriter;
import isr.format.flac.FlacStreamInfo;
import isr.format.flac.FlacTracks;
import isr.media.FlacTrack;
import isr.media.Packet;
import isr.media.Track;
import isr.media.UnsupportedMediaException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * FLAC in Ogg (RFC 9639, section 10.1): a first packet with STREAMINFO, a packet for each further
 * metadata block up to the one that is flagged as the last, then one for each frame. Granule
 * positions count samples.
 *
 * <p>Of the metadata only the comments are kept. A file has a STREAMINFO of its own, and frames
 * that are numbered from 0.
 */
final class FlacMapping implements OggMapping {
  /**
   * A frame of 65 535 samples in 8 channels of 32 bit, not compressed, needs 2 097 137 bytes; no
   * legal one needs more.
   */
  static final int MAX_PACKET_BYTES = (1 << 21) + (1 << 12);

  private static final int VORBIS_COMMENT = 4;
  private static final int BLOCK_HEADER_BYTES = 4;

  /** Takes the place of comments that never came: a vendor, no comments. */
  private static final byte[] NO_COMMENTS =
      "\3\0\0\0isr\0\0\0\0".getBytes(StandardCharsets.US_ASCII);

  private final FlacHead head;
  private final ByteBuffer headPacket;
  private final FlacTracks tracks = new FlacTracks(FlacTrack.Container.OGG);
  private final @Nullable FlacFrameRewriter rewriter;
  private ByteBuffer comments = ByteBuffer.allocate(0);
  private boolean headTaken;
  private boolean complete;
  private @Nullable FlacTrack track;

  private FlacMapping(FlacHead head, ByteBuffer packet, @Nullable FlacFrameRewriter rewriter) {
    this.head = head;
    this.headPacket = copy(packet);
    this.rewriter = rewriter;
  }

  /** A bitstream that begins with that packet. */
  static FlacMapping read(ByteBuffer packet, long offset) throws IOException {
    return new FlacMapping(FlacHead.read(packet, offset), packet, null);
  }

  /** A file of that track. */
  static FlacMapping of(FlacTrack track) {
    FlacFrameRewriter rewriter = new FlacFrameRewriter(track);
    FlacStreamInfo info = rewriter.growing();
    FlacMapping mapping =
        new FlacMapping(new FlacHead(false, info), FlacHead.write(info), rewriter);
    mapping.comments = track.comments();
    mapping.track = track;
    mapping.complete();
    return mapping;
  }

  private void complete() {
    complete = true;
    tracks.headers(head.info(), comments);
  }

  @Override
  public boolean header(ByteBuffer packet, long offset) {
    if (!headTaken) {
      headTaken = true;
      if (head.lastBlock()) {
        complete();
      }
      return true;
    }
    if (!isMetadata(packet)) {
      complete();
      return false;
    }
    if (isComment(packet) && !comments.hasRemaining()) {
      comments = copy(afterBlockHeader(packet));
    }
    if ((packet.get(packet.position()) & FlacHead.LAST_BLOCK) != 0) {
      complete();
    }
    return true;
  }

  private static boolean isMetadata(ByteBuffer packet) {
    return packet.remaining() >= BLOCK_HEADER_BYTES
        && (packet.getInt(packet.position()) & 0xffffff) == packet.remaining() - BLOCK_HEADER_BYTES
        && packet.get(packet.position()) != -1;
  }

  private static boolean isComment(ByteBuffer packet) {
    return (packet.get(packet.position()) & ~FlacHead.LAST_BLOCK & 0xff) == VORBIS_COMMENT;
  }

  private static ByteBuffer afterBlockHeader(ByteBuffer packet) {
    return packet.slice(
        packet.position() + BLOCK_HEADER_BYTES, packet.remaining() - BLOCK_HEADER_BYTES);
  }

  @Override
  public void headerTooLong(byte first, long offset) {
    if ((first & FlacHead.LAST_BLOCK) != 0) {
      complete();
    }
  }

  @Override
  public boolean headersComplete() {
    return complete;
  }

  @Override
  public boolean headerEndsPage() {
    return !headTaken || complete || !comments.hasRemaining();
  }

  /** Of the last frame; before the first one as STREAMINFO tells it. */
  @Override
  public Track track() {
    FlacTrack known = track;
    if (known == null) {
      known = told();
      track = known;
    }
    return known;
  }

  private FlacTrack told() {
    FlacStreamInfo info = head.info();
    int block = info.maxBlockSize();
    boolean fixed = block == info.minBlockSize() && block > 0;
    return new FlacTrack(
        FlacTrack.Container.OGG,
        info.sampleRateHz(),
        info.channels(),
        Math.max(4, info.bits()),
        fixed ? OptionalInt.of(block) : OptionalInt.empty(),
        comments);
  }

  @Override
  public Optional<String> title() {
    return VorbisComments.read(comments).title();
  }

  @Override
  public int samples(ByteBuffer packet) {
    Optional<FlacFrameHeader> header = frame(packet);
    if (header.isEmpty()) {
      return -1;
    }
    try {
      track = tracks.of(header.get());
    } catch (UnsupportedMediaException e) {
      return -1; // not with a STREAMINFO that has a rate
    }
    return header.get().blockSize();
  }

  private static Optional<FlacFrameHeader> frame(ByteBuffer packet) {
    return FlacFrameHeader.read(packet)
        .filter(h -> h.byteCount() + FlacFrameHeader.FOOTER_BYTES <= packet.remaining());
  }

  @Override
  public boolean trimsEnd() {
    return false;
  }

  @Override
  public int maxPacketBytes() {
    return MAX_PACKET_BYTES;
  }

  @Override
  public Optional<String> fault(ByteBuffer packet) {
    if (!headTaken || (!complete && isMetadata(packet))) {
      return commentFault(packet);
    }
    if (!complete) {
      return Optional.of("expected a FLAC metadata block (RFC 9639, section 8.1)");
    }
    if (frame(packet).isEmpty()) {
      return Optional.of("expected a FLAC frame header (RFC 9639, section 9.1)");
    }
    return crcHolds(packet)
        ? Optional.empty()
        : Optional.of("FLAC frame: CRC-16 does not hold (RFC 9639, section 9.3)");
  }

  private Optional<String> commentFault(ByteBuffer packet) {
    boolean broken =
        headTaken && isComment(packet) && !VorbisComments.read(afterBlockHeader(packet)).whole();
    return broken
        ? Optional.of("expected a whole VORBIS_COMMENT block (RFC 9639, section 8.6)")
        : Optional.empty();
  }

  private static boolean crcHolds(ByteBuffer packet) {
    byte[] frame = new byte[packet.remaining()];
    packet.get(packet.position(), frame);
    return Crc16.update(0, frame, 0, frame.length) == 0;
  }

  /**
   * Frames tell all that STREAMINFO does, as a rule; but nothing says that they are of one kind.
   */
  @Override
  public Optional<OggMapping> successor() {
    FlacMapping successor = new FlacMapping(head, headPacket, null);
    successor.headTaken = true;
    return Optional.of(successor);
  }

  /** STREAMINFO as far as it is known before the first frame, and the comments. */
  @Override
  public List<ByteBuffer> headers(int hiddenSamples, long position, Optional<String> added) {
    ByteBuffer arrived = comments.hasRemaining() ? comments : ByteBuffer.wrap(NO_COMMENTS);
    ByteBuffer text = VorbisComments.with(added, arrived, 0);
    ByteBuffer block = ByteBuffer.allocate(BLOCK_HEADER_BYTES + text.remaining());
    block.putInt((FlacHead.LAST_BLOCK | VORBIS_COMMENT) << 24 | text.remaining());
    return List.of(headPacket, block.put(text.duplicate()).flip());
  }

  @Override
  public ByteBuffer payload(Packet packet) {
    return rewriter().rewrite(packet).joined();
  }

  @Override
  public Optional<ByteBuffer> firstHeaderSoFar() {
    return Optional.of(FlacHead.write(rewriter().growing()));
  }

  @Override
  public Optional<ByteBuffer> firstHeaderAtEnd(long totalSamples) {
    if (rewriter != null) {
      return Optional.of(FlacHead.write(rewriter.ended()));
    }
    return totalIs(totalSamples)
        ? Optional.empty()
        : Optional.of(FlacHead.withTotal(headPacket, head.info(), totalSamples));
  }

  /** A number of 0 is unknown, which is allowed. */
  @Override
  public Optional<String> faultAtEnd(long totalSamples) {
    long told = head.info().totalSamples();
    return told == 0 || totalIs(totalSamples)
        ? Optional.empty()
        : Optional.of("STREAMINFO: expected " + totalSamples + " samples, found " + told);
  }

  private boolean totalIs(long samples) {
    return head.info().totalSamples() == samples;
  }

  private FlacFrameRewriter rewriter() {
    if (rewriter == null) {
      throw new IllegalStateException("a mapping that reads");
    }
    return rewriter;
  }

  private static ByteBuffer copy(ByteBuffer packet) {
    byte[] own = new byte[packet.remaining()];
    packet.get(packet.position(), own);
    return ByteBuffer.wrap(own).asReadOnlyBuffer();
  }
}
