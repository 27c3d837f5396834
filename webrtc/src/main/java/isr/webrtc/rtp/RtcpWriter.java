package isr.webrtc.rtp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes the compound packets of a receiver: a receiver report, its name (RFC 3550, section 6.1),
 * and generic NACKs (RFC 4585, section 6.2.1).
 *
 * <pre>
 *  NACK  V=2 | FMT=1, PT=205, length, own SSRC, media's SSRC, then for each run of missing packets
 *        PID   the first sequence number
 *        BLP   a bit for each of the 16 after it
 * </pre>
 */
public final class RtcpWriter {
  private static final int RR = 201;
  private static final int SDES = 202;
  private static final int RTPFB = 205;
  private static final int GENERIC_NACK = 1;
  private static final int CNAME = 1;
  private static final int REPORT_BLOCK_BYTES = 24;

  private final int ssrc;
  private final byte[] cname;

  /**
   * As this receiver.
   *
   * @param cname of the receiver (RFC 7022); ASCII, at most 255 characters
   */
  public RtcpWriter(int ssrc, String cname) {
    this.ssrc = ssrc;
    this.cname = cname.getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * What is to be sent now: a report, and with it what to send again.
   *
   * @param requests sequence numbers without wraps, ascending
   */
  public byte[] write(RtpReceiver receiver, List<Long> requests, long nowNanos) {
    Optional<ReceptionReport> report = receiver.takeReport(nowNanos);
    List<Integer> nacks = nacks(requests);
    int reportBytes = 8 + (report.isPresent() ? REPORT_BLOCK_BYTES : 0);
    int namesBytes = 8 + (2 + cname.length) / 4 * 4 + 4;
    int nackBytes = nacks.isEmpty() ? 0 : 12 + 4 * nacks.size();
    ByteBuffer out = ByteBuffer.allocate(reportBytes + namesBytes + nackBytes);
    header(out, report.isPresent() ? 1 : 0, RR, reportBytes);
    report.ifPresent(block -> put(out, block));
    header(out, 1, SDES, namesBytes);
    out.put((byte) CNAME).put((byte) cname.length).put(cname);
    if (!nacks.isEmpty()) {
      out.position(reportBytes + namesBytes);
      header(out, GENERIC_NACK, RTPFB, nackBytes);
      out.putInt(receiver.ssrc());
      nacks.forEach(out::putInt);
    }
    return out.array();
  }

  private void header(ByteBuffer out, int count, int type, int bytes) {
    out.put((byte) (0x80 | count)).put((byte) type).putShort((short) (bytes / 4 - 1)).putInt(ssrc);
  }

  private static void put(ByteBuffer out, ReceptionReport report) {
    out.putInt(report.ssrc()).putInt((report.fractionLost() << 24) | report.cumulativeLost());
    out.putInt(report.highestSequence()).putInt(report.jitter());
    out.putInt(report.lastSenderReport()).putInt(report.delay());
  }

  private static List<Integer> nacks(List<Long> requests) {
    List<Integer> nacks = new ArrayList<>();
    int i = 0;
    while (i < requests.size()) {
      long first = requests.get(i++);
      int following = 0;
      while (i < requests.size() && requests.get(i) - first <= 16) {
        following |= 1 << (requests.get(i++) - first - 1);
      }
      nacks.add(((int) (first & 0xffff) << 16) | following);
    }
    return nacks;
  }
}
