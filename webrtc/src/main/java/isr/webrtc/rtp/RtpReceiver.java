package isr.webrtc.rtp;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Receives one stream: puts its packets in order, notices which are missing, and counts. A new SSRC
 * is a new stream after the old one.
 */
public final class RtpReceiver {
  private static final long REPORT_EVERY_NANOS = 1_000_000_000;

  private final Delivery delivery;
  private final ReorderBuffer buffer;
  private final MissingPackets missing;
  private WrappingCounter sequences = new WrappingCounter(16);
  private Jitter jitter = new Jitter();
  private Reporting reporting = new Reporting();
  private boolean started;
  private int ssrc;
  private long reportNanos;

  private long received;
  private long bytes;
  private long recovered;
  private long reordered;
  private long duplicated;
  private long late;
  private long requests;

  /**
   * Gives packets to this sink.
   *
   * @param asks whether the sender sends packets again when it is asked to
   */
  public RtpReceiver(OpusSink sink, boolean asks) {
    missing = new MissingPackets(asks);
    delivery = new Delivery(sink);
    buffer = new ReorderBuffer(delivery);
  }

  /** The source that is received; 0 before its first packet. */
  public int ssrc() {
    return ssrc;
  }

  /**
   * A packet has come and is genuine.
   *
   * @param bytes those that the header was read from; not kept
   */
  public void received(RtpHeader header, byte[] bytes, long nowNanos) {
    if (!started || header.ssrc() != ssrc) {
      begin(header.ssrc(), nowNanos);
    }
    int start = header.payloadOffset();
    byte[] payload = Arrays.copyOfRange(bytes, start, start + header.payloadLength());
    long sequence = sequences.extend(header.sequenceNumber());
    long before = buffer.highest();
    HeldPacket packet = new HeldPacket(payload, header.timestamp(), nowNanos);
    switch (buffer.put(sequence, packet)) {
      case DUPLICATE -> duplicated++;
      case LATE -> late++;
      case HELD -> held(sequence, before, packet);
    }
    missing.forgetBefore(buffer.next());
  }

  /** A copy of a packet has come that SRTP refused as such. */
  public void duplicated() {
    duplicated++;
  }

  /** A packet has come that SRTP refused because it is too old to tell. */
  public void late() {
    late++;
  }

  /** A report of the sender has come. */
  public void senderReport(SenderReport report, long nowNanos) {
    if (started && report.ssrc() == ssrc) {
      reporting.senderReport(report.middleNtp(), nowNanos);
    }
  }

  /** Gives up what has been waited for long enough, and passes on what comes after it. */
  public void giveUpOverdue(long nowNanos) {
    while (buffer.isWaiting() && missing.isOldestOverdue(nowNanos)) {
      buffer.giveUp();
      missing.forgetBefore(buffer.next());
    }
  }

  /** Whether packets are held until others come, or are given up. */
  public boolean isWaiting() {
    return buffer.isWaiting();
  }

  /** Sequence numbers to ask for again now, in their order, without wraps. */
  public List<Long> takeDueRequests(long nowNanos) {
    List<Long> due = missing.takeDue(nowNanos);
    requests += due.size();
    return due;
  }

  /** Whether it is time for a report. */
  public boolean isReportDue(long nowNanos) {
    return started && nowNanos - reportNanos >= REPORT_EVERY_NANOS;
  }

  /** What to report by now; empty before the first packet. */
  Optional<ReceptionReport> takeReport(long nowNanos) {
    if (!started) {
      return Optional.empty();
    }
    reportNanos = nowNanos;
    return Optional.of(reporting.take(ssrc, buffer.highest(), jitter, nowNanos));
  }

  /** Passes on all that is held; nothing comes after it. */
  public void finish() {
    buffer.flush();
    missing.clear();
    delivery.finish();
  }

  /** The counts by now, of all sources. */
  public RtpStatistics statistics() {
    return new RtpStatistics(
        received,
        bytes,
        delivery.lost(),
        recovered,
        reordered,
        duplicated,
        late,
        requests,
        jitter.duration());
  }

  private void begin(int newSsrc, long nowNanos) {
    buffer.flush();
    missing.clear();
    delivery.restart();
    sequences = new WrappingCounter(16);
    jitter = new Jitter();
    reporting = new Reporting();
    reportNanos = nowNanos;
    ssrc = newSsrc;
    started = true;
  }

  private void held(long sequence, long before, HeldPacket packet) {
    received++;
    bytes += packet.payload().length;
    reporting.received(sequence);
    if (before < 0) {
      jitter.arrived(packet.timestamp(), packet.arrivalNanos());
    } else if (sequence > before) {
      jitter.arrived(packet.timestamp(), packet.arrivalNanos());
      missing.add(before + 1, sequence, packet.arrivalNanos());
    } else if (missing.arrived(sequence)) {
      recovered++;
    } else {
      reordered++;
    }
  }
}
