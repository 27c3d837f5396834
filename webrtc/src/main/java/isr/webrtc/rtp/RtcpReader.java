package isr.webrtc.rtp;

import java.util.ArrayList;
import java.util.List;

/** Reads compound RTCP packets (RFC 3550, section 6.1) as far as they are used. */
public final class RtcpReader {
  private static final int SR = 200;
  private static final int BYE = 203;
  private static final int SR_BYTES = 28;

  private RtcpReader() {}

  /**
   * What a compound packet said.
   *
   * @param reports of senders
   * @param goodbyes SSRCs of sources that have left
   */
  public record Compound(List<SenderReport> reports, List<Integer> goodbyes) {}

  /** Reads until the end, or until something that breaks the rules. */
  public static Compound read(byte[] bytes, int offset, int length) {
    List<SenderReport> reports = new ArrayList<>();
    List<Integer> goodbyes = new ArrayList<>();
    int end = offset + length;
    int at = offset;
    while (end - at >= 4 && (bytes[at] & 0xc0) == 0x80) {
      int size = 4 + 4 * BigEndian.u16(bytes, at + 2);
      if (size > end - at) {
        break;
      }
      int type = bytes[at + 1] & 0xff;
      if (type == SR && size >= SR_BYTES) {
        int middleNtp = (int) BigEndian.u32(bytes, at + 10);
        reports.add(new SenderReport((int) BigEndian.u32(bytes, at + 4), middleNtp));
      } else if (type == BYE) {
        goodbyes(bytes, at, size, goodbyes);
      }
      at += size;
    }
    return new Compound(List.copyOf(reports), List.copyOf(goodbyes));
  }

  private static void goodbyes(byte[] bytes, int at, int size, List<Integer> goodbyes) {
    int sources = bytes[at] & 31;
    for (int i = 1; i <= sources && 4 * i + 4 <= size; i++) {
      goodbyes.add((int) BigEndian.u32(bytes, at + 4 * i));
    }
  }
}
