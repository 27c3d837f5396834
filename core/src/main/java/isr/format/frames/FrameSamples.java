package isr.format.frames;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A few frames of a file of frames, from here and there, for what can be told without reading it
 * through.
 */
public final class FrameSamples {
  /** So many tags are passed over in front of the first frame. */
  private static final int MAX_TAGS = 8;

  /** So far is looked for a chain of frames, from any place. */
  private static final int MAX_HUNTED_BYTES = 16 * 1024;

  private static final int CHAIN_HEADERS = 3;
  private static final int ID3V1_BYTES = 128;
  private static final int APE_FOOTER_BYTES = 32;

  private final FrameSyntax syntax;
  private final FileWindow in;
  private long firstOffset;
  private long framesEnd;
  private byte[] first = {};

  private FrameSamples(FrameSyntax syntax, FileWindow in) {
    this.syntax = syntax;
    this.in = in;
    this.framesEnd = in.fileBytes();
  }

  /** Looks at the beginning and the end of a file, whose own position is not used. */
  public static FrameSamples of(FileChannel file, FrameSyntax syntax) throws IOException {
    FrameSamples samples = new FrameSamples(syntax, new FileWindow(file));
    samples.findFirst();
    samples.findEnd(file);
    return samples;
  }

  /** The first frame; empty when there is none near the beginning. */
  public byte[] first() {
    return first.clone();
  }

  /** Its offset in the file. */
  public long firstOffset() {
    return firstOffset;
  }

  /** Where the tags at the end of the file begin, or its end. */
  public long framesEnd() {
    return framesEnd;
  }

  /**
   * The first four bytes of frames that follow one another, from the first chain of them after an
   * offset on.
   *
   * @param most no more of them
   * @return fewer, or none, when there are no more
   */
  public int[] headersFrom(long offset, int most) throws IOException {
    int[] headers = new int[most];
    int count = 0;
    long at = chainFrom(offset);
    while (at < framesEnd && count < most) {
      int index = in.at(at, syntax.headerBytes());
      int bytes = lengthAt(index);
      if (bytes == 0) {
        break;
      }
      headers[count++] = ByteBuffer.wrap(in.array(), index, Integer.BYTES).getInt();
      at += bytes;
    }
    return Arrays.copyOf(headers, count);
  }

  private void findFirst() throws IOException {
    long offset = 0;
    for (int i = 0; i < MAX_TAGS; i++) {
      int at = in.at(offset, Tags.MAX_LYRICS_BYTES);
      long tag = lengthAt(at) > 0 ? 0 : Math.max(0, Tags.length(in.array(), at, in.end()));
      if (tag == 0) {
        break;
      }
      offset = Math.min(in.fileBytes(), offset + tag);
    }
    long found = chainFrom(offset);
    if (found < in.fileBytes()) {
      int at = in.at(found, syntax.maxFrameBytes());
      int bytes = Math.min(lengthAt(at), in.end() - at);
      firstOffset = found;
      first = Arrays.copyOfRange(in.array(), at, at + bytes);
    }
  }

  /** The offset of the next chain, or the end of the file when there is none nearby. */
  private long chainFrom(long from) throws IOException {
    long last = Math.min(from + MAX_HUNTED_BYTES, in.fileBytes() - syntax.headerBytes());
    for (long offset = from; offset <= last; offset++) {
      int at = in.at(offset, CHAIN_HEADERS * syntax.maxFrameBytes());
      if (isChain(at)) {
        return offset;
      }
    }
    return in.fileBytes();
  }

  /** Shorter only where the file ends. */
  private boolean isChain(int first) {
    int at = first;
    for (int i = 0; i < CHAIN_HEADERS && (i == 0 || at != in.end()); i++) {
      int bytes = lengthAt(at);
      if (bytes == 0 || !syntax.sameTrack(in.array(), first, at)) {
        return false;
      }
      at += bytes;
    }
    return true;
  }

  private int lengthAt(int at) {
    boolean there = at >= 0 && in.end() - at >= syntax.headerBytes();
    return there ? syntax.frameBytes(in.array(), at) : 0;
  }

  private void findEnd(FileChannel file) throws IOException {
    if (startsWith(file, framesEnd - ID3V1_BYTES, "TAG")) {
      framesEnd -= ID3V1_BYTES;
    }
    if (startsWith(file, framesEnd - APE_FOOTER_BYTES, "APETAGEX")) {
      framesEnd = Math.max(firstOffset, framesEnd - apeBytes(file));
    }
  }

  /** The size that an APE footer tells is without the tag's header, which a flag announces. */
  private long apeBytes(FileChannel file) throws IOException {
    byte[] footer = read(file, framesEnd - APE_FOOTER_BYTES, APE_FOOTER_BYTES);
    ByteBuffer fields = ByteBuffer.wrap(footer).order(ByteOrder.LITTLE_ENDIAN);
    boolean header = (fields.getInt(20) & 0x8000_0000) != 0;
    return Integer.toUnsignedLong(fields.getInt(12)) + (header ? APE_FOOTER_BYTES : 0);
  }

  private boolean startsWith(FileChannel file, long offset, String mark) throws IOException {
    byte[] bytes = mark.getBytes(StandardCharsets.US_ASCII);
    return offset > firstOffset && Arrays.equals(bytes, read(file, offset, bytes.length));
  }

  private static byte[] read(FileChannel file, long offset, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count);
    while (bytes.hasRemaining() && file.read(bytes, offset + bytes.position()) >= 0) {}
    return bytes.array();
  }
}
