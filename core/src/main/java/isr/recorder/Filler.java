package isr.recorder;

import isr.media.Packet;
import isr.media.PcmTrack;
import isr.recorder.Arrival.Missing;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * Writes silence in place of the samples that a card has lost, so that a file is as long as the
 * time that it covers.
 */
final class Filler {
  /** A longer gap ends the segment: nobody wants hours of nothing. */
  static final Duration LONGEST = Duration.ofMinutes(10);

  private static final int PIECE_BYTES = 64 * 1024;

  private final boolean wanted;
  private final Splitter splitter;
  private ByteBuffer silence = ByteBuffer.allocate(0);

  /**
   * A filler of one source.
   *
   * @param wanted whether gaps are to be filled at all
   */
  Filler(boolean wanted, Splitter splitter) {
    this.wanted = wanted;
    this.splitter = splitter;
  }

  /** Whether a gap of that length is filled. */
  boolean fills(Duration length) {
    return wanted && length.compareTo(LONGEST) <= 0;
  }

  /** Whether a gap of that length would be filled if it were shorter. */
  boolean isTooLong(Duration length) {
    return wanted && length.compareTo(LONGEST) > 0;
  }

  /** Adds as many silent samples as are missing, in pieces that are handed on one by one. */
  void fill(PcmTrack pcm, Missing missing) {
    int most = Math.max(1, PIECE_BYTES / pcm.blockAlign());
    ByteBuffer zeros = silence(most * pcm.blockAlign());
    long lost = missing.skip().lostSamples();
    for (long done = 0; done < lost; done += most) {
      int count = (int) Math.min(most, lost - done);
      ByteBuffer payload = zeros.slice(0, count * pcm.blockAlign());
      long streamNanos = missing.streamNanos() + nanosOf(done, pcm.sampleRateHz());
      splitter.packet(
          new Packet(payload, missing.samplePosition() + done, count),
          streamNanos,
          nanosOf(count, pcm.sampleRateHz()));
      splitter.batch();
    }
  }

  /** Made when it is first needed. */
  private ByteBuffer silence(int bytes) {
    if (silence.capacity() < bytes) {
      silence = ByteBuffer.allocate(bytes);
    }
    return silence;
  }

  private static long nanosOf(long samples, int rateHz) {
    return samples / rateHz * 1_000_000_000L + samples % rateHz * 1_000_000_000L / rateHz;
  }
}
