package isr.format.flac;

import isr.bytes.Crc16;
import isr.format.frames.Window;

/**
 * A place in a stream where a frame may begin, because a header with the right CRC-8 lies there;
 * its CRC-16 is computed as far as somebody asks.
 */
final class FrameStart {
  /** No frame is looked for that is longer; blocks of 65,535 in 8 channels of 24 bits fit. */
  static final int MAX_FRAME_BYTES = 4 * 1024 * 1024;

  private final long offset;
  private final FlacFrameHeader header;
  private int crc;
  private long crcEnd;

  FrameStart(long offset, FlacFrameHeader header) {
    this.offset = offset;
    this.header = header;
    this.crcEnd = offset;
  }

  long offset() {
    return offset;
  }

  FlacFrameHeader header() {
    return header;
  }

  /** Whether a frame that ends there has the right CRC-16; the ends asked for must not go back. */
  boolean mayEndAt(long end, Window in) {
    crc = Crc16.update(crc, in.array(), in.index(crcEnd), (int) (end - crcEnd));
    crcEnd = end;
    return crc == 0 && end > offset + header.byteCount() + FlacFrameHeader.FOOTER_BYTES;
  }

  /**
   * Bytes that such a frame has at the most: twice what its samples take as they are, which
   * encoders do not exceed.
   */
  int maxBytes() {
    return maxBytes(header);
  }

  static int maxBytes(FlacFrameHeader header) {
    long bits = header.bits().orElse(32) + 1L;
    long plain =
        FlacFrameHeader.MAX_BYTES + header.channels() * (16 + header.blockSize() * bits / 8);
    return (int) Math.min(MAX_FRAME_BYTES, 2 * plain);
  }
}
