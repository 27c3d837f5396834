package isr.webrtc.rtp;

import java.time.Duration;

/** Interarrival jitter in units of 1/48000 s (RFC 3550, appendix A.8). */
final class Jitter {
  private boolean started;
  private int lastTransit;
  private double jitter;

  /** Of a packet that came in order; others tell nothing about the network. */
  void arrived(long timestamp, long arrivalNanos) {
    long arrival = arrivalNanos / 1000 * 48 / 1000;
    int transit = (int) (arrival - timestamp);
    if (started) {
      jitter += (Math.abs((double) (transit - lastTransit)) - jitter) / 16;
    }
    started = true;
    lastTransit = transit;
  }

  long samples() {
    return (long) jitter;
  }

  Duration duration() {
    return Duration.ofNanos((long) (jitter * 1e9 / 48_000));
  }
}
