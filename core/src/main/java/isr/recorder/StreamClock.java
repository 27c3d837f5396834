package isr.recorder;

import isr.media.Packet;
import isr.media.Track;

/** Turns sample positions of one track after another into stream time, without rounding errors. */
final class StreamClock {
  private static final long SECOND = 1_000_000_000L;

  private int sampleRateHz = 1;
  private long trackStartNanos;
  private long endNanos;

  /** A connection begins at stream time 0. */
  void restart() {
    trackStartNanos = 0;
    endNanos = 0;
  }

  /** Sample positions begin at 0 anew. */
  void track(Track track) {
    sampleRateHz = track.sampleRateHz();
    trackStartNanos = endNanos;
  }

  /** The stream time of a packet's first sample; moves the end. */
  long add(Packet packet) {
    endNanos = trackStartNanos + nanosOf(packet.endPosition());
    return trackStartNanos + nanosOf(packet.samplePosition());
  }

  /** The end of what has been added. */
  long endNanos() {
    return endNanos;
  }

  private long nanosOf(long samples) {
    return samples / sampleRateHz * SECOND + samples % sampleRateHz * SECOND / sampleRateHz;
  }
}
