package isr.webrtc.rtp;

/** The sums behind reception reports of one source (RFC 3550, appendix A.3). */
final class Reporting {
  private long first = -1;
  private long received;
  private long expectedBefore;
  private long receivedBefore;
  private int lastSenderReport;
  private long senderReportNanos;

  void received(long sequence) {
    if (first < 0) {
      first = sequence;
    }
    received++;
  }

  void senderReport(int middleNtp, long nowNanos) {
    lastSenderReport = middleNtp;
    senderReportNanos = nowNanos;
  }

  ReceptionReport take(int ssrc, long highest, Jitter jitter, long nowNanos) {
    long expected = highest - first + 1;
    long lost = Math.max(0, Math.min(0x7f_ffff, expected - received));
    int fraction = fraction(expected - expectedBefore, received - receivedBefore);
    expectedBefore = expected;
    receivedBefore = received;
    return new ReceptionReport(
        ssrc,
        fraction,
        (int) lost,
        (int) (highest - (1 << 16)),
        (int) jitter.samples(),
        lastSenderReport,
        lastSenderReport == 0
            ? 0
            : (int) ((nowNanos - senderReportNanos) * 65_536 / 1_000_000_000));
  }

  private static int fraction(long expected, long received) {
    if (expected <= 0 || received >= expected) {
      return 0;
    }
    return (int) Math.min(255, (expected - received) * 256 / expected);
  }
}
