package isr.format.ogg;

import isr.media.MalformedMediaException;
import isr.media.Track;
import isr.media.VorbisTrack;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Vorbis in Ogg (Vorbis I, section A.2): three header packets; granule positions count samples as a
 * decoder gives them, of which the first packet gives none.
 *
 * <p>A file that begins in mid-stream begins with the packet before the cut: it gives no samples
 * there, and the next one gives what it gave in the stream. So nothing is hidden, and granule
 * positions are simply those of the samples.
 */
final class VorbisMapping implements OggMapping {
  private static final String COMMENT_MAGIC = "\3vorbis";

  /** Takes the place of comments that never came or are too long: a vendor, no comments. */
  private static final byte[] NO_COMMENT =
      "\3vorbis\3\0\0\0isr\0\0\0\0\1".getBytes(StandardCharsets.ISO_8859_1);

  /**
   * Encoders make packets of 4 KB at most in stereo; the specification knows no limit, and 255
   * channels are legal.
   */
  static final int MAX_PACKET_BYTES = 1 << 18;

  private final VorbisIdentification identification;
  private final ByteBuffer identificationPacket;
  private boolean identificationTaken;
  private @Nullable ByteBuffer comment;
  private @Nullable ByteBuffer setupPacket;
  private @Nullable VorbisSetup setup;
  private @Nullable Track track;

  /** Samples of the block before; 0 when there is none. */
  private int previousBlock;

  private VorbisMapping(VorbisIdentification identification, ByteBuffer packet) {
    this.identification = identification;
    this.identificationPacket = copy(packet);
  }

  /** A bitstream that begins with that packet. */
  static VorbisMapping read(ByteBuffer packet, long offset) throws IOException {
    return new VorbisMapping(VorbisIdentification.read(packet, offset), packet);
  }

  /** A bitstream of that track, all headers of which are there. */
  static VorbisMapping of(VorbisTrack track) {
    try {
      VorbisMapping mapping = read(track.identification(), 0);
      mapping.header(track.identification(), 0);
      mapping.header(track.comment(), 0);
      mapping.header(track.setup(), 0);
      return mapping;
    } catch (IOException e) {
      throw new IllegalArgumentException("headers of a Vorbis track", e);
    }
  }

  @Override
  public boolean header(ByteBuffer packet, long offset) throws MalformedMediaException {
    if (!identificationTaken) {
      identificationTaken = true;
      return true;
    }
    if (comment == null) {
      if (OggMappings.begins(packet, COMMENT_MAGIC)) {
        comment = copy(packet);
        return true;
      }
      comment = ByteBuffer.wrap(NO_COMMENT);
    }
    setup = setup(packet, offset);
    setupPacket = copy(packet);
    return true;
  }

  private VorbisSetup setup(ByteBuffer packet, long offset) throws MalformedMediaException {
    return VorbisSetup.read(packet, identification.channels())
        .orElseThrow(
            () ->
                new MalformedMediaException(
                    offset, "expected a whole Vorbis setup header (Vorbis I, section 4.2.4)"));
  }

  @Override
  public void headerTooLong(byte first, long offset) throws MalformedMediaException {
    if (comment != null || first != COMMENT_MAGIC.charAt(0)) {
      throw new MalformedMediaException(
          offset, "Vorbis setup header longer than " + OggLink.MAX_HEADER_BYTES);
    }
    comment = ByteBuffer.wrap(NO_COMMENT);
  }

  @Override
  public boolean headersComplete() {
    return setup != null;
  }

  /** The identification header stands alone, audio begins on a page of its own. */
  @Override
  public boolean headerEndsPage() {
    return comment == null || setup != null;
  }

  @Override
  public Track track() {
    Track known = track;
    if (known == null) {
      known =
          new VorbisTrack(
              identification.channels(),
              identification.sampleRateHz(),
              identificationPacket,
              complete(comment),
              complete(setupPacket));
      track = known;
    }
    return known;
  }

  @Override
  public Optional<String> title() {
    return comments(complete(comment)).title();
  }

  /** A quarter of each of the two blocks (Vorbis I, section 4.3.8). */
  @Override
  public int samples(ByteBuffer packet) {
    int block = blockSize(packet);
    if (block < 0) {
      return -1;
    }
    int samples = previousBlock == 0 ? 0 : (previousBlock + block) / 4;
    previousBlock = block;
    return samples;
  }

  @Override
  public boolean overlaps() {
    return true;
  }

  @Override
  public void restart() {
    previousBlock = 0;
  }

  @Override
  public int maxPacketBytes() {
    return MAX_PACKET_BYTES;
  }

  /** Samples of the packet's block; negative when it is no audio packet of a known mode. */
  private int blockSize(ByteBuffer packet) {
    VorbisSetup modes = setup;
    VorbisBits bits = new VorbisBits(packet);
    boolean audio = !bits.flag();
    int mode = modes == null ? 0 : bits.read(VorbisBits.ilog(modes.modes() - 1));
    if (modes == null || !audio || bits.overrun() || mode >= modes.modes()) {
      return -1;
    }
    return modes.isLong(mode) ? identification.longBlock() : identification.shortBlock();
  }

  @Override
  public Optional<String> fault(ByteBuffer packet) {
    if (!identificationTaken || (comment != null && setup == null)) {
      return Optional.empty(); // what is wrong with these makes the bitstream useless
    }
    if (setup == null) {
      return isWholeComment(packet)
          ? Optional.empty()
          : Optional.of("expected a whole Vorbis comment header (Vorbis I, section 5.2.1)");
    }
    return blockSize(packet) < 0
        ? Optional.of("expected a Vorbis audio packet of a known mode (Vorbis I, section 4.3.1)")
        : Optional.empty();
  }

  private static boolean isWholeComment(ByteBuffer packet) {
    if (!OggMappings.begins(packet, COMMENT_MAGIC)) {
      return false;
    }
    VorbisComments comments = comments(packet);
    return comments.whole() && comments.framed();
  }

  /** Never: packets of one bitstream can not be decoded with the codebooks of another. */
  @Override
  public Optional<OggMapping> successor() {
    return Optional.empty();
  }

  /** As they arrived, but for a comment that is added; none depends on where the file begins. */
  @Override
  public List<ByteBuffer> headers(int hiddenSamples, long position, Optional<String> added) {
    ByteBuffer text = VorbisComments.with(added, complete(comment), COMMENT_MAGIC.length());
    return List.of(identificationPacket, text, complete(setupPacket));
  }

  private static ByteBuffer complete(@Nullable ByteBuffer header) {
    if (header == null) {
      throw new IllegalStateException("the headers are not complete");
    }
    return header;
  }

  private static ByteBuffer copy(ByteBuffer packet) {
    byte[] own = new byte[packet.remaining()];
    packet.get(packet.position(), own);
    return ByteBuffer.wrap(own).asReadOnlyBuffer();
  }

  private static VorbisComments comments(ByteBuffer header) {
    int from = Math.min(header.remaining(), COMMENT_MAGIC.length());
    return VorbisComments.read(header.slice(header.position() + from, header.remaining() - from));
  }
}
