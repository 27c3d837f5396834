package isr.webrtc.rtp;

import java.nio.ByteBuffer;

/** RTP packets, built field by field. */
final class RtpBytes {
  static final int SSRC = 0x1234_5678;
  static final int SAMPLES = 960;

  /** One frame of 20 ms, CELT, fullband, code 0. */
  private static final byte TOC_20_MS = (byte) (31 << 3);

  private RtpBytes() {}

  /** The n-th packet of 20 ms, with n in its payload. */
  static byte[] packet(int n) {
    return packet(n, SSRC, n * SAMPLES, new byte[] {TOC_20_MS, (byte) (n >> 8), (byte) n});
  }

  static byte[] packet(int sequence, int ssrc, int timestamp, byte[] payload) {
    ByteBuffer out = ByteBuffer.allocate(12 + payload.length);
    out.put((byte) 0x80).put((byte) 111).putShort((short) sequence).putInt(timestamp).putInt(ssrc);
    return out.put(payload).array();
  }

  static RtpHeader header(byte[] packet) {
    return RtpHeader.read(packet, 0, packet.length).orElseThrow();
  }
}
