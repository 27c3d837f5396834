package isr.format.flac;

import isr.format.frames.Window;
import isr.media.MediaLimitException;
import java.nio.ByteBuffer;

/**
 * Reads the metadata at the start of a stream (RFC 9639, section 8) as it comes: keeps STREAMINFO
 * and the comments, passes over everything else without holding it.
 *
 * <pre>
 * fLaC | L TTTTTTT length 24 | block | L TTTTTTT length 24 | block …
 * L the last one, T type: 0 STREAMINFO, 4 VORBIS_COMMENT
 * </pre>
 */
final class StreamMetadata {
  /** Bytes of {@code fLaC}, a block header and STREAMINFO. */
  static final int START_BYTES = 4 + 4 + FlacStreamInfo.BYTES;

  /** Comments that are longer are passed over, too. */
  static final int MAX_COMMENT_BYTES = 64 * 1024;

  /** More metadata than this is refused: two blocks of the largest size there is. */
  static final int MAX_METADATA_BYTES = 32 * 1024 * 1024;

  static final int STREAMINFO = 0;
  static final int VORBIS_COMMENT = 4;
  static final int FORBIDDEN = 127;

  private static final byte[] START = {'f', 'L', 'a', 'C', STREAMINFO, 0, 0, FlacStreamInfo.BYTES};

  private final long offset;
  private final FlacStreamInfo info;
  private ByteBuffer comments = ByteBuffer.allocate(0);

  /** Stream offset of the next block header. */
  private long next;

  private boolean last;
  private boolean broken;

  /** Begins with the bytes that {@link #mayBegin} has found. */
  StreamMetadata(Window in, int at) {
    this.offset = in.offset(at);
    this.info = FlacStreamInfo.read(ByteBuffer.wrap(in.array()), at + 8);
    this.last = in.array()[at + 4] < 0;
    this.next = offset + START_BYTES;
  }

  /** Whether a stream begins here, or may, as far as there are bytes to tell. */
  static boolean mayBegin(byte[] bytes, int at, int end) {
    for (int i = 0; i < START.length && at + i < end; i++) {
      int compared = i == 4 ? 0x7F : 0xFF; // the highest bit: whether it is the last block
      if ((bytes[at + i] & compared) != START[i]) {
        return false;
      }
    }
    return true;
  }

  /** The length that a block header tells. */
  static int blockBytes(byte[] bytes, int at) {
    return (bytes[at + 1] & 0xFF) << 16 | (bytes[at + 2] & 0xFF) << 8 | (bytes[at + 3] & 0xFF);
  }

  /** Reads on, consuming what it has read; true when the metadata is over. */
  boolean read(Window in) throws MediaLimitException {
    while (!last && !broken) {
      int at = in.index(Math.min(next, in.offset(in.end())));
      in.consumeTo(at);
      if (in.end() - at < 4 || in.offset(at) < next || !block(in, at)) {
        return false;
      }
    }
    int at = in.index(Math.min(next, in.offset(in.end())));
    in.consumeTo(at);
    return in.offset(at) == next;
  }

  /** Takes the block whose header lies here; false when more of it must come first. */
  private boolean block(Window in, int at) throws MediaLimitException {
    int type = in.array()[at] & 0x7F;
    int bytes = blockBytes(in.array(), at);
    if (type == FORBIDDEN || type == STREAMINFO) {
      broken = true; // no metadata: what follows is hunted through
      return true;
    }
    if (type == VORBIS_COMMENT && bytes <= MAX_COMMENT_BYTES && !comments.hasRemaining()) {
      if (in.end() - at - 4 < bytes) {
        return false;
      }
      byte[] own = new byte[bytes];
      System.arraycopy(in.array(), at + 4, own, 0, bytes);
      comments = ByteBuffer.wrap(own);
    }
    last = in.array()[at] < 0;
    next += 4L + bytes;
    if (next - offset > MAX_METADATA_BYTES) {
      throw new MediaLimitException(
          "FLAC metadata: at most " + MAX_METADATA_BYTES + " bytes, found " + (next - offset));
    }
    return true;
  }

  /** Stream offset of {@code fLaC}. */
  long offset() {
    return offset;
  }

  FlacStreamInfo info() {
    return info;
  }

  /** The comments as they came; of no bytes when there were none. */
  ByteBuffer comments() {
    return comments;
  }
}
