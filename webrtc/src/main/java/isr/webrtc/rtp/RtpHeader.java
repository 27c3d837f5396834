package isr.webrtc.rtp;

import java.util.Optional;

/**
 * The header of an RTP packet (RFC 3550, section 5.1), and where its payload is.
 *
 * <pre>
 *  0   V=2 | P | X | CC        version, padding, extension, number of CSRCs
 *  1   M | PT                  marker, payload type
 *  2   sequence number
 *  4   timestamp
 *  8   SSRC
 *  12  CSRCs (4 bytes each), extension (4 bytes and as many words as they say), payload, padding
 * </pre>
 *
 * @param payloadType 0 to 127
 * @param sequenceNumber 0 to 65535
 * @param timestamp unsigned 32 bits
 * @param ssrc as its 32 bits are
 * @param payloadOffset where the payload begins in the bytes that were read
 * @param payloadLength without padding; 0 for a packet of nothing but padding
 */
public record RtpHeader(
    int payloadType,
    int sequenceNumber,
    long timestamp,
    int ssrc,
    int payloadOffset,
    int payloadLength) {
  private static final int FIXED_BYTES = 12;

  /** Reads the packet that fills {@code length} bytes; empty where they break the rules. */
  public static Optional<RtpHeader> read(byte[] bytes, int offset, int length) {
    if (length < FIXED_BYTES || (bytes[offset] & 0xc0) != 0x80) {
      return Optional.empty();
    }
    int first = bytes[offset];
    int start = FIXED_BYTES + 4 * (first & 15);
    if ((first & 0x10) != 0) {
      if (start + 4 > length) {
        return Optional.empty();
      }
      start += 4 + 4 * BigEndian.u16(bytes, offset + start + 2);
    }
    int padding = (first & 0x20) != 0 ? bytes[offset + length - 1] & 0xff : 0;
    boolean emptyPadding = (first & 0x20) != 0 && padding == 0;
    if (emptyPadding || start + padding > length) {
      return Optional.empty();
    }
    return Optional.of(
        new RtpHeader(
            bytes[offset + 1] & 0x7f,
            BigEndian.u16(bytes, offset + 2),
            BigEndian.u32(bytes, offset + 4),
            (int) BigEndian.u32(bytes, offset + 8),
            offset + start,
            length - start - padding));
  }
}
