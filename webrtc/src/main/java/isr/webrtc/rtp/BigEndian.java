package isr.webrtc.rtp;

/** Numbers in network order. */
final class BigEndian {
  private BigEndian() {}

  static int u16(byte[] bytes, int at) {
    return ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
  }

  static long u32(byte[] bytes, int at) {
    return ((long) u16(bytes, at) << 16) | u16(bytes, at + 2);
  }
}
