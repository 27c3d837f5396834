package isr.recorder;

import isr.media.Packet;
import isr.media.Track;

/** Turns sample positions of one track after another into stream time, without rounding errors. */
final class StreamClock {
  private static final long SECOND = 1_000_000_000L;

  private int sampleRateHz = 1;
  private long trackStartNanos;
  private long endNanos;
  private long endPosition;

  /** A connection begins at stream time 0. */
  void restart() {
    trackStartNanos = 0;
    endNanos = 0;
    endPosition = 0;
  }

  /** Sample positions begin at 0 anew. */
  void track(Track track) {
    sampleRateHz = track.sampleRateHz();
    trackStartNanos = endNanos;
    endPosition = 0;
  }

  /** The stream time of a packet's first sample; moves the end. */
  long add(Packet packet) {
    moveTo(packet.endPosition());
    return trackStartNanos + nanosOf(packet.samplePosition());
  }

  /** So many samples are missing after what has been added; positions count them. */
  void skip(long samples) {
    moveTo(endPosition + samples);
  }

  private void moveTo(long position) {
    endPosition = position;
    endNanos = trackStartNanos + nanosOf(position);
  }

  /** The sample position of the end, since the track began. */
  long endPosition() {
    return endPosition;
  }

  /** The end of what has been added. */
  long endNanos() {
    return endNanos;
  }

  private long nanosOf(long samples) {
    return samples / sampleRateHz * SECOND + samples % sampleRateHz * SECOND / sampleRateHz;
  }
}
