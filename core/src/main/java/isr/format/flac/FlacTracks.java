package isr.format.flac;

import isr.media.FlacTrack;
import isr.media.UnsupportedMediaException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Tells of each frame of a stream which track it is of, so that the frames of one track can stand
 * in one file: of one rate, channels and bits, and either of one block size, with a smaller one at
 * most at the end, or numbered by samples.
 *
 * <p>A stream that says its block size is fixed, and goes on after a smaller or with a larger
 * block, is taken to have begun anew; when it does so again before it sends new headers, its sizes
 * are taken to vary from there on, so that an encoder with wrong headers does not make a file of
 * every block.
 */
public final class FlacTracks {
  private static final int MAX_NEW_BEGINNINGS = 1;

  /** STREAMINFO has room for fewer, which are not allowed (RFC 9639, section 8.2). */
  private static final int MIN_BITS = 4;

  private final FlacTrack.Container container;
  private ByteBuffer comments = ByteBuffer.allocate(0);
  private @Nullable FlacStreamInfo info;
  private @Nullable FlacTrack track;
  private int lastBlockSize;
  private int newBeginnings;
  private boolean began;

  /** Of a stream of which nothing was seen. */
  public FlacTracks(FlacTrack.Container container) {
    this.container = container;
  }

  /**
   * New headers came: the next frame begins a track.
   *
   * @param streamInfo where frame headers leave something out, it is in here
   * @param vorbisComments from the vendor's length on; of no bytes when there were none
   */
  public void headers(FlacStreamInfo streamInfo, ByteBuffer vorbisComments) {
    info = streamInfo;
    comments = vorbisComments;
    track = null;
    newBeginnings = 0;
  }

  /** What STREAMINFO said last; empty when the stream was joined behind it. */
  public Optional<FlacStreamInfo> info() {
    return Optional.ofNullable(info);
  }

  /** The track of the last frame; empty when there was none since the last headers. */
  public Optional<FlacTrack> current() {
    return Optional.ofNullable(track);
  }

  /**
   * Whether a frame has the same rate, channels and bits as the last one; true when there was none.
   */
  public boolean sameTrack(FlacFrameHeader header) {
    FlacTrack current = track;
    return current == null
        || (current.sampleRateHz() == header.sampleRateHz().orElse(toldRate())
            && current.channels() == header.channels()
            && current.bits() == header.bits().orElse(toldBits()));
  }

  /**
   * The track of the next frame: the very same object as for the last one where the frame may
   * follow it in its file, otherwise another object, which may be equal.
   *
   * @throws UnsupportedMediaException when the header leaves something to a STREAMINFO that never
   *     came, or the rate is too low
   */
  public FlacTrack of(FlacFrameHeader header) throws UnsupportedMediaException {
    FlacTrack current = track;
    began = current == null || !follows(current, header);
    if (current == null || began) {
      if (current != null && sameTrack(header)) {
        newBeginnings++;
      }
      current = begin(header);
      track = current;
    }
    lastBlockSize = header.blockSize();
    return current;
  }

  /** Whether the frame that {@link #of} was asked about last began a track. */
  public boolean began() {
    return began;
  }

  private boolean follows(FlacTrack current, FlacFrameHeader header) {
    int fixed = current.fixedBlockSize().orElse(0);
    boolean fits =
        !header.variableBlockSize() && lastBlockSize >= fixed && header.blockSize() <= fixed;
    return sameTrack(header) && (fixed == 0 || fits);
  }

  private FlacTrack begin(FlacFrameHeader header) throws UnsupportedMediaException {
    int rate = header.sampleRateHz().orElse(toldRate());
    int bits = header.bits().orElse(toldBits());
    if (rate == 0 || bits < MIN_BITS) {
      throw new UnsupportedMediaException(
          "FLAC whose frames leave rate or bits to a STREAMINFO that the server does not send");
    }
    UnsupportedMediaException.checkRate("FLAC", rate);
    return new FlacTrack(
        container, rate, header.channels(), bits, fixedBlockSize(header), comments);
  }

  private OptionalInt fixedBlockSize(FlacFrameHeader header) {
    int size = Math.max(header.blockSize(), newBeginnings == 0 ? toldBlockSize() : 0);
    boolean vary = header.variableBlockSize() || newBeginnings > MAX_NEW_BEGINNINGS;
    return vary || size < FrameCounts.MIN_BLOCK_SIZE ? OptionalInt.empty() : OptionalInt.of(size);
  }

  /** The fixed size that STREAMINFO tells; 0 when it tells none. */
  private int toldBlockSize() {
    FlacStreamInfo told = info;
    boolean fixed = told != null && told.minBlockSize() == told.maxBlockSize();
    return told != null && fixed ? told.maxBlockSize() : 0;
  }

  private int toldRate() {
    FlacStreamInfo told = info;
    return told == null ? 0 : told.sampleRateHz();
  }

  private int toldBits() {
    FlacStreamInfo told = info;
    return told == null ? 0 : told.bits();
  }
}
