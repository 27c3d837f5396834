package isr.format.flac;

import isr.media.MalformedMediaException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the frames of a file one after the other, decoding each; where one is broken, that is told,
 * and the reading goes on at the next one that is whole.
 */
final class FlacFrames {
  /** Takes what is found, in the order of the file. */
  interface Visitor {
    /**
     * A whole frame with the right CRC-16.
     *
     * @param samples by channel, valid until this returns
     */
    void frame(long offset, int byteCount, FlacFrameHeader header, long[][] samples);

    /** A rule that the file breaks. */
    void fault(long offset, String rule);
  }

  private final FileBytes in;
  private final FlacStreamInfo info;
  private final Visitor visitor;
  private final FlacFrameDecoder decoder = new FlacFrameDecoder();
  private long framesEnd;

  private FlacFrames(FileBytes in, FlacStreamInfo info, Visitor visitor) {
    this.in = in;
    this.info = info;
    this.visitor = visitor;
  }

  /**
   * Reads all frames.
   *
   * @param from offset at which they begin
   * @return offset after the last whole frame; {@code from} when there is none
   */
  static long read(FileBytes in, FlacStreamInfo info, long from, Visitor visitor)
      throws IOException {
    FlacFrames frames = new FlacFrames(in, info, visitor);
    frames.framesEnd = from;
    long offset = from;
    while (offset < in.fileBytes()) {
      offset = frames.frame(offset);
    }
    return frames.framesEnd;
  }

  /** Reads the frame here; the offset at which the next one is looked for. */
  private long frame(long offset) throws IOException {
    FlacFrameHeader header = header(offset);
    if (header == null) {
      visitor.fault(offset, "expected a frame header, found other bytes");
      return nextWhole(offset + 1);
    }
    int at = in.at(offset, FrameStart.maxBytes(header));
    try {
      int next = decoder.decode(header, in.array(), at, in.end(), bits(header));
      if (decoder.checksumMatches()) {
        visitor.frame(offset, next - at, header, decoder.samples());
        framesEnd = offset + next - at;
        return framesEnd;
      }
      visitor.fault(offset, "the CRC-16 of the frame does not match");
    } catch (MalformedMediaException e) {
      visitor.fault(offset + e.offset(), rule(e));
    }
    return nextWhole(offset + 1);
  }

  private static String rule(MalformedMediaException e) {
    String message = String.valueOf(e.getMessage());
    return message.substring(message.indexOf(": ") + 2);
  }

  private @Nullable FlacFrameHeader header(long offset) throws IOException {
    int at = in.at(offset, FlacFrameHeader.MAX_BYTES);
    return FlacFrameHeader.read(in.array(), at, in.end()).orElse(null);
  }

  private int bits(FlacFrameHeader header) {
    return header.bits().orElse(info.bits());
  }

  /** The next offset at which a whole frame lies, or the end of the file. */
  private long nextWhole(long from) throws IOException {
    for (long offset = from; offset < in.fileBytes(); offset++) {
      int at = in.at(offset, FlacFrameHeader.MAX_BYTES);
      if (in.array()[at] == -1 && isWhole(offset)) {
        return offset;
      }
    }
    return in.fileBytes();
  }

  private boolean isWhole(long offset) throws IOException {
    FlacFrameHeader header = header(offset);
    if (header == null) {
      return false;
    }
    int at = in.at(offset, FrameStart.maxBytes(header));
    try {
      decoder.decode(header, in.array(), at, in.end(), bits(header));
      return decoder.checksumMatches();
    } catch (MalformedMediaException e) {
      return false;
    }
  }
}
