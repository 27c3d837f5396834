package isr.segment;

/** ISO/IEC 14496-3, 1.A.2.2: AAC LC, 44.1 kHz, stereo, 64 bytes each. */
final class AdtsFrames {
  private AdtsFrames() {}

  static byte[] of(int count) {
    byte[] bytes = new byte[64 * count];
    for (int at = 0; at < bytes.length; at += 64) {
      byte[] header = {(byte) 0xFF, (byte) 0xF1, 0x50, (byte) 0x80, 8, 0x1F, (byte) 0xFC};
      System.arraycopy(header, 0, bytes, at, header.length);
    }
    return bytes;
  }
}
